import {stripVTControlCharacters} from 'node:util';
import {describe, expect, it} from 'vitest';
import {lessonPlainPage} from '../../src/plain/plain-page.ts';
import {noProgress, passStep} from '../../src/session/progress.ts';
import type {SessionState} from '../../src/session/session-state.ts';
import {footLine} from '../../src/ui/foot-line.ts';
import {lessonPage} from '../../src/ui/lesson-page.ts';
import {plainTheme} from '../../src/ui/markdown/theme.ts';
import {plainPaint} from '../../src/ui/paint.ts';
import {after, course, now, openOf, start} from '../session/sample-course.ts';

const passed = {passedAt: new Date(now).toISOString(), how: 'done', evidence: 'seen'} as const;

/** Behind the last step of a lesson whose steps are all done. */
function atEndOf(index: number): SessionState {
  const lesson = course.lessons[index];
  if (!lesson) throw new Error(`there is no lesson ${index}`);
  const done = lesson.steps.reduce((all, {id}) => passStep(all, lesson.id, id, passed), noProgress);
  const begun = {...start(done), course: {...course, end: 'You have built it.'}};
  const {state} = after(begun, {type: 'open-lesson', index, now});
  return {...state, open: {...openOf(state), at: lesson.steps.length}};
}

const shown = (state: SessionState) => {
  const {text, status} = lessonPage(state, openOf(state), {
    paint: plainPaint,
    theme: plainTheme,
    columns: 80,
  });
  return [...text, ...status].join('\n');
};

const keys = (state: SessionState) => stripVTControlCharacters(footLine(state, 'Ctrl-G', plainPaint, 500));

const heard = (state: SessionState) => lessonPlainPage(state, openOf(state), 80).join('\n');

describe('43: behind the last step', () => {
  it('of the last lesson the course says its last words, and offers the map', () => {
    const state = atEndOf(1);
    expect(shown(state)).toContain('You have built it.');
    expect(shown(state)).toContain('This was the last lesson. Press n for the map.');
    expect(keys(state)).toContain('n map');
    expect(heard(state)).toContain('You have built it.');
    expect(heard(state)).toContain('That was the last lesson. :map leads to the list of lessons');
  });

  it('of any other the next lesson is offered, and nothing said of an end', () => {
    const state = atEndOf(0);
    for (const words of [shown(state), heard(state)]) {
      expect(words).toContain('Next: Lesson 02-two');
      expect(words).not.toContain('You have built it.');
    }
    expect(keys(state)).toContain('n next lesson');
  });

  it('nothing is said of an end while a step of the last lesson is open', () => {
    const done = atEndOf(1);
    const state = {...done, progress: noProgress};
    expect(shown(state)).not.toContain('You have built it.');
    expect(heard(state)).not.toContain('You have built it.');
  });
});
