import {describe, expect, it} from 'vitest';
import {lessonPlainPage} from '../../src/plain/plain-page.ts';
import type {SessionState} from '../../src/session/session-state.ts';
import {reachableFrom} from '../../src/session/web-page.ts';
import {lessonPage} from '../../src/ui/lesson-page.ts';
import {plainTheme} from '../../src/ui/markdown/theme.ts';
import {plainPaint} from '../../src/ui/paint.ts';
import {after, course, now, openOf, start, steps} from './sample-course.ts';

const pages = [
  {named: 'http://localhost:3000', address: 'http://localhost:49153'},
  {named: 'http://localhost:4000', address: 'http://localhost:49154'},
];

/** The sample course, its lesson with two ports and with `text` in its step `create`. */
function withPages(text: string, runs = true): SessionState {
  const [lesson] = course.lessons;
  if (!lesson) throw new Error('the sample course has a lesson');
  const served = {
    ...lesson,
    lab: {...lesson.lab, ports: [3000, 4000]},
    steps: [{...steps.create, text}],
  };
  const opened = after(
    {...start(), course: {...course, lessons: [served]}},
    {type: 'open-lesson', index: 0, step: 'create', now},
  );
  return runs ? after(opened.state, {type: 'lab-running', isNew: false, pages}).state : opened.state;
}

const asked = (state: SessionState) => after(state, {type: 'open-page'});

describe('what a learner’s own server shows', () => {
  it('is opened at the address that the step speaks of, else at the first', () => {
    expect(asked(withPages('Nothing.')).effects).toEqual([
      {type: 'open-page', address: 'http://localhost:49153'},
    ]);
    expect(asked(withPages('Look at <http://localhost:4000/counts>.')).effects).toEqual([
      {type: 'open-page', address: 'http://localhost:49154'},
    ]);
  });

  it('is not opened before the lab runs, nor where a lesson has none, and that is said', () => {
    const {state, effects} = asked(withPages('', false));
    expect([effects, state.notice]).toEqual([[], 'The lab does not run yet: a moment.']);
    const none = asked(after(start(), {type: 'open-lesson', index: 0, step: 'create', now}).state);
    expect([none.effects, none.state.notice]).toEqual([
      [],
      'Nothing in this lesson is looked at in a browser.',
    ]);
  });

  it('has its real address wherever the page links to it, and in a command the lab’s own', () => {
    const text =
      'Open <http://localhost:3000/> or [the counts](http://localhost:4000/counts), with\n`curl http://localhost:3000` in the lab.';
    const state = withPages(text);
    const drawn = lessonPage(state, openOf(state), {paint: plainPaint, theme: plainTheme, columns: 120});
    for (const seen of [drawn.text.join(' '), lessonPlainPage(state, openOf(state), 120).join(' ')]) {
      expect(seen).toContain('Open http://localhost:49153/ or');
      expect(seen).toContain('the counts (http://localhost:49154/counts)');
      expect(seen).toContain('curl http://localhost:3000');
    }
  });

  it('is not taken for another port that begins alike', () => {
    const addressOf = reachableFrom([{named: 'http://localhost:300', address: 'http://localhost:1'}]);
    expect(addressOf('http://localhost:3000')).toBe('http://localhost:3000');
    expect(addressOf('http://localhost:300/a')).toBe('http://localhost:1/a');
  });
});
