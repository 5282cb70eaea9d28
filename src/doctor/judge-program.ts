import {withoutCredentials} from '../lab/without-credentials.ts';
import {type Finding, findingsOf} from './finding.ts';

export interface ProgramFacts {
  readonly version: string;
  /** True where npx runs it from its cache, which may be an old one. */
  readonly fromNpx: boolean;
  /** Absolute path of the state folder. */
  readonly home: string;
  /** `EACCES`, `EROFS` …; undefined where it can be written. */
  readonly whyNotWritable: string | undefined;
  readonly progressFile: string;
  readonly progress: ProgressFacts;
  readonly isRunning: boolean;
  /** Processes, containers and networks of ours that run though no app does. */
  readonly leftovers: readonly string[];
  readonly settings: SettingsFacts;
}

export type ProgressFacts =
  | {readonly type: 'none'}
  | {readonly type: 'readable'; readonly passed: number}
  /** `why` completes "Your progress file …". */
  | {readonly type: 'unusable'; readonly why: string; readonly isNewer: boolean}
  | {readonly type: 'unreadable'; readonly why: string};

export interface SettingsFacts {
  readonly file: string;
  /** `runtime: local` and where that was said; only what is not the default. */
  readonly set: readonly {readonly name: string; readonly value: string; readonly from: string}[];
  /** Why the settings could not be read; the defaults are used. */
  readonly fault: {readonly message: string; readonly cure: string} | undefined;
}

const {fine, note, risk, lack} = findingsOf('program');

export function judgeProgram(facts: ProgramFacts): readonly Finding[] {
  return [
    judgeVersion(facts),
    judgeHome(facts),
    judgeProgress(facts),
    ...(facts.isRunning ? [fine('app', 'kafka-lessons is running in another window')] : []),
    ...judgeLeftovers(facts),
    ...judgeSettings(facts.settings),
  ];
}

function judgeVersion({version, fromNpx}: ProgramFacts): Finding {
  return fromNpx
    ? note('version', {
        found: `kafka-lessons ${version}, from npx’s cache, which may hold an old one.`,
        cure: 'The newest comes with `npx kafka-lessons@latest`.',
      })
    : fine('version', `kafka-lessons ${version}; \`npx kafka-lessons@latest\` is the newest`);
}

function judgeHome({home, whyNotWritable}: ProgramFacts): Finding {
  return whyNotWritable === undefined
    ? fine('home', `progress and data lie in ${home}`)
    : lack('home', {
        found: `The state folder ${home} cannot be written (${whyNotWritable}).`,
        cure: 'Make it writable, or choose another one: --home DIR (or KAFKA_LESSONS_HOME).',
      });
}

function judgeProgress({progress, progressFile}: ProgramFacts): Finding {
  switch (progress.type) {
    case 'none':
      return fine('progress', 'no progress yet');
    case 'readable':
      return fine('progress', `${progress.passed} steps passed`);
    case 'unreadable':
      return lack('progress', {
        found: progress.why,
        cure: 'Make it readable, or choose another folder: --home DIR (or KAFKA_LESSONS_HOME).',
      });
    case 'unusable':
      return risk('progress', {
        found: `Your progress file ${progress.why} (${progressFile}). The next start keeps it under another name and begins a new one.`,
        cure: progress.isNewer
          ? 'Use the kafka-lessons that wrote it: `npx kafka-lessons@latest`.'
          : 'Put a whole one in its place before the next start, if you have one.',
      });
  }
}

function judgeLeftovers({leftovers, isRunning}: ProgramFacts): readonly Finding[] {
  if (isRunning || leftovers.length === 0) return [];
  return [
    risk('leftovers', {
      found: `An earlier run left something behind: ${leftovers.join('; ')}.`,
      cure: 'Start kafka-lessons and open a lesson: that clears it up, and keeps your data.',
    }),
  ];
}

function judgeSettings({file, set, fault}: SettingsFacts): readonly Finding[] {
  if (fault) return [lack('settings', {found: fault.message, cure: fault.cure})];
  if (set.length === 0) return [fine('settings', `nothing is set (${file})`)];
  return [
    fine(
      'settings',
      set
        .map(
          ({name, value, from}) =>
            `${name} is ${value.includes('://') ? withoutCredentials(value) : value} (${from === file ? 'settings.yaml' : from})`,
        )
        .join(', '),
    ),
  ];
}
