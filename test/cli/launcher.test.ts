import {once} from 'node:events';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {createServer} from 'node:net';
import path from 'node:path';
import {execa} from 'execa';
import {describe, expect, it} from 'vitest';
import {findHome} from '../../src/home/home-paths.ts';
import {ownHome} from '../../src/home/owned-home.ts';
import {saveProgress} from '../../src/home/progress-file.ts';
import {noProgress, passStep} from '../../src/session/progress.ts';
import {smallLesson} from '../course/course-folder.ts';
import {newAccount, type Ran, standInKafka} from './run-launcher.ts';
import {readXml} from './well-formed.ts';

const {version} = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8'),
) as {
  version: string;
};
const smallCourse = path.resolve(import.meta.dirname, '../fixtures/courses/small');
const stackTrace = /\n\s+at /;
const deadEngine = {DOCKER_HOST: 'unix:///no/such/docker.sock'};

/** Nothing on standard output, words on standard error, no stack trace. */
function expectWords({stdout, stderr}: Ran): string {
  expect(stdout).toBe('');
  expect(stderr).not.toMatch(stackTrace);
  expect(stderr).toMatch(/\n$/);
  return stderr;
}

describe('the program', () => {
  it('tells its version and its use without a trace', async () => {
    await using account = await newAccount();
    expect(await account.run(['--version'])).toEqual({stdout: `${version}\n`, stderr: '', exitCode: 0});
    expect(await account.run(['list', '--version'])).toMatchObject({exitCode: 2});
    for (const words of [['--help'], ['help', 'verify'], ['lesson', 'test', '--help']]) {
      const {stdout, stderr, exitCode} = await account.run(words);
      expect({stderr, exitCode}).toEqual({stderr: '', exitCode: 0});
      expect(stdout).toContain('Usage: kafka-lessons');
    }
    expect(readdirSync(account.folder)).toEqual(['tmp']);
  });

  it('lists lessons, steps and progress', async () => {
    await using account = await newAccount();
    const progress = passStep(noProgress, '01-first-topic', 'start-zookeeper', {
      passedAt: '2030-01-01T00:00:00.000Z',
      how: 'done',
      evidence: 'it answers',
    });
    await account.write({'.local/state/kafka-lessons/x': ''});
    await saveProgress(findHome(account.home, {}).progressFile, progress);
    const {stdout, exitCode} = await account.run(['list', '--course', smallCourse]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      '  01-first-topic  A first topic (2 min)\n    ✔ Start ZooKeeper  [start-zookeeper]  2030-01-01\n      Start the broker',
    );
    const json = JSON.parse((await account.run(['--course', smallCourse, 'list', '--json'])).stdout);
    expect(json).toMatchObject({
      version: 1,
      title: 'A small course',
      lessons: [
        {
          id: '01-first-topic',
          done: false,
          steps: [
            {id: 'start-zookeeper', kind: 'task', how: 'done', evidence: 'it answers'},
            {id: 'start-broker', kind: 'task'},
            {id: 'create-topic'},
            {id: 'who-stores', kind: 'question'},
          ],
        },
      ],
    });
  });

  it('lists the same course from its cache, and a changed one anew', async () => {
    await using account = await newAccount();
    await account.write({
      'course/course.yaml': 'title: One\nlessons: [01-one]\n',
      'course/01-one/lesson.md': smallLesson,
    });
    const list = async () => (await account.run(['--course', 'course', 'list'])).stdout;
    const first = await list();
    expect(first).toContain('One\n');
    expect(await list()).toBe(first);
    await account.write({'course/01-one/lesson.md': smallLesson.replace('## Do it', '## Do that')});
    expect(await list()).toContain('Do that');
    await account.write({'course/01-one/checks/other.ts': ''});
    expect(await account.run(['--course', 'course', 'list'])).toMatchObject({exitCode: 2});
  });

  it('says what of the course is done, with no app running', async () => {
    await using account = await newAccount();
    const junit = path.join(account.folder, 'out.xml');
    const {stdout, stderr, exitCode} = await account.run([
      '--course',
      smallCourse,
      'verify',
      '--json',
      '--junit',
      junit,
    ]);
    expect({stderr, exitCode}).toEqual({stderr: '', exitCode: 1});
    const results = JSON.parse(stdout);
    expect(results).toMatchObject({
      version: 1,
      status: 'fail',
      lessons: [{id: '01-first-topic', status: 'fail'}],
    });
    expect(results.lessons[0].steps).toHaveLength(4);
    expect(results.lessons[0].steps[0]).toEqual({
      id: 'start-zookeeper',
      title: 'Start ZooKeeper',
      status: 'fail',
      message: 'not done yet',
      ms: 0,
    });
    expect(readXml(readFileSync(junit, 'utf8'))[1]).toMatchObject({attributes: {tests: '4', failures: '4'}});
  });

  it('says that it is done when it is', async () => {
    await using account = await newAccount();
    let progress = noProgress;
    for (const step of ['start-zookeeper', 'start-broker', 'create-topic', 'who-stores'])
      progress = passStep(progress, '01-first-topic', step, {
        passedAt: '2030-01-01T00:00:00.000Z',
        how: 'done',
        evidence: 'seen',
      });
    await account.write({'.local/state/kafka-lessons/x': ''});
    await saveProgress(findHome(account.home, {}).progressFile, progress);
    const {stdout, exitCode} = await account.run(['--course', smallCourse, 'verify', '1']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('  ✔ Create the topic test\n      passed on 2030-01-01: seen\n');
    expect(stdout).not.toContain('\u001b');
  });

  it('has colours on a terminal only, and there only when they are wanted', async () => {
    await using account = await newAccount();
    const words = ['--course', smallCourse, 'verify'];
    const coloured = await account.runOnTerminal(words);
    expect(coloured.printed).toContain('\u001b[31m✘\u001b[0m Start ZooKeeper');
    for (const plain of [
      await account.runOnTerminal(words, {environment: {NO_COLOR: '1'}}),
      await account.runOnTerminal(['--no-color', ...words]),
      await account.runOnTerminal([...words, '--no-color']),
    ]) {
      expect(plain.printed).toContain('  ✘ Start ZooKeeper');
      expect(plain.printed).not.toContain('\u001b');
      expect(plain.exitCode).toBe(1);
    }
  });

  it('asks the app that runs', async () => {
    await using account = await newAccount();
    await using home = await ownHome(findHome(account.home, {}));
    const asked: unknown[] = [];
    home.serve(async (request) => {
      asked.push(request);
      return [
        {id: 'start-zookeeper', verdict: {type: 'passed', evidence: 'it answers'}, ms: 12},
        {
          id: 'start-broker',
          verdict: {type: 'failed', message: 'none', expected: 'one', observed: 'none'},
          ms: 1,
        },
        {id: 'create-topic', verdict: {type: 'broken', reason: 'it crashed'}, ms: 1},
      ];
    });
    const {stdout, exitCode} = await account.run(['--course', smallCourse, 'verify', '--json']);
    expect(asked).toEqual([{type: 'verify', lesson: '01-first-topic'}]);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout).lessons[0]).toMatchObject({
      status: 'error',
      steps: [
        {status: 'pass', message: 'holds now: it answers', ms: 12},
        {status: 'fail', message: 'none', expected: 'one', observed: 'none'},
        {status: 'error', message: 'the check itself failed: it crashed'},
        {status: 'fail', message: 'not done yet'},
      ],
    });
  });

  it('says nothing of a reader that has gone', async () => {
    await using account = await newAccount();
    const {stderr} = await execa(
      'bash',
      [
        '-c',
        '"$0" "$1" list | true; "$0" "$1" --help | true',
        process.execPath,
        path.resolve(import.meta.dirname, '../../dist/launcher.js'),
      ],
      {env: {HOME: account.folder, PATH: process.env['PATH'] ?? ''}, extendEnv: false},
    );
    expect(stderr).toBe('');
  });
});

