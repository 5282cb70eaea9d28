import type {Verdict} from '../checks/verdict.ts';
import type {HostName} from '../course/lesson.ts';
import type {HostState} from '../lab/lab.ts';
import type {Dialog, LabLogLine, Rebuilding, TabState} from './session-state.ts';
import type {WebPage} from './web-page.ts';

/** What happened: a key the learner pressed, or something the lab did. `now` is milliseconds since the epoch. */
export type SessionEvent = LearnerEvent | LabEvent;

export type LearnerEvent =
  | {readonly type: 'select-lesson'; readonly by: number}
  | {readonly type: 'open-lesson'; readonly index: number; readonly step?: string; readonly now: number}
  | {readonly type: 'go'; readonly to: 'next' | 'back' | 'skip'; readonly now: number}
  /** To any step of the open lesson, by index. */
  | {readonly type: 'go-to'; readonly at: number; readonly now: number}
  /** To a step of the open lesson, by index, with nobody there to read: nothing is recorded and nothing done again. */
  | {readonly type: 'walk-to'; readonly at: number; readonly now: number}
  | {readonly type: 'show-hint'}
  | {readonly type: 'show-solution'}
  | {readonly type: 'solve'}
  | {readonly type: 'stop-solving'}
  | {readonly type: 'type-block'}
  | {readonly type: 'ask-check'}
  | {readonly type: 'point'; readonly by: number}
  | {readonly type: 'choose'; readonly choice: number; readonly now: number}
  | {readonly type: 'focus'; readonly on: 'lesson' | 'terminal'}
  /** The learner types into a terminal. */
  | {readonly type: 'begin-typing'}
  /** One key of the lesson follows, and the hands stay in the terminal. */
  | {readonly type: 'lend-focus'}
  /** That key has done what it does. */
  | {readonly type: 'return-focus'}
  | {readonly type: 'show-tab'; readonly index: number}
  /** One terminal more beside the active one, or no longer. `terminal`: which; else the one that is most likely meant. */
  | {readonly type: 'watch'; readonly terminal?: string}
  | {readonly type: 'zoom'}
  | {readonly type: 'scroll'; readonly to: number}
  | {readonly type: 'copy-terminal'}
  | {readonly type: 'revive-terminal'}
  | {readonly type: 'retry-lab'}
  | {readonly type: 'open-editor'}
  | {readonly type: 'open-page'}
  | {readonly type: 'leave-lesson'}
  /** `at`: the step that is pointed at first. */
  | {readonly type: 'show-dialog'; readonly dialog: Dialog['type']; readonly at?: number}
  | {readonly type: 'close-dialog'}
  /** `most`: how far a page goes that is only read, which the screen alone knows. */
  | {readonly type: 'point-in-dialog'; readonly by: number; readonly most?: number}
  | {readonly type: 'choose-in-dialog'; readonly now: number}
  | {readonly type: 'change-query'; readonly query: string}
  | {readonly type: 'reset'; readonly what: 'step' | 'lesson'; readonly now: number}
  | {readonly type: 'quit'};

export type LabEvent =
  | {readonly type: 'lab-progress'; readonly line: LabLogLine}
  /** `workspace`: absolute path of the learner's folder, where the lesson has such. */
  | {
      readonly type: 'lab-running';
      readonly isNew: boolean;
      readonly workspace?: string | undefined;
      readonly pages?: readonly WebPage[];
    }
  | {readonly type: 'lab-failed'; readonly message: string; readonly cure: string}
  | {readonly type: 'lab-closed'; readonly now: number}
  | {readonly type: 'cluster-changed'}
  /** The hosts whose own server answers now. */
  | {readonly type: 'hosts-serve'; readonly hosts: readonly HostName[]}
  /** In the learner's folder. */
  | {readonly type: 'file-saved'; readonly file: string}
  | {
      readonly type: 'tab-state';
      readonly terminal: string;
      readonly state: TabState;
      readonly windows: number;
    }
  | {readonly type: 'host-state'; readonly host: HostName; readonly state: HostState}
  /** `at`: milliseconds since the epoch. */
  | {
      readonly type: 'command-started';
      readonly terminal: string;
      readonly command: string;
      readonly at: number;
    }
  | {readonly type: 'command-ended'; readonly terminal: string}
  /** A program prints on: what a check reads has changed without the cluster changing. */
  | {readonly type: 'output-settled'; readonly terminal: string}
  /** The time is over after which a check that found the cluster at work is to look once more. */
  | {readonly type: 'look-again'}
  | {
      readonly type: 'servers-changed';
      readonly servers: readonly {readonly terminal: string; readonly command: string}[];
    }
  | {
      readonly type: 'verdict';
      /** Number of the check it comes from. */
      readonly check: number;
      readonly step: string;
      readonly verdict: Verdict;
      readonly now: number;
    }
  | {readonly type: 'solving-shows'; readonly run: number; readonly terminal: string}
  /** An earlier step, which the one the learner is at needs, is being done again. */
  | {readonly type: 'rebuilding'; readonly run: number; readonly progress: Rebuilding}
  | {
      readonly type: 'solving-ended';
      readonly run: number;
      readonly trouble: string | undefined;
      readonly now: number;
    }
  /** `untilEnd`: the terminal whose command it speaks of; when that ends, the notice is no longer true. */
  | {readonly type: 'notice'; readonly text: string; readonly untilEnd?: string};
