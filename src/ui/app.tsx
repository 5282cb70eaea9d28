import {Box, Text, useApp, useInput} from 'ink';
import {useCallback, useEffect, useMemo} from 'react';
import type {Session} from '../session/session.ts';
import {currentStep, type OpenLesson, type SessionState, watchedTab} from '../session/session-state.ts';
import type {Screen} from '../terminal/screen.ts';
import {smallestScreen, type TerminalSize} from '../terminal/terminal.ts';
import {dialogLines} from './dialog-lines.ts';
import {cut, pad, wrapBehind} from './fit.ts';
import {footLine} from './foot-line.ts';
import {mostKeysScroll} from './keys-lines.ts';
import {activeRows, isTight, type Layout, layOut} from './layout.ts';
import {lessonKeyEvent} from './lesson-key.ts';
import {lessonPage, type PageStyle} from './lesson-page.ts';
import {lessonPane} from './lesson-pane.ts';
import type {Paint} from './paint.ts';
import type {PaneLines} from './pane-lines.ts';
import {Rows} from './rows.tsx';
import {mapLines, titleLine} from './screen-lines.ts';
import {tabLine, watchedLine} from './tab-line.ts';
import {terminalLines} from './terminal-lines.ts';
import {useFrames} from './use-frames.ts';
import {useRunningTimes} from './use-running-times.ts';
import {type OnWindowChange, useSize} from './use-size.ts';

export interface AppProps {
  readonly session: Session;
  readonly stdout: NodeJS.WriteStream;
  readonly onWindowChange: OnWindowChange;
  readonly style: Omit<PageStyle, 'columns'>;
  /** How the prefix key is called: `Ctrl-G`. */
  readonly prefixName: string;
  readonly now: () => number;
  /** Gives the terminal back to the shell the app was started from, until the app is continued. */
  readonly stop: () => Promise<void>;
  /** Called once with what takes the screen down for as long as a function runs, and draws it again. */
  readonly onReady: (suspendTerminal: SuspendTerminal) => void;
  /** Leaves a blank screen, on which the next drawing draws everything. */
  readonly wipe: () => void;
}

export type SuspendTerminal = (run: () => Promise<void>) => Promise<void>;

/** The whole screen. It draws the session's state and sends events; it does nothing else. */
export function App({
  session,
  stdout,
  onWindowChange,
  style,
  prefixName,
  now,
  stop,
  onReady,
  wipe,
}: AppProps) {
  const {suspendTerminal} = useApp();
  useEffect(() => onReady(suspendTerminal), [onReady, suspendTerminal]);
  const {size, drawing, redraw} = useSize(stdout, onWindowChange, wipe);
  const {state} = session;
  const {open} = state;
  useFrames(useCallback((changed) => subscribeTo(session, changed), [session]));
  const layout = layOut(size, open);
  const pane = usePane(state, layout, style);
  useTerminalSize(session, layout);
  useRunningTimes(open, now);
  useInput((input, key) => {
    if (key.ctrl && input === 'z') void suspendTerminal(stop);
    else if (key.ctrl && input === 'l') redraw();
    else {
      const bounds = session.state.dialog
        ? {scroll: 0, most: mostKeysScroll(size.rows - 2), page: 1}
        : {scroll: pane?.scroll ?? 0, most: pane?.mostScroll ?? 0, page: pane?.page ?? 1};
      const event = lessonKeyEvent(session.state, input, key, bounds, now());
      if (event) session.send(event);
    }
    session.send({type: 'return-focus'});
  });

  if (layout.type === 'too-small') return <TooSmall key={drawing} size={size} />;
  const {paint} = style;
  const {columns, rows} = size;
  const activeScreen = open && session.terminal(open.tabs[open.activeTab]?.name ?? '')?.screen;
  const canScroll = state.dialog ? mostKeysScroll(rows - 2) > 0 : activeScreen?.hasScrolledOff === true;
  const isCovered = layout.type === 'zoomed' && open !== undefined;
  const foot =
    isCovered && state.notice !== undefined
      ? paint.broken(cut(` ${state.notice}`, columns))
      : footLine(state, {prefixName, paint, columns, canScroll});
  const notice = (width: number) => noticeLines(state.notice, paint, width);
  return (
    <Box key={drawing} flexDirection="column" width={columns} height={rows}>
      <Rows lines={[titleLine(state, paint, columns)]} columns={columns} rows={1} />
      {state.dialog ? (
        <Rows
          lines={dialogLines(state, state.dialog, prefixName, paint, {columns, rows: rows - 2})}
          columns={columns}
          rows={rows - 2}
        />
      ) : open && pane ? (
        <LessonScreen
          session={session}
          open={open}
          layout={layout}
          lines={endWith(
            pane.lines.map(({text}) => text),
            notice(layout.lesson.columns),
          )}
          screen={activeScreen}
          style={style}
          now={now}
        />
      ) : (
        <Rows
          lines={endWith(padTo(mapLines(state, paint, {columns, rows: rows - 2}), rows - 2), notice(columns))}
          columns={columns}
          rows={rows - 2}
        />
      )}
      <Rows lines={[foot]} columns={columns} rows={1} />
    </Box>
  );
}

