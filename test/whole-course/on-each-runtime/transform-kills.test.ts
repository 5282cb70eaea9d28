import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {describe, expect, it, vi} from 'vitest';
import {loadCourse} from '../../../src/course/load-course.ts';
import type {LabProgram} from '../../../src/lab/lab.ts';
import {inLesson, type OpenLesson} from '../../lessons/in-lesson.ts';
import {runtimeHere} from '../../runtimes.ts';

const runtime = runtimeHere();
const lessonId = '14-stream-processing';

const pages = ['/lamps', '/chairs', '/cart'];

describe(`the learner’s counter on ${runtime}`, () => {
  // A kill that hits between two writes is rare: it takes twenty to believe that none of them costs a count.
  it('counts exactly, killed at 20 random moments, with the transaction', async () => {
    await inLesson(lessonId, runtime, async (lesson) => {
      const {counted, sent, inTheMiddle} = await countUnderKills(lesson, 'exactly-once', 20);
      console.log(
        `with the transaction: ${sent} sent, ${counted} counted, ${inTheMiddle} of 20 kills at work`,
      );
      expect(inTheMiddle).toBeGreaterThanOrEqual(10);
      expect(counted).toBe(sent);
    });
  });

  it('counts too much without it, killed at 5', async () => {
    await inLesson(lessonId, runtime, async (lesson) => {
      const {counted, sent} = await countUnderKills(lesson, 'remember', 5);
      console.log(`without: ${sent} sent, ${counted} counted`);
      expect(counted).toBeGreaterThan(sent);
    });
  });
});

/** Sends clicks before each start of the counter that a step's solution gives, kills it a random while later, and counts. */
async function countUnderKills({lab: {lab}, kafka, run}: OpenLesson, step: string, kills: number) {
  const input = await counterOf(step);
  await lab.exec('workspace', 'cat > counter.ts', {timeLimit: 10_000, input});
  for (const topic of ['page-clicks', 'page-counts']) {
    await run(
      `bin/kafka-topics.sh --create --topic ${topic} --partitions 2 --bootstrap-server localhost:9092`,
    );
  }
  const [producer, admin] = [kafka.producer(), kafka.admin()];
  await Promise.all([producer.connect(), admin.connect()]);
  const written = async () =>
    (await admin.fetchTopicOffsets('page-counts')).reduce((sum, {high}) => sum + Number(high), 0);
  const done = async () => {
    const [group] = await admin.fetchOffsets({groupId: 'counter', topics: ['page-clicks']});
    return group?.partitions.reduce((sum, {offset}) => sum + Math.max(0, Number(offset)), 0) ?? 0;
  };
  const runCounter = async () => lab.startProgram('workspace', 'node counter.ts', {timeLimit: 120_000});

  let sent = 0;
  let inTheMiddle = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const messages = pages.flatMap((key) => Array.from({length: 40}, () => ({key, value: 'click'})));
    await producer.send({topic: 'page-clicks', messages});
    sent += messages.length;
    const before = await written();
    const counter = await runCounter();
    await until(counter, 'a first count', async () => (await written()) > before);
    await wait(Math.random() * 300);
    await counter.kill();
    await counter.ended;
    if ((await done()) < sent) inTheMiddle += 1;
  }
  const last = await runCounter();
  await until(last, 'all clicks read', async () => (await done()) >= sent);
  await last.signal('SIGTERM');
  await last.ended;
  await Promise.all([producer.disconnect(), admin.disconnect()]);

  const ask =
    "const {readTable} = await import('./table.ts'); console.log(...(await readTable('page-counts')).values());";
  const {stdout} = await lab.exec('workspace', `node --input-type=module -e "${ask}"`, {timeLimit: 30_000});
  const counted = stdout
    .trim()
    .split(/\s+/)
    .reduce((sum, count) => sum + Number(count), 0);
  return {sent, counted, inTheMiddle};
}

async function until(program: LabProgram, what: string, condition: () => Promise<boolean>): Promise<void> {
  await vi.waitUntil(condition, {timeout: 100_000, interval: 20}).catch(() => {
    throw new Error(`no sign of ${what} within 100 s; the program said: ${program.output.text}`);
  });
}

/** The program that the page gives as this step's solution. */
async function counterOf(stepId: string): Promise<string> {
  const {lessons} = await loadCourse(path.resolve(import.meta.dirname, '../../../lessons'));
  const step = lessons.find(({id}) => id === lessonId)?.steps.find(({id}) => id === stepId);
  const file = step?.solution.find(({how}) => how === 'file');
  if (!file) throw new Error(`the step ${stepId} saves no file`);
  return `${file.lines.join('\n')}\n`;
}
