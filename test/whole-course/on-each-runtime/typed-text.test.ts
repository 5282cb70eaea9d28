import {describe, expect, it} from 'vitest';
import {inLesson} from '../../lessons/in-lesson.ts';
import {runtimeHere} from '../../runtimes.ts';

const runtime = runtimeHere();

describe(`19: what a lesson prepares on ${runtime}`, () => {
  it('is there, and stands in no terminal', async () => {
    await inLesson('05-produce', runtime, async ({lab, kafka}) => {
      const [setup] = lab.lesson.steps.flatMap((step) => step.setup);
      if (!setup) throw new Error('lesson 5 prepares nothing');
      expect(await lab.prepare(setup, new AbortController().signal)).toMatchObject({type: 'done'});
      const admin = kafka.admin();
      await admin.connect();
      expect(await admin.listTopics()).toContain('test');
      await admin.disconnect();
      expect(lab.terminal('client').recording.record().commands).toEqual([]);
      const failing = {...setup, lines: ['echo no such thing', 'exit 3']};
      expect(await lab.prepare(failing, new AbortController().signal)).toEqual({
        type: 'failed',
        reason: 'on client it ended with 3: no such thing',
      });
    });
  });
});

describe(`a text of several lines on ${runtime}`, () => {
  it('is typed line by line at a person’s pace, each behind the program’s prompt', async () => {
    await inLesson('05-produce', runtime, async ({lab, run}) => {
      await run('bin/kafka-topics.sh --create --topic test --bootstrap-server localhost:9092');
      const lines = ['first', 'second', 'third', 'fourth', 'fifth'];
      const common = {terminal: 'producer', line: 0} as const;
      const options = {show: () => {}, typingPace: 10, signal: AbortSignal.timeout(60_000)};
      const start = 'bin/kafka-console-producer.sh --topic test --bootstrap-server localhost:9092';
      const results = [
        await lab.runBlock(
          {...common, how: 'bash', lines: [start], stays: true, readiness: {type: 'output', text: '>'}},
          options,
        ),
        await lab.runBlock({...common, how: 'text', lines, stays: false, readiness: undefined}, options),
        await lab.runBlock(
          {...common, how: 'keys', lines: ['ctrl-d'], stays: false, readiness: undefined},
          options,
        ),
      ];
      expect(results.map(({type}) => type)).toEqual(['done', 'done', 'done']);
      const read =
        'bin/kafka-console-consumer.sh --topic test --from-beginning --max-messages 5 --bootstrap-server localhost:9092';
      await lab.runBlock(
        {
          ...common,
          how: 'bash',
          lines: [read],
          stays: true,
          readiness: {type: 'output', text: 'a total of 5'},
        },
        options,
      );
      const [typed, printed] = lab.terminal('producer').recording.record().commands ?? [];
      expect(typed?.output.split('\n').slice(0, 5)).toEqual(lines.map((line) => `>${line}`));
      expect(printed?.output.split('\n').slice(0, 5)).toEqual(lines);
    });
  });
});
