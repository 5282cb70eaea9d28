import {type SearchHit, searchCourse} from '../course/search-course.ts';
import type {SessionEvent} from './session-event.ts';
import type {Destination, Dialog, SessionState} from './session-state.ts';

type DialogEvent = Extract<
  SessionEvent,
  {type: 'show-dialog' | 'close-dialog' | 'point-in-dialog' | 'change-query'}
>;

/** What the dialog becomes. Pure. */
export function reduceDialog(state: SessionState, event: DialogEvent): SessionState {
  switch (event.type) {
    case 'show-dialog':
      return {...state, dialog: openDialog(state, event.dialog, event.at)};
    case 'close-dialog':
      return {...state, dialog: undefined};
    case 'point-in-dialog':
      return {...state, dialog: movePointer(state, event.by, event.most)};
    case 'change-query':
      return state.dialog?.type === 'search'
        ? {...state, dialog: {type: 'search', query: event.query.slice(0, longestQuery), pointed: 0}}
        : state;
  }
}

const longestQuery = 200;

function openDialog({open}: SessionState, type: Dialog['type'], at: number | undefined): Dialog | undefined {
  switch (type) {
    case 'keys':
      return {type, pointed: 0};
    case 'reset':
      return open?.lab.type === 'stopping' ? undefined : {type};
    case 'search':
      return {type, query: '', pointed: 0};
    case 'steps':
      return open ? {type, pointed: clamp(at ?? open.at, open.lesson.steps.length - 1)} : undefined;
  }
}

function movePointer(state: SessionState, by: number, most = 0): Dialog | undefined {
  const {dialog, open} = state;
  if (dialog?.type === 'steps')
    return {...dialog, pointed: clamp(dialog.pointed + by, (open?.lesson.steps.length ?? 1) - 1)};
  if (dialog?.type === 'keys') return {...dialog, pointed: clamp(dialog.pointed + by, most)};
  if (dialog?.type !== 'search') return dialog;
  return {...dialog, pointed: clamp(dialog.pointed + by, hitsOf(state).length - 1)};
}

/** What the search found so far; empty when nothing is searched. */
export function hitsOf({course, dialog}: SessionState): readonly SearchHit[] {
  return dialog?.type === 'search' ? searchCourse(course, dialog.query) : [];
}

/** Where the pointer of a dialog leads. */
export function chosenIn(state: SessionState): Destination | undefined {
  const {dialog, open, course} = state;
  if (dialog?.type === 'steps' && open)
    return {index: course.lessons.indexOf(open.lesson), step: open.lesson.steps[dialog.pointed]?.id};
  if (dialog?.type !== 'search') return undefined;
  const hit = hitsOf(state)[dialog.pointed];
  return hit && {index: hit.lesson, step: hit.step};
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}