describe('wrong use', () => {
  it.each([
    [['start', 'topcis'], 'There is no lesson `topcis` in this course.\nDid you mean 04-topics?\n'],
    [['topcis'], 'There is no lesson `topcis` in this course.\nDid you mean 04-topics?\n'],
    [
      ['verify', 'topcis', '--json'],
      'There is no lesson `topcis` in this course.\nDid you mean 04-topics?\n',
    ],
    [['lesson', 'test', 'topcis'], 'There is no lesson `topcis` in this course.\nDid you mean 04-topics?\n'],
    [['verify', 'nothing-like-it'], /^There is no lesson `nothing-like-it` in this course\.\nIt has: 01-/],
    [['lits'], 'There is no command and no lesson `lits`.\nDid you mean kafka-lessons list?\n'],
    [
      ['start', '--step', 'x'],
      /^`--step` goes with a lesson\.\nFor example: kafka-lessons start topics --step /,
    ],
    [['topics', '--step', 'x'], /^Lesson 04-topics has no step `x`\.\nIt has: create-topic, /],
    [['lesson', 'test', 'topics', '--step', 'x'], /^No step `x` in 04-topics\.\n/],
    [
      ['shell'],
      /^A shell needs a terminal, and standard input or output is none\.\nWithout one the course goes /,
    ],
    [['verify', '--junit'], /^error: option '--junit <file>' argument missing\n/],
  ])('%j is told so, with exit code 2', async (words, expected) => {
    await using account = await newAccount();
    const ran = await account.run(words, {environment: deadEngine});
    expect(expectWords(ran)).toMatch(expected);
    expect(ran.exitCode).toBe(2);
    expect(existsSync(account.home)).toBe(false);
  });

  it('is not made of a pipe: the course goes line by line', async () => {
    for (const words of [[], ['start'], ['--plain']]) {
      await using account = await newAccount();
      const {stdout, stderr, exitCode} = await account.run(words, {environment: deadEngine});
      expect({stderr, exitCode}).toEqual({stderr: '', exitCode: 0});
      expect(stdout).toMatch(/^Kafka, by running it\n\nYou start [\s\S]*\n\n {2}1\. [\s\S]*Good-bye\./);
    }
  });

  it('keeps the results that cannot be written where they were asked for', async () => {
    await using account = await newAccount();
    const ran = await account.run([
      '--course',
      smallCourse,
      'verify',
      '--json',
      '--junit',
      'no/such/folder/out.xml',
    ]);
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toBe('The results cannot be written to no/such/folder/out.xml (ENOENT).\n');
    expect(JSON.parse(ran.stdout)).toMatchObject({status: 'fail'});
  });
});

