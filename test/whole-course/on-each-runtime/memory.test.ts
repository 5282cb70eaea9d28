import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {loadCourse} from '../../../src/course/load-course.ts';
import {tokenVariable} from '../../../src/lab/local/lab-token.ts';
import {Learner} from '../../app/learner.ts';
import {playLesson} from '../../app/play-lesson.ts';
import {removeHome, runtimeHere} from '../../runtimes.ts';

const runtime = runtimeHere();

/** Bytes that ZooKeeper, three brokers, the client's programs and the app may take together. */
const limit = 1.1e9;

describe(`the largest lesson on ${runtime}`, () => {
  it('leaves an 8 GB laptop to its owner: servers, a producer and the app take less than 1.1 GB', async () => {
    const home = await mkdtemp(path.join(tmpdir(), 'memory-'));
    const {lessons} = await loadCourse(path.resolve(import.meta.dirname, '../../../lessons'));
    const lesson = lessons.find(({id}) => id === '11-failover');
    if (!lesson) throw new Error('no lesson 11');
    try {
      await using learner = new Learner({
        columns: 80,
        rows: 24,
        home,
        arguments: ['--runtime', runtime, 'start', lesson.id],
      });
      await learner.sees('Press n to begin', 120);
      learner.press('n');
      // The first step leaves a producer running beside everything else, and its check has run.
      await playLesson(learner, lesson, [], 0, 1);
      const found = [...ofTheApp(home), ...(runtime === 'docker' ? ofContainers(home) : [])];
      const names = found.map(({name}) => name).join('\n');
      expect(names.match(/kafka\.Kafka/g)).toHaveLength(3);
      expect(names).toContain('QuorumPeerMain');
      expect(names).toContain('VerifiableProducer');
      expect(names).toContain('check-process.js');
      const bytes = found.reduce((sum, entry) => sum + entry.bytes, 0);
      console.log(`${runtime}: ${Math.round(bytes / 1e6)} MB\n${renderLargest(found)}`);
      expect(bytes).toBeLessThan(limit);
    } finally {
      await removeHome(home);
    }
  });
});

interface Taken {
  readonly name: string;
  readonly bytes: number;
}

function renderLargest(found: readonly Taken[]): string {
  return found
    .toSorted((left, right) => right.bytes - left.bytes)
    .slice(0, 9)
    .map(({name, bytes}) => `  ${Math.round(bytes / 1e6)} MB  ${name.slice(-60)}`)
    .join('\n');
}

/** The launcher and the app with all they started, and the processes of its labs. */
function ofTheApp(home: string): readonly Taken[] {
  const homeId = readFileSync(path.join(home, 'home-id'), 'utf8').trim();
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const status = readFileSync(`/proc/${pid}/stat`, 'latin1');
        const parent = status.slice(status.lastIndexOf(')') + 2).split(' ')[1] ?? '';
        return [{pid, parent, environment: readFileSync(`/proc/${pid}/environ`, 'latin1')}];
      } catch {
        // It ended meanwhile, or belongs to somebody else.
        return [];
      }
    });
  const ours = new Set(
    all
      .filter(
        ({environment}) =>
          environment.includes(`KAFKA_LESSONS_HOME=${home}`) ||
          environment.includes(`${tokenVariable}=${homeId}`),
      )
      .map(({pid}) => pid),
  );
  for (let before = -1; before < ours.size; ) {
    before = ours.size;
    for (const {pid, parent} of all) if (ours.has(parent)) ours.add(pid);
  }
  return [...ours].flatMap((pid) => {
    try {
      return [{name: commandOf(pid), bytes: proportionalSize(pid)}];
    } catch {
      return [];
    }
  });
}

/** What is shared is divided among those that share it. */
function proportionalSize(pid: string): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
  return 1024 * Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1]);
}

function commandOf(pid: string): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'latin1')
    .replaceAll('\0', ' ')
    .replace(/-cp \S+/, '')
    .trim();
}

/** As the engine lists them; what is shared counts for each. */
function ofContainers(home: string): readonly Taken[] {
  const homeId = readFileSync(path.join(home, 'home-id'), 'utf8').trim();
  const docker = (...words: readonly string[]) =>
    execFileSync('docker', words, {encoding: 'utf8', timeout: 20_000}).split('\n').filter(Boolean);
  return docker('ps', '--quiet', '--filter', `label=kafka-lessons.home=${homeId}`).flatMap((container) =>
    docker('top', container, '-o', 'pid,rss,args')
      .slice(1)
      .map((line) => {
        const [, , kilobytes, name = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
        return {name, bytes: 1024 * Number(kilobytes)};
      }),
  );
}
