import type {CheckContext, Cluster, Message, RunningProgram, Verdict} from 'kafka-lessons/check';
import {errorLine, failed, underWay, waiting} from 'kafka-lessons/check';
import {messagesOf} from './clicks.ts';

export interface CrashTest {
  readonly sent: number;
  /** How many had been counted when the counter was killed. */
  readonly before: number;
  /** What the newest counts of all windows add up to. */
  readonly counted: number;
  /** The counts that were written, oldest first within a partition. */
  readonly written: readonly Message[];
}

const clicks = 200;

type Pace = 'at once' | 'bit by bit';

/**
 * Sends clicks on a page that nobody else has, kills the counter with SIGKILL in the middle of them, starts it again and
 * waits until it has read all. Gives what was counted, or a verdict where it does not come so far.
 */
export async function crashTest(context: CheckContext): Promise<CrashTest | Verdict> {
  return (
    (await crashOnce(context, 'at once')) ??
    // Whoever writes all that came together in one go has it written before anybody has looked.
    (await crashOnce(context, 'bit by bit')) ??
    underWay('All clicks were counted before the counter could be killed. Once more.')
  );
}

/** Undefined where all was counted before the kill. */
async function crashOnce(context: CheckContext, pace: Pace): Promise<CrashTest | Verdict | undefined> {
  const {cluster, host} = context;
  const isFree = await cluster.until((now) => (now.group('counter')?.members.length ?? 0) === 0, 8000);
  if (!isFree)
    return waiting('Your counter runs: end it with Ctrl-C, then this check runs counter.ts itself.');
  // One page lies in one partition, and comes as one batch: a kill that hits between two batches would show nothing.
  const page = `/check-${Date.now().toString(36)}`;
  if (pace === 'at once') {
    const sent = await (await sendClicks(context, page, pace)).ended;
    if (sent.exitCode !== 0)
      return waiting('The broker did not take the clicks of this check: is broker 1 there?');
  }

  const written = async () =>
    (await messagesOf(cluster, 'page-counts')).filter(({key}) => key?.startsWith(page));
  const first = await host('workspace').run('node counter.ts', {timeLimit: 60_000});
  let hasEnded = false;
  void first.ended.then(() => {
    hasEnded = true;
  });
  let late: RunningProgram | undefined;
  if (pace === 'bit by bit') {
    await cluster.until((now) => hasEnded || hasSeat(now), 20_000);
    late = await sendClicks(context, page, pace);
  }
  let before = 0;
  await cluster.until(async () => {
    before = total(await written());
    return hasEnded || before >= clicks / 10;
  }, 25_000);
  if (hasEnded) return endedByItself(first.output);
  if (before === 0) return countsNothing(first.output);
  await first.kill('SIGKILL');
  await first.ended;
  before = total(await written());
  if (before >= clicks) return undefined;
  await late?.ended;

  const second = await host('workspace').run('node counter.ts', {timeLimit: 60_000});
  const isDone = await cluster.until(
    async (now) => hasReadAll(now, await messagesOf(now, 'page-clicks')),
    45_000,
  );
  await second.kill('SIGTERM');
  await Promise.race([second.ended, new Promise((resolve) => setTimeout(resolve, 5000))]);
  if (!isDone) {
    return failed('Your counter did not get to the end of `page-clicks` after it was started again.', {
      expected: 'a position of the group `counter` behind the last click',
      observed: `not within 45 s. It said: ${ownWords(second.output)}`,
      why: 'Either nothing writes the position down (`sendOffsets`, and `commit`), or an error in eachMessage leads back to the same click again and again.',
    });
  }
  const counts = await written();
  return {sent: clicks, before, counted: total(counts), written: counts};
}

export function isVerdict(result: CrashTest | Verdict): result is Verdict {
  return 'type' in result;
}

/** Why a table is not to be trusted, whatever its sum: a count that falls, or begins with more than one click. */
export function judgeCounts({written}: CrashTest): Verdict | undefined {
  for (const counts of byKey(written).values()) {
    if (counts[0] !== 1) {
      return failed(`The first click of a minute was counted as ${counts[0]}.`, {
        expected: '1',
        observed: `${counts[0]}`,
        why: 'A window that nobody has counted in stands at 0: `(counts.get(key) ?? 0) + 1`.',
      });
    }
    const fallen = counts.findIndex((count, index) => count < (counts[index - 1] ?? 0));
    if (fallen > 0) {
      return failed('After the kill your counter had forgotten what it had counted.', {
        expected: `a count above ${counts[fallen - 1]}, as \`page-counts\` has it`,
        observed: `${counts[fallen]} for the same page and minute`,
        why: 'Its Map was empty, or filled too late. `readTable` has to be awaited, below `const counts = …` and before anything is read.',
      });
    }
  }
  return undefined;
}

function total(written: readonly Message[]): number {
  return [...byKey(written).values()].reduce((sum, counts) => sum + (counts.at(-1) ?? 0), 0);
}

function byKey(written: readonly Message[]): ReadonlyMap<string, readonly number[]> {
  const keys = new Map<string, number[]>();
  for (const {key, value} of written) keys.set(key ?? '', [...(keys.get(key ?? '') ?? []), Number(value)]);
  return keys;
}

async function sendClicks({host}: CheckContext, page: string, pace: Pace): Promise<RunningProgram> {
  const rest = pace === 'at once' ? '' : 'if ((i % 20 == 0)); then sleep 0.5; fi; ';
  const producer =
    'bin/kafka-console-producer.sh --topic page-clicks --reader-property parse.key=true --reader-property key.separator=: --bootstrap-server localhost:9092';
  return host('client').run(`for i in $(seq ${clicks}); do echo "${page}:click"; ${rest}done | ${producer}`);
}

function hasSeat(now: Cluster): boolean {
  return now.group('counter')?.members.some(({assignment}) => assignment.length > 0) === true;
}

function hasReadAll(now: Cluster, messages: readonly Message[]): boolean {
  const positions = now.group('counter')?.positions.filter(({topic}) => topic === 'page-clicks') ?? [];
  return messages.every(({partition, offset}) =>
    positions.some((position) => position.partition === partition && position.offset > offset),
  );
}

function endedByItself(output: string): Verdict {
  const line = errorLine(output);
  return failed(
    line === undefined ? 'Your counter.ts ends by itself.' : 'Your counter.ts ended with an error.',
    {
      expected: 'a counter that runs until it is told to end',
      observed: line ?? `it said: ${ownWords(output)}`,
      why:
        line === undefined
          ? 'Nothing keeps it alive: `consumer.run` is missing, or it is told to disconnect at once.'
          : 'Those are its own words. Correct it, save, and the check runs again.',
    },
  );
}

function countsNothing(output: string): Verdict {
  return failed('Your counter runs, and counts nothing.', {
    expected: `counts of the ${clicks} clicks of this check, in \`page-counts\``,
    observed: `none within 25 s. It said: ${ownWords(output)}`,
    why: 'Run it yourself in the tab counter and look: does it wait for something, does eachMessage fail, is a transaction never committed?',
  });
}

function ownWords(output: string): string {
  return output.trim() === '' ? 'nothing' : output.trim().slice(-300);
}
