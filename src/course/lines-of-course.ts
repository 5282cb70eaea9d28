import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {frontMatterSchema, readYaml} from './front-matter.ts';
import {type KafkaLine, kafkaLines} from './lesson.ts';

/**
 * The lines of Kafka that lessons of a course have a lab of, by their front matter alone: quick, and nothing is kept.
 * Every line where no page tells.
 */
export async function linesOfCourse(directory: string): Promise<readonly KafkaLine[]> {
  const folders = await readdir(directory).catch(() => []);
  const named = await Promise.all(folders.map(async (folder) => lineOf(path.join(directory, folder))));
  const used = kafkaLines.filter((line) => named.includes(line));
  return used.length > 0 ? used : kafkaLines;
}

async function lineOf(lesson: string): Promise<KafkaLine | undefined> {
  const page = await readFile(path.join(lesson, 'lesson.md'), 'utf8').catch(() => '');
  const text = /^---\r?\n([\s\S]*?)\r?\n---(\r?\n|$)/.exec(page)?.[1];
  if (text === undefined) return undefined;
  const read = readYaml(text, frontMatterSchema);
  return 'value' in read && read.value.lab.hosts.length > 0 ? read.value.lab.kafka : undefined;
}
