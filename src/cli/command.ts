import type {RuntimeName} from '../lab/lab.ts';

/** What the command line asks for. */
export type Command =
  | {
      readonly type: 'start';
      readonly lesson: string | undefined;
      readonly step: string | undefined;
      /** Line by line instead of on the whole screen. */
      readonly plain: boolean;
      readonly mouse: boolean;
      readonly global: GlobalOptions;
    }
  | {
      readonly type: 'shell';
      /** The tab; unless given, the one the app shows. */
      readonly terminal: string | undefined;
      /** To open where no app runs; unless given, where the learner was. */
      readonly lesson: string | undefined;
      readonly global: GlobalOptions;
    }
  | {
      readonly type: 'reset';
      readonly lesson: string | undefined;
      readonly step: string | undefined;
      readonly all: boolean;
      /** Without asking. */
      readonly yes: boolean;
      readonly global: GlobalOptions;
    }
  | {
      readonly type: 'doctor';
      readonly json: boolean;
      /** As text for others to read, with nothing private in it. */
      readonly report: boolean;
      readonly global: GlobalOptions;
    }
  | {readonly type: 'list'; readonly json: boolean; readonly global: GlobalOptions}
  | {
      readonly type: 'verify';
      readonly lesson: string | undefined;
      readonly json: boolean;
      readonly junit: string | undefined;
      readonly global: GlobalOptions;
    }
  | {
      readonly type: 'lesson-test';
      readonly lessons: readonly string[];
      readonly step: string | undefined;
      readonly repeat: number;
      /** Labs open at a time; undefined: as many as this machine can take. */
      readonly jobs: number | undefined;
      readonly keep: boolean;
      readonly json: boolean;
      readonly junit: string | undefined;
      readonly global: GlobalOptions;
    };

export interface GlobalOptions {
  /** Folder of the course; the built-in one unless given. */
  readonly course: string | undefined;
  /** Undefined: as the settings say. */
  readonly runtime: RuntimeName | 'auto' | undefined;
  readonly home: string | undefined;
  readonly color: boolean;
}

/** Every word a command begins with. */
export const commandNames = [
  'start',
  'list',
  'verify',
  'shell',
  'reset',
  'doctor',
  'lesson',
  'help',
] as const;

/** The exit codes, and what each one means to a script. */
export const exitCodes = {done: 0, failed: 1, wrongUse: 2, machineLacks: 3} as const;
