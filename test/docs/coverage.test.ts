import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, it} from 'vitest';
import {loadCourse} from '../../src/course/load-course.ts';
import {anchorOf} from '../../src/course/parse-glossary.ts';

const root = path.resolve(import.meta.dirname, '../..');

it('docs/coverage.md names a step of the course for each point, by its heading, or says that it is not yet there', async () => {
  const {lessons} = await loadCourse(path.join(root, 'lessons'));
  const steps = new Set(
    lessons.flatMap(({id, steps: ofLesson}) =>
      ofLesson.map(({title}) => `[${title}](../lessons/${id}/lesson.md#${anchorOf(title)})`),
    ),
  );
  const rows = [
    ...readFileSync(path.join(root, 'docs/coverage.md'), 'utf8').matchAll(/^\| (.+?) \| (.+) \|$/gm),
  ]
    .map(([, point = '', where = '']) => ({point, where}))
    .filter(({point}) => point !== 'Point');
  expect(rows.length).toBeGreaterThan(40);

  const linksOf = (where: string) => where.match(/\[[^\]]+\]\([^)]+\/lesson\.md[^)]*\)/g) ?? [];
  const wrong = rows.filter(
    ({where}) =>
      linksOf(where).some((link) => !steps.has(link)) ||
      (linksOf(where).length === 0 && !/\bnot (yet$|a step: )/.test(where)),
  );
  expect(wrong).toEqual([]);
  const covered = new Set(rows.flatMap(({where}) => linksOf(where).map((link) => link.split('/')[2])));
  expect([...covered].sort()).toEqual(lessons.map(({id}) => id));
});
