import {randomBytes} from 'node:crypto';
import {chmod, mkdir, readdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {CheckPorts} from '../../src/checks/check-runner.ts';
import {readShellVerdict, runShellCheck} from '../../src/checks/shell-check.ts';
import {execWithLimit} from '../../src/lab/local/exec-with-limit.ts';
import {renderToken} from '../../src/lab/local/lab-token.ts';
import {type TemporaryFolder, temporaryFolder} from '../course/course-folder.ts';
import {markedProcesses, untilGone} from './marked-processes.ts';
import {commandThat, inputWith, terminalWith} from './sample-input.ts';

const isLinux = process.platform === 'linux';
if (!isLinux) console.log('There is no /proc here: what check scripts leave running is NOT looked at.');

describe('the verdict of a check script', () => {
  it.each([
    ['0 and words', 'it is there\n', 0, {type: 'passed', evidence: 'it is there'}],
    [
      '0 and marked words',
      'noise\n\u001epassed\u001fit is there\n',
      0,
      {type: 'passed', evidence: 'it is there'},
    ],
    ['1 and words', '\nit is not\nthere\n', 1, {type: 'failed', message: 'it is not\nthere'}],
    [
      '1 and every part',
      'noise\n\u001efail-message\u001fno\n\u001eexpected\u001fa\n\u001eobserved\u001fb\n\u001ewhy\u001fc\n',
      1,
      {type: 'failed', message: 'no', expected: 'a', observed: 'b', why: 'c'},
    ],
    [
      '1 and a part twice',
      '\u001efail-message\u001fno\n\u001efail-message\u001fyes\n',
      1,
      {type: 'failed', message: 'yes'},
    ],
    ['1 and an empty part', 'no\n\u001eexpected\u001f\n', 1, {type: 'failed', message: 'no'}],
    ['2 and nothing', '', 2, {type: 'waiting'}],
    ['2 and words', 'no topic yet', 2, {type: 'waiting', message: 'no topic yet'}],
    [
      '2 and marked words',
      '\u001ewaiting\u001fno topic yet\n',
      2,
      {type: 'waiting', message: 'no topic yet'},
    ],
    ['colours', '\u001b[31mno\u001b[0m\n', 1, {type: 'failed', message: 'no'}],
    [
      '0 and nothing',
      '\n \n',
      0,
      {type: 'broken', reason: 'the check passed without saying on what evidence; print one sentence'},
    ],
    ['1 and nothing', '', 1, {type: 'broken', reason: 'the check failed without a message'}],
    [
      'a command not found',
      'check: line 3: kafka: command not found\n',
      127,
      {
        type: 'broken',
        reason: 'the check ended with exit code 127; 0, 1 and 2 have a meaning',
        detail: 'check: line 3: kafka: command not found',
      },
    ],
    [
      'no exit code',
      'asking …\n',
      undefined,
      {type: 'broken', reason: 'the check gave no verdict within 10 s', detail: 'asking …'},
    ],
    ['a mark that is none', '\u001eother\u001fx\n', 1, {type: 'failed', message: 'otherx'}],
  ])('is read from %s', (_, output, exitCode, verdict) => {
    expect(readShellVerdict(output, exitCode, 10_000)).toEqual(verdict);
  });

  it.each([0, 1, 2, 128])('is broken when it printed more than 1 MiB, also with exit code %i', (exitCode) => {
    const verdict = readShellVerdict('x'.repeat(1024 * 1024), exitCode, 10_000);
    expect(verdict).toMatchObject({type: 'broken', reason: 'the check printed more than 1 MiB'});
    expect((verdict as {detail: string}).detail).toHaveLength(1000);
  });

  it('is no longer than anybody reads', () => {
    const verdict = readShellVerdict('x'.repeat(100_000), 1, 10_000);
    expect((verdict as {message: string}).message).toHaveLength(4000);
  });
});

describe('a check script on a host', () => {
  let host: TemporaryFolder;
  const token = {
    homeId: `test${randomBytes(6).toString('hex')}`,
    lessonId: 'lesson',
    host: 'client',
  } as const;
  const mark = renderToken(token.homeId, token.lessonId, token.host, 'run');
  let asked: string[] = [];
  const exec: CheckPorts['exec'] = async (name, command, options) => {
    asked.push(name);
    return execWithLimit(command, {
      ...options,
      token,
      directory: host.path,
      environment: {
        PATH: process.env['PATH'] ?? '',
        HOME: '/nowhere',
        TMPDIR: path.join(host.path, 'tmp'),
        KAFKA_LESSONS_TOKEN: mark,
        KAFKA_HEAP_OPTS: '-Xmx64M',
        SECRET_KEY: 'secret',
        ...options.environment,
      },
    });
  };
  const leftBehind = () => readdir(path.join(host.path, 'tmp'));
  const run = async (script: string, more: Parameters<typeof inputWith>[0] = {}, timeLimit = 10_000) => {
    const file = path.join(host.path, 'check.sh');
    await writeFile(file, script);
    return runShellCheck(file, inputWith(more), {exec, timeLimit});
  };
  beforeAll(async () => {
    host = await temporaryFolder({'data/found': 'words on the host'});
    await mkdir(path.join(host.path, 'tmp'));
  });
  afterAll(async () => {
    await host[Symbol.asyncDispose]();
    if (isLinux) await untilGone(mark);
  });

  it('reads the host, runs in its folder and on `client` unless it says where', async () => {
    asked = [];
    expect(await run('#!/bin/sh\npassed "$(cat data/found)"\n')).toEqual({
      type: 'passed',
      evidence: 'words on the host',
    });
    await run('#!/usr/bin/env bash\n# host: broker-1\nexit 2\n');
    await run('#!/usr/bin/env bash\n#\n#\n#\n#   host:  zookeeper \nexit 2\n');
    await run('#!/bin/sh\n\n\n\n\n\n# host: zookeeper\nexit 2\n');
    expect(asked).toEqual(['client', 'broker-1', 'zookeeper', 'client']);
  });

  it('names no host that is not there', async () => {
    expect(await run('#!/bin/sh\n# host: nowhere\nexit 0\n')).toMatchObject({
      type: 'broken',
      reason: expect.stringMatching(/^the line "# host:" names no host; expected one of zookeeper, /),
    });
  });

  it('names the parts of what it says with commands on its PATH', async () => {
    const script = `#!/bin/sh
fail-message 'It is "wrong": \`$HOME\` * \\n'
expected one   two
observed 'žluťoučký 漢字'
why -n
exit 1
`;
    expect(await run(script)).toEqual({
      type: 'failed',
      message: 'It is "wrong": `$HOME` * \\n',
      expected: 'one two',
      observed: 'žluťoučký 漢字',
      why: '-n',
    });
    expect(await run('#!/bin/sh\nwaiting for a topic\nexit 2\n')).toEqual({
      type: 'waiting',
      message: 'for a topic',
    });
  });

  it('may be written in any language, with any bytes', async () => {
    const script = `#!/usr/bin/env node\nconst odd = '\\'"$(exit)\`%s\\\\';\nconsole.log('from node ' + odd);\n`;
    expect(await run(script)).toEqual({type: 'passed', evidence: 'from node \'"$(exit)`%s\\'});
  });

  it('is told the step, and of the commands that ended in it', async () => {
    const client = terminalWith(
      'client',
      commandThat({command: 'before', startedAt: 5, output: 'old'}),
      commandThat({command: 'bin/kafka-topics.sh --list', startedAt: 10, output: 'test\nother'}),
      commandThat({command: 'sleep', startedAt: 11, exitCode: undefined, endedAt: undefined}),
    );
    const verdict = await run(
      '#!/bin/sh\necho "$CHECK_STEP"\ncat "$CHECK_TERMINALS/client"\nls "$CHECK_TERMINALS"\n',
      {
        terminals: [client, terminalWith('broker-1')],
        step: {id: 'list-topics', title: '', startedAt: 10, choice: undefined},
      },
    );
    expect(verdict).toEqual({
      type: 'passed',
      evidence: 'list-topics\n$ bin/kafka-topics.sh --list\ntest\nother\n[exit code 0]\nbroker-1\nclient',
    });
  });

  it('is told of ten terminals full of words', async () => {
    const terminals = Array.from({length: 10}, (_, index) =>
      terminalWith(`terminal-${index}`, commandThat({output: '漢'.repeat(20_000)})),
    );
    expect(await run('#!/bin/sh\ncat "$CHECK_TERMINALS"/* | wc -l\n', {terminals})).toEqual({
      type: 'passed',
      evidence: expect.stringMatching(/^\s*20$/),
    });
    const long = `#!/bin/sh\n# ${'x'.repeat(200_000)}\necho long\n`;
    expect(await run(long)).toEqual({type: 'passed', evidence: 'long'});
  });

  it('sees nothing of the environment but what is allowed', async () => {
    const verdict = await run('#!/bin/sh\nenv | cut -d= -f1 | sort | tr "\\n" " "\n');
    const names = (verdict as {evidence: string}).evidence.trim().split(' ');
    expect(names).toEqual(
      expect.arrayContaining(['CHECK_STEP', 'CHECK_TERMINALS', 'HOME', 'KAFKA_HEAP_OPTS', 'PATH']),
    );
    const more = names.filter(
      (name) => !/^(CHECK_\w+|HOME|KAFKA_\w+|PATH|PWD|OLDPWD|SHLVL|TMPDIR|_)$/.test(name),
    );
    expect(more).toEqual([]);
  });

  it('has nothing to read on its standard input', async () => {
    expect(await run('#!/bin/sh\necho "read:$(cat):"\n')).toEqual({type: 'passed', evidence: 'read::'});
  });

  it('leaves nothing behind on the host', async () => {
    const verdict = await run('#!/bin/sh\ndirname "$CHECK_TERMINALS"\n');
    expect(verdict).toEqual({type: 'passed', evidence: expect.stringContaining(path.join(host.path, 'tmp'))});
    expect(await leftBehind()).toEqual([]);
  });

  it.each([
    ['hangs', 'sleep 86396'],
    ['loops', 'while :; do :; done'],
    ['is deaf to signals', 'trap "" TERM HUP INT; while :; do sleep 86396; done'],
    ['forks', 'for n in 1 2 3 4 5 6 7 8 9 10; do sleep 86396 & done; wait'],
    ['forks and goes, the output held open', 'sleep 86396 & exit 0'],
  ])('that %s is broken in time, and gone', async (_, body) => {
    const began = performance.now();
    expect(await run(`#!/bin/bash\n${body}\n`, {}, 700)).toMatchObject({
      type: 'broken',
      reason: 'the check gave no verdict within 0.7 s',
    });
    expect(performance.now() - began).toBeLessThan(5700);
    expect(await leftBehind()).toEqual([]);
    if (isLinux) await untilGone(mark);
  });

  it('that prints without end is broken in time, and gone', async () => {
    const began = performance.now();
    for (const body of ['yes', 'trap "" TERM PIPE; while :; do echo flood || :; done']) {
      expect(await run(`#!/bin/bash\n${body}\n`, {}, 20_000)).toMatchObject({
        type: 'broken',
        reason: 'the check printed more than 1 MiB',
      });
      expect(await leftBehind()).toEqual([]);
      if (isLinux) await untilGone(mark);
    }
    expect(performance.now() - began).toBeLessThan(25_000);
  });

  it('that does not run is broken', async () => {
    expect(await run('#!/no/such/shell\nexit 0\n')).toMatchObject({
      type: 'broken',
      reason: expect.stringMatching(/exit code 12[67]/),
    });
    expect(await run('#!/bin/bash\nkill -9 $$\n')).toMatchObject({
      type: 'broken',
      reason: expect.stringMatching(/exit code 137/),
    });
  });

  it('that was edited is read anew', async () => {
    expect(await run('#!/bin/sh\necho one\n')).toEqual({type: 'passed', evidence: 'one'});
    await chmod(path.join(host.path, 'check.sh'), 0o600);
    expect(await run('#!/bin/sh\necho two\n')).toEqual({type: 'passed', evidence: 'two'});
    if (isLinux) expect(await markedProcesses(mark)).toEqual([]);
  });
});
