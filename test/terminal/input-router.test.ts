import {describe, expect, test} from 'vitest';
import {
  defaultPrefix,
  type Focus,
  holdTime,
  type InputAction,
  type RouterOptions,
  type RouterState,
  releaseHeld,
  routeInput,
  startRouting,
} from '../../src/terminal/input-router.ts';

const esc = '\u001b';
const prefix = String.fromCharCode(defaultPrefix);
const shell: RouterOptions = {prefixes: [defaultPrefix], bracketedPaste: false, applicationCursorKeys: false};

function toTerminal(data: string): InputAction {
  return {type: 'to-terminal', data};
}

function toLesson(data: string): InputAction {
  return {type: 'to-lesson', data};
}

function command(key: string, from: 'lesson' | 'terminal' = 'terminal'): InputAction {
  return {type: 'prefix-command', key, from};
}

/** Routes chunks as the app does; `l` after the prefix moves the focus to the lesson, `t` and Tab to the terminal. */
function routeAll(
  focus: Focus,
  chunks: readonly (string | Uint8Array)[],
  options: Partial<RouterOptions> = {},
): {actions: InputAction[]; state: RouterState} {
  let state = startRouting(focus);
  const actions: InputAction[] = [];
  for (const chunk of chunks) {
    let input = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
    do {
      const routed = routeInput(state, input, {...shell, ...options});
      state = routed.state;
      for (const action of routed.actions) {
        const last = actions.at(-1);
        if ((action.type === 'to-terminal' || action.type === 'to-lesson') && last?.type === action.type) {
          actions[actions.length - 1] = {type: action.type, data: last.data + action.data};
        } else {
          actions.push(action);
        }
        if (action.type === 'prefix-command' && 'lt'.includes(action.key))
          state = {...state, focus: action.key === 'l' ? 'lesson' : 'terminal'};
        if (action.type === 'lesson-tab') state = {...state, focus: 'terminal'};
      }
      input = new TextEncoder().encode(routed.rest);
    } while (input.length > 0);
  }
  return {actions, state};
}

function actionsOf(focus: Focus, chunks: readonly (string | Uint8Array)[], options?: Partial<RouterOptions>) {
  return routeAll(focus, chunks, options).actions;
}

describe('keys', () => {
  test('go to the focused side untouched', () => {
    const typed = `ls -l | grep "é🎉"\r${esc}[A${esc}[1;5C${esc}OP${esc}[[A${esc}b\u0003\u001a\u001c\t\u007f`;
    expect(actionsOf('terminal', [typed])).toEqual([toTerminal(typed)]);
    const withoutTab = typed.replace('\t', '');
    expect(actionsOf('lesson', [withoutTab])).toEqual([toLesson(withoutTab)]);
  });

  test('in the same breath as Tab go where it has led', () => {
    expect(actionsOf('lesson', ['\tls\r'])).toEqual([{type: 'lesson-tab'}, toTerminal('ls\r')]);
    expect(actionsOf('terminal', ['l\t'])).toEqual([toTerminal('l\t')]);
    expect(actionsOf('lesson', [`${prefix}\t`])).toEqual([command('\t', 'lesson')]);
  });

  test('come out the same whatever byte a chunk ends at', () => {
    const typed = `aé🎉${esc}[1;5C${esc}OP${esc}b${esc}${esc}[A漢`;
    const bytes = new TextEncoder().encode(typed);
    for (let cut = 1; cut < bytes.length; cut++) {
      expect(actionsOf('terminal', [bytes.slice(0, cut), bytes.slice(cut)]), `cut at ${cut}`).toEqual([
        toTerminal(typed),
      ]);
    }
    expect(
      actionsOf(
        'terminal',
        Array.from(bytes, (_, index) => bytes.slice(index, index + 1)),
      ),
    ).toEqual([toTerminal(typed)]);
  });

  test('an unfinished sequence is kept together', () => {
    const {actions, state} = routeAll('terminal', [`a${esc}[1;`]);
    expect(actions).toEqual([toTerminal('a')]);
    expect(holdTime(state)).toBe(300);
    expect(routeInput(state, '5Cb', shell).actions).toEqual([toTerminal(`${esc}[1;5Cb`)]);
  });

  test('a lone Escape is released after a moment', () => {
    const {actions, state} = routeAll('terminal', [esc]);
    expect(actions).toEqual([]);
    expect(holdTime(state)).toBe(30);
    const released = releaseHeld(state, shell);
    expect(released.actions).toEqual([toTerminal(esc)]);
    expect(holdTime(released.state)).toBeUndefined();
  });

  test('a sequence that never ends is let go', () => {
    const {actions} = routeAll('terminal', [`${esc}[${'1;'.repeat(40)}`]);
    expect(actions).toHaveLength(1);
  });
});

