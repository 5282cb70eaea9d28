import {mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {Learner} from '../../app/learner.ts';
import {stepWaits} from '../../app/play-lesson.ts';
import {leftOf, removeHome, runtimeHere} from '../../runtimes.ts';

const runtime = runtimeHere();

const create =
  'bin/kafka-topics.sh --create --topic test --partitions 1 --replication-factor 1 --bootstrap-server localhost:9092\r';
const list = 'bin/kafka-topics.sh --list --bootstrap-server localhost:9092\r';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'shell '));
});
afterEach(async () => removeHome(home));

/** A command that says so once the terminal has that size, in rows and columns. */
const untilSize = (size: string) =>
  `until [ "$(stty size)" = "${size}" ]; do sleep 0.1; done; echo "it is $(stty size)"\r`;

const sitDown = (words: readonly string[], size = {columns: 100, rows: 30}) =>
  new Learner({...size, home, arguments: words});

describe(`a window of one’s own on ${runtime}`, () => {
  it('shows a tab of the running app, ticks its steps, and leaves the shell to it', async () => {
    await using app = sitDown(['topics', '--step', 'create-topic', '--runtime', runtime], {
      columns: 80,
      rows: 24,
    });
    await app.sees(stepWaits, 90);
    await using window = sitDown(['shell', 'client']);
    await window.sees('→ Step 1 of 7: Create the topic test');
    await window.sees(/^client\$/m);
    await app.sees('3 client ⧉');
    window.type(create);
    await window.sees(/✔ Create the topic test: `test` exists with 1 partition[^\n]*\n(.*\n)?client\$/);
    await app.sees(/\[✔\]/);
    // Whoever types, both see it.
    app.press('prefix', '3');
    app.type('echo typed in the app\r');
    await window.sees(/^typed in the app$/m);
    window.resize(120, 20);
    // The engine hears of it a moment later.
    window.type(untilSize('20 120'));
    await window.sees(/^it is 20 120$/m);
    window.press('prefix', 'd');
    expect(await window.exitCode()).toBe(0);
    await app.seesNoMore('⧉');
    // The shell goes on, and has the size of its place in the app again.
    app.type(untilSize('12 80'));
    await app.sees(/^it is 12 80$/m);
    app.press('prefix', 'q');
    expect(await app.exitCode()).toBe(0);
    expect(leftOf(home)).toEqual([]);
  });

  it('owns the lab where no app runs, until the last window is closed', async () => {
    await using first = sitDown(['shell', 'client', '--lesson', 'topics', '--runtime', runtime]);
    await first.sees('→ Step 1 of 7: Create the topic test', 90);
    first.type(create);
    await first.sees('✔ Create the topic test');
    await first.sees('→ Step 2 of 7: List the topics');
    await using second = sitDown(['shell', 'broker-1']);
    await second.sees(/INFO/);
    first.type(list);
    await first.sees('✔ List the topics');
    first.type('exit\r');
    await first.sees('The lab goes on for the other windows');
    second.press('ctrl-c');
    await second.sees(/^broker-1\$/m);
    // Ended, and opened again for who asks for it.
    await using third = sitDown(['shell', 'client']);
    await third.sees(/^client\$ ?$/m);
    third.press('prefix', 'd');
    expect(await third.exitCode()).toBe(0);
    second.press('prefix', 'd');
    // The broker's last words have numbers, too.
    await second.sees(/^ended with 0$/m);
    expect(await first.exitCode(60)).toBe(0);
    expect(leftOf(home)).toEqual([]);

    // The list is longer than the screen.
    await using app = sitDown(['list', '--no-color']);
    expect(await app.exitCode()).toBe(0);
    expect(app.written()).toMatch(/✔ Create the topic test[\s\S]*✔ List the topics/);
  });

  it('ends with the app that is killed, terminal whole', async () => {
    await using app = sitDown(['topics', '--step', 'create-topic', '--runtime', runtime]);
    await app.sees(stepWaits, 90);
    await using window = sitDown(['shell', 'client']);
    await window.sees(/^client\$/m);
    process.kill(app.appPid(), 'SIGKILL');
    await window.sees('The app has ended, and with it the lab.');
    expect(await window.exitCode()).toBe(0);
    window.type('stty -a\r');
    await window.sees(/[^-]icanon[\s\S]*[^-]echo /);
    expect(await app.exitCode(60)).toBe(137);
    await expect.poll(() => leftOf(home)).toEqual([]);
  });

  it('clears up the lab it owned when it is killed, and leaves the lab it only joined alone', async () => {
    await using owner = sitDown(['shell', 'client', '--lesson', 'topics', '--runtime', runtime]);
    await owner.sees('→ Step 1 of 7: Create the topic test', 90);
    await using window = sitDown(['shell', 'client']);
    await window.sees(/^client\$/m);
    process.kill(window.appPid(), 'SIGKILL');
    await window.sees('It was one window of an app that goes on');
    expect(await window.exitCode()).toBe(137);
    expect(window.screen()).not.toMatch(/clearing up|Done\./);
    owner.type('echo still he""re\r');
    await owner.sees(/^still here$/m);
    process.kill(owner.appPid(), 'SIGKILL');
    await owner.sees('clearing up the lab');
    await owner.sees('Done. Start it again', 60);
    expect(await owner.exitCode()).toBe(137);
    expect(leftOf(home)).toEqual([]);
  });
});

describe('a window', () => {
  it('says what there is when it is asked for what there is not', async () => {
    await using app = sitDown(['topics', '--runtime', 'local']);
    await app.sees('Press n to begin', 90);
    await using window = sitDown(['shell', 'clint']);
    await window.sees('has no terminal `clint`');
    await window.sees('→ It has: zookeeper, broker-1, client.');
    expect(await window.exitCode()).toBe(2);
    expect(window.screen()).not.toContain('d leaves');
    await using other = sitDown(['shell', '--lesson', '1']);
    await other.sees('The running app has another lesson open');
    expect(await other.exitCode()).toBe(2);
    app.press('m');
    await app.sees('Enter open', 60);
    await using early = sitDown(['shell']);
    await early.sees('No lesson with a lab is open in the running app');
    expect(await early.exitCode()).toBe(3);
  });

  it('needs a terminal', async () => {
    const launcher = path.resolve(import.meta.dirname, '../../../dist/launcher.js');
    const ran = await execa(process.execPath, [launcher, 'shell'], {
      reject: false,
      stdin: 'ignore',
      env: {KAFKA_LESSONS_HOME: home},
    });
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain('--plain');
  });
});
