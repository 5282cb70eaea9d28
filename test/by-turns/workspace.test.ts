import {chmod, mkdtemp, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Learner} from '../app/learner.ts';
import {stepWaits} from '../app/play-lesson.ts';
import {leftOf, removeHome, runtimeHere} from '../runtimes.ts';

const runtime = runtimeHere();

/** A colour of text or ground, of any of the three kinds. */
const coloured = /\u001b\[(?:\d+;)*(?:[34][0-8]|9[0-7]|10[0-7])(?:;\d+)*m/;

const course = path.resolve(import.meta.dirname, '../fixtures/courses/workspace');

describe(`a lesson with programs on ${runtime}`, () => {
  let home: string;
  let program: string;
  beforeAll(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'learner '));
    program = path.join(home, 'workspace', '01-programs', 'greet.ts');
  });
  afterAll(async () => removeHome(home));

  const sitDown = (environment: Readonly<Record<string, string>>) =>
    new Learner({
      columns: 80,
      rows: 24,
      home,
      environment,
      arguments: ['start', '1', '--course', course, '--runtime', runtime],
    });

  it('says where they are, checks what is saved, lends the terminal to an editor, and keeps them', async () => {
    const editor = path.join(home, 'edit');
    // An editor on the terminal: it shows the file, waits for a key, and writes.
    await writeFile(
      editor,
      `#!/bin/bash\nclear; echo "EDITING $(basename "$1")"; read -rsn1 key; echo "console.log('$key');" >"$1"\n`,
    );
    await chmod(editor, 0o755);
    await using learner = sitDown({EDITOR: `'${editor}'`});
    await learner.sees('Press n to begin', 60);
    await learner.sees(/Your programs are in/, 60);
    learner.press('n');
    await learner.sees(stepWaits);
    expect(await readFile(program, 'utf8')).toBe('// Say hello here.\n');

    learner.press('e');
    await learner.sees('EDITING greet.ts');
    learner.press('x');
    await learner.sees(/✘[\s\S]*says something else/);
    expect(await readFile(program, 'utf8')).toBe("console.log('x');\n");
    learner.press('e');
    await learner.sees('EDITING greet.ts');
    // What is typed there is the editor's alone, also what would quit the course.
    learner.press('q');
    await learner.sees(/step 1 of 1/);

    await writeFile(program, "console.log('hello');\n");
    await learner.sees(/\[✔\]/);
    learner.press('q');
    expect(await learner.exitCode()).toBe(0);
    expect(leftOf(home)).toEqual([]);
  });

  it('42, 3: takes an editor that is there where none is set, begins anew without losing what was written, and all that without a colour', async () => {
    const nano = path.join(home, 'nano');
    await writeFile(nano, '#!/bin/sh\necho "// by nano" >"$1"\n');
    await chmod(nano, 0o755);
    await using learner = sitDown({EDITOR: '', PATH: `${home}:${process.env['PATH']}`, NO_COLOR: '1'});
    await learner.sees(/step 1 of 1|Press n to begin/, 60);
    await learner.sees('e editor', 60);
    learner.press('e');
    await learner.sees(/That was nano/);
    expect(await readFile(program, 'utf8')).toBe('// by nano\n');
    learner.press('R', 'l');
    await learner.sees(/introduction[\s\S]*kept in[\s\S]*before-[\s\S]*e editor/, 60);
    expect(await readFile(program, 'utf8')).toBe('// Say hello here.\n');

    await writeFile(program, "console.log('mine');\n");
    learner.press('n', 'S');
    await learner.sees(/What you had in greet\.ts is kept as greet\.before-[\d-]+\.ts/);
    expect(await readFile(program, 'utf8')).toBe("console.log('hello');\n");
    await learner.sees(/^workspace\$/m);
    expect(learner.written()).not.toMatch(coloured);
    learner.press('q');
    expect(await learner.exitCode()).toBe(0);
  });
});
