import {defaultPrefix} from '../terminal/input-router.ts';

/** How a control character is called on a keyboard: `Ctrl-G`. */
export function prefixName(prefix: number): string {
  return `Ctrl-${String.fromCharCode(prefix + 0x40)}`;
}

/** `ctrl-g` as the control character it is; undefined for what is no key that could serve. */
export function readPrefixKey(text: string): number | undefined {
  const letter = /^(?:ctrl-|c-|\^)([a-z\]^_])$/i.exec(text.trim())?.[1]?.toUpperCase();
  if (letter === undefined) return undefined;
  const code = letter.charCodeAt(0) - 0x40;
  return unfit.has(code) ? undefined : code;
}

/** Tab, Enter, line feed and what the keyboard sends for Ctrl-C cannot be spared. */
const unfit: ReadonlySet<number> = new Set([0x03, 0x09, 0x0a, 0x0d, 0x1b]);

/** A program around ours that keeps keys for itself: docs/keys.md has where that is known from. */
interface KeyTaker {
  readonly name: string;
  /** The letters of Ctrl-LETTER that do not arrive, on any system it runs on. */
  readonly keeps: string;
  readonly isHere: (environment: NodeJS.ProcessEnv) => boolean;
}

const keyTakers: readonly KeyTaker[] = [
  {name: 'VS Code', keeps: 'EFGJKMPQV', isHere: ({TERM_PROGRAM: program}) => program === 'vscode'},
  // Its value is `0`.
  {name: 'zellij', keeps: 'BGHNOPQST', isHere: ({ZELLIJ: zellij}) => zellij !== undefined},
  {name: 'tmux', keeps: 'B', isHere: ({TMUX: tmux}) => Boolean(tmux)},
  {name: 'screen', keeps: 'A', isHere: ({STY: screen}) => Boolean(screen)},
];

/** Ctrl-]: nobody keeps it. It cannot be the first choice, since many keyboards have no key `]`. */
const otherPrefix = 0x1d;

export interface ChosenPrefix {
  /** The one that is named, then those that lead out as well. */
  readonly prefixes: readonly [number, ...number[]];
  /** What a person has to know about it. */
  readonly notice: string | undefined;
}

/** The prefix that a person has set, else one that arrives in this terminal. Pure. */
export function choosePrefix(wish: number | undefined, environment: NodeJS.ProcessEnv): ChosenPrefix {
  const takers = keyTakers.filter(({isHere}) => isHere(environment));
  const takerOf = (prefix: number) =>
    takers.find(({keeps}) => keeps.includes(String.fromCharCode(prefix + 0x40)));
  const prefix = wish ?? (takerOf(defaultPrefix) ? otherPrefix : defaultPrefix);
  const taker = takerOf(wish ?? defaultPrefix);
  if (!taker) return {prefixes: [prefix], notice: undefined};
  const lost = `${taker.name} keeps ${prefixName(wish ?? defaultPrefix)} for itself`;
  if (wish !== undefined) {
    return {
      prefixes: [wish],
      notice: `${lost}, though your settings make it the key that leads out of a terminal. Take another one, ctrl-] for example, or auto.`,
    };
  }
  // Where it arrives after all (on a Mac, or as Ctrl-Alt-G in VS Code) nobody else wants it.
  return {
    prefixes: [otherPrefix, defaultPrefix],
    notice: `${lost}: here ${prefixName(otherPrefix)} leads from a terminal to the lesson.`,
  };
}
