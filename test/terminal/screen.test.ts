import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {pauseAbove, resumeBelow, Screen, type ScreenOptions} from '../../src/terminal/screen.ts';

const esc = '\u001b';

async function show(printed: string, options?: ScreenOptions): Promise<Screen> {
  const screen = new Screen({columns: 20, rows: 4}, options);
  await screen.write(printed);
  return screen;
}

async function firstRow(printed: string): Promise<string | undefined> {
  return (await show(printed)).rows()[0];
}

describe('rows', () => {
  test('plain text has no escape sequences and no trailing blanks', async () => {
    expect((await show('one  \r\n  two')).rows()).toEqual(['one', '  two', '', '']);
  });

  test.each([
    ['bold', `${esc}[1mx${esc}[22my`, `${esc}[0;1mx${esc}[0my`],
    ['dim', `${esc}[2mx`, `${esc}[0;2mx${esc}[0m`],
    ['italic, underline, strikethrough', `${esc}[3;4;9mx`, `${esc}[0;3;4;9mx${esc}[0m`],
    ['curly underline as underline', `${esc}[4:3mx`, `${esc}[0;4mx${esc}[0m`],
    ['inverse blanks', `${esc}[7m  ${esc}[0m  `, `${esc}[0;7m  ${esc}[0m`],
    ['16 colours', `${esc}[31;42ma${esc}[91;102mb`, `${esc}[0;31;42ma${esc}[0;91;102mb${esc}[0m`],
    [
      '256 colours',
      `${esc}[38;5;208ma${esc}[48;5;9mb`,
      `${esc}[0;38;5;208ma${esc}[0;38;5;208;101mb${esc}[0m`,
    ],
    ['true colour', `${esc}[38;2;1;2;3;48:2::4:5:6mx`, `${esc}[0;38;2;1;2;3;48;2;4;5;6mx${esc}[0m`],
    ['blanks with a background', `${esc}[44m   ${esc}[0m`, `${esc}[0;44m   ${esc}[0m`],
    ['hidden text as blanks', `${esc}[8msecret${esc}[0m!`, `${esc}[0m      !`.replace(`${esc}[0m`, '')],
  ])('%s', async (_, printed, row) => {
    expect(await firstRow(printed)).toBe(row);
  });

  test.each([
    ['wide characters', '漢字ab', '漢字ab'],
    ['a wide character that does not fit', `${' '.repeat(19)}漢`, ''],
    ['a wide character cut in half', `漢字\r${esc}[Cx`, ' x字'],
    ['emoji', '🎉!', '🎉!'],
    ['a flag', '🇩🇪!', 'DE!'],
    ['half a flag', '🇩!', 'D!'],
    ['a skin colour, which programs count apart', '👋🏽!', '👋� !'],
    ['joined emoji, which programs count apart', '👨‍👩!', '👨👩!'],
    ['a variation selector', '❤️!', '❤!'],
    ['accents', 'e\u0301\u0301!', 'e\u0301\u0301!'],
    ['more accents than bounded', `e${'\u0301'.repeat(50)}!`, `e${'\u0301'.repeat(4)}!`],
    ['an accent with nothing to stand on', '\u0301!', ' !'],
    ['text direction overrides', 'a\u202eb\u2066c', 'abc'],
    ['Devanagari', 'हिन्दी!', 'हिन्दी!'],
  ])('%s', async (_, printed, row) => {
    expect(await firstRow(printed)).toBe(row);
  });

  test('are the same array until something changes', async () => {
    const screen = await show('a');
    const rows = screen.rows();
    expect(screen.rows()).toBe(rows);
    await screen.write('b');
    expect(screen.rows()[0]).toBe('ab');
    expect(rows[0]).toBe('a');
  });

  test('titles, clipboard, links and other commands draw nothing', async () => {
    expect(
      await firstRow(
        `a${esc}]0;title\u0007b${esc}]52;c;eA==${esc}\\c${esc}]8;;http://x\u0007d${esc}]8;;\u0007e${esc}Pq#0${esc}\\f${esc}_G${esc}\\g`,
      ),
    ).toBe('abcdefg');
  });
});

describe('cursor', () => {
  test('is where the next character goes', async () => {
    expect((await show('a\r\nbc')).cursor()).toEqual({row: 1, column: 2, visible: true});
  });

  test('stays in the last column when that is filled', async () => {
    expect((await show('x'.repeat(20))).cursor()).toEqual({row: 0, column: 19, visible: true});
  });

  test('is hidden by a program and by scrolling back', async () => {
    const screen = await show(`${'line\r\n'.repeat(10)}${esc}[?25l`);
    expect(screen.cursor().visible).toBe(false);
    await screen.write(`${esc}[?25h`);
    expect(screen.cursor().visible).toBe(true);
    screen.scrollBy(-2);
    expect(screen.cursor()).toEqual({row: 5, column: 0, visible: false});
    screen.scrollToBottom();
    await screen.write(`${esc}[?25l${esc}c`);
    expect(screen.cursor().visible).toBe(true);
  });
});

