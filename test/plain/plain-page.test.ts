import path from 'node:path';
import {expect, it} from 'vitest';
import {loadCourse} from '../../src/course/load-course.ts';
import {helpPage, searchPage} from '../../src/plain/plain-page.ts';
import {start} from '../session/sample-course.ts';

it('a search line by line says what a term means and in which step it is met, in lines that fit', async () => {
  const course = await loadCourse(path.resolve(import.meta.dirname, '../../lessons'));
  const lines = searchPage({...start(), course}, 'tombstone', 60);
  const words = lines.map((line) => line.trim()).join(' ');
  expect(words).toMatch(
    /^Tombstone: A message with a key and no value.*\(Lesson 08-storage, step 14: A tombstone\)/,
  );
  expect(lines.filter((line) => line.length > 60)).toEqual([]);
});

it('7: the help breaks between words, at any width', () => {
  const words = (columns: number) =>
    helpPage(':', columns)
      .join(' ')
      .split(/\s+/)
      .filter((word) => word !== '');
  for (const columns of [40, 60, 80]) {
    expect(words(columns)).toEqual(words(500));
    for (const line of helpPage(':', columns)) expect(line.length).toBeLessThanOrEqual(columns);
  }
});
