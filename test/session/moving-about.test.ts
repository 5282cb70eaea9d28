import {describe, expect, it} from 'vitest';
import {
  noProgress,
  type Progress,
  passStep,
  rememberServers,
  stepProgress,
} from '../../src/session/progress.ts';
import type {SessionEvent} from '../../src/session/session-event.ts';
import {after, at, course, now, openOf, runEnded, start, steps, typesOf, verdictOf} from './sample-course.ts';

const running = (isNew: boolean): SessionEvent => ({type: 'lab-running', isNew});
const goTo = (index: number): SessionEvent => ({type: 'go-to', at: index, now});
const ids = (given: readonly {readonly id: string}[]) => given.map(({id}) => id);
const done = (...names: readonly string[]) =>
  names.reduce<Progress>(
    (progress, id) => passStep(progress, '01-one', id, {passedAt: '', how: 'done', evidence: id}),
    noProgress,
  );
/** The earlier steps that are to be done again, where that was asked for. */
const rebuilt = ({effects}: ReturnType<typeof after>) =>
  effects.flatMap((effect) => (effect.type === 'rebuild' ? [ids(effect.earlier)] : []));

describe('a step that was asked for', () => {
  const asked = (progress: Progress, isNew: boolean) =>
    after(start(progress), {type: 'open-lesson', index: 0, step: 'prepared', now}, running(isNew));

  it('gets what it needs of the steps before it, those that have something to do', () => {
    const opened = asked(noProgress, true);
    expect(rebuilt(opened)).toEqual([['create', 'predict']]);
    expect(openOf(opened.state).step.typing).toBe('rebuild');
  });

  it('gets only what is missing where the lab has kept its data', () => {
    expect(rebuilt(asked(done('create'), false))).toEqual([['predict']]);
    expect(rebuilt(asked(done('create', 'predict'), false))).toEqual([]);
  });

  it('gets everything again in a new lab, whatever was passed once', () => {
    expect(rebuilt(asked(done('create', 'predict'), true))).toEqual([['create', 'predict']]);
  });

  it('is prepared after that, then checked', () => {
    const opened = asked(noProgress, true).state;
    const ended = after(opened, runEnded(opened));
    expect(ended.effects).toEqual([{type: 'run-blocks', run: 2, step: steps.prepared, what: 'setup'}]);
    const prepared = after(ended.state, runEnded(ended.state));
    expect(typesOf(prepared.effects)).toEqual(['check']);
  });

  it('38: begins when that is over: what was done again for others is no slip of this step', () => {
    const opened = asked(noProgress, true).state;
    const ended = runEnded(opened, {now: now + 5000});
    expect(openOf(after(opened, ended).state).step.startedAt).toBe(now + 5000);
  });

  it('says which step is being done again, and what went wrong with it', () => {
    const opened = asked(noProgress, true).state;
    const progress = {title: 'The step create', number: 1, of: 2};
    const told = after(opened, {type: 'rebuilding', run: opened.runs, progress}).state;
    expect(openOf(told).step.rebuilding).toEqual(progress);
    const ended = after(told, runEnded(told, {trouble: 'It broke.'})).state;
    expect(ended.notice).toBe('It broke.');
    expect(openOf(ended).step).toMatchObject({typing: 'setup', rebuilding: undefined});
  });

  it('23: is not ended by a run that was left: go to, back, go to again, and the first one ends late', () => {
    const first = asked(noProgress, true).state;
    const second = after(first, {type: 'go-to', at: 0, now}, {type: 'go-to', at: 4, now}).state;
    expect(openOf(second).step.typing).toBe('rebuild');
    for (const late of [
      runEnded(first, {trouble: 'stopped'}),
      {type: 'rebuilding', run: first.runs, progress: {title: 'x', number: 1, of: 2}} as const,
    ]) {
      expect(after(second, late)).toEqual({state: second, effects: []});
    }
    expect(openOf(after(second, runEnded(second)).state).step.typing).toBe('setup');
  });

  it('is not judged, and nothing is called the learner’s doing, while others are done again', () => {
    const opened = asked(noProgress, true).state;
    const busy = after(
      opened,
      {type: 'command-started', terminal: 'client', command: 'one', at: now},
      {type: 'command-ended', terminal: 'client'},
      {type: 'cluster-changed'},
      {type: 'ask-check'},
    );
    expect(typesOf(busy.effects)).toEqual([]);
    expect(openOf(busy.state).step.hasActed).toBe(false);
  });

  it('leaves the terminals to one typist at a time, and can be stopped', () => {
    const opened = asked(noProgress, true).state;
    expect(after(opened, {type: 'solve'}, {type: 'type-block'}).effects).toEqual([]);
    expect(typesOf(after(opened, {type: 'stop-solving'}).effects)).toEqual(['stop-solving']);
  });
});

