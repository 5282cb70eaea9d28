import {stepProgress} from '../session/progress.ts';
import type {OpenLesson, SessionState} from '../session/session-state.ts';
import {cut} from './fit.ts';
import type {Layout} from './layout.ts';
import type {Paint} from './paint.ts';
import {stepMark} from './screen-lines.ts';

export interface StepLine {
  readonly text: string;
  /** Index of the step; undefined where the line says how many more there are. */
  readonly step: number | undefined;
}

/** Rows the text has to keep, and fewer lines than these are no list. */
const leastText = 16;
const shortest = 5;

/**
 * The steps of the lesson, one a line, for panes that are high enough; where they are too many for that, those around the
 * one the learner is at.
 */
export function stepList(
  state: SessionState,
  open: OpenLesson,
  layout: Layout,
  paint: Paint,
): readonly StepLine[] {
  // Where lesson and terminal share the rows the list would come and go with the focus.
  if (layout.type !== 'beside' && layout.type !== 'alone') return [];
  const {steps} = open.lesson;
  const {columns, rows} = layout.lesson;
  const room = Math.min(steps.length, Math.floor((rows - leastText) / 2));
  if (room < Math.min(shortest, steps.length)) return [];
  const first = Math.max(0, Math.min(open.at - Math.floor(room / 2), steps.length - room));
  return steps.slice(first, first + room).map(({id, title}, row): StepLine => {
    const step = first + row;
    const below = steps.length - first - room;
    if (row === 0 && first > 0) return more(`↑ ${first + 1} more`, paint);
    if (row === room - 1 && below > 0) return more(`↓ ${below + 1} more`, paint);
    const mark = stepMark(stepProgress(state.progress, open.lesson.id, id), paint);
    const text =
      step === open.at ? `${paint.pointed('❯')} ${mark} ${paint.strong(title)}` : `  ${mark} ${title}`;
    return {text: cut(text, columns - 1), step};
  });
}

function more(words: string, paint: Paint): StepLine {
  return {text: `  ${paint.dim(words)}`, step: undefined};
}
