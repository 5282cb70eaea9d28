import type {LessonResult} from '../../src/cli/results.ts';
import type {Lesson} from '../../src/course/lesson.ts';
import type {RuntimeName} from '../../src/lab/lab.ts';
import {spreadOf} from './spread.ts';

/** One lesson as its folder tells it. */
export interface LessonFacts {
  readonly lesson: Lesson;
  readonly mistakes: number;
}

export interface FailoverRun {
  /** Milliseconds from the kill until the broker had been given up. */
  readonly detected: number;
  /** Until another broker led. */
  readonly led: number;
  /** Until the killed one was no longer among the brokers in sync. */
  readonly isrShrunk: number;
  /** Until the producer's next message was acknowledged. */
  readonly writesAgain: number;
  readonly acknowledged: number;
  /** Acknowledged messages that the topic does not hold. */
  readonly lost: number;
}

export interface Report {
  readonly course: readonly LessonFacts[];
  /** Results of every round, by runtime. */
  readonly proofs: ReadonlyMap<RuntimeName, readonly LessonResult[]>;
  readonly failovers: ReadonlyMap<RuntimeName, readonly FailoverRun[]>;
  /** The same on three nodes without ZooKeeper. */
  readonly kraftFailovers: ReadonlyMap<RuntimeName, readonly FailoverRun[]>;
  /** What it was measured with, a line each. */
  readonly machine: readonly string[];
}

/** The page docs/course-report.md. */
export function renderReport({course, proofs, failovers, kraftFailovers, machine}: Report): string {
  const runtimes = [...proofs.keys()];
  const head = ['Lesson', 'Steps', 'Checks', 'Mistakes', ...runtimes.flatMap((name) => [name, 'memory'])];
  const rows = course.map(({lesson, mistakes}) => {
    const {id, steps} = lesson;
    const checks = steps.filter(({check}) => check !== undefined).length;
    const measured = runtimes.flatMap((name) => measuredCells(id, proofs.get(name) ?? []));
    return [id, steps.length, checks, mistakes, ...measured].map(String);
  });
  const sum = (count: (facts: LessonFacts) => number) =>
    course.reduce((total, facts) => total + count(facts), 0);
  const totals = runtimes.flatMap((name) => totalCells(proofs.get(name) ?? []));
  const last = [
    'all',
    sum(({lesson}) => lesson.steps.length),
    sum(({lesson}) => lesson.steps.filter(({check}) => check !== undefined).length),
    sum(({mistakes}) => mistakes),
    ...totals,
  ].map(String);
  return `# Course report

Written by \`npm run course-report\` (\`scripts/course-report.ts\` says from what); what is changed here by hand is
lost. The times belong to the machine they were
measured on: ratios and orders of magnitude are what counts.

${machine.map((line) => `- ${line}`).join('\n')}

## Every lesson, proven

\`lesson test\` opens a fresh lab for each lesson, lets the check of every step judge it untouched, makes every mistake
and undoes it, types every solution, and judges once more at the end. ${roundsOf(proofs)} The time is the median, the memory the most
that a lab took at any time, the app itself not counted.

${table(head, [...rows, last])}

${flakesOf(proofs)}

## The leader is killed

\`npm run failover\` kills the leader's machine under a producer with \`acks=all\`, measures from the kill, and brings the
machine back before the next time. Times in seconds.

${[...failovers].map(([name, runs]) => failoverSection(name, runs, 'ZooKeeper has')).join('\n\n')}

## The same without ZooKeeper

Three nodes of Kafka 4, brokers and controllers at once: \`--mode kraft\`.

${[...kraftFailovers].map(([name, runs]) => failoverSection(name, runs, 'the controllers have')).join('\n\n')}
`;
}

function measuredCells(id: string, results: readonly LessonResult[]): readonly string[] {
  const own = results.filter((result) => result.id === id);
  const times = own.flatMap(({ms}) => ms ?? []);
  const memory = own.flatMap((result) => result.memory ?? []);
  if (times.length === 0) return ['–', '–'];
  return [`${(spreadOf(times).median / 1000).toFixed(0)} s`, `${Math.round(spreadOf(memory).most / 1e6)} MB`];
}

function totalCells(results: readonly LessonResult[]): readonly string[] {
  const ids = [...new Set(results.map(({id}) => id))];
  const seconds = ids
    .map((id) => results.filter((result) => result.id === id).flatMap(({ms}) => ms ?? []))
    .reduce((total, times) => total + spreadOf(times).median, 0);
  const most = Math.max(0, ...results.flatMap(({memory}) => memory ?? []));
  return [`${(seconds / 1000).toFixed(0)} s`, `${Math.round(most / 1e6)} MB`];
}

function roundsOf(proofs: Report['proofs']): string {
  const parts = [...proofs].map(([name, results]) => {
    const ids = new Set(results.map(({id}) => id));
    return `${results.length / Math.max(1, ids.size)} times on ${name}`;
  });
  return `Here it did so ${parts.join(' and ')}.`;
}

function flakesOf(proofs: Report['proofs']): string {
  const shorts = [...proofs].flatMap(([name, results]) =>
    results.flatMap(({id, message, steps}) => [
      ...(message === undefined ? [] : [`- ${name}, ${id}: ${message}`]),
      ...steps
        .filter(({status}) => status !== 'pass')
        .map((step) => `- ${name}, ${id}, ${step.id}: ${step.message.replaceAll('\n', ' ')}`),
    ]),
  );
  return shorts.length === 0 ? 'Every step passed every time.' : `What did not pass:\n\n${shorts.join('\n')}`;
}

function failoverSection(name: RuntimeName, runs: readonly FailoverRun[], who: string): string {
  const line = (what: string, value: (run: FailoverRun) => number) => {
    const {least, median, p95, most} = spreadOf(runs.map(value));
    return [what, ...[least, median, p95, most].map((ms) => (ms / 1000).toFixed(1))];
  };
  const count = (value: (run: FailoverRun) => number) => runs.reduce((sum, run) => sum + value(run), 0);
  return `### ${name}: ${runs.length} times

${table(
  ['From the kill until', 'least', 'median', '95 %', 'most'],
  [
    line(`${who} given the broker up`, ({detected}) => detected),
    line('another broker leads', ({led}) => led),
    line('the brokers in sync are fewer', ({isrShrunk}) => isrShrunk),
    line('the producer’s next message is acknowledged', ({writesAgain}) => writesAgain),
  ],
)}

${count(({acknowledged}) => acknowledged)} messages were acknowledged, ${count(({lost}) => lost)} of them lost.`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
