import {describe, expect, it} from 'vitest';
import {reduce} from '../../src/session/reduce.ts';
import type {Session} from '../../src/session/session.ts';
import type {SessionEvent} from '../../src/session/session-event.ts';
import {walkAlone} from '../../src/session/walk-alone.ts';
import {after, at, now, openOf, start, verdictOf} from './sample-course.ts';

/** What a session does with events, without its effects. */
function openSession(state = start()) {
  const listeners = new Set<() => void>();
  const session = {
    state,
    subscribe: (listener: () => void) => listeners.add(listener),
    send: (event: SessionEvent) => {
      session.state = reduce(session.state, event).state;
      for (const listener of listeners) listener();
    },
  };
  walkAlone(session as unknown as Session, () => now);
  return session;
}

describe('a window without an app', () => {
  it('waits at what is to be done, and records nothing of pages and questions', () => {
    const session = openSession();
    session.send({type: 'open-lesson', index: 0, now});
    expect(openOf(session.state).at).toBe(-1);
    session.send({type: 'lab-running', isNew: false});
    expect(openOf(session.state).at).toBe(1);
    session.send(verdictOf(session.state, {type: 'passed', evidence: 'it is there'}));
    expect(openOf(session.state).at).toBe(4);
    expect(openOf(session.state).step.typing).toBe('setup');
    expect(Object.keys(session.state.progress.lessons['01-one']?.steps ?? {})).toEqual(['create']);
  });

  it('goes past what was done before in one move', () => {
    const state = at('create');
    const {progress} = after(state, verdictOf(state, {type: 'passed', evidence: 'it is there'})).state;
    const session = openSession(at('read', progress));
    const places: number[] = [];
    session.subscribe(() => places.push(openOf(session.state).at));
    session.send({type: 'notice', text: 'something happened'});
    expect([...new Set(places)]).toEqual([4]);
  });
});
