import {mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {Learner} from '../app/learner.ts';
import {PlainLearner} from '../app/plain-learner.ts';
import {leftOf, removeHome, runtimeHere} from '../runtimes.ts';

const runtime = runtimeHere();

describe(`line by line on ${runtime}`, () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'plain '));
  });
  afterEach(async () => removeHome(home));

  it('explains a mistake, gives hints and the solution, and goes on where it was left', async () => {
    {
      await using learner = new PlainLearner({home, words: ['topics', '--runtime', runtime]});
      await learner.hears('The lab is ready', 90);
      learner.say('');
      learner.say('bin/kafka-topics.sh --create --topic tset --bootstrap-server localhost:9092');
      await learner.hears(/Not right yet: .*\n {2}Expected: .*\n {2}Observed: .*`tset`/);
      await learner.ask(':hint', /Hint 1 of \d/);
      await learner.ask(':solve', /Done: `test` exists/);
      learner.say('');
      await learner.hears('Step 2 of');
      // The pipe ends: that is a way to leave, too.
      learner.hangUp();
      await learner.hears('Good-bye.', 60);
      expect(await learner.exitCode()).toBe(0);
    }
    await using again = new PlainLearner({home, words: ['--runtime', runtime]});
    await again.hears('Step 2 of', 90);
    await again.hears('The lab is ready', 90);
    await again.ask(':steps', /1\. .* \(done\)\n {2}2\. .* \(open, you are here\)/);
    await again.ask(':wait 1', 'This step is not done after 1 seconds');
    await again.ask(':reset lesson', 'Type :reset lesson yes');
    await again.ask(':reset lesson yes', 'Stopping the servers');
    await again.hears('The lab is ready', 90);
    await again.ask(':quit', 'Good-bye.');
    // A script that waited for a step in vain hears of it.
    expect(await again.exitCode()).toBe(1);
    expect(leftOf(home)).toEqual([]);
  });

  it('on a small terminal has a prompt, and Ctrl-C for the program in it', async () => {
    const words = ['--plain', 'topics', '--runtime', runtime];
    await using learner = new Learner({columns: 40, rows: 12, home, arguments: words});
    await learner.sees(/The lab is\s+ready/, 90);
    learner.type('\r');
    await learner.sees(/:type types the next\s+command for you[^>]*client> $/);
    learner.type('sleep 1000\r');
    await learner.sees('client> sleep 1000');
    learner.type(':terminals\r');
    await learner.sees(/runs\s+sleep 1000/);
    learner.press('ctrl-c');
    // Until the program has started its shell takes the key for itself, and a person presses it once more.
    await learner.sees(/ended with exit\s+code 130/, 5).catch(async () => {
      learner.press('ctrl-c');
      await learner.sees(/ended with exit\s+code 130/);
    });
    learner.press('ctrl-c');
    await learner.sees(/Nothing runs\s+here/);
    learner.press('ctrl-d');
    expect(await learner.exitCode()).toBe(0);
    expect(learner.isOnAlternateScreen).toBe(false);
    // From the program's first word on: before that it is the outer shell that writes.
    const said = learner.written().slice(learner.written().indexOf('Lesson: '));
    expect(said.slice(0, said.indexOf('Good-bye')).match(/\u001b/)).toBeNull();
    expect(leftOf(home)).toEqual([]);
  });
});
