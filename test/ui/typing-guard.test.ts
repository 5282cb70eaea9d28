import {describe, expect, it} from 'vitest';
import {guardKey, letterWait, nothingTyped, releaseLetter} from '../../src/ui/typing-guard.ts';

/** What acts of keys that come so many milliseconds after each other, and whether a text was found. */
function press(...keys: readonly (readonly [key: string, after: number])[]) {
  let state = nothingTyped;
  let now = 0;
  const acting: string[] = [];
  let isText = false;
  const take = (guarded: ReturnType<typeof guardKey>) => {
    state = guarded.state;
    acting.push(...guarded.keys);
    isText ||= guarded.isText;
  };
  for (const [key, after] of keys) {
    if (after >= letterWait) take(releaseLetter(state));
    now += after;
    take(guardKey(state, key, now));
  }
  take(releaseLetter(state));
  return {acting, isText};
}

describe('8: keys that come to the lesson', () => {
  it.each([
    ['one letter', [['n', 0]], ['n']],
    [
      'letters one after the other, slowly',
      [
        ['n', 0],
        ['h', 900],
        ['n', 600],
      ],
      ['n', 'h', 'n'],
    ],
    [
      'a letter that is held down',
      [
        ['j', 0],
        ['j', 30],
        ['j', 30],
      ],
      ['j', 'j', 'j'],
    ],
    [
      'a letter and Enter',
      [
        ['n', 0],
        ['\r', 60],
      ],
      ['n', '\r'],
    ],
    [
      'a letter and an arrow',
      [
        ['n', 0],
        ['\u001b[B', 20],
      ],
      ['n', '\u001b[B'],
    ],
    [
      'Enter and arrows, quickly',
      [
        ['\r', 0],
        ['\u001b[B', 5],
        ['\r', 5],
      ],
      ['\r', '\u001b[B', '\r'],
    ],
  ] as const)('act: %s', (_, keys, acting) => {
    expect(press(...keys)).toEqual({acting, isText: false});
  });

  it.each([
    [
      'a command typed fast, and its Enter',
      [
        ['l', 0],
        ['s', 90],
        [' ', 80],
        ['b', 90],
        ['\r', 300],
      ],
      [],
    ],
    [
      'a command typed slowly: its first letter is a key still',
      [
        ['n', 0],
        ['o', 220],
        ['d', 220],
      ],
      ['n'],
    ],
    [
      'a word with a double letter',
      [
        ['s', 0],
        ['h', 90],
        ['e', 90],
        ['l', 90],
        ['l', 90],
      ],
      [],
    ],
    [
      'a word, a pause, and more of it',
      [
        ['c', 0],
        ['a', 100],
        ['t', 100],
        ['q', 700],
      ],
      [],
    ],
    [
      'a paste',
      [
        ['\u001b[200~', 0],
        ['q', 0],
        ['\r', 0],
        ['\u001b[201~', 0],
      ],
      [],
    ],
  ] as const)('are a text: %s', (_, keys, acting) => {
    expect(press(...keys)).toEqual({acting, isText: true});
  });

  it('open a search at once, however fast its words follow', () => {
    expect(press(['/', 0]).acting).toEqual(['/']);
    expect(guardKey(nothingTyped, '/', 0).keys).toEqual(['/']);
    expect(press(['c', 0], ['d', 80], ['/', 80])).toEqual({acting: [], isText: true});
  });

  it('act again when the text is over', () => {
    const word = [
      ['l', 0],
      ['s', 90],
    ] as const;
    expect(press(...word, ['n', 2000]).acting).toEqual(['n']);
    expect(press(...word, ['\u001b', 100], ['n', 2000]).acting).toEqual(['\u001b', 'n']);
  });
});
