import {cp, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {openCourse} from '../../src/course/cached-course.ts';
import {loadCourse} from '../../src/course/load-course.ts';

describe('a course that was read before', () => {
  let folder: string;
  let course: string;
  const open = async (version = '1') => openCourse(course, {directory: path.join(folder, 'cache'), version});
  const page = () => path.join(course, '01-first-topic', 'lesson.md');

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cached course '));
    course = path.join(folder, 'course');
    await cp(path.resolve(import.meta.dirname, '../fixtures/courses/small'), course, {recursive: true});
  });
  afterEach(async () => rm(folder, {recursive: true, force: true}));

  it('is the same as one that is read anew', async () => {
    await open();
    const plain = JSON.parse(JSON.stringify(await loadCourse(course)));
    expect(await open()).toEqual(plain);
  });

  it('is read anew when a page changes, a check is added or the program is another version', async () => {
    const [before] = (await open()).lessons;
    await writeFile(
      page(),
      (await readFile(page(), 'utf8')).replace('title: A first topic', 'title: Another one'),
    );
    const [after] = (await open()).lessons;
    expect([before?.title, after?.title]).toEqual(['A first topic', 'Another one']);

    await writeFile(path.join(course, '01-first-topic', 'checks', 'nowhere.ts'), '');
    await expect(open()).rejects.toThrow(/orphaned-check/);
    await rm(path.join(course, '01-first-topic', 'checks', 'nowhere.ts'));
    expect((await open('2')).title).toBe('A small course');

    const [lesson] = (await open()).lessons;
    const anchor = lesson?.steps[0]?.title.toLowerCase().replaceAll(' ', '-');
    const term = `## Word\n\nWhat it means.\n\n[Where](01-first-topic/lesson.md#${anchor})\n`;
    await writeFile(path.join(course, 'glossary.md'), term);
    expect((await open()).glossary).toMatchObject([{name: 'Word', step: lesson?.steps[0]?.id}]);
  });

  it('is not taken from a damaged file, and keeps one file', async () => {
    await open();
    const files = path.join(folder, 'cache', 'courses');
    const [file = ''] = await readdir(files);
    await writeFile(path.join(files, file), '{');
    expect((await open()).title).toBe('A small course');
    expect(await readdir(files)).toEqual([file]);
  });

  it('is read also where no cache can be written', async () => {
    await writeFile(path.join(folder, 'cache'), 'a file');
    expect((await open()).title).toBe('A small course');
  });
});