describe('scrolling back', () => {
  const lines = Array.from({length: 10}, (_, index) => `line ${index}`).join('\r\n');

  test('shows older lines, and what is printed does not move them', async () => {
    const screen = await show(lines);
    expect(screen.atBottom).toBe(true);
    screen.scrollBy(-3);
    expect(screen.rows()).toEqual(['line 3', 'line 4', 'line 5', 'line 6']);
    await screen.write('\r\nmore');
    expect(screen.atBottom).toBe(false);
    expect(screen.rows()).toEqual(['line 3', 'line 4', 'line 5', 'line 6']);
    screen.scrollBy(100);
    expect(screen.atBottom).toBe(true);
    expect(screen.rows()).toEqual(['line 7', 'line 8', 'line 9', 'more']);
    screen.scrollBy(-100);
    expect(screen.rows()[0]).toBe('line 0');
  });

  test('keeps no more lines than asked', async () => {
    const screen = await show(lines, {scrollback: 2});
    screen.scrollBy(-100);
    expect(screen.rows()[0]).toBe('line 4');
  });
});

describe('text', () => {
  test('is everything, with broken lines put together', async () => {
    const screen = await show(`first\r\n${'long '.repeat(10)}end\r\n\r\n${esc}[31mlast${esc}[0m\r\n`);
    expect(screen.text()).toBe(`first\n${'long '.repeat(10)}end\n\nlast`);
  });
});

test('a resize breaks lines anew', async () => {
  const screen = await show('one two three four\r\n$ ');
  screen.resize({columns: 10, rows: 3});
  expect(screen.rows()).toEqual(['one two th', 'ree four', '$']);
  screen.resize({columns: 0, rows: 0});
  expect(screen.rows()).toHaveLength(1);
});

test('modes follow what the program asked for', async () => {
  const screen = await show('');
  expect(screen.modes).toEqual({
    bracketedPaste: false,
    applicationCursorKeys: false,
    alternateScreen: false,
    mouseTracking: 'none',
  });
  await screen.write(`${esc}[?2004h${esc}[?1h${esc}[?1049h${esc}[?1000h`);
  expect(screen.modes).toEqual({
    bracketedPaste: true,
    applicationCursorKeys: true,
    alternateScreen: true,
    mouseTracking: 'vt200',
  });
});

describe('answers', () => {
  async function answers(printed: string): Promise<string[]> {
    const given: string[] = [];
    await show(printed, {answer: (report) => given.push(report)});
    return given;
  }

  test('are given to the questions on the list', async () => {
    expect(await answers(`ab${esc}[6n${esc}[c${esc}[0c${esc}[5n`)).toEqual([
      `${esc}[1;3R`,
      `${esc}[?1;2c`,
      `${esc}[?1;2c`,
      `${esc}[0n`,
    ]);
  });

  test('are not given to others', async () => {
    expect(
      await answers(
        `${esc}[>c${esc}[=c${esc}[?6n${esc}[18t${esc}[21t${esc}[?2004$p${esc}[4$p${esc}P$qm${esc}\\${esc}]11;?\u0007${esc}]4;1;?\u0007${esc}]52;c;?\u0007${esc}[?1004h${esc}[x`,
      ),
    ).toEqual([]);
  });

  test('are bounded under a flood of questions', async () => {
    expect((await answers(`${esc}[6n`.repeat(20_000))).length).toBeLessThanOrEqual(300);
  });
});

describe('writing', () => {
  test('small pieces are drawn at once', () => {
    const screen = new Screen({columns: 20, rows: 4});
    void screen.write('x');
    expect(screen.rows()[0]).toBe('x');
    expect(screen.pending).toBe(0);
  });

  test('the order of small and large pieces is kept', async () => {
    const screen = new Screen({columns: 20, rows: 4});
    void screen.write('a\r\n'.repeat(20_000));
    await screen.write('end');
    expect(screen.rows()).toEqual(['a', 'a', 'a', 'end']);
  });

  test('tells when it has caught up', async () => {
    const screen = new Screen({columns: 80, rows: 24});
    let drained = 0;
    screen.onDrained(() => {
      drained += 1;
      expect(screen.pending).toBeLessThan(resumeBelow);
    });
    await screen.write('x'.repeat(100_000));
    expect(drained).toBe(0);
    const writing = screen.write('line\r\n'.repeat(100_000));
    expect(screen.pending).toBeGreaterThan(pauseAbove);
    await writing;
    expect(drained).toBe(1);
    expect(screen.pending).toBe(0);
  });

  test('tells of changes', async () => {
    const screen = await show('');
    let changes = 0;
    const stop = screen.onChange(() => {
      changes += 1;
    });
    await screen.write('x');
    screen.scrollBy(-1);
    screen.resize({columns: 10, rows: 5});
    expect(changes).toBe(3);
    stop();
    await screen.write('x');
    expect(changes).toBe(3);
  });

  test('ends with the screen', async () => {
    const screen = await show('');
    const writing = screen.write('x'.repeat(1_000_000));
    screen.dispose();
    await writing;
    await screen.write('more');
    expect(screen.pending).toBe(0);
  });

  test('characters split between two pieces are put together', async () => {
    const screen = await show('\ud83c');
    await screen.write('\udf89!');
    expect(screen.rows()[0]).toBe('🎉!');
    expect(stringWidth(screen.rows()[0] ?? '')).toBe(3);
  });
});
