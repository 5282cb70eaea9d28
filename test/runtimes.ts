import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {readFile, rm} from 'node:fs/promises';
import path from 'node:path';
import type {RuntimeName} from '../src/lab/lab.ts';
import {tokenVariable} from '../src/lab/local/lab-token.ts';

/** The runtimes that can be tried here: `npm test` says in its first line whether Docker is one of them. */
export const runtimes: readonly RuntimeName[] =
  process.env['KAFKA_LESSONS_TEST_DOCKER'] === '1' ? ['local', 'docker'] : ['local'];

/** The runtime that this file is run for: vitest.config.ts runs some files once for each. */
export function runtimeHere(): RuntimeName {
  const runtime = process.env['KAFKA_LESSONS_TEST_RUNTIME'];
  if (runtime === 'local' || runtime === 'docker') return runtime;
  throw new Error(
    'This file is run once for each runtime: it lies in the wrong folder, see vitest.config.ts.',
  );
}

/** What of a home's labs is on this machine, judged from outside: processes by their environment, containers by the engine's list. */
export function leftOf(home: string): readonly string[] {
  const homeId = readFileSync(path.join(home, 'home-id'), 'utf8').trim();
  return [...processesOf(homeId), ...containersOf(homeId)];
}

function processesOf(homeId: string): readonly string[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'latin1');
      const isZombie = / Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1').slice(-250));
      const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
      return environment.includes(`${tokenVariable}=${homeId}`) && !isZombie
        ? [`process ${pid}: ${command.slice(0, 100)}`]
        : [];
    } catch {
      return [];
    }
  });
}

function containersOf(homeId: string): readonly string[] {
  if (process.env['KAFKA_LESSONS_TEST_DOCKER'] !== '1') return [];
  const list = (words: readonly string[]) =>
    execFileSync('docker', [...words, '--format', '{{.Names}}'], {encoding: 'utf8', timeout: 120_000});
  const networks = execFileSync('docker', ['network', 'ls', '--format', '{{.Name}}'], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  return [...list(['ps', '-a']).split('\n'), ...networks.split('\n')].filter((name) => name.includes(homeId));
}

/** Removes a home that a test made, with the data its labs keep in the engine. */
export async function removeHome(home: string): Promise<void> {
  if (process.env['KAFKA_LESSONS_TEST_DOCKER'] === '1') {
    const homeId = await readFile(path.join(home, 'home-id'), 'utf8').catch(() => '');
    const label = `label=kafka-lessons.home=${homeId.trim()}`;
    const docker = (...words: readonly string[]) =>
      execFileSync('docker', words, {encoding: 'utf8', timeout: 120_000}).split('\n').filter(Boolean);
    const volumes = homeId === '' ? [] : docker('volume', 'ls', '--quiet', '--filter', label);
    if (volumes.length > 0) docker('volume', 'rm', ...volumes);
  }
  await rm(home, {recursive: true, force: true});
}
