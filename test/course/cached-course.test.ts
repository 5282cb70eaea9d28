import {chmodSync, readdirSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {openCourse} from '../../src/course/cached-course.ts';
import {CourseError, loadCourse} from '../../src/course/load-course.ts';
import {smallLesson, temporaryFolder} from './course-folder.ts';

const files = {
  'course/course.yaml': 'title: A course\nlessons: [01-one]\n',
  'course/01-one/lesson.md': smallLesson,
  'course/01-one/checks/do-it.ts': '',
};

async function openBench() {
  const folder = await temporaryFolder(files);
  const cache = {directory: path.join(folder.path, 'cache'), version: '1'};
  const kept = path.join(cache.directory, 'courses');
  return {
    ...folder,
    cache,
    course: path.join(folder.path, 'course'),
    /** The files of the cache, by their full names. */
    kept: () => readdirSync(kept).map((name) => path.join(kept, name)),
  };
}

describe('a course that was read before', () => {
  it('is the same as one that is read anew', async () => {
    await using bench = await openBench();
    const anew = await loadCourse(bench.course);
    expect(await openCourse(bench.course, bench.cache)).toEqual(anew);
    expect(await openCourse(bench.course, bench.cache)).toEqual(anew);
    expect(bench.kept()).toHaveLength(1);
    expect(statSync(bench.kept()[0] ?? '').mode & 0o077).toBe(0);
  });

  it.each([
    ['its title', {'course/course.yaml': 'title: Another\nlessons: [01-one]\n'}],
    ['a page', {'course/01-one/lesson.md': smallLesson.replace('Do it', 'Do that')}],
    [
      'a second lesson',
      {
        'course/course.yaml': 'title: A course\nlessons: [01-one, 02-two]\n',
        'course/02-two/lesson.md': smallLesson,
      },
    ],
  ])('is read anew when %s has changed', async (_, changed) => {
    await using bench = await openBench();
    const before = await openCourse(bench.course, bench.cache);
    await bench.write(changed);
    const after = await openCourse(bench.course, bench.cache);
    expect(after).not.toEqual(before);
    expect(after).toEqual(await loadCourse(bench.course));
  });

  it('is read anew when a check has come', async () => {
    await using bench = await openBench();
    await openCourse(bench.course, bench.cache);
    await bench.write({'course/01-one/checks/other.sh': ''});
    await expect(openCourse(bench.course, bench.cache)).rejects.toThrow(/orphaned-check/);
  });

  it('is read anew by another version, and for another folder', async () => {
    await using bench = await openBench();
    await openCourse(bench.course, bench.cache);
    await openCourse(bench.course, {...bench.cache, version: '2'});
    await bench.write(
      Object.fromEntries(
        Object.entries(files).map(([name, text]) => [name.replace('course/', 'copy/'), text]),
      ),
    );
    const copy = await openCourse(path.join(bench.path, 'copy'), bench.cache);
    expect(copy.directory).toBe(path.join(bench.path, 'copy'));
    expect(bench.kept()).toHaveLength(3);
  });

  it.each(['', '{"title":', 'null', '[]', '{}'])(
    'is read anew when what was kept of it is damaged: %j',
    async (text) => {
      await using bench = await openBench();
      const course = await openCourse(bench.course, bench.cache);
      for (const file of bench.kept()) writeFileSync(file, text);
      expect(await openCourse(bench.course, bench.cache)).toEqual(course);
    },
  );
});

describe('a course with problems', () => {
  it('is never kept', async () => {
    await using bench = await openBench();
    await bench.write({'course/01-one/lesson.md': smallLesson.replace('bash client', 'bash nowhere')});
    for (let time = 0; time < 2; time += 1)
      await expect(openCourse(bench.course, bench.cache)).rejects.toThrow(CourseError);
    await bench.write({'course/01-one/lesson.md': smallLesson});
    expect((await openCourse(bench.course, bench.cache)).title).toBe('A course');
  });
});

describe('a cache that cannot be written', () => {
  it('does no harm', async () => {
    await using bench = await openBench();
    await bench.write({file: ''});
    const cache = {directory: path.join(bench.path, 'file'), version: '1'};
    expect((await openCourse(bench.course, cache)).title).toBe('A course');
    await openCourse(bench.course, bench.cache);
    chmodSync(path.join(bench.cache.directory, 'courses'), 0o500);
    await bench.write({'course/course.yaml': 'title: Another\nlessons: [01-one]\n'});
    expect((await openCourse(bench.course, bench.cache)).title).toBe('Another');
    chmodSync(path.join(bench.cache.directory, 'courses'), 0o700);
  });
});
