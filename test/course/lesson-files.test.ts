import {chmod, symlink} from 'node:fs/promises';
import path from 'node:path';
import {expect, it} from 'vitest';
import type {Lesson} from '../../src/course/lesson.ts';
import {readLessonFiles} from '../../src/course/lesson-files.ts';
import {temporaryFolder} from './course-folder.ts';

it('a lesson without files brings none along', async () => {
  await using folder = await temporaryFolder();
  expect(await readLessonFiles({directory: folder.path} as Lesson)).toEqual([]);
});

it('files of hosts are brought along with their paths and whether they run; links are not', async () => {
  await using folder = await temporaryFolder({
    'files/broker-2/config/server.properties': 'broker.id=2\n',
    'files/workspace/producer.ts': 'export {};\n',
    'files/workspace/bin/deep/run.sh': '#!/bin/sh\n',
    'files/nowhere/file': 'of no host',
    'files/loose': 'of no host either',
  });
  await chmod(path.join(folder.path, 'files/workspace/bin/deep/run.sh'), 0o755);
  await symlink('/etc/hosts', path.join(folder.path, 'files/workspace/hosts'));
  const files = await readLessonFiles({directory: folder.path} as Lesson);
  expect(files.toSorted((left, right) => left.path.localeCompare(right.path))).toEqual([
    {host: 'workspace', path: 'bin/deep/run.sh', content: '#!/bin/sh\n', executable: true},
    {host: 'broker-2', path: 'config/server.properties', content: 'broker.id=2\n', executable: false},
    {host: 'workspace', path: 'producer.ts', content: 'export {};\n', executable: false},
  ]);
});