describe('coming back', () => {
  const back = (isNew: boolean) => {
    const last = {lesson: '01-one', step: 'prepared'};
    const progress = {...done('create'), last};
    return after(start(progress), {type: 'open-lesson', index: 0, now}, running(isNew));
  };

  it('does nothing again where the lab has kept its data, not even what was skipped', () => {
    expect(rebuilt(back(false))).toEqual([]);
  });

  it('does everything again where the data is gone, or lies with the other runtime', () => {
    expect(rebuilt(back(true))).toEqual([['create', 'predict']]);
  });
});

describe('going to a step', () => {
  it('forwards does again what was never done', () => {
    const gone = after(at('read'), goTo(4));
    expect(openOf(gone.state).at).toBe(4);
    expect(rebuilt(gone)).toEqual([['create', 'predict']]);
  });

  it('backwards, and to where the learner is, does nothing again', () => {
    const gone = after(at('prepared'), goTo(1));
    expect(openOf(gone.state).at).toBe(1);
    expect(rebuilt(gone)).toEqual([]);
    const state = at('which');
    expect(after(state, goTo(2))).toEqual({state, effects: []});
    const typing = after(state, {type: 'focus', on: 'terminal'}).state;
    expect(openOf(after(typing, goTo(0)).state).focus).toBe('lesson');
    expect(openOf(after(typing, goTo(2)).state).focus).toBe('lesson');
  });

  it('stays within the lesson', () => {
    expect(openOf(after(at('read'), goTo(99)).state).at).toBe(5);
    expect(openOf(after(at('read'), goTo(-9)).state).at).toBe(-1);
  });

  it('while the lab comes up waits for it', () => {
    const opened = after(start(), {type: 'open-lesson', index: 0, now}, goTo(4));
    expect(rebuilt(opened)).toEqual([]);
    expect(rebuilt(after(opened.state, running(false)))).toEqual([['create', 'predict']]);
  });

  it('step by step does nothing again: what was skipped was skipped', () => {
    const walked = after(
      start(),
      {type: 'open-lesson', index: 0, now},
      running(true),
      ...Array.from({length: 5}, (): SessionEvent => ({type: 'go', to: 'skip', now})),
    );
    expect(openOf(walked.state).at).toBe(4);
    expect(rebuilt(walked)).toEqual([]);
  });

  it('stops what is being typed', () => {
    expect(typesOf(after(after(at('create'), {type: 'solve'}).state, goTo(0)).effects)).toContain(
      'stop-solving',
    );
  });
});

describe('the list of steps', () => {
  it('points at where the learner is and goes where it points', () => {
    const shown = after(at('create'), {type: 'show-dialog', dialog: 'steps'}).state;
    expect(shown.dialog).toEqual({type: 'steps', pointed: 1});
    const gone = after(shown, {type: 'point-in-dialog', by: 2}, {type: 'choose-in-dialog', now}).state;
    expect(gone.dialog).toBeUndefined();
    expect(openOf(gone).at).toBe(3);
  });

  it('keeps its pointer on a step', () => {
    const shown = after(at('create'), {type: 'show-dialog', dialog: 'steps'}).state;
    expect(after(shown, {type: 'point-in-dialog', by: 99}).state.dialog).toMatchObject({pointed: 4});
    expect(after(shown, {type: 'point-in-dialog', by: -99}).state.dialog).toMatchObject({pointed: 0});
  });

  it('is not there on the map', () => {
    expect(after(start(), {type: 'show-dialog', dialog: 'steps'}).state.dialog).toBeUndefined();
  });
});

