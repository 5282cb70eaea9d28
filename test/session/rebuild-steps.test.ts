import {describe, expect, it} from 'vitest';
import type {Step} from '../../src/course/lesson.ts';
import {type RebuildStage, rebuildSteps} from '../../src/session/rebuild-steps.ts';
import {now, steps} from './sample-course.ts';

/** A lab in which a step holds when it was done, or from the beginning. */
function openStage(holding: readonly string[], deaf: readonly string[] = [], needs: readonly string[] = []) {
  const held = new Set(holding);
  const done = new Set<string>();
  const typed: string[] = [];
  const reported: string[] = [];
  const stop = new AbortController();
  const owner = new Map(
    Object.values(steps).flatMap((step) => step.runnable.map((block) => [block, step.id])),
  );
  const lab: RebuildStage['lab'] = {
    check: async ({id}) =>
      held.has(id) ? {type: 'passed', evidence: ''} : {type: 'broken', reason: 'not done yet'},
    runBlock: async (block) => {
      typed.push(block.lines.join());
      const id = owner.get(block);
      if (id !== undefined) done.add(id);
      if (id !== undefined && !deaf.includes(id) && needs.every((one) => one === id || done.has(one)))
        held.add(id);
      return {type: 'done', exitCode: 0};
    },
    prepare: async (block) => {
      typed.push(block.lines.join());
      return {type: 'done', exitCode: 0};
    },
  };
  return {
    typed,
    reported,
    stop,
    rebuild: async (wanted: readonly Step[]) =>
      rebuildSteps(wanted, {
        lab,
        now: () => now,
        signal: stop.signal,
        typingPace: 0,
        show: () => {},
        report: ({title, number, of}) => reported.push(`${number} of ${of}: ${title}`),
      }),
  };
}

const {create, predict, prepared} = steps;
const fleeting: Step = {...create, id: 'fleeting', transient: true};

describe('steps that are done again', () => {
  it('are those that do not hold, in order, with what prepares them', async () => {
    const stage = openStage(['predict']);
    expect(await stage.rebuild([create, predict, prepared])).toBeUndefined();
    expect(stage.typed).toEqual(['one', 'two', 'prepare', 'do']);
    expect(stage.reported).toEqual(['1 of 3: The step create', '3 of 3: The step prepared']);
  });

  it('are none where all that is to last holds, whatever was meant to be over', async () => {
    const stage = openStage(['create', 'prepared']);
    expect(await stage.rebuild([create, fleeting, prepared])).toBeUndefined();
    expect(stage.typed).toEqual([]);
  });

  it('end with a word when one of them does not hold after all', async () => {
    const stage = openStage([], ['create']);
    expect(await stage.rebuild([create, prepared])).toMatch(
      /“The step create” was done for you, and its check/,
    );
    expect(stage.typed).toEqual(['one', 'two']);
  });

  it('38: begin again with what was to be over by now, when a later one fails for want of it', async () => {
    // A consumer of an earlier start still counts as a member, and is gone when its colleague comes.
    const member: Step = {...create, transient: true};
    const stage = openStage(['create'], [], ['create']);
    expect(await stage.rebuild([member, predict])).toBeUndefined();
    expect(stage.typed).toEqual(['ask', 'one', 'two', 'ask']);
    expect(stage.reported).toEqual([
      '2 of 2: The step predict',
      '1 of 2: The step create',
      '2 of 2: The step predict',
    ]);
  });

  it('38: begin again once only', async () => {
    const stage = openStage(['create'], ['predict']);
    expect(await stage.rebuild([{...create, transient: true}, predict])).toMatch(
      /Reset this step \(R, then s\)/,
    );
    expect(stage.typed).toEqual(['ask', 'one', 'two', 'ask']);
  });

  it('stop when they are stopped', async () => {
    const stage = openStage([]);
    stage.stop.abort(new Error('stopped'));
    await expect(stage.rebuild([create])).rejects.toThrow('stopped');
    expect(stage.typed).toEqual([]);
  });
});
