const named: Readonly<Record<string, string>> = {
  enter: '\r',
  tab: '\t',
  escape: '\x1b',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
};

/** What a key called `ctrl-c`, `enter` or `up` sends; undefined for what is no key. */
export function keyBytes(name: string): string | undefined {
  const letter = /^ctrl-([a-z])$/.exec(name)?.[1];
  if (letter !== undefined) return String.fromCharCode(letter.charCodeAt(0) - 96);
  return Object.hasOwn(named, name) ? named[name] : undefined;
}
