import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';

/** How a topic is called that ticks a step: the first step's is `tick-1`. */
export function tickTopic(step: number): string {
  return `tick-${step}`;
}

/** Writes a course of one lesson whose steps each wait for a topic; ZooKeeper and broker 1 run when it opens. */
export async function writeTickCourse(directory: string, steps: number): Promise<void> {
  const numbers = Array.from({length: steps}, (_, index) => index + 1);
  const lesson = path.join(directory, '01-ticks');
  await mkdir(path.join(lesson, 'checks'), {recursive: true});
  await writeFile(path.join(directory, 'course.yaml'), 'title: A course to measure\nlessons: [01-ticks]\n');
  await writeFile(path.join(lesson, 'lesson.md'), frontMatter + numbers.map(stepText).join('\n'));
  for (const number of numbers) {
    await writeFile(path.join(lesson, 'checks', `${tickTopic(number)}.ts`), checkText(tickTopic(number)));
  }
}

const frontMatter = `---
title: Ticks
summary: A step for each measurement.
minutes: 1
lab:
  kafka: "3.9"
  mode: zookeeper
  hosts: [zookeeper, broker-1, client]
  running: [zookeeper, broker-1]
terminals:
  flood: client
---

`;

function stepText(number: number): string {
  return `## Topic ${tickTopic(number)}\n<!-- step: ${tickTopic(number)} -->\n\nIt is made from outside.\n`;
}

function checkText(topic: string): string {
  return `import {defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(({cluster}) => {
  const topic = cluster.topic('${topic}');
  if (!topic) return cluster.reachable ? waiting() : failed('No broker answers.');
  return passed(\`\\\`${topic}\\\` exists with \${topic.partitions.length} partition\`);
});
`;
}