describe('a course that cannot be read', () => {
  it.each([
    [
      'is not there',
      {},
      'course/course.yaml:1:1 course-file: cannot be read (ENOENT); a course is a folder with a course.yaml',
    ],
    [
      'lacks a lesson',
      {'course/course.yaml': 'title: x\nlessons: [01-one]\n'},
      'course/01-one/lesson.md:1:1 missing-lesson: cannot be read (ENOENT), but course.yaml names 01-one',
    ],
    [
      'has a broken lesson',
      {
        'course/course.yaml': 'title: x\nlessons: [01-one]\n',
        'course/01-one/lesson.md': smallLesson
          .replace('minutes: 5', 'minutes: five')
          .replace('bash client', 'bash clinet'),
      },
      'course/01-one/lesson.md:4:1 front-matter: minutes: Invalid input: expected number, received string',
    ],
  ])('because it %s is told by file, line and column, with exit code 2', async (_, files, expected) => {
    await using account = await newAccount();
    await account.write(files);
    for (const words of [['list'], ['verify', '--json'], ['lesson', 'test'], ['start'], []]) {
      const ran = await account.run(['--course', 'course', ...words], {environment: deadEngine});
      expect(expectWords(ran)).toBe(
        `The course cannot be read:\n${account.folder}/${expected}\nMend the file and try again.\n`,
      );
      expect(ran.exitCode).toBe(2);
    }
  });

  it('because its mistakes are broken is told before any lab is opened', async () => {
    await using account = await newAccount();
    await account.write({
      'course/course.yaml': 'title: x\nlessons: [01-one]\n',
      'course/01-one/lesson.md': smallLesson,
      'course/01-one/checks/do-it.sh': '#!/bin/sh\nexit 1\n',
      'course/01-one/checks/mistakes.yaml':
        'do-it:\n  - {name: x, says: "(", run: [{terminal: client, bash: ls}]}\n',
    });
    const KAFKA_HOME = await standInKafka(account);
    const ran = await account.run(['--course', 'course', '--runtime', 'local', 'lesson', 'test', '--json'], {
      environment: {KAFKA_HOME},
    });
    expect(ran.stdout).toBe('');
    expect(ran.stderr).toContain(
      'course/01-one/checks/mistakes.yaml:2:15 mistakes: do-it.0.says: expected a regular expression',
    );
    expect(ran.stderr).not.toMatch(stackTrace);
    expect(ran.exitCode).toBe(2);
  });
});

