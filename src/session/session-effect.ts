import type {Lesson, RunnableBlock, Step} from '../course/lesson.ts';
import type {RunningServer} from './lesson-lab.ts';
import type {Progress} from './progress.ts';

/** What is to be done because something happened. The session's loop does it. */
export type SessionEffect =
  /** `servers`: what ran when the lesson was left; undefined when it never was. What it tells belongs to this run. */
  | {
      readonly type: 'open-lab';
      readonly run: number;
      readonly lesson: Lesson;
      readonly servers: readonly RunningServer[] | undefined;
    }
  | {readonly type: 'close-lab'; readonly lesson: Lesson; readonly removesData: boolean}
  /** Of a lesson that is not open. */
  | {readonly type: 'remove-lab'; readonly lesson: Lesson}
  | {
      readonly type: 'check';
      readonly number: number;
      readonly step: Step;
      readonly startedAt: number;
      readonly choice: number | undefined;
    }
  /** Says `look-again` after a while: what is waited for may show in nothing that the app sees by itself. */
  | {readonly type: 'look-again'}
  /** Puts a block's text behind the prompt, ready for the learner's own Enter. */
  | {readonly type: 'type-block'; readonly block: RunnableBlock}
  /** Runs the blocks one after the other, visibly. What it tells carries the number of the run. */
  | {
      readonly type: 'run-blocks';
      readonly run: number;
      readonly step: Step;
      readonly what: 'setup' | 'solution';
    }
  /** Does those of the earlier steps again that do not hold, visibly, for the step the learner went to. */
  | {readonly type: 'rebuild'; readonly run: number; readonly earlier: readonly Step[]}
  | {readonly type: 'stop-solving'}
  | {readonly type: 'revive-terminal'; readonly terminal: string}
  | {readonly type: 'copy-terminal'; readonly terminal: string}
  /** `folder` is the learner's, `file` what the step is about, relative to it. */
  | {readonly type: 'open-editor'; readonly folder: string; readonly file: string | undefined}
  /** In the learner's browser. */
  | {readonly type: 'open-page'; readonly address: string}
  | {readonly type: 'save-progress'; readonly progress: Progress}
  | {readonly type: 'exit'};
