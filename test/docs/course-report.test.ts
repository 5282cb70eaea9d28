import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {loadCourse, loadMistakes} from '../../src/course/load-course.ts';

const root = path.resolve(import.meta.dirname, '../..');
const page = await readFile(path.join(root, 'docs/course-report.md'), 'utf8');
const {lessons} = await loadCourse(path.join(root, 'lessons'));

describe('docs/course-report.md', () => {
  it.each(lessons.map(({id}) => id))('has the figures of %s as it is', async (id) => {
    const lesson = lessons.find((candidate) => candidate.id === id);
    const checks = lesson?.steps.filter(({check}) => check !== undefined).length;
    const mistakes = lesson && (await loadMistakes(lesson)).length;
    expect(page).toContain(`| ${id} | ${lesson?.steps.length} | ${checks} | ${mistakes} |`);
  });

  it('tells of a course without a flake, and of failovers that lost nothing', () => {
    expect(page).toContain('Every step passed every time.');
    for (const runtime of ['local', 'docker']) expect(page).toContain(`### ${runtime}: 20 times`);
    expect(page.match(/messages were acknowledged, 0 of them lost/g)).toHaveLength(2);
  });

  it('counts at least 36 mistakes, each explained', async () => {
    const all = (await Promise.all(lessons.map(loadMistakes))).flat();
    expect(all.length).toBeGreaterThanOrEqual(36);
  });
});
