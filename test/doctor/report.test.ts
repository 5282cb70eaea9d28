import {hostname} from 'node:os';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {withoutPrivate} from '../../src/doctor/without-private.ts';
import {newAccount} from '../cli/run-launcher.ts';
import {sickEnvironment} from './sick-machine.ts';

const somebody = {
  homeDirectory: '/home/canary-home',
  userName: 'canaryuser',
  hostName: 'canary-host.example',
  environment: {GITHUB_TOKEN: 'canary-of-a-variable', PATH: '/usr/bin'},
};

describe('a report', () => {
  it.each([
    ['/home/canary-home/.local/state', '~/.local/state'],
    ['/media/canaryuser/disk', '/media/USER/disk'],
    ['on canary-host.example and Canary-Host', 'on HOST and HOST'],
    ['at 192.168.7.9:3128, fe80::1:2 and 2001:db8::7', 'at IP:3128, IP and IP'],
    ['at 127.0.0.1:9092, ::1 and localhost', 'at 127.0.0.1:9092, ::1 and localhost'],
    ['http://canary:pass@word@proxy.example:3128', 'http://proxy.example:3128'],
    ['https://mirror.example/apache?token=canary', 'https://mirror.example/apache?…'],
    ['said canary-of-a-variable', 'said …'],
    ['ghp_0123456789canary0123456789', '…'],
    ['0123456789abcdef0123456789abcdef', '…'],
    ['Kafka 3.9.1, Java 17.0.15, 12:34:56, port 9092', 'Kafka 3.9.1, Java 17.0.15, 12:34:56, port 9092'],
  ])('shows %j as %j', (text, shown) => {
    expect(withoutPrivate(text, somebody)).toBe(shown);
  });

  it('has nothing private in it, wherever it comes from', async () => {
    await using account = await newAccount();
    const home = path.join(account.folder, 'canary-folder');
    await account.write({'canary-folder/progress.json': '{'});
    const environment = await sickEnvironment(account, {
      engine: 'ssh://canaryuser:canarypassword@192.168.7.9',
      environment: {
        KAFKA_LESSONS_HOME: home,
        HTTPS_PROXY: 'http://canaryname:canarysecret@10.1.2.3:3128',
        KAFKA_LESSONS_MIRROR: 'https://canaryname:canarysecret@10.1.2.4/apache?token=canarytoken',
        GITHUB_TOKEN: 'canaryvariable',
        USER: 'canaryuser',
        SOMETHING_ELSE: 'canaryelse',
        TERM: 'xterm-256color',
      },
    });
    const {stdout, stderr, exitCode} = await account.run(['doctor', '--report'], {environment});
    expect({stderr, exitCode}).toEqual({stderr: '', exitCode: 0});
    expect(stdout).toContain('## kafka-lessons doctor\n');
    expect(stdout).toContain('TERM=xterm-256color\n');
    expect(stdout).toContain('~/canary-folder');
    const rest = stdout.replaceAll('~/canary-folder', '');
    expect(rest).not.toContain('canary');
    expect(rest).not.toContain(account.folder);
    expect(rest).not.toMatch(/192\.168|10\.1\.2/);
    expect(rest.toLowerCase().split(/[^\w-]+/)).not.toContain(hostname().toLowerCase());
  });

  it('is not JSON too', async () => {
    await using account = await newAccount();
    const ran = await account.run(['doctor', '--report', '--json']);
    expect(ran).toMatchObject({exitCode: 2, stdout: ''});
    expect(ran.stderr).toContain("option '--json' cannot be used with option '--report'");
  });
});

describe('the text for people', () => {
  it('has groups, words beside every mark, and no line over 80 columns', async () => {
    await using account = await newAccount();
    const environment = await sickEnvironment(account, {programs: {bash: true}});
    const {stdout, exitCode} = await account.run(['doctor'], {environment});
    expect(exitCode).toBe(3);
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^kafka-lessons \d+\.\d+\.\d+\. No lesson can run: neither in containers nor/);
    for (const title of ['This machine', 'Containers', 'Local processes', 'This program', 'What we keep']) {
      expect(lines).toContain(title);
    }
    expect(lines.filter((line) => [...line].length > 80)).toEqual([]);
    expect(
      lines.filter((line) => /^[✔·!✘]/.test(line) && !/^(✔ fine|· note|! risk|✘ lack) {2}\S/.test(line)),
    ).toEqual([]);
    expect(stdout).toContain('\n✘ lack  No Java answers (`java -version` fails).\n');
    expect(stdout).toMatch(/\n {8}→ Install Java 17 or 21/);
    expect(stdout).toContain('All of it goes with `kafka-lessons reset --all`.\n');
    expect(stdout).not.toContain('\u001b');
  });

  it('names what is kept', async () => {
    await using account = await newAccount();
    await account.write({'.cache/kafka-lessons/kafka-3.9.1/libs/kafka-clients-3.9.1.jar': 'x'});
    const environment = await sickEnvironment(account, {});
    const {stdout} = await account.run(['doctor', '--json'], {environment});
    expect(JSON.parse(stdout)).toMatchObject({
      kept: [{name: path.join(account.folder, '.cache/kafka-lessons'), bytes: expect.any(Number)}],
    });
  });
});
