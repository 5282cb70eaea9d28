import {mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {Learner} from '../app/learner.ts';
import {stepWaits} from '../app/play-lesson.ts';
import {leftOf, removeHome, runtimeHere} from '../runtimes.ts';

const runtime = runtimeHere();

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'moving '));
});
afterEach(async () => removeHome(home));

/** A press and a release of the left button; column and row count from 1, as the screen's cells do for people. */
const click = (learner: Learner, column: number, row: number) =>
  learner.type(`\u001b[<0;${column};${row}M\u001b[<0;${column};${row}m`);

const place = (learner: Learner, words: string) => {
  const lines = learner.screen().split('\n');
  const row = lines.findIndex((line) => line.includes(words));
  return {column: (lines[row]?.indexOf(words) ?? 0) + 2, row: row + 1};
};

describe(`moving about on ${runtime}`, () => {
  it('goes to a step, and does what it needs for the learner, visibly; begins it anew; begins the lesson anew', async () => {
    await using learner = new Learner({
      columns: 80,
      rows: 24,
      home,
      arguments: ['topics', '--step', 'old-option', '--runtime', runtime],
    });
    await learner.sees('step 6 of 7');
    await learner.sees(/doing what this step needs \(1 of 4: Create the\s+topic test\)/, 90);
    await learner.sees('Replication factor: 2 larger', 60);
    await learner.sees(stepWaits, 60);
    // Nothing of it counts as the learner's.
    expect(learner.screen()).toMatch(/○ {2}○ {2}○ {2}○ {2}○ \[○\] ○/);
    learner.press('t');
    await learner.sees(/client\$ bin\/kafka-topics.sh --list --zookeeper localhost:2181/);
    learner.press('enter');
    await learner.sees(/\[✔\]/);

    learner.press('prefix', 'R');
    await learner.sees('What is to start over?');
    learner.press('s');
    await learner.sees('doing what this step needs', 90);
    await learner.sees(stepWaits, 60);
    expect(learner.screen()).toMatch(/\[○\] ○/);

    learner.press('prefix', 'R');
    await learner.sees('What is to start over?');
    learner.press('l');
    await learner.sees('Topics · introduction', 60);
    await learner.sees('Press n to begin', 90);

    learner.press('/');
    await learner.sees('Search:');
    learner.type('describe');
    await learner.sees(/❯ Topics › Describe the topic/);
    learner.press('enter');
    await learner.sees('step 3 of 7');
    await learner.sees(stepWaits, 60);

    learner.press('prefix', '1');
    await learner.sees('INFO');
    const client = place(learner, '3 client');
    click(learner, client.column, client.row);
    await learner.sees(/^client\$ bin\/kafka-topics.sh --list/m);
    // A step that was never reached is asked about first; one before is gone to.
    click(learner, 80 - 2, 1);
    await learner.sees('Go to which step?');
    learner.press('escape');
    await learner.seesNoMore('Go to which step?');
    click(learner, 80 - 1 - 7 * 3 + 1, 1);
    await learner.sees('step 1 of 7');
    learner.press('q');
    expect(await learner.exitCode()).toBe(0);
    expect(learner.written()).toMatch(/\u001b\[\?1000h[\s\S]*\u001b\[\?1000l/);
    expect(leftOf(home)).toEqual([]);
  });
});

describe('the mouse', () => {
  it('is left alone when that is asked for', async () => {
    for (const [words, environment] of [
      [['--no-mouse'], {}],
      [[], {KAFKA_LESSONS_MOUSE: 'off'}],
    ] as const) {
      await using learner = new Learner({columns: 80, rows: 24, home, arguments: words, environment});
      await learner.sees('Enter open');
      expect(learner.written()).not.toContain('\u001b[?1000h');
      learner.press('q');
      expect(await learner.exitCode()).toBe(0);
    }
  });
});

describe('a terminal', () => {
  it('3: that cannot move its cursor gets the course line by line', async () => {
    await using learner = new Learner({
      columns: 80,
      rows: 24,
      home,
      arguments: [],
      environment: {TERM: 'dumb'},
    });
    await learner.sees('Type the number of a lesson to open it');
    expect(learner.isOnAlternateScreen).toBe(false);
    learner.type('quit\r');
    expect(await learner.exitCode()).toBe(0);
  });
});

describe('a stop by somebody else', () => {
  it('2: takes the modes again when it goes on, also where it came with the first frame', async () => {
    for (let time = 0; time < 6; time += 1) {
      await using learner = new Learner({columns: 80, rows: 24, home, arguments: []});
      await learner.sees('Enter open');
      const pids = [learner.launcherPid(), learner.appPid()];
      for (const pid of pids) process.kill(pid, 'SIGSTOP');
      await learner.sees(/Stopped/);
      // What another program leaves of the terminal.
      learner.type('stty sane; printf "\\033[?1049l\\033[?25h\\033[?1000l"\r');
      await learner.until(() => !learner.isOnAlternateScreen, 'see the screen of the shell');
      const before = learner.written().length;
      learner.type('fg\r');
      await learner.until(() => learner.isOnAlternateScreen, 'see the alternate screen again');
      await learner.sees('Enter open');
      expect(learner.written().slice(before)).toMatch(
        /\u001b\[\?25l[\s\S]*\u001b\[\?2004h[\s\S]*\u001b\[\?1000h/,
      );
      learner.press('q');
      await learner.sees('All you did is kept');
      expect(await learner.terminalFaults()).toEqual([]);
    }
  });
});

describe('Ctrl-Z', () => {
  it('leads to the shell the app was started from, and fg back', async () => {
    await using learner = new Learner({columns: 80, rows: 24, home, arguments: []});
    await learner.sees('Enter open');
    for (let time = 0; time < 2; time += 1) {
      learner.press('ctrl-z');
      await learner.sees(/Stopped[\s\S]*outside\$ $/m);
      expect(learner.isOnAlternateScreen).toBe(false);
      learner.type('stty -a\r');
      await learner.sees(/[^-]icanon[\s\S]*[^-]echo /);
      learner.type('clear; fg\r');
      await learner.sees('Enter open');
      expect(learner.isOnAlternateScreen).toBe(true);
      learner.press('down');
      await learner.sees(new RegExp(`❯ . 0${time + 2}`));
    }
    learner.press('q');
    await learner.sees(/fg\s+outside\$ $|^outside\$ $/m);
    learner.type('echo "code $?"\r');
    await learner.sees(/^code 0$/m);
  });
});
