import type {OpenLesson, SessionState} from '../session/session-state.ts';
import type {Layout} from './layout.ts';
import type {LessonPage} from './lesson-page.ts';
import type {Paint} from './paint.ts';
import {type PaneLines, paneLines} from './pane-lines.ts';
import {stepList} from './step-list.ts';

/** A lesson's page as it stands on the screen. */
export function lessonPane(
  state: SessionState,
  open: OpenLesson,
  layout: Exclude<Layout, {type: 'too-small'}>,
  page: LessonPage,
  paint: Paint,
): PaneLines {
  return paneLines(
    page,
    {scroll: open.scroll, steps: stepList(state, open, layout, paint)},
    paint,
    layout.lesson,
  );
}
