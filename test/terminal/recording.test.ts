import {describe, expect, test} from 'vitest';
import type {ScannedPiece, ShellMark} from '../../src/terminal/marks.ts';
import {Recording, type RecordingEvent} from '../../src/terminal/recording.ts';
import {processorTime} from '../processor-time.ts';

const esc = '\u001b';

function text(printed: string): ScannedPiece {
  return {type: 'text', text: printed};
}

function mark(its: ShellMark): ScannedPiece {
  return {type: 'mark', mark: its};
}

const prompt = mark({type: 'prompt'});
const started = (command: string) => mark({type: 'command-started', command});
const ended = (exitCode: number) => mark({type: 'command-ended', exitCode});

function createRecording(): Recording {
  let time = 1000;
  return new Recording({name: 'client', host: 'client', now: () => time++});
}

describe('recording', () => {
  test('keeps commands with their output, exit code and times', () => {
    const recording = createRecording();
    recording.feed([prompt, text('client:~$ ls\r\n'), started('ls'), text('a\r\nb\r\n'), ended(0), prompt]);
    recording.feed([text('client:~$ false\r\n'), started('false'), ended(1), prompt]);
    expect(recording.record()).toEqual({
      name: 'client',
      host: 'client',
      commands: [
        {id: 1, command: 'ls', output: 'a\nb\n', exitCode: 0, startedAt: 1000, endedAt: 1001},
        {id: 2, command: 'false', output: '', exitCode: 1, startedAt: 1002, endedAt: 1003},
      ],
    });
  });

  test('a running command has what it printed so far and no exit code', () => {
    const recording = createRecording();
    recording.feed([started('bin/kafka-console-producer.sh'), text('>')]);
    const first = recording.record();
    recording.feed([text(`hello\r\n${esc}[1m>`)]);
    expect(first.commands.at(-1)?.output).toBe('>');
    expect(recording.record().commands).toEqual([
      {
        id: 1,
        command: 'bin/kafka-console-producer.sh',
        output: '>hello\n>',
        exitCode: undefined,
        startedAt: 1000,
        endedAt: undefined,
      },
    ]);
  });

  test('an empty line and the end before the first command record nothing', () => {
    const recording = createRecording();
    recording.feed([ended(0), prompt, text('$ \r\n'), ended(0), prompt]);
    expect(recording.record().commands).toEqual([]);
  });

  test('a command whose end was lost is over at the next prompt', () => {
    const recording = createRecording();
    recording.feed([started('exec bash'), text('x'), prompt]);
    expect(recording.record().commands).toMatchObject([{output: 'x', exitCode: undefined, endedAt: 1001}]);
  });

  test('39: a command that the shell could not read, with what the shell said of it', () => {
    const recording = createRecording();
    const refused: ScannedPiece = {type: 'mark', mark: {type: 'command-refused', command: 'ls (a)'}};
    recording.feed([prompt, text('$ ls (a)\r\nbash: syntax error near'), text(' it\r\n'), refused, ended(2)]);
    recording.feed([prompt, text('$ ')]);
    expect(recording.record().commands).toMatchObject([
      {command: 'ls (a)', output: 'bash: syntax error near it\n', exitCode: 2},
    ]);
  });

  test('39: nothing for a comment, of which the shell says nothing', () => {
    const recording = createRecording();
    const refused: ScannedPiece = {type: 'mark', mark: {type: 'command-refused', command: '# note'}};
    recording.feed([prompt, text('$ # note\r\n'), refused, ended(2), prompt]);
    expect(recording.record().commands).toEqual([]);
  });

  test('a command is over when its shell is gone', () => {
    const recording = createRecording();
    recording.feed([started('sleep 100')]);
    recording.shellEnded();
    recording.shellEnded();
    expect(recording.record().commands).toMatchObject([{exitCode: undefined, endedAt: 1001}]);
  });

  test('the record is the same object until something happens', () => {
    const recording = createRecording();
    recording.feed([started('a'), text('1'), ended(0)]);
    const record = recording.record();
    recording.feed([prompt, text('$ ')]);
    expect(recording.record()).toBe(record);
    recording.feed([started('b')]);
    expect(recording.record()).not.toBe(record);
    expect(recording.record().commands[0]).toBe(record.commands[0]);
  });

  test('output in the middle of a flood is left out', () => {
    const recording = createRecording();
    recording.feed([started('yes'), text('first line\r\n')]);
    const line = `${'y'.repeat(78)}\r\n`;
    const chunk = line.repeat(800);
    const startedAt = processorTime();
    let printed = 0;
    while (printed < 50_000_000) {
      recording.feed([text(chunk)]);
      printed += chunk.length;
    }
    const took = processorTime() - startedAt;
    recording.feed([text('last line\r\n'), ended(130)]);
    const output = recording.record().commands[0]?.output ?? '';
    expect(output).toMatch(/^first line\ny+\n/);
    expect(output).toMatch(/y+\nlast line\n$/);
    expect(output).toMatch(/\n\[4\d{7} characters left out\]\ny{78}\n/);
    expect(output.length).toBeGreaterThan(250_000 * 0.95);
    expect(output.length).toBeLessThanOrEqual(256 * 1024);
    expect(took).toBeLessThan(2000);
  });

  test('a flood of single characters is bounded too', () => {
    const recording = createRecording();
    recording.feed([started('yes')]);
    for (let index = 0; index < 600_000; index++) {
      recording.feed([text('y')]);
    }
    const output = recording.record().commands[0]?.output ?? '';
    expect(output.length).toBeLessThanOrEqual(256 * 1024);
    expect(output).toMatch(/^y{65536}\n\[\d+ characters left out\]\ny+$/);
  });

  test('only the last 500 commands are kept', () => {
    const recording = createRecording();
    for (let index = 1; index <= 510; index++) {
      recording.feed([started(`echo ${index}`), text(`${index}\r\n`), ended(0)]);
    }
    const {commands} = recording.record();
    expect(commands).toHaveLength(500);
    expect(commands[0]).toMatchObject({id: 11, command: 'echo 11'});
  });

  test('old commands are shortened once all output together is too much', () => {
    const recording = createRecording();
    for (let index = 0; index < 100; index++) {
      recording.feed([started('cat log'), text('start '), text('x'.repeat(250_000)), text(' end'), ended(0)]);
    }
    const {commands} = recording.record();
    const kept = commands.reduce((sum, command) => sum + command.output.length, 0);
    expect(kept).toBeLessThan(5 * 1024 * 1024);
    expect(commands[0]?.output).toMatch(/^start x+\n\[\d+ characters left out\]\nx+ end$/);
    expect(commands.at(-1)?.output).toHaveLength(250_010);
  });

  test('listeners hear what happens, with plain output', () => {
    const recording = createRecording();
    const events: RecordingEvent[] = [];
    const stop = recording.subscribe((event) => events.push(event));
    recording.feed([
      prompt,
      text('$ x\r'),
      text('\n'),
      started('x'),
      text(`${esc}[3`),
      text('2mbinding to port\r\n'),
    ]);
    recording.feed([text('10 %\r'), text('20 %'), ended(3)]);
    stop();
    recording.feed([prompt]);
    expect(events).toEqual([
      {type: 'prompt'},
      {type: 'output', text: '$ x'},
      {type: 'output', text: '\n'},
      {type: 'command-started', command: expect.objectContaining({id: 1, command: 'x', output: ''})},
      {type: 'output', text: 'binding to port\n'},
      {type: 'output', text: '10 %'},
      {type: 'output', text: '\n20 %'},
      {
        type: 'command-ended',
        command: expect.objectContaining({exitCode: 3, output: 'binding to port\n20 %', endedAt: 1001}),
      },
    ]);
  });
});
