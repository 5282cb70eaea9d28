import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {labsOfCourse, linesOf} from '../../src/course/labs-of-course.ts';

async function linesOfPages(
  pages: Readonly<Record<string, string>>,
  lessons = Object.keys(pages),
): Promise<readonly string[]> {
  const directory = await mkdtemp(path.join(tmpdir(), 'kafka-lessons-lines-'));
  try {
    for (const [lesson, page] of Object.entries(pages)) {
      await mkdir(path.join(directory, lesson));
      await writeFile(path.join(directory, lesson, 'lesson.md'), page);
    }
    await writeFile(path.join(directory, 'course.yaml'), `title: x\nlessons: [${lessons.join(', ')}]\n`);
    return linesOf(await labsOfCourse(directory));
  } finally {
    await rm(directory, {recursive: true});
  }
}

const page = (lab: string) => `---\ntitle: x\nsummary: x\nminutes: 1\n${lab}---\n## A\n`;

describe('the lines of Kafka of a course', () => {
  it('are those that its lessons have a lab of', async () => {
    const three = page('lab: {kafka: "3.9", hosts: [client]}\n');
    const four = page('lab: {kafka: "4.3", hosts: [client]}\r\n').replaceAll('---\n', '---\r\n');
    expect(await linesOfPages({a: three, b: page('')})).toEqual(['3.9']);
    expect(await linesOfPages({a: four})).toEqual(['4.3']);
    expect(await linesOfPages({a: four, b: three})).toEqual(['3.9', '4.3']);
    expect(await linesOfPages({a: four, b: three}, ['b'])).toEqual(['3.9']);
  });

  it('are all where no page tells', async () => {
    expect(await linesOfPages({})).toEqual(['3.9', '4.3']);
    expect(await linesOfPages({a: '---\ntitle: [\n---\n', b: 'no page'})).toEqual(['3.9', '4.3']);
    expect(linesOf(await labsOfCourse('/nowhere'))).toEqual(['3.9', '4.3']);
  });
});
