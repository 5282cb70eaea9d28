import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {courseFileSchema, frontMatterSchema, readYaml} from './front-matter.ts';
import {type KafkaLine, kafkaLines} from './lesson.ts';

/**
 * The lines of Kafka that lessons of a course have a lab of, by their front matter alone: quick, and nothing is kept.
 * Every line where no page tells.
 */
export async function linesOfCourse(directory: string): Promise<readonly KafkaLine[]> {
  const list = readYaml(await read(path.join(directory, 'course.yaml')), courseFileSchema);
  const lessons = 'value' in list ? list.value.lessons : [];
  const named = await Promise.all(lessons.map(async (id) => lineOf(path.join(directory, id))));
  const used = kafkaLines.filter((line) => named.includes(line));
  return used.length > 0 ? used : kafkaLines;
}

async function lineOf(lesson: string): Promise<KafkaLine | undefined> {
  const page = await read(path.join(lesson, 'lesson.md'));
  const text = /^---\r?\n([\s\S]*?)\r?\n---(\r?\n|$)/.exec(page)?.[1];
  if (text === undefined) return undefined;
  const front = readYaml(text, frontMatterSchema);
  return 'value' in front && front.value.lab.hosts.length > 0 ? front.value.lab.kafka : undefined;
}

/** Empty where it cannot be read. */
async function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
