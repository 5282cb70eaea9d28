import {describe, expect, it} from 'vitest';
import type {SharedLab} from './contract-lab.ts';
import {until} from './until.ts';

/** Commands without a terminal. */
export function describeExec(shared: SharedLab): void {
  const exec = async (command: string, options: {timeLimit?: number; input?: string} = {}) =>
    shared.lab.exec('client', command, {timeLimit: 20_000, ...options});

  describe('exec', () => {
    it('gives the output of both streams, that of the first alone, and the exit code', async () => {
      const result = await exec('echo one; echo two >&2; exit 3');
      expect(result).toMatchObject({stdout: 'one\n', exitCode: 3});
      expect(result.output.split('\n').sort()).toEqual(['', 'one', 'two']);
    });

    it('49: is changed by nothing that is put into its folders but by itself', async () => {
      const there = 'ls libs/*.jar bin/*.sh';
      const before = await shared.lab.exec('broker-1', there, {timeLimit: 10_000});
      expect(before.stdout.split('\n').length).toBeGreaterThan(20);
      await exec('echo x > libs/mine.jar; echo x > bin/mine.sh');
      const after = await shared.lab.exec('broker-1', there, {timeLimit: 10_000});
      await exec('rm libs/mine.jar bin/mine.sh');
      expect(after.stdout).toBe(before.stdout);
    });

    it('runs in the host’s working directory with the settings of its shells', async () => {
      const {stdout} = await exec(
        'ls -d bin libs config data logs; echo "$KAFKA_HEAP_OPTS"; echo "$LOG_DIR"',
      );
      expect(stdout.split('\n').slice(0, 6)).toEqual(['bin', 'config', 'data', 'libs', 'logs', '-Xmx192M']);
      expect(stdout.split('\n')[6]).toMatch(/\/logs$/);
    });

    it('finds Kafka’s commands with and without .sh, in a folder of the host’s own', async () => {
      const {stdout} = await exec('ls bin/kafka-topics bin/kafka-topics.sh; pwd -P; cd -P bin/.. && pwd -P');
      const [short, long, here, besideBin] = stdout.split('\n');
      expect([short, long]).toEqual(['bin/kafka-topics', 'bin/kafka-topics.sh']);
      expect(besideBin).toBe(here);
      expect(await exec('bin/kafka-topics --version')).toMatchObject({
        stdout: expect.stringMatching(/^3\.9/),
      });
    });

    it('gives a command its environment and its input', async () => {
      const result = await shared.lab.exec('client', 'echo "$GREETING"; cat', {
        timeLimit: 20_000,
        environment: {GREETING: "it's"},
        input: 'žluťoučký\nlast line without end',
      });
      expect(result).toMatchObject({stdout: "it's\nžluťoučký\nlast line without end", exitCode: 0});
    });

    it('kills everything a command started when its time is over', async () => {
      const began = performance.now();
      const {exitCode, output} = await exec(
        'trap "" TERM HUP; echo begun; sleep 86391 & set -m; sleep 86391 & sleep 86391',
        {timeLimit: 1000},
      );
      expect({exitCode, output}).toEqual({exitCode: undefined, output: 'begun\n'});
      expect(performance.now() - began).toBeLessThan(6000);
      expect(await sleepers(shared)).toEqual([]);
    });

    it('ends a flood after 1 MiB', async () => {
      const {output, exitCode} = await exec('while :; do printf %65536s x; done');
      expect(output.length).toBe(1024 * 1024);
      expect(exitCode).toBe(128);
      // Nobody reads on, and the pipe is broken: such a program ends by itself with a code of its own.
      expect(await exec('yes; exit 1')).toMatchObject({exitCode: 128});
      await until('nothing of the flood is left', async () => !(await programs(shared)).some(isFlood));
    });

    it('starts a program, tells what it prints, and passes signals on', async () => {
      const command = 'trap "echo bye; exit 3" TERM; echo up; while :; do sleep 0.05; done';
      const start = async () => shared.lab.startProgram('client', command, {timeLimit: 30_000});
      const polite = await start();
      await until('it is up', () => polite.output.text === 'up\n');
      await polite.signal('SIGTERM');
      expect(await polite.ended).toEqual({exitCode: 3});
      // bash may have a word on the end of its sleep.
      expect(polite.output.text.replace('Terminated\n', '')).toBe('up\nbye\n');

      const killed = await start();
      await until('it is up', () => killed.output.text === 'up\n');
      await killed.signal('SIGKILL');
      expect(await killed.ended).toEqual({exitCode: 137});
      expect(killed.output.text).toBe('up\n');
    });

    it('leaves nothing of a program whose time is over, or that is ended with all it started', async () => {
      const command = 'trap "" TERM HUP; sleep 86391 & set -m; sleep 86391 & echo up; sleep 86391';
      const slow = await shared.lab.startProgram('client', command, {timeLimit: 1500});
      expect(await slow.ended).toEqual({exitCode: undefined});
      expect(await sleepers(shared)).toEqual([]);
      const ended = await shared.lab.startProgram('client', command, {timeLimit: 30_000});
      await until('it is up', () => ended.output.text === 'up\n');
      await ended.kill();
      expect(await sleepers(shared)).toEqual([]);
    });

    it('refuses a host that was killed and says how it comes back', async () => {
      await shared.lab.kill('client');
      await expect(exec('true')).rejects.toMatchObject({name: 'LabError', cure: /lab start client/});
      expect(shared.lab.hostState('client')).toBe('killed');
      await shared.lab.startHost('client');
      expect(shared.lab.hostState('client')).toBe('up');
      expect(await exec('echo back')).toMatchObject({stdout: 'back\n'});
    });
  });
}

async function programs({subject, identity}: SharedLab): Promise<readonly string[]> {
  return (await subject.listPrograms(identity, 'client')).map(({command}) => command);
}

async function sleepers(shared: SharedLab): Promise<readonly string[]> {
  return (await programs(shared)).filter((command) => command.includes('86391'));
}

function isFlood(command: string): boolean {
  return command.includes('65536');
}
