import {describe, expect, it} from 'vitest';
import {readBlockInfo, readMistakeBlock, toRunnable} from '../../src/course/runnable-block.ts';

const plain = {setup: false, shown: false, stays: false, readiness: undefined};

describe('the words behind a fence', () => {
  it.each([
    ['bash', 'client', {...plain, how: 'bash', terminal: 'client'}],
    ['text', 'producer', {...plain, how: 'text', terminal: 'producer'}],
    ['keys', 'consumer', {...plain, how: 'keys', terminal: 'consumer'}],
    ['bash', 'client setup', {...plain, how: 'bash', terminal: 'client', setup: true}],
    ['bash', 'client  shown', {...plain, how: 'bash', terminal: 'client', shown: true}],
    ['bash', 'client stays', {...plain, how: 'bash', terminal: 'client', stays: true}],
    [
      'bash',
      'zookeeper stays until="binding to port"',
      {
        ...plain,
        how: 'bash',
        terminal: 'zookeeper',
        stays: true,
        readiness: {type: 'output', text: 'binding to port'},
      },
    ],
    [
      'bash',
      'broker-2 ready=broker-2 setup',
      {
        ...plain,
        how: 'bash',
        terminal: 'broker-2',
        setup: true,
        stays: true,
        readiness: {type: 'broker', id: 2},
      },
    ],
  ])('```%s %s', (language, meta, expected) => {
    expect(readBlockInfo(language, meta)).toEqual(expected);
  });

  it.each([
    [undefined, undefined],
    [null, null],
    ['bash', null],
    ['bash', ''],
    ['yaml', 'client'],
    ['sh', 'client setup'],
    ['bash', 'title="a b"'],
    ['text', 'a=b'],
  ])('name no terminal and are only shown: ```%s %s', (language, meta) => {
    expect(readBlockInfo(language, meta)).toBeUndefined();
  });

  it.each([
    ['client ready=broker-9', '`ready=broker-9`: expected ready=broker-1, broker-2 or broker-3'],
    ['client ready=', '`ready=`: expected ready=broker-1, broker-2 or broker-3'],
    [
      'client until=""',
      '`until=""` is not known here; expected setup, shown, stays, until="…" or ready=broker-N',
    ],
    [
      'client until=x',
      '`until=x` is not known here; expected setup, shown, stays, until="…" or ready=broker-N',
    ],
    ['client Setup', '`Setup` is not known here; expected setup, shown, stays, until="…" or ready=broker-N'],
    [
      'client title="x"',
      '`title="x"` is not known here; expected setup, shown, stays, until="…" or ready=broker-N',
    ],
  ])('are refused: ```bash %s', (meta, message) => {
    expect(readBlockInfo('bash', meta)).toBe(message);
  });
});

describe('what is typed', () => {
  const linesOf = (how: 'bash' | 'text' | 'keys', text: string) =>
    toRunnable({...plain, how, terminal: 'client'}, text, 7).lines;

  it('is each line as it stands', () => {
    expect(linesOf('bash', 'a\n\n b\n\n')).toEqual(['a', '', ' b']);
    expect(linesOf('text', ' Hello ')).toEqual([' Hello ']);
    expect(linesOf('bash', '')).toEqual(['']);
  });

  it('is one command where the page breaks it', () => {
    expect(linesOf('bash', 'a \\\n  --b 1 \\\n  --c\nd')).toEqual(['a --b 1 --c', 'd']);
    expect(linesOf('text', 'a \\\n b')).toEqual(['a \\', ' b']);
  });

  it('is each key for keys', () => {
    expect(linesOf('keys', ' ctrl-c\n\nup  enter ')).toEqual(['ctrl-c', 'up', 'enter']);
    expect(linesOf('keys', '')).toEqual([]);
  });
});

describe('a block of mistakes.yaml', () => {
  it('is read like one of the page', () => {
    expect(readMistakeBlock({terminal: 'client', bash: 'a\nb\n', ready: 'broker-1'})).toEqual({
      how: 'bash',
      terminal: 'client',
      lines: ['a', 'b'],
      stays: true,
      readiness: {type: 'broker', id: 1},
      line: 0,
    });
    expect(readMistakeBlock({terminal: 'client', keys: 'ctrl-c'})).toMatchObject({
      how: 'keys',
      lines: ['ctrl-c'],
    });
    expect(readMistakeBlock({terminal: 'client', text: 'x', stays: true})).toMatchObject({stays: true});
    expect(readMistakeBlock({terminal: 'client', bash: 'x', until: 'y'})).toMatchObject({
      stays: true,
      readiness: {type: 'output', text: 'y'},
    });
  });

  it.each([
    [{terminal: 'client'}, 'a block has exactly one of bash, text and keys'],
    [{terminal: 'client', bash: 'a', keys: 'b'}, 'a block has exactly one of bash, text and keys'],
    [
      {terminal: 'client', bash: 'a', ready: 'broker-7'},
      'ready: broker-7: expected broker-1, broker-2 or broker-3',
    ],
  ])('is refused: %j', (block, message) => {
    expect(readMistakeBlock(block)).toBe(message);
  });
});