describe('a machine that lacks something', () => {
  it('such as a folder for its state that can be written', async () => {
    await using account = await newAccount();
    await account.write({file: ''});
    const {printed, exitCode} = await account.runOnTerminal(['--home', 'file/home', '--course', smallCourse]);
    expect(printed).toContain(
      'file/home cannot be written (ENOTDIR).\n→ Make it writable, or choose another one: --home DIR',
    );
    expect(printed).not.toMatch(stackTrace);
    expect(exitCode).toBe(3);
  });

  it('such as a state folder nobody else uses', async () => {
    await using account = await newAccount();
    await using _ = await ownHome(findHome(account.home, {}));
    const {printed, exitCode} = await account.runOnTerminal([]);
    expect(printed).toContain(
      'kafka-lessons is running already, in another window, on the same state folder.\n→ Go on there',
    );
    expect(printed).not.toMatch(stackTrace);
    expect(exitCode).toBe(3);
  });

  it('such as progress that can be read', async () => {
    await using account = await newAccount();
    await account.write({'.local/state/kafka-lessons/progress.json/folder': ''});
    for (const command of ['list', 'verify']) {
      const ran = await account.run([command]);
      expect(expectWords(ran)).toMatch(/^Your progress \(.*\) cannot be read \(EISDIR\)\.\n→ /);
      expect(ran.exitCode).toBe(3);
    }
  });

  it('such as an engine and Java, names both and the cure', async () => {
    await using account = await newAccount();
    await account.write({'empty/file': ''});
    const environment = {...deadEngine, PATH: path.join(account.folder, 'empty')};
    const ran = await account.run(['--course', smallCourse, 'lesson', 'test', '--json'], {environment});
    expect(ran.exitCode).toBe(3);
    expect(ran.stderr).toContain('No Docker engine answers at unix:///no/such/docker.sock (DOCKER_HOST).');
    expect(ran.stderr).toContain(
      'No Java answers here (`java -version` fails), and Kafka runs on Java.\n→ Install Java 11, 17 or 21',
    );
    expect(ran.stderr).not.toMatch(stackTrace);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      status: 'error',
      lessons: [
        {id: '01-first-topic', status: 'error', message: expect.stringContaining('Install Java'), steps: []},
      ],
    });
    expect(readdirSync(account.temporary)).toEqual([]);
  });

  it('such as the engine that was asked for', async () => {
    await using account = await newAccount();
    const ran = await account.run(['--runtime', 'docker', 'lesson', 'test'], {environment: deadEngine});
    expect(expectWords(ran)).toMatch(
      /No Docker engine answers at unix:\/\/\/no\/such\/docker\.sock \(DOCKER_HOST\)\.\n→ Start that engine, unset DOCKER_HOST, or do without one: --runtime local\.\n$/,
    );
    expect(ran.exitCode).toBe(3);
  });

  it('such as a Kafka, without Maven or a site to fetch one from', async () => {
    await using account = await newAccount();
    const {stdout: java} = await execa('bash', ['-c', 'readlink -f "$(command -v java)"'], {reject: false});
    if (!java) {
      console.log('There is no Java here: a machine with Java and without Kafka is NOT tried.');
      return;
    }
    const environment = {...deadEngine, PATH: path.dirname(java), KAFKA_HOME: '/no/such/kafka'};
    const ran = await account.run(['--course', smallCourse, '--runtime', 'local', 'lesson', 'test'], {
      environment,
    });
    expect(ran.stderr).toContain(
      'There is no Kafka 3.9 on this machine, and none could be fetched. KAFKA_HOME: KAFKA_HOME is /no/such/kafka, and there is no such folder',
    );
    expect(ran.stderr).toContain('Apache: 127.0.0.1:9 refuses the connection');
    expect(ran.stderr).toMatch(
      /\n→ Set KAFKA_HOME to the folder of an unpacked Kafka 3\.9\.x, or let this machine reach archive\.apache\.org/,
    );
    expect(ran.stderr).not.toMatch(stackTrace);
    expect(ran.exitCode).toBe(3);
  });

  it('such as a free port, names who holds it', async () => {
    await using account = await newAccount();
    const KAFKA_HOME = await standInKafka(account);
    const server = createServer();
    server.listen(2181, '127.0.0.1');
    // Whoever held the port before is as good a holder.
    const isOurs = await Promise.race([
      once(server, 'listening').then(() => true),
      once(server, 'error').then(() => false),
    ]);
    const junit = path.join(account.folder, 'out.xml');
    const ran = await account.run(
      ['--course', smallCourse, '--runtime', 'local', 'lesson', 'test', '--json', '--junit', junit],
      {environment: {KAFKA_HOME}},
    );
    server.close();
    expect(ran.stderr).toMatch(
      isOurs
        ? new RegExp(
            `\nPort 2181 is taken by \\S+ \\(process ${process.pid}\\); this lesson's servers need it\\.\n→ `,
          )
        : /\nPort 2181 is taken by /,
    );
    expect(ran.stderr).toContain(
      '→ Stop that program and start again, or use containers, which need no fixed ports: --runtime docker.\n',
    );
    expect(ran.stderr).not.toMatch(stackTrace);
    expect(ran.exitCode).toBe(3);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      status: 'error',
      lessons: [{message: expect.stringContaining('Port 2181')}],
    });
    expect(readXml(readFileSync(junit, 'utf8'))).toMatchObject([
      {},
      {attributes: {errors: '1'}},
      {},
      {name: 'error'},
    ]);
    expect(readdirSync(account.temporary)).toEqual([]);
  });

  it.skipIf(process.env['KAFKA_LESSONS_TEST_DOCKER'] !== '1')(
    'such as the image, names it and the cure',
    async () => {
      await using account = await newAccount();
      const image = 'kafka-lessons/no-such-image:0.0.0';
      const environment = {
        ...(process.env['DOCKER_HOST'] === undefined ? {} : {DOCKER_HOST: process.env['DOCKER_HOST']}),
        KAFKA_LESSONS_IMAGE: image,
      };
      const ran = await account.run(
        ['--course', smallCourse, '--runtime', 'docker', 'lesson', 'test', '--json'],
        {environment, limit: 120_000},
      );
      expect(ran.stderr).toContain(`\nThe image ${image} is not on this machine and cannot be downloaded: `);
      expect(ran.stderr).toMatch(
        /\n→ Look at your network, or set KAFKA_LESSONS_IMAGE to .*--runtime local\.\n$/,
      );
      expect(ran.stderr).not.toMatch(stackTrace);
      expect(ran.exitCode).toBe(3);
      expect(JSON.parse(ran.stdout)).toMatchObject({status: 'error'});
    },
    150_000,
  );
});
if (process.env['KAFKA_LESSONS_TEST_DOCKER'] !== '1')
  console.log('No Docker engine answers: an image that cannot be had is NOT tried.');
