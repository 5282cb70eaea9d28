import {randomBytes} from 'node:crypto';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {CheckRunner} from '../../src/checks/check-runner.ts';
import {RunningPrograms} from '../../src/checks/running-programs.ts';
import type {Verdict} from '../../src/checks/verdict.ts';
import {findProcesses} from '../../src/lab/local/host-processes.ts';
import {renderToken, tokenVariable} from '../../src/lab/local/lab-token.ts';
import {startLocalProgram} from '../../src/lab/local/start-program.ts';
import {temporaryFolder} from '../course/course-folder.ts';
import {emptyCluster, inputWith} from './sample-input.ts';

const processFile = path.resolve(import.meta.dirname, '../../dist/check-process.js');

/** A runner whose checks run real programs in a folder, and what of those programs still lives. */
async function openRunner() {
  const folder = await temporaryFolder();
  const homeId = randomBytes(6).toString('hex');
  const token = {homeId, lessonId: '09-test', host: 'workspace'} as const;
  const runner = new CheckRunner({
    processFile,
    environment: {PATH: process.env['PATH'] ?? ''},
    ports: {
      messages: async () => [],
      brokerConfigs: async () => undefined,
      look: async () => ({cluster: {...emptyCluster, reachable: true}, changes: []}),
      exec: async () => ({output: '', stdout: '', exitCode: 0}),
      startProgram: async (_, command, {timeLimit, environment}) =>
        startLocalProgram(command, {
          timeLimit,
          token,
          directory: folder.path,
          environment: {
            PATH: process.env['PATH'] ?? '',
            [tokenVariable]: renderToken(homeId, token.lessonId, token.host, 'run'),
            ...environment,
          },
        }),
    },
  });
  return {
    run: async (body: string, limit = 20_000): Promise<Verdict> => {
      const text = `import {defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
export default defineCheck(async ({host, cluster}) => {
  const {run} = host('workspace');
  ${body}
});`;
      await folder.write({'check.ts': text});
      const check = {path: path.join(folder.path, 'check.ts'), language: 'typescript'} as const;
      return runner.run(check, inputWith(), limit);
    },
    alive: async () => (await findProcesses(token)).map(({command}) => command),
    [Symbol.asyncDispose]: async () => {
      await runner[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const polite = `"trap 'echo bye; exit 3' TERM; echo up $NAME; while :; do sleep 0.05; done"`;

describe('a program that a check runs', () => {
  it('is waited for, signalled, and judged by what it printed and how it ended', async () => {
    await using bench = await openRunner();
    const verdict = await bench.run(`
      const program = await run(${polite}, {environment: {NAME: 'and running'}});
      const isUp = await program.until(/up and running/);
      await program.kill();
      const {output, exitCode} = await program.ended;
      return passed(JSON.stringify([isUp, output.replace(/Terminated./s, ''), exitCode]));`);
    expect(verdict).toEqual({type: 'passed', evidence: '[true,"up and running\\nbye\\n",3]'});
    expect(await bench.alive()).toEqual([]);
  });

  it('is not started any more once the check has given its verdict', async () => {
    let started = 0;
    const programs = new RunningPrograms({
      startProgram: async () => {
        started += 1;
        throw new Error('started');
      },
    });
    await programs.killAll();
    const late = programs.start({
      type: 'run',
      host: 'workspace',
      command: 'node producer.ts',
      environment: {},
      timeLimit: 1000,
    });
    await expect(late).rejects.toThrow('has given its verdict');
    expect(started).toBe(0);
  });

  it('ends without a word when it is killed, and can be run again', async () => {
    await using bench = await openRunner();
    const verdict = await bench.run(`
      const codes = [];
      for (const _ of [1, 2]) {
        const program = await run(${polite});
        await program.until('up');
        await program.kill('SIGKILL');
        const {output, exitCode} = await program.ended;
        codes.push(output.includes('bye'), exitCode);
      }
      return passed(codes.join(' '));`);
    expect(verdict).toEqual({type: 'passed', evidence: 'false 137 false 137'});
  });

  it('that ends without the words is not waited for', async () => {
    await using bench = await openRunner();
    const began = performance.now();
    const verdict = await bench.run(`
      const program = await run('echo something else');
      return passed(String(await program.until('never', 15_000)));`);
    expect(verdict).toEqual({type: 'passed', evidence: 'false'});
    expect(performance.now() - began).toBeLessThan(8000);
  });

  it('has a time limit and a limit on what it prints', async () => {
    await using bench = await openRunner();
    const verdict = await bench.run(`
      const slow = await run('echo begun; sleep 60', {timeLimit: 500});
      const flood = await run('yes');
      const ends = [await slow.ended, await flood.ended];
      return passed(JSON.stringify([ends[0].output, ends[0].exitCode ?? 'none', ends[1].output.length]));`);
    expect(verdict).toEqual({type: 'passed', evidence: '["begun\\n","none",1048576]'});
    expect(await bench.alive()).toEqual([]);
  });

  it('does not outlive its check, whatever becomes of that', async () => {
    await using bench = await openRunner();
    const deaf = `"trap '' TERM HUP; (sleep 86394 &); echo up; sleep 86394"`;
    const start = `const program = await run(${deaf}); await program.until('up');`;
    expect((await bench.run(`${start} return waiting('left');`)).type).toBe('waiting');
    expect(await bench.alive()).toEqual([]);
    expect((await bench.run(`${start} throw new Error('thrown');`)).type).toBe('broken');
    expect(await bench.alive()).toEqual([]);
    expect((await bench.run(`${start} for (;;) {}`, 3000)).type).toBe('broken');
    expect(await bench.alive()).toEqual([]);
  });

  it('may have changed the cluster, which can be looked at again', async () => {
    await using bench = await openRunner();
    const verdict = await bench.run('return passed(String((await cluster.again()).reachable));');
    expect(verdict).toEqual({type: 'passed', evidence: 'true'});
  });
});
