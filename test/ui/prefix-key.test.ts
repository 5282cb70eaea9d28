import {expect, it} from 'vitest';
import {choosePrefix, prefixName, readPrefixKey} from '../../src/ui/prefix-key.ts';

const name = (environment: NodeJS.ProcessEnv, wish?: string) => {
  const {prefixes, notice} = choosePrefix(wish === undefined ? undefined : readPrefixKey(wish), environment);
  return {keys: prefixes.map(prefixName), notice};
};

it.each([
  ['a plain terminal', {}, ['Ctrl-G']],
  ['tmux', {TMUX: '/tmp/tmux-1000/default,1,0'}, ['Ctrl-G']],
  ['VS Code', {TERM_PROGRAM: 'vscode'}, ['Ctrl-]', 'Ctrl-G']],
  ['zellij, whose sign is a nought', {ZELLIJ: '0'}, ['Ctrl-]', 'Ctrl-G']],
] as const)('11: in %s a key leads out of a terminal that arrives', (_, environment, keys) => {
  expect(name(environment).keys).toEqual(keys);
  expect(name(environment).notice === undefined).toBe(keys.length === 1);
});

it('11: says who keeps the key, and which one it is here', () => {
  expect(name({TERM_PROGRAM: 'vscode'}).notice).toBe(
    'VS Code keeps Ctrl-G for itself: here Ctrl-] leads from a terminal to the lesson.',
  );
});

it('11: takes the key that was asked for, and says where it does not arrive', () => {
  expect(name({TERM_PROGRAM: 'vscode'}, 'ctrl-t')).toEqual({keys: ['Ctrl-T'], notice: undefined});
  expect(name({TMUX: 'x'}, 'ctrl-b')).toEqual({
    keys: ['Ctrl-B'],
    notice: expect.stringContaining('tmux keeps Ctrl-B for itself, though your settings'),
  });
});
