import {defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {endedByItself, ownWords} from './parts/crash-test.ts';

export default defineCheck(async ({cluster, host, terminals}) => {
  if (terminals.running({host: 'workspace'}).length > 0)
    return waiting('A program of yours runs: end it with Ctrl-C, then this check runs consumer.ts itself.');
  const seats = ({group}: typeof cluster) => group('shipping')?.members.length ?? 0;
  const isFree = await cluster.until((now) => seats(now) === 0, 8000);
  if (!isFree) return waiting('Somebody still has a seat in `shipping`.');

  const consumer = await host('workspace').run('node consumer.ts', {timeLimit: 30_000});
  let ended: string | undefined;
  void consumer.ended.then(({output}) => {
    ended = output;
  });
  const hasJoined = await cluster.until(
    (now) => ended !== undefined || (now.group('shipping')?.state === 'Stable' && seats(now) === 1),
    12_000,
  );
  if (ended !== undefined) return endedByItself(ended);
  if (!hasJoined) {
    return failed('Your consumer runs and takes no seat in `shipping`.', {
      expected: 'a member of `shipping` within 12 s',
      observed: `a program that runs. It said: ${ownWords(consumer.output)}`,
      why: 'Does it wait for something before `consumer.run`, or go round in a loop? Run it yourself in the tab consumer and look.',
    });
  }
  await consumer.kill('SIGTERM');
  const end = await Promise.race([consumer.ended, after(6000)]);
  if (end === undefined) {
    return failed('SIGTERM does not end your consumer.', {
      expected: 'an end within 6 s',
      observed: 'a program that runs on',
      why: 'Who listens to a signal has to end the program: `consumer.disconnect()` closes what keeps it alive. Is there a second connection, of a producer?',
    });
  }
  const left = seats(await cluster.again());
  if (left === 0) return passed('Told to end by SIGTERM, the consumer gave its seat back and ended.');
  if (end.exitCode === 143) {
    return failed('SIGTERM simply killed your consumer.', {
      expected: 'a free seat right after the end',
      observed: 'a seat that stays taken until the session time is over',
      why: 'Nobody in consumer.ts listens to the signal.',
    });
  }
  return failed('Your consumer ended without giving its seat back.', {
    expected: 'a free seat right after the end',
    observed: `exit code ${end.exitCode}, and the group still waits for its member`,
    why: 'The broker has to be told: consumer.disconnect(), and no process.exit() before that is done.',
  });
});

async function after(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), milliseconds);
  });
}