describe('the search', () => {
  const search = (query: string): readonly SessionEvent[] => [
    {type: 'show-dialog', dialog: 'search'},
    {type: 'change-query', query},
  ];

  it('opens a lesson at the step that was found, from the map', () => {
    const {state, effects} = after(start(), ...search('step predict'), {type: 'choose-in-dialog', now});
    expect(openOf(state).at).toBe(3);
    expect(effects[0]).toMatchObject({type: 'open-lab', lesson: {id: '01-one'}});
  });

  it('goes to a step of the lesson that is open', () => {
    const {state} = after(at('read'), ...search('step prepared'), {type: 'choose-in-dialog', now});
    expect(openOf(state).at).toBe(4);
    expect(state.opensNext).toBeUndefined();
  });

  it('leaves the lesson for one of another', () => {
    const found = after(at('read'), ...search('Lesson 02-two'), {type: 'choose-in-dialog', now});
    expect(typesOf(found.effects)).toContain('close-lab');
    const {state} = after(found.state, {type: 'lab-closed', now});
    expect(openOf(state).lesson.id).toBe('02-two');
  });

  it('goes nowhere when nothing was found', () => {
    const state = at('read');
    const {state: same, effects} = after(state, ...search('xyzzy'), {type: 'choose-in-dialog', now});
    expect(same).toEqual(state);
    expect(effects).toEqual([]);
  });
});

describe('beginning anew', () => {
  const progress = rememberServers(done('create', 'which', 'prepared'), '01-one', [
    {terminal: 'broker-1', command: 'start it'},
  ]);

  it('a step forgets its tick alone, and its lab is made again', () => {
    const {state, effects} = after(at('which', progress), {type: 'reset', what: 'step', now});
    expect(Object.keys(state.progress.lessons['01-one']?.steps ?? {})).toEqual(['create', 'prepared']);
    expect(state.progress.lessons['01-one']?.servers).toBeUndefined();
    expect(effects).toContainEqual({type: 'close-lab', lesson: course.lessons[0], removesData: true});
    const again = after(state, {type: 'lab-closed', now}, running(true));
    expect(openOf(again.state).lesson.steps[openOf(again.state).at]?.id).toBe('which');
    expect(rebuilt(again)).toEqual([['create']]);
  });

  it('a lesson forgets everything of it and begins at its introduction', () => {
    const {state, effects} = after(at('which', progress), {type: 'reset', what: 'lesson', now});
    expect(state.progress.lessons['01-one']).toBeUndefined();
    expect(effects).toContainEqual({type: 'close-lab', lesson: course.lessons[0], removesData: true});
    expect(openOf(after(state, {type: 'lab-closed', now}).state).at).toBe(-1);
  });

  it('from the map removes the lab of the lesson pointed at', () => {
    const {state, effects} = after(start(progress), {type: 'reset', what: 'lesson', now});
    expect(state.open).toBeUndefined();
    expect(state.progress.lessons['01-one']).toBeUndefined();
    expect(effects).toContainEqual({type: 'remove-lab', lesson: course.lessons[0]});
  });

  it('has no step to forget on a page that is none', () => {
    const state = after(at('read'), goTo(-1)).state;
    expect(after(state, {type: 'reset', what: 'step', now}).state.notice).toBe(
      'There is no step here to reset.',
    );
  });

  it('takes no verdict any more that was under way', () => {
    const judged = at('create');
    const verdict = verdictOf(judged, {type: 'passed', evidence: 'x'});
    const {state} = after(
      judged,
      {type: 'reset', what: 'step', now},
      verdict,
      {type: 'lab-closed', now},
      verdict,
    );
    expect(stepProgress(state.progress, '01-one', 'create')).toBeUndefined();
  });
});
