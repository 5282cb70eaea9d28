import {randomBytes} from 'node:crypto';
import {existsSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {describe, expect, it} from 'vitest';
import type {CheckInput} from '../../src/checks/check-messages.ts';
import {type CheckPorts, CheckRunner} from '../../src/checks/check-runner.ts';
import type {Verdict} from '../../src/checks/verdict.ts';
import {killProcesses} from '../../src/lab/local/host-processes.ts';
import {renderToken, tokenVariable} from '../../src/lab/local/lab-token.ts';
import {temporaryFolder} from '../course/course-folder.ts';
import {until} from '../lab/contract/until.ts';
import {markedProcesses, untilGone} from './marked-processes.ts';
import {emptyCluster, inputWith, topicNamed} from './sample-input.ts';

const processFile = path.resolve(import.meta.dirname, '../../dist/check-process.js');
const isLinux = process.platform === 'linux';
if (!isLinux) console.log('There is no /proc here: what checks leave running is NOT looked at.');

/** Milliseconds a check gets; one that does not come back gets less. A verdict must be there that much later at the latest. */
const timeLimit = 10_000;
const shortLimit = 1500;
const grace = 5000;

const deafPorts: CheckPorts = {
  messages: async () => [],
  look: async () => ({cluster: emptyCluster, changes: []}),
  brokerConfigs: async () => undefined,
  exec: async () => ({output: '', stdout: '', exitCode: 0}),
  startProgram: async () => {
    throw new Error('no program runs here');
  },
};

/** A runner, a folder for checks, and the mark that all its processes carry. */
async function openRunner(ports: CheckPorts = deafPorts) {
  const folder = await temporaryFolder();
  const mark = `CHECK_TEST_MARK=${randomBytes(8).toString('hex')}`;
  const environment = {PATH: process.env['PATH'] ?? '', [mark.slice(0, 15)]: mark.slice(16)};
  const token = {homeId: randomBytes(6).toString('hex')};
  const started = {
    mark: `${tokenVariable}=${renderToken(token.homeId, 'lesson', 'workspace', 'checks')}`,
    end: async () => killProcesses(token),
  };
  const runner = new CheckRunner({ports, started, processFile, environment});
  return {
    mark,
    folder: folder.path,
    write: folder.write,
    /** Runs a check that is there. */
    judge: async (name: string) =>
      runner.run({path: path.join(folder.path, name), language: 'typescript'}, inputWith(), timeLimit),
    /** Writes a check and runs it. */
    run: async (
      text: string,
      input: CheckInput = inputWith(),
      name = 'check.ts',
      limit = timeLimit,
    ): Promise<Verdict> => {
      await folder.write({[name]: text});
      return runner.run({path: path.join(folder.path, name), language: 'typescript'}, input, limit);
    },
    runner,
    [Symbol.asyncDispose]: async () => {
      await runner[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
      if (isLinux) await untilGone(mark);
    },
  };
}

const header =
  "import {answered, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';\nimport {spawn} from 'node:child_process';\nimport {writeFileSync} from 'node:fs';\n";
const checkThat = (body: string) =>
  `${header}export default defineCheck(async (context) => {\n${body}\n});\n`;

describe('a check', () => {
  it.each([
    ['waits', 'return waiting();', {type: 'waiting'}],
    ['says what it waits for', 'return waiting("no topic yet");', {type: 'waiting', message: 'no topic yet'}],
    ['passes', 'return passed("it is there");', {type: 'passed', evidence: 'it is there'}],
    [
      'says which choice was right',
      'return answered(1, "it is there");',
      {type: 'passed', evidence: 'it is there', answer: 1},
    ],
    [
      'fails',
      'return failed("no", {expected: "a", observed: "b", why: "c"});',
      {type: 'failed', message: 'no', expected: 'a', observed: 'b', why: 'c'},
    ],
  ])('%s', async (_, body, verdict) => {
    await using bench = await openRunner();
    expect(await bench.run(checkThat(body))).toEqual(verdict);
  });

  it('is told of cluster, terminals, step and hosts', async () => {
    await using bench = await openRunner();
    const input = inputWith({
      cluster: {...emptyCluster, topics: [topicNamed('tset')]},
      terminals: [
        {
          name: 'client',
          host: 'client',
          commands: [{id: 1, command: 'ls', output: 'bin', exitCode: 0, startedAt: 5, endedAt: 6}],
        },
      ],
      step: {id: 'a', title: 'A', startedAt: 4, choice: 1},
      hosts: {client: 'paused'},
    });
    const verdict = await bench.run(
      checkThat(`const {cluster, terminals, step, host} = context;
      const found: string[] = [cluster.misspelt('test')!.name, terminals.finished({since: step.startedAt, output: /bin/})[0]!.command,
        String(step.choice), host('client').state, host('broker-1').state];
      return passed(found.join(' '));`),
      input,
    );
    expect(verdict).toEqual({type: 'passed', evidence: 'tset ls 1 paused absent'});
  });

  it('asks for messages, commands and files', async () => {
    const asked: unknown[] = [];
    await using bench = await openRunner({
      ...deafPorts,
      messages: async (topic, limit) => {
        asked.push([topic, limit]);
        return [{partition: 0, offset: 0, key: null, value: 'hello', timestamp: 1}];
      },
      brokerConfigs: async (broker) => {
        asked.push(broker);
        return broker === 1 ? {'num.partitions': '1'} : undefined;
      },
      exec: async (host, command, {environment, timeLimit: limit}) => {
        asked.push([host, command, environment, limit]);
        return {
          output: 'out and err',
          stdout: 'out',
          exitCode: environment?.['CHECK_FILE'] === 'gone' ? 1 : 0,
        };
      },
    });
    const verdict = await bench.run(
      checkThat(`const [message] = await context.cluster.messages('test', {limit: 5});
      const configs = await context.cluster.brokerConfigs(1);
      const none = await context.cluster.brokerConfigs(2);
      const client = context.host('client');
      const {output, exitCode} = await client.exec('ls');
      return passed([message!.value, configs!['num.partitions'], String(none), output, exitCode, await client.readFile('a'), await client.readFile('gone')].join('|'));`),
    );
    expect(verdict).toEqual({type: 'passed', evidence: 'hello|1|undefined|out and err|0|out|'});
    expect(asked).toEqual([
      ['test', 5],
      1,
      2,
      ['client', 'ls', undefined, 8000],
      ['client', 'cat -- "$CHECK_FILE"', {CHECK_FILE: 'a'}, 4000],
      ['client', 'cat -- "$CHECK_FILE"', {CHECK_FILE: 'gone'}, 4000],
    ]);
  });

  it('is told when what it asks for is refused', async () => {
    await using bench = await openRunner({
      ...deafPorts,
      messages: async () => {
        throw new Error('the broker is gone');
      },
    });
    expect(await bench.run(checkThat('await context.cluster.messages("test"); return waiting();'))).toEqual({
      type: 'broken',
      reason: 'the check threw an error',
      detail: 'Error: the broker is gone',
    });
    const caught =
      'try { await context.cluster.messages("test"); } catch (error) { return failed((error as Error).message); }';
    expect(await bench.run(checkThat(caught))).toEqual({type: 'failed', message: 'the broker is gone'});
  });

  it('sees nothing of the environment but what is allowed', async () => {
    await using bench = await openRunner();
    expect(process.env).toHaveProperty('VITEST');
    const verdict = await bench.run(checkThat('return passed(Object.keys(process.env).sort().join(" "));'));
    expect(verdict).toEqual({type: 'passed', evidence: 'CHECK_TEST_MARK KAFKA_LESSONS_TOKEN PATH'});
  });

  it('runs in the same process as the one before', async () => {
    await using bench = await openRunner();
    const text = checkThat('return passed(String(process.pid));');
    expect(await bench.run(text, inputWith(), 'a.ts')).toEqual(
      await bench.runner.run(
        {path: path.join(bench.folder, 'a.ts'), language: 'typescript'},
        inputWith(),
        timeLimit,
      ),
    );
  });

  it('that was edited is loaded anew, and so is what it imports', async () => {
    await using bench = await openRunner();
    expect(await bench.run(checkThat('return passed("one");'))).toMatchObject({evidence: 'one'});
    expect(await bench.run(checkThat('return passed("two");'))).toMatchObject({evidence: 'two'});
    const importing = `import {word} from './parts/word.ts';\n${checkThat('return passed(word);')}`;
    await bench.run('export const word = "three";', inputWith(), 'parts/word.ts');
    expect(await bench.run(importing)).toMatchObject({evidence: 'three'});
    await bench.run('export const word: string = "four";', inputWith(), 'parts/word.ts');
    const check = {path: path.join(bench.folder, 'check.ts'), language: 'typescript'} as const;
    expect(await bench.runner.run(check, inputWith(), timeLimit)).toMatchObject({evidence: 'four'});
  });

  it('runs after the one before, in order', async () => {
    await using bench = await openRunner();
    await bench.run(checkThat('return waiting();'));
    const slowly = 'await new Promise((resolve) => setTimeout(resolve, 200)); return passed("slow");';
    await bench.write({'a.ts': checkThat(slowly)});
    const order: string[] = [];
    const [slow, fast] = [bench.judge('a.ts'), bench.judge('check.ts')];
    await Promise.all([slow.then(() => order.push('slow')), fast.then(() => order.push('fast'))]);
    expect(order).toEqual(['slow', 'fast']);
  });
});

describe('a check that is broken', () => {
  const noVerdict = 'the check returned no verdict; expected waiting(), passed(evidence) or failed(message)';

  it.each([
    [
      'throws',
      checkThat('throw new TypeError("boom");'),
      'the check threw an error',
      'TypeError: boom (check.ts:5:7)',
    ],
    ['throws a word', checkThat('throw "boom";'), 'the check threw an error', "thrown: 'boom'"],
    ['throws nothing', checkThat('throw undefined;'), 'the check threw an error', 'thrown: undefined'],
    ['throws what cannot be written', checkThat('throw 1n;'), 'the check threw an error', 'thrown: 1n'],
    [
      'lets a promise fail',
      checkThat('void Promise.reject(new Error("late")); return new Promise(() => {});'),
      'the check threw an error nobody waited for',
      'Error: late (check.ts:5:21)',
    ],
    [
      'throws in a timer',
      checkThat('setTimeout(() => { throw new Error("late"); }, 1); return new Promise(() => {});'),
      'the check threw an error nobody waited for',
      'Error: late (check.ts:5:26)',
    ],
    [
      'ends its process',
      checkThat('process.exit(7);'),
      'the check ended its process (exit code 7)',
      undefined,
    ],
    [
      'kills itself',
      checkThat('process.kill(process.pid, "SIGKILL"); return new Promise(() => {});'),
      'the check ended its process (SIGKILL)',
      undefined,
    ],
    ['returns nothing', checkThat(''), noVerdict, 'undefined'],
    ['returns a number', checkThat('return 1 as never;'), noVerdict, '1'],
    [
      'passes without evidence',
      checkThat('return passed("");'),
      noVerdict,
      "{ type: 'passed', evidence: '' }",
    ],
    ['fails without words', checkThat('return failed("");'), noVerdict, "{ type: 'failed', message: '' }"],
    [
      'gives a number for words',
      checkThat('return failed("no", {observed: 2 as never});'),
      noVerdict,
      "{ type: 'failed', message: 'no', observed: 2 }",
    ],
    [
      'has no check',
      'export const check = 1;',
      'the check file has no default export made with defineCheck',
      undefined,
    ],
    [
      'does not parse',
      'export default () => {\n  const a = (;\n};\n',
      'the check threw an error',
      'SyntaxError: Expression expected (check.ts:2)',
    ],
    [
      'has more than types can be stripped of',
      'enum A {b}\nexport default () => A.b;\n',
      'the check threw an error',
      'SyntaxError: TypeScript enum is not supported in strip-only mode (check.ts:1)',
    ],
    [
      'imports what the library has not',
      "import {pass} from 'kafka-lessons/check';\nexport default () => pass;\n",
      'the check threw an error',
      "SyntaxError: The requested module 'kafka-lessons/check' does not provide an export named 'pass' (check.ts:1)",
    ],
  ])('%s: it is reported, and the next check is judged', async (_, text, reason, detail) => {
    await using bench = await openRunner();
    await bench.write({'next.ts': checkThat('return passed("the next");')});
    expect(await bench.run(text)).toEqual({
      type: 'broken',
      reason,
      ...(detail === undefined ? {} : {detail}),
    });
    expect(await bench.judge('next.ts')).toEqual({type: 'passed', evidence: 'the next'});
  });

  it('is one that is not there, and the next check is judged', async () => {
    await using bench = await openRunner();
    await bench.run(checkThat('return waiting();'));
    const gone = {path: path.join(bench.folder, 'gone.ts'), language: 'typescript'} as const;
    expect(await bench.runner.run(gone, inputWith(), timeLimit)).toMatchObject({
      type: 'broken',
      detail: expect.stringContaining('Cannot find module'),
    });
    const goneShell = {path: path.join(bench.folder, 'gone.sh'), language: 'shell'} as const;
    expect(await bench.runner.run(goneShell, inputWith(), timeLimit)).toMatchObject({
      type: 'broken',
      reason: expect.stringMatching(/^the check could not be run: ENOENT/),
    });
    expect(await bench.run(checkThat('return passed("the next");'))).toMatchObject({type: 'passed'});
  });

  it('is not one that comes after the process of the one before has crashed', async () => {
    await using bench = await openRunner();
    const pidFile = path.join(bench.folder, 'pid');
    const text = checkThat(
      `writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); setTimeout(() => process.exit(3), 20); return passed("first");`,
    );
    const check = {path: path.join(bench.folder, 'check.ts'), language: 'typescript'} as const;
    expect(await bench.run(text)).toEqual({type: 'passed', evidence: 'first'});
    await rm(pidFile);
    if (isLinux) await untilGone(bench.mark);
    expect(await bench.runner.run(check, inputWith(), timeLimit)).toEqual({
      type: 'passed',
      evidence: 'first',
    });
  });

  it('cannot give the verdict of another', async () => {
    await using bench = await openRunner();
    const forging = checkThat(
      'for (const run of [0, 2, 3, undefined]) process.send!({type: "verdict", run, verdict: {type: "passed", evidence: "forged"}}); for (const odd of [null, "x", 1, {}, {type: "verdict"}, {type: "ask"}]) process.send!(odd as never); await new Promise((resolve) => setTimeout(resolve, 50)); return waiting();',
    );
    expect(await bench.run(forging)).toEqual({type: 'waiting'});
    expect(await bench.run(checkThat('return failed("mine");'))).toEqual({type: 'failed', message: 'mine'});
  });

  it('shows no escape sequences and no more than anybody reads', async () => {
    await using bench = await openRunner();
    const text = checkThat(
      'return failed("\\u001b[31mred\\u001b[0m \\u001b]52;c;eA==\\u0007end", {observed: "x".repeat(5_000_000), expected: "a\\u0000b"});',
    );
    const verdict = await bench.run(text);
    expect(verdict).toMatchObject({type: 'failed', message: 'red end', expected: 'ab'});
    expect((verdict as {observed: string}).observed).toHaveLength(4000);
  });
});

describe('a check that does not come back', () => {
  const runShort = async (bench: Awaited<ReturnType<typeof openRunner>>, body: string) =>
    bench.run(checkThat(body), inputWith(), 'check.ts', shortLimit);
  const overLimit = `the check gave no verdict within ${shortLimit / 1000} s`;
  const flood = 'the check printed more than 1 MiB';

  it.each([
    ['loops without end', 'for (;;);', overLimit],
    ['waits without end', 'await new Promise(() => {}); return waiting();', overLimit],
    [
      'is deaf to signals',
      'process.on("SIGTERM", () => {}); process.on("SIGINT", () => {}); for (;;);',
      overLimit,
    ],
    ['prints without end', 'for (;;) console.log("x".repeat(10_000));', flood],
    [
      'prints without end on stderr',
      'const print = () => { process.stderr.write("x".repeat(10_000)); setImmediate(print); }; print(); await new Promise(() => {}); return waiting();',
      flood,
    ],
    [
      'eats memory',
      'const all: unknown[] = []; for (;;) all.push(new Array(100_000).fill(Math.random()));',
      expect.stringMatching(/ended its process|gave no verdict/),
    ],
  ])('%s: it is ended in time, and the next check is judged', async (_, body, reason) => {
    await using bench = await openRunner();
    const began = performance.now();
    // On a busy machine a megabyte may take longer than the short limit.
    const limit = reason === flood ? timeLimit : shortLimit;
    const verdict = await bench.run(checkThat(body), inputWith(), 'check.ts', limit);
    expect(verdict).toMatchObject({type: 'broken', reason});
    expect(performance.now() - began).toBeLessThan(limit + grace);
    if (isLinux) await untilGone(bench.mark);
    expect(await bench.run(checkThat('return passed("the next");'))).toMatchObject({type: 'passed'});
  });

  it('says what it printed last', async () => {
    await using bench = await openRunner();
    expect(await runShort(bench, 'console.log("asking \\u001b[1mZooKeeper\\u001b[0m"); for (;;);')).toEqual({
      type: 'broken',
      reason: overLimit,
      detail: 'asking ZooKeeper',
    });
  });
});

describe('what a check starts', () => {
  const startChildren =
    'for (let child = 0; child < 50; child += 1) spawn("sleep", ["86394"], {stdio: "ignore"}); spawn("sh", ["-c", "trap \\"\\" TERM HUP INT; sleep 86394; sleep 86394"], {stdio: "ignore"});';

  it.skipIf(!isLinux)('is gone after the check was ended', async () => {
    await using bench = await openRunner();
    expect(
      await bench.run(checkThat(`${startChildren} for (;;);`), inputWith(), 'check.ts', shortLimit),
    ).toMatchObject({type: 'broken'});
    await untilGone(bench.mark);
  });

  it.skipIf(!isLinux)('is gone with its verdict', async () => {
    await using bench = await openRunner();
    expect(await bench.run(checkThat(`${startChildren} return passed("started");`))).toMatchObject({
      type: 'passed',
    });
    expect(await markedProcesses(bench.mark)).toHaveLength(1);
  });

  it.skipIf(!isLinux)(
    '48: is ended with its verdict, in sessions of their own too, and the check goes on to be judged',
    async () => {
      await using checks = await openRunner();
      const detached = checkThat(
        "for (let n = 0; n < 20; n++) spawn('sleep', ['7777'], {detached: true, stdio: 'ignore'}).unref();\nreturn passed('done');",
      );
      expect(await checks.run(detached)).toEqual({type: 'passed', evidence: 'done'});
      const [own] = await markedProcesses(checks.mark);
      expect(await markedProcesses(checks.mark)).toEqual([own]);
      expect(await checks.run(checkThat("return passed('again');"))).toEqual({
        type: 'passed',
        evidence: 'again',
      });
      expect(await markedProcesses(checks.mark)).toHaveLength(1);
    },
  );

  it.skipIf(!isLinux).each(['spawnSync', 'execSync', 'execFileSync'])(
    '48: is ended with its verdict where a shell that %s waited for has left it behind',
    async (wait) => {
      await using checks = await openRunner();
      const shell = {
        spawnSync: "spawnSync('sh', ['-c', 'sleep 7777 >/dev/null 2>&1 &'])",
        execSync: "execSync('sleep 7777 >/dev/null 2>&1 &')",
        execFileSync: "execFileSync('sh', ['-c', 'sleep 7777 >/dev/null 2>&1 &'])",
      }[wait];
      const check = checkThat(`(await import('node:child_process')).${shell};\nreturn passed('done');`);
      expect(await checks.run(check)).toEqual({type: 'passed', evidence: 'done'});
      expect(await markedProcesses(checks.mark)).toHaveLength(1);
    },
  );

  it.skipIf(!isLinux)('48: is ended when the lab is closed while it is being judged', async () => {
    const checks = await openRunner();
    const endless = checkThat(
      "spawn('sleep', ['7777'], {detached: true, stdio: 'ignore'}).unref();\nawait new Promise(() => setInterval(() => {}, 1000));",
    );
    const running = checks.run(endless);
    await until(
      'the check has started its program',
      async () => (await markedProcesses(checks.mark)).length === 2,
    );
    await checks[Symbol.asyncDispose]();
    expect(await running).toMatchObject({type: 'broken'});
  });
});

describe('the end of the app', () => {
  it('waits for no check: one that runs is broken, one in the queue never starts', async () => {
    await using bench = await openRunner();
    await using elsewhere = await temporaryFolder();
    const started = path.join(elsewhere.path, 'started');
    await bench.write({
      'quick.ts': checkThat('return waiting();'),
      'slow.ts': checkThat(`writeFileSync(${JSON.stringify(started)}, ""); for (;;);`),
      'late.ts': checkThat('return passed("too late");'),
    });
    // From now on the process is kept.
    await bench.judge('quick.ts');
    const running = bench.judge('slow.ts');
    const queued = bench.judge('late.ts');
    await until('the check runs', () => existsSync(started));
    await bench.runner[Symbol.asyncDispose]();
    expect(await running).toMatchObject({type: 'broken'});
    expect(await queued).toMatchObject({
      type: 'broken',
      reason: 'the lab was closed before the check could run',
    });
    if (isLinux) await untilGone(bench.mark);
  });

  it.skipIf(!isLinux)('takes a check along that loops, with what it started, even by kill -9', async () => {
    await using bench = await openRunner();
    const check = path.join(bench.folder, 'check.ts');
    const started = path.join(bench.folder, 'started');
    await bench.run(
      checkThat(
        `if (process.env.CHECK_TEST_LOOP) { spawn("sleep", ["86395"], {stdio: "ignore"}); writeFileSync(${JSON.stringify(started)}, ""); for (;;); } return waiting();`,
      ),
    );
    const app = execa(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        path.join(import.meta.dirname, 'app-with-check.ts'),
        check,
        bench.mark,
      ],
      {reject: false},
    );
    await until('the check loops', () => existsSync(started));
    expect((await markedProcesses(bench.mark)).length).toBeGreaterThanOrEqual(2);
    app.kill('SIGKILL');
    await app;
    await bench.runner[Symbol.asyncDispose]();
    await untilGone(bench.mark);
  });
});