/** A notice stands above the keys, whole: its end is where it says what to do. */
function noticeLines(notice: string | undefined, paint: Paint, columns: number): readonly string[] {
  return notice === undefined || columns < 12 ? [] : wrapBehind(' ', notice, columns - 1).map(paint.broken);
}

function endWith(lines: readonly string[], end: readonly string[]): readonly string[] {
  return [...lines.slice(0, Math.max(0, lines.length - end.length)), ...end];
}

function padTo(lines: readonly string[], rows: number): readonly string[] {
  return [...lines, ...Array.from({length: Math.max(0, rows - lines.length)}, () => '')];
}

interface LessonScreenProps {
  readonly session: Session;
  readonly open: OpenLesson;
  readonly layout: Exclude<Layout, {type: 'too-small'}>;
  /** Of the lesson's pane. */
  readonly lines: readonly string[];
  /** Of the tab that is shown. */
  readonly screen: Screen | undefined;
  readonly style: Omit<PageStyle, 'columns'>;
  readonly now: () => number;
}

function LessonScreen({session, open, layout, lines, screen, style, now}: LessonScreenProps) {
  const {lesson, terminal} = layout;
  const {paint} = style;
  const tabs = tabLine(open, screen?.atBottom === false, paint, terminal.columns, now());
  const rows = activeRows(layout);
  const shown = terminalLines(screen, open.focus === 'terminal', paint, rows);
  const second = layout.watched > 0 ? watchedTab(open) : undefined;
  const terminalPane = (
    <Box flexDirection="column">
      <Rows lines={[tabs]} columns={terminal.columns} rows={1} />
      <Rows lines={shown} columns={terminal.columns} rows={rows} />
      {second && (
        <Rows
          lines={[
            watchedLine(second, paint, terminal.columns, now()),
            ...terminalLines(session.terminal(second.name)?.screen, false, paint, layout.watched),
          ]}
          columns={terminal.columns}
          rows={layout.watched + 1}
        />
      )}
    </Box>
  );
  if (layout.type === 'zoomed') return terminalPane;
  const lessonPane = <Rows lines={lines} columns={lesson.columns} rows={lesson.rows} />;
  if (layout.type === 'alone') return lessonPane;
  if (layout.type === 'stacked') {
    return (
      <Box flexDirection="column">
        {lessonPane}
        {terminalPane}
      </Box>
    );
  }

  return (
    <Box>
      {lessonPane}
      <Rows lines={Array.from({length: lesson.rows}, () => paint.dim('│'))} columns={1} rows={lesson.rows} />
      {terminalPane}
    </Box>
  );
}

/** The lesson's pane is laid out again only when something it shows has changed, not for every line a server prints. */
function usePane(
  state: SessionState,
  layout: Layout,
  {paint, theme}: Omit<PageStyle, 'columns'>,
): PaneLines | undefined {
  const {open, progress, course} = state;
  const lesson = layout.type === 'too-small' ? undefined : layout.lesson;
  const tight = open !== undefined && isTight(layout, open);
  const page = useMemo(
    () =>
      open && lesson && lesson.rows > 0
        ? lessonPage(state, open, {paint, theme, columns: lesson.columns - 1, isTight: tight})
        : undefined,
    [
      open?.lesson,
      open?.at,
      open?.step,
      open?.focus,
      tight,
      open?.lab,
      open && currentStep(open)?.runsPrograms ? open.check.state : undefined,
      progress,
      course,
      lesson?.columns,
      lesson?.rows,
      paint,
      theme,
    ],
  );
  if (!open || layout.type === 'too-small') return undefined;
  if (!page) return {lines: [], scroll: 0, mostScroll: 0, page: 1};
  return lessonPane(state, open, layout, page, paint);
}

const noShell: TerminalSize = {columns: 0, rows: 0};

function useTerminalSize(session: Session, layout: Layout): void {
  const {columns, rows} = layout.type === 'too-small' ? noShell : layout.shell;
  useEffect(() => {
    if (rows > 0) session.resizeTerminals({columns, rows});
  }, [session, columns, rows]);
}

function subscribeTo(session: Session, changed: () => void): () => void {
  const ends = [session.subscribe(changed), session.onScreenChange(changed)];
  return () => {
    for (const end of ends) end();
  };
}

function TooSmall({size}: {readonly size: TerminalSize}) {
  const words = [
    `This window is ${size.columns}×${size.rows}.`,
    `The course needs ${smallestScreen.columns}×${smallestScreen.rows} at least.`,
    'Make it larger: everything goes on.',
  ];
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      {words.slice(0, size.rows).map((line) => (
        <Text key={line} wrap="truncate">
          {pad(line, size.columns)}
        </Text>
      ))}
    </Box>
  );
}
