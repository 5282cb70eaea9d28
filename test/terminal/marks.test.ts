import {describe, expect, test} from 'vitest';
import {createMarkScanner, longestMark, type ScannedPiece} from '../../src/terminal/marks.ts';
import {processorTime} from '../processor-time.ts';

const nonce = 'n0nce';
const esc = '\u001b';
const bel = '\u0007';

function scan(...chunks: (string | Uint8Array)[]): ScannedPiece[] {
  const scanner = createMarkScanner(nonce);
  return joinText(chunks.flatMap((chunk) => [...scanner.feed(chunk)]));
}

function joinText(pieces: readonly ScannedPiece[]): ScannedPiece[] {
  const joined: ScannedPiece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (piece.type === 'text' && last?.type === 'text') {
      joined[joined.length - 1] = {type: 'text', text: last.text + piece.text};
    } else {
      joined.push(piece);
    }
  }
  return joined;
}

const session = [
  `${esc}]133;D;${nonce};0${bel}${esc}]133;A;${nonce}${bel}client:~$ `,
  'echo "grüße 🎉"\r\n',
  `${esc}]133;C;${nonce};echo "grüße 🎉"\\x3b printf \\x27a\\x5cnb\\x27\\x0a${bel}`,
  `grüße 🎉\r\n${esc}[31mred${esc}[0m`,
  `${esc}]133;D;${nonce};130${esc}\\`,
  `${esc}]7733;${nonce};7;kill;broker-2${bel}`,
].join('');

const sessionPieces: ScannedPiece[] = [
  {type: 'mark', mark: {type: 'command-ended', exitCode: 0}},
  {type: 'mark', mark: {type: 'prompt'}},
  {type: 'text', text: 'client:~$ echo "grüße 🎉"\r\n'},
  {type: 'mark', mark: {type: 'command-started', command: 'echo "grüße 🎉"; printf \'a\\nb\'\n'}},
  {type: 'text', text: `grüße 🎉\r\n${esc}[31mred${esc}[0m`},
  {type: 'mark', mark: {type: 'command-ended', exitCode: 130}},
  {type: 'mark', mark: {type: 'request', id: '7', word: 'kill', arguments: ['broker-2']}},
];

describe('mark scanner', () => {
  test('reads a session in one chunk', () => {
    expect(scan(session)).toEqual(sessionPieces);
  });

  test('reads the same whatever byte a chunk ends at', () => {
    const bytes = new TextEncoder().encode(session);
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(scan(bytes.slice(0, cut), bytes.slice(cut)), `cut at ${cut}`).toEqual(sessionPieces);
    }
    expect(scan(...Array.from(bytes, (_, index) => bytes.slice(index, index + 1)))).toEqual(sessionPieces);
  });

  test('text is not held back when no mark of ours can follow', () => {
    const scanner = createMarkScanner(nonce);
    expect(scanner.feed(`a${esc}[3`)).toEqual([{type: 'text', text: `a${esc}[3`}]);
    expect(scanner.feed(`${esc}]0;title`)).toEqual([{type: 'text', text: `${esc}]0;title`}]);
    expect(scanner.feed(`${esc}]13`)).toEqual([]);
    expect(scanner.feed('4;x')).toEqual([{type: 'text', text: `${esc}]134;x`}]);
  });

  test('26: a sequence with another nonce is no mark, nor with one that only begins like ours', () => {
    for (const sequence of [
      `${esc}]133;C;other;rm -rf /${bel}`,
      `${esc}]133;A${bel}`,
      `${esc}]133;D;;0${bel}`,
      `${esc}]7733;other;1;kill;broker-1${bel}`,
      `${esc}]133;C;${nonce}x;ls${bel}`,
      `${esc}]133;C;${nonce.slice(0, -1)};ls${bel}`,
      `${esc}]7733;${nonce}x;1;kill;broker-1${bel}`,
      `${esc}]7733;${nonce.slice(0, -1)};1;kill;broker-1${bel}`,
    ]) {
      expect(scan(sequence)).toEqual([{type: 'text', text: sequence}]);
    }
  });

  test('a malformed sequence of ours is no mark', () => {
    for (const sequence of [
      `${esc}]133;D;${nonce};${bel}`,
      `${esc}]133;D;${nonce};-1${bel}`,
      `${esc}]133;C;${nonce}${bel}`,
      `${esc}]133;C;${nonce};a;b${bel}`,
      `${esc}]133;C;${nonce};two\nlines${bel}`,
      `${esc}]133;C;${nonce};cut off${esc}[0m`,
      `${esc}]7733;${nonce};1${bel}`,
    ]) {
      expect(scan(sequence)).toEqual([{type: 'text', text: sequence}]);
    }
  });

  test('a mark is found right after a sequence that was cut off', () => {
    const broken = `${esc}]133;C;${nonce};cut off`;
    expect(scan(`${broken}${esc}]133;A;${nonce}${bel}`)).toEqual([
      {type: 'text', text: broken},
      {type: 'mark', mark: {type: 'prompt'}},
    ]);
  });

  test('an unfinished sequence is let go once it is too long', () => {
    const scanner = createMarkScanner(nonce);
    const start = `${esc}]133;C;${nonce};`;
    expect(scanner.feed(start)).toEqual([]);
    let fed = start;
    let text = '';
    for (let chunk = 0; chunk < 10_000; chunk++) {
      fed += 'xxxxxxxx';
      for (const piece of scanner.feed('xxxxxxxx')) {
        text += piece.type === 'text' ? piece.text : '!';
      }
      expect(fed.length - text.length).toBeLessThanOrEqual(longestMark);
    }
    expect(text).toBe(fed);
  });

  test('an escaped byte run is read as UTF-8', () => {
    expect(scan(`${esc}]133;C;${nonce};a\\xc3\\xa9\\x1b\\x07${bel}`)).toEqual([
      {type: 'mark', mark: {type: 'command-started', command: 'aé\u001b\u0007'}},
    ]);
  });

  test('a flood of small chunks takes linear time', () => {
    const scanner = createMarkScanner(nonce);
    const started = processorTime();
    for (let round = 0; round < 20; round++) {
      scanner.feed(`${esc}]133;C;${nonce};`);
      for (let index = 0; index < 10_000; index++) {
        scanner.feed('x');
      }
      scanner.feed(bel);
    }
    expect(processorTime() - started).toBeLessThan(2000);
  });
});