describe('cursor keys', () => {
  test('are translated for a shell in application mode', () => {
    expect(actionsOf('terminal', [`${esc}[A${esc}[H${esc}[1;5D`], {applicationCursorKeys: true})).toEqual([
      toTerminal(`${esc}OA${esc}OH${esc}[1;5D`),
    ]);
  });

  test('are translated back for a shell that is not', () => {
    expect(actionsOf('terminal', [`${esc}OB`])).toEqual([toTerminal(`${esc}[B`)]);
  });

  test('are left alone for the lesson', () => {
    expect(actionsOf('lesson', [`${esc}[A`], {applicationCursorKeys: true})).toEqual([toLesson(`${esc}[A`)]);
  });
});

describe('prefix', () => {
  test.each([
    ['a digit', '2'],
    ['a letter', 'z'],
    ['a character of several bytes', 'ё'],
    ['a cursor key', `${esc}[D`],
    ['Ctrl-C', '\u0003'],
  ])('takes %s as its command, from both sides', (_, key) => {
    expect(actionsOf('terminal', [`a${prefix}${key}b`])).toEqual([
      toTerminal('a'),
      command(key),
      toTerminal('b'),
    ]);
    expect(actionsOf('lesson', [`${prefix}${key}`])).toEqual([command(key, 'lesson')]);
  });

  test('waits for its command in the next chunk', () => {
    const first = routeAll('terminal', [`a${prefix}`]);
    expect(first.actions).toEqual([toTerminal('a'), {type: 'prefix-pending'}]);
    expect(first.state.prefixFrom).toMatchObject({focus: 'terminal'});
    expect(routeInput(first.state, 'z', shell).actions).toEqual([command('z')]);
  });

  test('is sent once when pressed twice', () => {
    expect(actionsOf('terminal', [`${prefix}${prefix}x`])).toEqual([toTerminal(`${prefix}x`)]);
    expect(actionsOf('terminal', [prefix, prefix])).toEqual([{type: 'prefix-pending'}, toTerminal(prefix)]);
    expect(actionsOf('lesson', [`${prefix}${prefix}`])).toEqual([toLesson(prefix)]);
    const first = routeInput(startRouting('terminal'), prefix, shell);
    expect(routeInput({...first.state, focus: 'lesson'}, prefix, shell).actions).toEqual([
      toTerminal(prefix),
    ]);
  });

  test('what follows a command goes where the command moved the focus', () => {
    expect(actionsOf('terminal', [`a${prefix}lj${prefix}tb`])).toEqual([
      toTerminal('a'),
      command('l'),
      toLesson('j'),
      command('t', 'lesson'),
      toTerminal('b'),
    ]);
  });

  test('is found in several commands of one chunk', () => {
    expect(actionsOf('terminal', [`${prefix}1${prefix}2`])).toEqual([command('1'), command('2')]);
  });

  test.each([
    ['kitty protocol', `${esc}[103;5u`],
    ['kitty protocol with Num Lock', `${esc}[103;133u`],
    ['kitty protocol with an event', `${esc}[103;5:1u`],
    ['modifyOtherKeys', `${esc}[27;5;103~`],
  ])('counts as %s writes it', (_, key) => {
    expect(actionsOf('terminal', [`${key}1`])).toEqual([command('1')]);
    expect(actionsOf('terminal', [`${key}${prefix}`])).toEqual([toTerminal(prefix)]);
  });

  test('is not taken from other keys', () => {
    for (const key of [`${esc}[103;6u`, `${esc}[103u`, `${esc}[104;5u`, `${esc}[27;3;103~`, 'g', `${esc}g`]) {
      expect(actionsOf('terminal', [key])).toEqual([toTerminal(key)]);
    }
    expect(actionsOf('terminal', [`${esc}[103;5:3u`])).toEqual([]);
  });

  test('right after Escape is still the prefix', () => {
    expect(actionsOf('terminal', [`${esc}${prefix}1`])).toEqual([toTerminal(esc), command('1')]);
  });

  test('can be another key', () => {
    expect(actionsOf('terminal', [`${prefix}\u001d1`], {prefixes: [0x1d]})).toEqual([
      toTerminal(prefix),
      command('1'),
    ]);
    expect(actionsOf('terminal', [`${esc}[93;5u1`], {prefixes: [0x1d]})).toEqual([command('1')]);
  });
});

