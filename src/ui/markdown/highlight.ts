import type {ElementContent, RootContent} from 'hast';
import bash from 'highlight.js/lib/languages/bash';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import plaintext from 'highlight.js/lib/languages/plaintext';
import properties from 'highlight.js/lib/languages/properties';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import {createLowlight} from 'lowlight';

/** What a stretch of code is; a theme has a style of the same name. */
export type CodeRole = 'keyword' | 'string' | 'number' | 'comment' | 'name';

export interface CodeToken {
  readonly text: string;
  readonly role: CodeRole | undefined;
}

const lowlight = createLowlight({
  bash,
  ini,
  java,
  javascript,
  json,
  plaintext,
  properties,
  typescript,
  xml,
  yaml,
});

/** Grammars may be slow on code nobody wrote by hand. */
const longestCode = 20_000;

// Not `built_in`: in a shell command it would pick out `test`, which is everybody's first topic.
const roles: Readonly<Record<string, CodeRole>> = {
  keyword: 'keyword',
  literal: 'keyword',
  type: 'keyword',
  string: 'string',
  regexp: 'string',
  symbol: 'string',
  number: 'number',
  comment: 'comment',
  doctag: 'comment',
  meta: 'comment',
  attr: 'name',
  attribute: 'name',
  name: 'name',
  property: 'name',
  section: 'name',
  title: 'name',
  variable: 'name',
};

/** Lines of code (already harmless) taken apart by role. A language that is not known is one token a line. */
export function highlightLines(
  lines: readonly string[],
  language: string | null | undefined,
): readonly (readonly CodeToken[])[] {
  const code = lines.join('\n');
  if (!language || !lowlight.registered(language) || code.length > longestCode)
    return lines.map((text) => [{text, role: undefined}]);
  const result: CodeToken[][] = [[]];
  for (const token of flatten(lowlight.highlight(language, code).children, undefined)) {
    for (const [index, text] of token.text.split('\n').entries()) {
      if (index > 0) result.push([]);
      result.at(-1)?.push({text, role: token.role});
    }
  }
  return result;
}

function* flatten(
  nodes: readonly (RootContent | ElementContent)[],
  role: CodeRole | undefined,
): Generator<CodeToken> {
  for (const node of nodes) {
    if (node.type === 'text') {
      yield {text: node.value, role};
    } else if (node.type === 'element') {
      yield* flatten(node.children, roleOf(node.properties['className']) ?? role);
    }
  }
}

function roleOf(className: unknown): CodeRole | undefined {
  const [first] = Array.isArray(className) ? className : [];
  return roles[String(first).replace(/^hljs-/, '')];
}
