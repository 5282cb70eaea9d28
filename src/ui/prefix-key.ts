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