describe('paste', () => {
  const start = `${esc}[200~`;
  const end = `${esc}[201~`;
  const content = `echo${prefix}1\r${esc}[A${esc}[<0;1;1M`;

  test('loses its brackets for a shell that did not ask for them', () => {
    expect(actionsOf('terminal', [`a${start}${content}${end}b`])).toEqual([toTerminal(`a${content}b`)]);
  });

  test('keeps its brackets for a shell that did, and for the lesson', () => {
    const paste = `${start}${content}${end}`;
    expect(actionsOf('terminal', [paste], {bracketedPaste: true})).toEqual([toTerminal(paste)]);
    expect(actionsOf('lesson', [paste])).toEqual([toLesson(paste)]);
  });

  test('may be split anywhere', () => {
    const bytes = new TextEncoder().encode(`a${start}é${content}${end}b${prefix}1`);
    for (let cut = 1; cut < bytes.length - 1; cut++) {
      expect(actionsOf('terminal', [bytes.slice(0, cut), bytes.slice(cut)]), `cut at ${cut}`).toEqual([
        toTerminal(`aé${content}b`),
        command('1'),
      ]);
    }
  });

  test('its end is waited for', () => {
    const {state} = routeAll('terminal', [`${start}x${esc}[20`]);
    expect(holdTime(state)).toBeUndefined();
    const released = releaseHeld(state, shell);
    expect(released.actions).toEqual([]);
    expect(routeInput(released.state, `1~${prefix}1`, shell).actions).toEqual([command('1')]);
  });

  test('goes on where it began when the focus moves', () => {
    const {state} = routeAll('terminal', [`${start}one `]);
    expect(routeInput({...state, focus: 'lesson'}, `two${end}j`, shell).actions).toEqual([
      toTerminal('two'),
      toLesson('j'),
    ]);
  });

  test('takes the place of a prefix command', () => {
    expect(actionsOf('terminal', [`${prefix}${start}1${end}`])).toEqual([toTerminal('1')]);
  });
});

describe('reports of the outer terminal', () => {
  test.each<Focus>(['lesson', 'terminal'])('the mouse is told apart with focus on the %s', (focus) => {
    expect(actionsOf(focus, [`${esc}[<0;10;5M${esc}[<0;10;5m${esc}[<65;1;1M`])).toEqual([
      {type: 'mouse', button: 0, column: 9, row: 4, pressed: true},
      {type: 'mouse', button: 0, column: 9, row: 4, pressed: false},
      {type: 'mouse', button: 65, column: 0, row: 0, pressed: true},
    ]);
  });

  test.each([
    ['a motion', '35;1;1M'],
    ['the wheel', '65;1;1M'],
    ['a release', '0;1;1m'],
  ])('%s of the mouse does not use up the prefix', (_, report) => {
    expect(actionsOf('terminal', [`${prefix}${esc}[<${report}1`]).at(-1)).toEqual(command('1'));
  });

  test('a click takes the prefix back: what is typed then is no command', () => {
    const click = `${esc}[<0;10;5M${esc}[<0;10;5m`;
    expect(actionsOf('terminal', [`${prefix}${click}ls`]).at(-1)).toEqual(toTerminal('ls'));
    expect(actionsOf('terminal', [prefix, click, 'l', 's']).at(-1)).toEqual(toTerminal('ls'));
  });

  test('focus reports are dropped', () => {
    expect(actionsOf('terminal', [`a${esc}[I${esc}[Ob`])).toEqual([toTerminal('ab')]);
    expect(actionsOf('lesson', [`${esc}[I`])).toEqual([]);
  });

  test.each([
    ['device attributes', `${esc}[?62;22c`],
    ['secondary attributes', `${esc}[>0;276;0c`],
    ['kitty flags', `${esc}[?1u`],
    ['a colour', `${esc}]11;rgb:0000/0000/0000${esc}\\`],
    ['a version', `${esc}P>|kitty${esc}\\`],
  ])('an answer with %s goes to the lesson, which asked', (_, reply) => {
    expect(actionsOf('terminal', [`a${reply}b`])).toEqual([
      toTerminal('a'),
      toLesson(reply),
      toTerminal('b'),
    ]);
  });

  test('Alt with a bracket or a letter is no answer', () => {
    const typed = `${esc}]x${esc}Px${esc}_x`;
    expect(actionsOf('terminal', [typed])).toEqual([toTerminal(typed)]);
  });
});
