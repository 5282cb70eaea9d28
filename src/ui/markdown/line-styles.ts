type Kind = 'bold' | 'faint' | 'italic' | 'underline' | 'inverse' | 'struck' | 'color' | 'background';

const closing: Readonly<Record<Kind, number>> = {
  bold: 22,
  faint: 22,
  italic: 23,
  underline: 24,
  inverse: 27,
  struck: 29,
  color: 39,
  background: 49,
};

const opening: Readonly<Record<number, Kind>> = {
  1: 'bold',
  2: 'faint',
  3: 'italic',
  4: 'underline',
  7: 'inverse',
  9: 'struck',
};

/**
 * Ends every style with its line and begins it again on the next. (wrap-ansi does, but not for a style that begins
 * right where it breaks the line.)
 */
export function closeStyles(lines: readonly string[]): readonly string[] {
  const wanted = new Map<Kind, string>();
  return lines.map((line) => {
    const written = new Map<Kind, string>();
    let result = '';
    for (const part of line.split(/(\u001b\[[\d;]*m)/)) {
      if (part.startsWith('\u001b')) {
        apply(wanted, part.slice(2, -1));
      } else if (part !== '') {
        result += change(written, wanted) + part;
      }
    }
    return result + change(written, new Map());
  });
}

function apply(styles: Map<Kind, string>, code: string): void {
  const first = Number.parseInt(code, 10) || 0;
  const closed = (Object.keys(closing) as Kind[]).filter((kind) => closing[kind] === first || first === 0);
  for (const kind of closed) {
    styles.delete(kind);
  }
  const kind = opening[first] ?? colorKind(first);
  if (kind) styles.set(kind, code);
}

function colorKind(code: number): Kind | undefined {
  if ((code >= 30 && code <= 38) || (code >= 90 && code <= 97)) return 'color';
  return (code >= 40 && code <= 48) || (code >= 100 && code <= 107) ? 'background' : undefined;
}

/** The sequences that lead from `written`, which is updated, to `wanted`. */
function change(written: Map<Kind, string>, wanted: ReadonlyMap<Kind, string>): string {
  let sequences = '';
  for (const kind of [...written.keys()].reverse()) {
    if (written.has(kind) && !wanted.has(kind)) {
      sequences += `\u001b[${closing[kind]}m`;
      for (const other of [...written.keys()]) {
        if (closing[other] === closing[kind]) written.delete(other);
      }
    }
  }
  for (const [kind, code] of wanted) {
    if (written.get(kind) !== code) {
      sequences += `\u001b[${code}m`;
      written.set(kind, code);
    }
  }
  return sequences;
}
