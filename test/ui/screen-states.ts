import type {Verdict} from '../../src/checks/verdict.ts';
import type {Course} from '../../src/course/lesson.ts';
import {noProgress, passStep} from '../../src/session/progress.ts';
import type {SessionEvent} from '../../src/session/session-event.ts';
import type {SessionState} from '../../src/session/session-state.ts';
import {after, now, openOf, start, verdictOf} from '../session/sample-course.ts';

const long =
  'The topic `orders-of-the-day` has 2 partitions, and 漢字かな 🎉 in its name; it should have one. '.repeat(
    4,
  );
const verdicts: readonly Verdict[] = [
  {type: 'waiting', message: 'no topic yet'},
  {type: 'waiting', message: long, isUnderWay: true},
  {type: 'failed', message: long, expected: long, observed: 'x'.repeat(300), why: long},
  {type: 'broken', reason: 'it crashed', detail: `${'y'.repeat(200)}\nlast line`},
];

/** A course in the states it can be seen in: the map, every page, the lab coming up, failed and stopping, every verdict. */
export function screenStates(course: Course): readonly (readonly [name: string, state: SessionState])[] {
  const map: SessionState = {...start(), course};
  const states: [string, SessionState][] = [
    ['the map', map],
    ['the map, the last lesson', after(map, {type: 'select-lesson', by: 99}).state],
    ['the keys', after(map, {type: 'show-dialog', dialog: 'keys'}).state],
    [
      'the keys, scrolled',
      after(map, {type: 'show-dialog', dialog: 'keys'}, {type: 'point-in-dialog', by: 9}).state,
    ],
    ['what to reset', after(map, {type: 'show-dialog', dialog: 'reset'}).state],
    ['an empty search', after(map, {type: 'show-dialog', dialog: 'search'}).state],
    ...['e', 'topic', 'nothing of the kind', long].map((query): [string, SessionState] => [
      `the search for ${query.slice(0, 9)}`,
      after(
        map,
        {type: 'show-dialog', dialog: 'search'},
        {type: 'change-query', query},
        {type: 'point-in-dialog', by: 7},
      ).state,
    ]),
  ];
  for (const [index, lesson] of course.lessons.entries()) {
    const open = (step: string | undefined, ...events: readonly SessionEvent[]) =>
      after(map, {type: 'open-lesson', index, now, ...(step === undefined ? {} : {step})}, ...events).state;
    const named = (name: string, state: SessionState) => states.push([`${lesson.id}, ${name}`, state]);
    named(
      'the introduction while the lab comes up',
      open(undefined, {type: 'lab-progress', line: {message: long, fraction: 0.4}}),
    );
    named('the introduction', open(undefined, {type: 'lab-running', isNew: false}));
    for (const step of lesson.steps) {
      const running = open(
        step.id,
        {type: 'lab-running', isNew: false},
        {type: 'solving-ended', run: 1, trouble: undefined, now},
      );
      named(
        `${step.id}, the lab coming up`,
        open(step.id, {type: 'lab-progress', line: {message: 'Starting broker-1'}}),
      );
      named(`${step.id}, the lab failed`, open(step.id, {type: 'lab-failed', message: long, cure: long}));
      named(step.id, running);
      named(`${step.id}, in the terminal`, after(running, {type: 'focus', on: 'terminal'}).state);
      named(
        `${step.id}, all hints`,
        after(running, ...step.hints.map((): SessionEvent => ({type: 'show-hint'}))).state,
      );
      named(
        `${step.id}, answered wrongly`,
        after(running, {type: 'choose', choice: 0, now}, {type: 'choose', choice: 1, now}).state,
      );
      named(`${step.id}, to be reset`, after(running, {type: 'show-dialog', dialog: 'reset'}).state);
      named(`${step.id}, the steps`, after(running, {type: 'show-dialog', dialog: 'steps'}).state);
      named(
        `${step.id}, rebuilding`,
        open(
          step.id,
          {type: 'lab-running', isNew: true},
          {type: 'rebuilding', run: 1, progress: {title: long, number: 2, of: 12}},
        ),
      );
      named(`${step.id}, typing the solution`, after(running, {type: 'solve'}).state);
      named(`${step.id}, leaving`, after(running, {type: 'leave-lesson'}).state);
      named(
        `${step.id}, skipped`,
        after(running, {type: 'go', to: 'skip', now}, {type: 'go', to: 'back', now}).state,
      );
      const asked = after(running, {type: 'choose', choice: 0, now}, {type: 'ask-check'}).state;
      if (openOf(asked).check.state !== 'idle') {
        const answer = step.question ? {answer: 1} : {};
        for (const verdict of [...verdicts, {type: 'passed', evidence: long, ...answer} as const])
          named(`${step.id}, ${verdict.type}`, after(asked, verdictOf(asked, verdict)).state);
      }
    }
    let progress = noProgress;
    for (const {id} of lesson.steps)
      progress = passStep(progress, lesson.id, id, {passedAt: '', how: 'done', evidence: long});
    const last = lesson.steps.at(-1)?.id ?? '';
    const end: readonly SessionEvent[] = [
      {type: 'open-lesson', index, step: last, now},
      {type: 'lab-running', isNew: false},
      {type: 'go', to: 'next', now},
    ];
    named('the end, all done', after({...map, progress}, ...end).state);
    named(
      'the end, nothing done',
      open(last, {type: 'lab-running', isNew: false}, {type: 'go', to: 'skip', now}),
    );
  }

  return states;
}
