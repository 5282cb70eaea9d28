import {describe, expect, it} from 'vitest';
import {plainChanges} from '../../src/plain/plain-changes.ts';
import {lessonPlainPage, terminalsPage} from '../../src/plain/plain-page.ts';
import type {SessionEvent} from '../../src/session/session-event.ts';
import type {SessionState} from '../../src/session/session-state.ts';
import {after, at, now, openOf, start, verdictOf} from '../session/sample-course.ts';

const said = (before: SessionState, ...events: readonly SessionEvent[]) =>
  plainChanges(before, after(before, ...events).state, {columns: 80, saysVerdict: true}).join('\n');

describe('what is said', () => {
  it('when a lesson is opened is its introduction', () => {
    expect(said(start(), {type: 'open-lesson', index: 0, now})).toContain(
      'Lesson: Lesson 01-one. 5 minutes, 5 steps.',
    );
  });

  it('while the lab comes up is each stage once, and every quarter of a long one', () => {
    const opened = after(start(), {type: 'open-lesson', index: 0, now}).state;
    const line = (fraction?: number): SessionEvent => ({
      type: 'lab-progress',
      line: {message: 'Downloading', ...(fraction === undefined ? {} : {fraction})},
    });
    expect(said(opened, line())).toBe('Downloading');
    const under = after(opened, line(0.2)).state;
    expect(said(under, line(0.24))).toBe('');
    expect(said(under, line(0.3))).toBe('Downloading: 25 %');
    expect(said(under, {type: 'lab-failed', message: 'No engine.', cure: 'Start it.'})).toBe(
      'The lab could not be started: No engine.\nWhat to do: Start it. Then type :retry, or :map to leave.',
    );
    expect(said(under, {type: 'lab-running', isNew: true})).toContain('Terminals: 1 broker-1, 2 client.');
  });

  it('while the cluster is at work is what is there now, each time it is something else', () => {
    const underWay = (message: string) => ({type: 'waiting', message, isUnderWay: true}) as const;
    const first = at('create');
    expect(said(first, verdictOf(first, underWay('5 segments')))).toBe('Under way: 5 segments');
    const judged = after(first, verdictOf(first, underWay('5 segments')), {type: 'look-again'}).state;
    expect(said(judged, verdictOf(judged, underWay('5 segments')))).toBe('');
    expect(said(judged, verdictOf(judged, underWay('4 segments')))).toBe('Under way: 4 segments');
  });

  it('of a step is its text, its number and how to go on', () => {
    const words = said(at('read'), {type: 'go', to: 'next', now});
    expect(words).toContain('Step 2 of 5: The step create\n\nWords of create.');
    expect(said(at('create'), {type: 'go', to: 'skip', now})).toContain(
      '  a  wrong\n  b  right\n  c  wrong too',
    );
  });

  it('of a terminal that is heard too says which it is, and on a page that asks for one the page does', () => {
    const state = at('create');
    expect(said(state, {type: 'watch', terminal: 'broker-1'})).toBe('Heard too: broker-1.');
    const listening = after(state, {type: 'watch'}).state;
    expect(said(listening, {type: 'watch'})).toBe('Only this terminal is heard.');
    expect(lessonPlainPage(listening, openOf(listening), 80)).toContain(
      '(The terminal broker-1 is heard too.)',
    );
    expect(terminalsPage(openOf(listening))[0]).toBe('  1. broker-1: nothing runs (heard too)');
  });

  it('of a verdict says in words what a mark says on the screen', () => {
    const state = at('create');
    const acted = after(
      state,
      {type: 'command-started', terminal: 'client', command: 'ls', at: now},
      {type: 'command-ended', terminal: 'client'},
    ).state;
    const failed = {
      type: 'failed',
      message: 'No.',
      expected: 'one',
      observed: 'two',
      why: 'Because.',
    } as const;
    expect(said(acted, verdictOf(acted, failed))).toBe(
      'Not right yet: No.\n  Expected: one\n  Observed: two\n  Why: Because.',
    );
    expect(said(acted, verdictOf(acted, {type: 'passed', evidence: 'it is there'}))).toBe(
      'Done: it is there\n(An empty line goes on to the next step.)',
    );
    expect(said(acted, verdictOf(acted, {type: 'broken', reason: 'it crashed'}))).toContain(
      'The check itself failed, not you: it crashed.',
    );
    // What was said is not said again.
    const told = after(acted, verdictOf(acted, failed)).state;
    expect(
      said(told, {type: 'cluster-changed'}, verdictOf(after(told, {type: 'cluster-changed'}).state, failed)),
    ).toBe('');
  });

  it('of a question is whether the answer holds', () => {
    expect(said(at('which'), {type: 'choose', choice: 0, now})).toBe('a is not it. It is not.');
    expect(said(at('which'), {type: 'choose', choice: 1, now})).toBe(
      'Done: answered: right\nBecause.\n(An empty line goes on to the next step.)',
    );
    expect(said(at('predict'), {type: 'choose', choice: 1, now})).toBe(
      'Noted: b. Now do it, and the cluster will tell.',
    );
    const chosen = after(at('predict'), {type: 'choose', choice: 1, now}).state;
    expect(said(chosen, verdictOf(chosen, {type: 'passed', evidence: 'yes', answer: 0}))).toContain(
      'You chose something else; it was a.',
    );
  });

  it('of hints, notices and what is typed for the learner is each once', () => {
    expect(said(at('create'), {type: 'show-hint'})).toBe('Hint 1 of 2:\nfirst hint');
    expect(said(at('create'), {type: 'notice', text: 'Something.'})).toBe('Note: Something.');
    expect(said(at('create'), {type: 'solve'})).toBe('Typing the solution; :stop ends it.');
    const asked = after(
      start(),
      {type: 'open-lesson', index: 0, step: 'prepared', now},
      {type: 'lab-running', isNew: true},
    ).state;
    const progress = {title: 'The step create', number: 1, of: 2};
    expect(said(asked, {type: 'rebuilding', run: asked.runs, progress})).toBe(
      'Doing what this step needs, 1 of 2: The step create. :stop ends it.',
    );
  });

  it('of other terminals is what begins and ends there; the current one speaks for itself', () => {
    const state = after(at('create'), {type: 'show-tab', index: 1}).state;
    const runs = (terminal: string): SessionEvent => ({
      type: 'command-started',
      terminal,
      command: 'ls',
      at: now,
    });
    expect(said(state, runs('broker-1'))).toBe('broker-1: runs ls');
    expect(said(state, runs('client'))).toBe('');
    expect(said(state, {type: 'host-state', host: 'broker-1', state: 'killed'})).toBe(
      'broker-1: the host broker-1 was killed.',
    );
    expect(said(state, {type: 'tab-state', terminal: 'client', state: {exitCode: 3}, windows: 0})).toBe(
      'client: the shell ended with exit code 3. :shell opens a new one.',
    );
  });

  it('when a lesson is left is the list of lessons; when all is over nothing more', () => {
    const left = after(at('create'), {type: 'leave-lesson'}).state;
    expect(said(at('create'), {type: 'leave-lesson'})).toBe('Stopping the servers; your data stays.');
    expect(said(left, {type: 'lab-closed', now})).toContain('Type the number of a lesson');
    const quit = after(at('create'), {type: 'quit'}).state;
    expect(said(quit, {type: 'lab-closed', now})).toBe('');
  });
});
