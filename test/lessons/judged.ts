import path from 'node:path';
import type {Check} from '../../src/checks/api.ts';
import {openCluster} from '../../src/checks/cluster.ts';
import {openTerminals} from '../../src/checks/terminals.ts';
import type {Verdict} from '../../src/checks/verdict.ts';
import type {HostName} from '../../src/course/lesson.ts';
import type {ClusterChange} from '../../src/observer/cluster-changes.ts';
import type {ClusterSnapshot, Message, Topic} from '../../src/observer/cluster-snapshot.ts';
import type {CommandRecord} from '../../src/terminal/terminal-record.ts';
import {emptyCluster, topicNamed} from '../checks/sample-input.ts';

/** What a learner did and what the cluster shows: a check is judged by it without either. */
export interface Situation {
  readonly cluster?: Partial<ClusterSnapshot>;
  readonly changes?: readonly ClusterChange[];
  readonly messages?: Readonly<Record<string, readonly Partial<Message>[]>>;
  readonly typed?: readonly Typed[];
  readonly hosts?: Readonly<Record<string, string>>;
  /** What broker 1 was configured with. */
  readonly configs?: Readonly<Record<string, string>>;
  readonly startedAt?: number;
}

export interface Typed {
  readonly tab: string;
  /** The tab's name unless given. */
  readonly host?: HostName;
  readonly command: string;
  readonly output?: string;
  /** Absent: it still runs. */
  readonly exitCode?: number;
  readonly at: number;
  /** A millisecond after `at` unless given. */
  readonly endedAt?: number;
}

/** Asks a lesson's check in TypeScript about a situation; the step began at 1000. */
export async function judge(lesson: string, step: string, situation: Situation): Promise<Verdict> {
  const file = path.resolve(import.meta.dirname, '../../lessons', lesson, 'checks', `${step}.ts`);
  const {default: check} = (await import(file)) as {default: Check};
  const {cluster = {}, changes = [], messages = {}, typed = [], hosts = {}, startedAt = 1000} = situation;
  const {configs} = situation;
  const look = {cluster: {...emptyCluster, ...cluster}, changes};
  const opened = openCluster(look, {
    look: async () => look,
    pause: async () => {},
    brokerConfigs: async () => configs,
    messages: async (topic) => (messages[topic] ?? []).map(whole),
  });
  return check({
    cluster: opened,
    terminals: openTerminals(tabsOf(typed)),
    step: {id: step, title: step, startedAt, choice: undefined},
    host: (name) => ({
      state: hosts[name] ?? 'up',
      exec: async () => ({output: '', exitCode: 1}),
      run: async () => Promise.reject(new Error('no program runs here')),
      readFile: async () => undefined,
    }),
  });
}

/** Everything a person reads of a verdict, in one line. */
export function wordsOf(verdict: Verdict): string {
  const {type, ...rest} = verdict;
  const {at: _at, ...words} = rest as {at?: number};
  return [type, ...Object.values(words)].join(' | ');
}

/** A topic with as many partitions, each with that many messages. */
export function topicWith(name: string, partitions: number, messages: number): Topic {
  return topicNamed(name, {
    partitions: Array.from({length: partitions}, (_, partition) => ({
      partition,
      leader: 1,
      replicas: [1],
      isr: [1],
      firstOffset: 0,
      nextOffset: messages,
    })),
  });
}

function whole(message: Partial<Message>, index: number): Message {
  return {partition: 0, offset: index, key: null, value: null, timestamp: 0, ...message};
}

function tabsOf(typed: readonly Typed[]) {
  const names = [...new Set(typed.map(({tab}) => tab))];
  return names.map((name) => {
    const own = typed.filter(({tab}) => tab === name);
    const commands = own.map(
      ({command, output = '', exitCode, at, endedAt}, index): CommandRecord => ({
        id: index + 1,
        command,
        output,
        exitCode,
        startedAt: at,
        endedAt: exitCode === undefined ? undefined : (endedAt ?? at + 1),
      }),
    );
    return {name, host: own[0]?.host ?? (name as HostName), commands};
  });
}
