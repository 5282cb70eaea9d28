/** The elements of an XML text by name, each with its attributes; throws where the text is not well-formed. */
export function readXml(
  text: string,
): readonly {readonly name: string; readonly attributes: Readonly<Record<string, string>>}[] {
  const elements: {name: string; attributes: Record<string, string>}[] = [];
  const open: string[] = [];
  let rest = text.replace(/^<\?xml [^<>]*\?>\n/, '');
  if (/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text))
    throw new Error('a character XML has not');
  while (rest !== '') {
    const between = /^[^<]+/.exec(rest)?.[0] ?? '';
    if (/&(?!(amp|lt|gt|quot|#10);)/.test(between)) throw new Error(`a bare & in ${between}`);
    if (open.length === 0 && between.trim() !== '') throw new Error(`text outside: ${between}`);
    rest = rest.slice(between.length);
    if (rest === '') break;
    const [tag, slash, name = '', inside = '', closed] =
      /^<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/.exec(rest) ?? [];
    if (tag === undefined) throw new Error(`no tag: ${rest.slice(0, 80)}`);
    if (slash) {
      if (open.pop() !== name) throw new Error(`</${name}> closes another`);
    } else {
      const attributes = [...inside.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, key, value]) => [
        key,
        readText(value ?? ''),
      ]);
      elements.push({name, attributes: Object.fromEntries(attributes)});
      if (!closed) open.push(name);
    }
    rest = rest.slice(tag.length);
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(', ')}`);
  return elements;
}

function readText(text: string): string {
  if (/&(?!(amp|lt|gt|quot|#10);)/.test(text)) throw new Error(`a bare & in ${text}`);
  return text
    .replaceAll('&#10;', '\n')
    .replaceAll('&quot;', '"')
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
}
