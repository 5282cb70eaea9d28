import {readFile, rm, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Lab, LabFile, LabIdentity} from '../../../src/lab/lab.ts';
import {startCommand} from '../../../src/lab/servers/server-roles.ts';
import {makeIdentity, removeFolder, type SharedLab, startLab} from './contract-lab.ts';
import {RawTerminal, TypedTerminal} from './typed-terminal.ts';
import {until} from './until.ts';

const hosts = ['zookeeper', 'broker-1', 'workspace'] as const;

/** Of what the learner's own server shows. */
const port = 3000;

const skeleton: LabFile = {
  host: 'workspace',
  path: 'greet.ts',
  content: "const name: string = 'learner';\nconsole.log('hello, ' + name);\n",
  executable: false,
};

const sender = `import {Kafka} from 'kafkajs';

const producer = new Kafka({brokers: ['localhost:9092']}).producer();
await producer.connect();
await producer.send({topic: 'from-a-program', messages: [{value: 'sent'}]});
await producer.disconnect();
console.log('done');
`;

/** The host where the learner's own programs run: a folder of this machine that they open in their own editor. */
export function describeWorkspace(shared: SharedLab): void {
  const {subject} = shared;
  let identity: LabIdentity;
  let lab: Lab;
  const start = async () => startLab(shared.runtime, identity, {hosts, ports: [port], files: [skeleton]});
  const run = async (command: string) => lab.exec('workspace', command, {timeLimit: 20_000});
  const file = (name: string) => path.join(identity.workspace, name);
  const programs = async () =>
    (await subject.listPrograms(identity, 'workspace')).map(({command}) => command);

  describe('the host workspace', () => {
    beforeAll(async () => {
      identity = await makeIdentity();
      lab = await start();
    });

    afterAll(async () => {
      await lab.stop();
      await shared.runtime.removeLab(identity);
      await removeFolder(identity);
      expect(await subject.listRunning(identity.homeId)).toEqual([]);
      expect(await subject.listData(identity)).toEqual([]);
    });

    it('is a folder of this machine with the lesson’s files in it, and says which', async () => {
      expect(lab.directoryOf('workspace')).toBe(identity.workspace);
      expect(await readFile(file('greet.ts'), 'utf8')).toBe(skeleton.content);
      expect((await run('ls')).stdout.split('\n')).toEqual(
        expect.arrayContaining(['greet.ts', 'node_modules', 'package.json', 'tsconfig.json']),
      );
    });

    it('runs TypeScript with Node, which says nothing beside what the program says', async () => {
      expect(await run('node greet.ts')).toMatchObject({output: 'hello, learner\n', exitCode: 0});
    });

    it('sees at once what an editor saves', async () => {
      await writeFile(file('greet.ts'), "console.log('edited');\n");
      expect(await run('node greet.ts')).toMatchObject({output: 'edited\n'});
    });

    it('gives what is written there to the learner', async () => {
      await run(
        "mkdir -p deep && echo text >deep/made.txt && node -e \"require('fs').writeFileSync('made.txt', '')\"",
      );
      for (const name of ['deep', 'deep/made.txt', 'made.txt']) {
        const {uid, gid} = await stat(file(name));
        expect({name, uid, gid}).toEqual({name, uid: process.getuid?.(), gid: process.getgid?.()});
      }
    });

    it('shows to this machine what a program serves there, whatever it listens on', async () => {
      for (const where of ["'localhost'", "'127.0.0.1'", "'0.0.0.0'", 'undefined']) {
        const serve = `require('http').createServer((_, answer) => answer.end("on ${where}")).listen(${port}, ${where})`;
        const program = await lab.startProgram('workspace', `node -e "${serve.replaceAll('"', '\\"')}"`, {
          timeLimit: 60_000,
        });
        const address = lab.address(port);
        const seen = await until(`a program that listens on ${where} is seen`, async () =>
          fetch(`http://${address.host}:${address.port}/`)
            .then(async (answer) => answer.text())
            .catch(() => undefined),
        );
        expect(seen).toBe(`on ${where}`);
        await program.kill();
      }
    });

    it('has a shell with marks in that folder', async () => {
      const terminal = await TypedTerminal.open(lab, 'workspace');
      expect(await terminal.run('node greet.ts')).toMatchObject({output: 'edited\n', exitCode: 0});
      expect(await terminal.run('cd deep && ls')).toMatchObject({output: 'made.txt\n'});
      expect(terminal.text).toContain('workspace$ ');
      expect(terminal.text).toContain('workspace/deep$ ');
      await terminal.close();
    });

    it('reaches the broker with kafkajs, without a network', async () => {
      const [zookeeper, broker] = await Promise.all([
        TypedTerminal.open(lab, 'zookeeper'),
        TypedTerminal.open(lab, 'broker-1'),
      ]);
      await zookeeper.start(startCommand('zookeeper', {mode: 'zookeeper'}) ?? '', 'binding to port');
      await broker.start(startCommand('broker-1', {mode: 'zookeeper'}) ?? '', '[KafkaServer id=1] started');
      await writeFile(file('sender.ts'), sender);
      const sent = await until('the program has sent its message', async () => {
        const result = await run('node sender.ts');
        return result.exitCode === 0 && result;
      });
      expect(sent.output.trim().split('\n').at(-1)).toBe('done');
    });

    it('ends its programs with SIGKILL when it is killed, and keeps its files', async () => {
      const deaf =
        "process.on('SIGTERM', () => console.log('polite'));\nsetInterval(() => {}, 1000);\nconsole.log('up');\n";
      await writeFile(file('deaf.ts'), deaf);
      const raw = await RawTerminal.open(lab, 'workspace');
      raw.type('node deaf.ts\r');
      await raw.untilText('up\r\n');
      expect((await programs()).some((command) => command.includes('deaf.ts'))).toBe(true);
      await lab.kill('workspace');
      expect(await raw.terminal.ended).toEqual({type: 'killed'});
      expect(raw.text).not.toContain('polite');
      expect(await programs()).toEqual([]);
      expect(lab.hostState('workspace')).toBe('killed');
      expect(await readFile(file('deaf.ts'), 'utf8')).toBe(deaf);
      await lab.startHost('workspace');
      expect(await run('node greet.ts')).toMatchObject({output: 'edited\n'});
    });

    it('lays a missing file again and overwrites none', async () => {
      await lab.stop();
      await rm(file('package.json'));
      lab = await start();
      expect(await readFile(file('greet.ts'), 'utf8')).toBe("console.log('edited');\n");
      expect(JSON.parse(await readFile(file('package.json'), 'utf8'))).toMatchObject({type: 'module'});
      await lab.stop();
      await rm(file('greet.ts'));
      lab = await start();
      expect(await readFile(file('greet.ts'), 'utf8')).toBe(skeleton.content);
    });

    it('is reset without losing what the learner wrote', async () => {
      await writeFile(file('mine.ts'), '// mine\n');
      await lab.stop();
      const kept = await shared.runtime.removeLab(identity);
      expect(kept).toMatch(/workspace\.before-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d/);
      expect(await readFile(path.join(kept ?? '', 'mine.ts'), 'utf8')).toBe('// mine\n');
      expect(await subject.listData(identity)).toEqual([]);
      lab = await start();
      await expect(stat(file('mine.ts'))).rejects.toThrow(/ENOENT/);
      expect(await run('node greet.ts')).toMatchObject({output: 'hello, learner\n'});
    });

    it('goes without a trace where the learner wrote nothing', async () => {
      await lab.stop();
      expect(await shared.runtime.removeLab(identity)).toBeUndefined();
      await expect(stat(identity.workspace)).rejects.toThrow(/ENOENT/);
      lab = await start();
    });
  });
}
