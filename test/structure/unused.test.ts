import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** Text by path relative to the project. */
function textsBelow(folder: string): ReadonlyMap<string, string> {
  const entries = readdirSync(path.join(root, folder), {recursive: true, withFileTypes: true});
  return new Map(
    entries
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(root, file), readFileSync(file, 'utf8')]),
  );
}

const source = textsBelow('src');
/** A test may look at a part by itself; the checks of lessons take what is offered to them. */
const everywhere = new Map(
  ['src', 'test', 'bench', 'scripts', 'lessons'].flatMap((folder) => [...textsBelow(folder)]),
);

function isTakenElsewhere(name: string, file: string): boolean {
  const word = new RegExp(`\\b${name}\\b`);
  return [...everywhere].some(([other, text]) => other !== file && word.test(text));
}

describe('28: nothing is there for nobody', () => {
  it('no function, class or value is exported that no other file takes', () => {
    const unused = [...source].flatMap(([file, text]) =>
      [...text.matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm)]
        .map(([, name = '']) => name)
        .filter((name) => !isTakenElsewhere(name, file))
        .map((name) => `${file}: ${name}`),
    );
    expect(unused).toEqual([]);
  });

  it('no class has a member that the program itself never asks for', () => {
    const members = [...source].flatMap(([file, text]) =>
      /^export class /m.test(text)
        ? [...text.matchAll(/^ {2}(?:async |get )?(?!if |for |while |switch )([a-z]\w*)\(.*\{$/gm)].map(
            ([, name = '']) => ({file, name}),
          )
        : [],
    );
    expect(members.length).toBeGreaterThan(60);
    const unused = members
      .filter(({name}) => name !== 'constructor')
      .filter(({name}) => ![...source.values()].some((text) => new RegExp(`[.?]${name}\\b`).test(text)))
      // Taken apart, as in `const {lend} = …`.
      .filter(({file, name}) => ![...source].some(([other, text]) => other !== file && text.includes(name)));
    expect(unused).toEqual([]);
  });
});
