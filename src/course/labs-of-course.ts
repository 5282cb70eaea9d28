import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {courseFileSchema, frontMatterSchema, readYaml} from './front-matter.ts';
import {type KafkaLine, kafkaLines, type LabNeeds} from './lesson.ts';

/** The labs that lessons of a course have, by their front matter alone: quick, and nothing is kept. */
export async function labsOfCourse(directory: string): Promise<readonly LabNeeds[]> {
  const list = readYaml(await read(path.join(directory, 'course.yaml')), courseFileSchema);
  const lessons = 'value' in list ? list.value.lessons : [];
  const labs = await Promise.all(lessons.map(async (id) => labOf(path.join(directory, id))));
  return labs.filter((lab) => lab !== undefined);
}

/** The lines of Kafka that these labs run on; every line where there are none. */
export function linesOf(labs: readonly LabNeeds[]): readonly KafkaLine[] {
  const used = kafkaLines.filter((line) => labs.some(({kafka}) => kafka === line));
  return used.length > 0 ? used : kafkaLines;
}

async function labOf(lesson: string): Promise<LabNeeds | undefined> {
  const page = await read(path.join(lesson, 'lesson.md'));
  const text = /^---\r?\n([\s\S]*?)\r?\n---(\r?\n|$)/.exec(page)?.[1];
  if (text === undefined) return undefined;
  const front = readYaml(text, frontMatterSchema);
  return 'value' in front && front.value.lab.hosts.length > 0 ? front.value.lab : undefined;
}

/** Empty where it cannot be read. */
async function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
