import {readFileSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {inLesson} from '../../lessons/in-lesson.ts';
import {runtimeHere} from '../../runtimes.ts';

const runtime = runtimeHere();
const page = readFileSync(path.resolve(import.meta.dirname, '../../../lessons/09-clients/lesson.md'), 'utf8');

/** The program that a step's solution saves. */
function programOf(step: string, file: string): string {
  const section = page.slice(page.indexOf(`<!-- step: ${step} -->`));
  const program = new RegExp(`\`\`\`ts workspace file=${file}\\n([\\s\\S]*?)\`\`\``).exec(section)?.[1];
  if (program === undefined) throw new Error(`${step} saves no ${file}`);
  return program;
}

describe(`36: the programs of the lesson on programs on ${runtime}`, () => {
  it('run clean for five minutes: idle, busy, and while members come and go', async () => {
    await inLesson('09-clients', runtime, async ({lab, run, start, press}) => {
      const broker = '--bootstrap-server localhost:9092';
      const exec = async (command: string, input?: string) =>
        lab.lab.exec('workspace', command, {timeLimit: 30_000, ...(input === undefined ? {} : {input})});
      const printed = (terminal: string) =>
        lab.terminal(terminal).recording.record().commands.at(-1)?.output ?? '';
      await run(`bin/kafka-topics.sh --create --topic orders --partitions 3 ${broker}`);
      await run(`bin/kafka-topics.sh --create --topic shipped --partitions 1 ${broker}`);
      await exec('cat >producer.ts', programOf('idempotent', 'producer.ts'));
      await exec('cat >consumer.ts', programOf('ship', 'consumer.ts'));
      await exec('cat >transaction.ts', programOf('transaction', 'consumer.ts'));
      const sendOrders = async (times: number) => {
        for (let time = 0; time < times; time += 1) {
          const {output, exitCode} = await exec('node producer.ts');
          expect({output, exitCode}).toEqual({output: 'good-bye\n', exitCode: 0});
        }
      };
      /** What a consumer printed that tells of no order. */
      const complaints = (terminal: string) =>
        printed(terminal)
          .split('\n')
          .map((line) => line.replace('^C', '').trim())
          .filter((line) => line !== '' && !/^shipped \{/.test(line));

      await sendOrders(1);
      await start('node consumer.ts', 'consumer');
      await delay(120_000);
      await sendOrders(10);
      await start('node consumer.ts', 'workspace');
      await delay(20_000);
      await sendOrders(5);
      await press('ctrl-c', 'workspace');
      await sendOrders(5);
      await delay(30_000);
      await press('ctrl-c', 'consumer');
      expect([complaints('consumer'), complaints('workspace')]).toEqual([[], []]);

      await start('node transaction.ts', 'consumer');
      await sendOrders(5);
      await delay(60_000);
      await press('ctrl-c', 'consumer');
      expect(complaints('consumer')).toEqual([]);
    });
  });
});
