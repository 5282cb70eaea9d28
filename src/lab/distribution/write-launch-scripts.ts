import {mkdir, readFile, rename, writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {KafkaRelease} from '../kafka-lines/kafka-release.ts';
import {makeArchiveText} from './class-archive-script.ts';
import {launchScriptText, runClassText} from './launch-scripts.ts';

/**
 * Gives a folder that has Kafka's jars under `libs` its `bin`, `config` and `class-archive`. Files that are as they should be
 * are left alone and others are replaced whole, so it can be done to a Kafka that is running.
 */
export async function writeLaunchScripts(
  directory: string,
  {launchScripts, logging, configFiles, archiveServers}: KafkaRelease,
): Promise<void> {
  const bin = path.join(directory, 'bin');
  const config = path.join(directory, 'config');
  const classArchive = path.join(directory, 'class-archive');
  await Promise.all([bin, config, classArchive].map((folder) => mkdir(folder, {recursive: true})));
  await Promise.all([
    replaceFile(path.join(bin, 'kafka-run-class.sh'), runClassText(logging), 0o755),
    replaceFile(path.join(classArchive, 'make.sh'), makeArchiveText(archiveServers), 0o755),
    ...launchScripts.map((script) =>
      replaceFile(path.join(bin, script.name), launchScriptText(script), 0o755),
    ),
    ...[logging.servers, logging.commands, logging.connect].map(({name, text}) =>
      replaceFile(path.join(config, name), text, 0o644),
    ),
    ...Object.entries(configFiles).map(([name, text]) => replaceFile(path.join(config, name), text, 0o644)),
  ]);
}

async function replaceFile(file: string, text: string, mode: number): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => undefined)) === text) return;
  const next = `${file}.${process.pid}.${crypto.randomUUID()}`;
  await writeFile(next, text, {mode});
  await rename(next, file);
}
