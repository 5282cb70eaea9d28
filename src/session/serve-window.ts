import {createQueryFilter} from '../terminal/device-queries.ts';
import {createEmulatorInput} from '../terminal/emulator-input.ts';
import type {LabTerminal, TerminalWindow} from '../terminal/lab-terminal.ts';
import type {TerminalSize} from '../terminal/terminal.ts';
import {isStepDone, stepProgress} from './progress.ts';
import type {Session} from './session.ts';
import {currentStep, type SessionState} from './session-state.ts';
import {textPieces} from './text-pieces.ts';

/** What the owner of the home tells a window: one line of JSON each. */
export type WindowMessage =
  /** A sentence before the shell is there. */
  | {readonly type: 'say'; readonly text: string}
  /** For the window's terminal, as it is. */
  | {readonly type: 'data'; readonly data: string}
  | {
      readonly type: 'refused';
      readonly message: string;
      readonly cure: string;
      /** The request is at fault, not the moment. */
      readonly isWrongUse: boolean;
    }
  /** The shell is over, or the lesson: nothing more comes. */
  | {readonly type: 'end'; readonly why: string; readonly exitCode: number};

export interface WindowRequest {
  /** The tab; the one the app shows unless given. */
  readonly terminal: string | undefined;
  /** The id of the lesson the person named. */
  readonly lesson?: string | undefined;
  readonly size: TerminalSize;
}

export interface WindowConnection {
  send(message: WindowMessage): void;
  /** What the window says: `{type: 'data', data}` or `{type: 'resize', columns, rows}`. Ends with the window. */
  readonly messages: AsyncIterable<unknown>;
  /** Bytes that were sent and not taken yet. */
  queued(): number;
  /** Calls `listener` once, when everything that waits was taken. */
  onceDrained(listener: () => void): void;
}

/** Characters in one message. */
const longestPiece = 16 * 1024;
/** Bytes a window may leave untaken; then it gets no more until it has caught up. */
const mostQueued = 1024 * 1024;
/** Milliseconds between two whole screens for a window that catches up with a shell that prints on. */
const catchUpPause = 50;

/** Shows a tab of the open lesson in a window of the learner's own, until one of both ends. */
export async function serveWindow(
  session: Session,
  request: WindowRequest,
  connection: WindowConnection,
): Promise<void> {
  const name = chooseTab(session.state, request, connection);
  if (name === undefined) return;
  const window = new ShownTab(session, name, request.size, connection);
  try {
    for await (const message of connection.messages) window.take(message);
  } finally {
    window.close();
  }
}

function chooseTab(
  {open}: SessionState,
  {terminal: wanted, lesson: wantedLesson}: WindowRequest,
  {send}: WindowConnection,
): string | undefined {
  if (!open || open.lab.type === 'stopping' || open.lab.type === 'failed') {
    const message = 'No lesson with a lab is open in the running app.';
    send({type: 'refused', message, cure: 'Open a lesson there, then try again.', isWrongUse: false});
    return undefined;
  }
  const {tabs, activeTab, lesson} = open;
  if (wantedLesson !== undefined && wantedLesson !== lesson.id) {
    const message = `The running app has another lesson open: “${lesson.title}”.`;
    const cure = 'Open the lesson you want there first, or leave --lesson out to join the one that is open.';
    send({type: 'refused', message, cure, isWrongUse: true});
    return undefined;
  }
  const tab = wanted === undefined ? tabs[activeTab] : tabs.find(({name}) => name === wanted);
  if (tab) return tab.name;
  const has = tabs.length === 0 ? 'none' : tabs.map(({name}) => name).join(', ');
  const message = `The lesson “${lesson.title}” has no terminal \`${wanted ?? ''}\`.`;
  send({type: 'refused', message, cure: `It has: ${has}.`, isWrongUse: true});
  return undefined;
}

class ShownTab {
  readonly #session: Session;
  readonly #name: string;
  readonly #connection: WindowConnection;
  readonly #window: TerminalWindow;
  readonly #unsubscribe: () => void;
  #terminal: LabTerminal | undefined;
  #isReviving = false;
  #isOver = false;
  #log: string | undefined;
  #typedAhead = '';
  #state: SessionState;
  #ticks: readonly string[] = [];
  /** Where the learner has come to, until it is said. */
  #place: string | undefined;
  readonly #input = createEmulatorInput();
  readonly #queries = createQueryFilter();
  /** What the shell prints is not sent any more: whole screens stand for it. */
  #isBehind = false;
  #catchingUp: NodeJS.Timeout | undefined;

  constructor(session: Session, name: string, size: TerminalSize, connection: WindowConnection) {
    this.#session = session;
    this.#name = name;
    this.#connection = connection;
    this.#state = session.state;
    this.#place = placeOf(session.state);
    this.#ticks = folderOf(undefined, session.state);
    this.#window = {
      size,
      onText: (text) => {
        const drawn = this.#input.clean(text);
        // Where the tab has no emulator the window's terminal is the only one to answer.
        this.#sendData(this.#terminal?.screen ? this.#queries.clean(drawn) : drawn);
        this.#sayTicks();
      },
    };
    this.#unsubscribe = session.subscribe(() => this.#follow());
    this.#follow();
  }

  take(message: unknown): void {
    const {type, data, columns, rows} = message as {
      type?: unknown;
      data?: unknown;
      columns?: unknown;
      rows?: unknown;
    };
    if (type === 'data' && typeof data === 'string') {
      if (this.#terminal) this.#terminal.write(data);
      else this.#typedAhead += data;
    } else if (type === 'resize' && isCount(columns) && isCount(rows)) {
      if (this.#terminal) this.#terminal.resizeWindow(this.#window, {columns, rows});
      else this.#window.size = {columns, rows};
    }
  }

  close(): void {
    this.#isOver = true;
    clearTimeout(this.#catchingUp);
    this.#unsubscribe();
    this.#terminal?.removeWindow(this.#window);
  }

  #end(why: string, exitCode = 0): void {
    if (this.#isOver) return;
    this.close();
    this.#connection.send({type: 'end', why, exitCode});
  }

  #follow(): void {
    if (this.#isOver) return;
    const before = this.#state;
    const {state} = this.#session;
    this.#state = state;
    const {open} = state;
    if (open?.lab.type === 'starting') this.#sayProgress(open.lab.log.at(-1)?.message);
    if (open?.lab.type === 'failed') {
      this.#end(`The lab could not be started: ${open.lab.message} ${open.lab.cure}`, 1);
      return;
    }
    const terminal = this.#session.terminal(this.#name);
    if (!open || open.lab.type === 'stopping' || (this.#terminal && terminal !== this.#terminal)) {
      this.#end('The lesson was left: its servers stop, their data stays.');
      return;
    }
    if (terminal) this.#followTerminal(terminal);
    this.#ticks = [...this.#ticks, ...newTicks(before, state), ...folderOf(before, state)];
    // A place that was only passed through is not said.
    if (before.open?.lesson !== open.lesson || before.open.at !== open.at) this.#place = placeOf(state);
    this.#sayTicks();
  }

  #followTerminal(terminal: LabTerminal): void {
    if (terminal.state === 'open') {
      this.#isReviving = false;
      if (!this.#terminal) this.#show(terminal);
    } else if (typeof terminal.state === 'object' && !this.#isReviving) {
      if (this.#terminal) {
        const {end} = terminal.state;
        if (end.type === 'killed') this.#end(`The host ${terminal.place.host} was killed.`, 137);
        else this.#end('The shell has ended.', end.exitCode);
      } else {
        // It ended before this window came: who opens a window wants a shell.
        this.#isReviving = true;
        void this.#session.revive(this.#name);
      }
    }
  }

  #show(terminal: LabTerminal): void {
    this.#terminal = terminal;
    terminal.addWindow(this.#window);
    this.#sendData(wholeScreen(terminal));
    if (this.#typedAhead !== '') terminal.write(this.#typedAhead);
    this.#typedAhead = '';
  }

  #sayProgress(message: string | undefined): void {
    if (message === undefined || message === this.#log) return;
    this.#log = message;
    if (!this.#terminal) this.#connection.send({type: 'say', text: message});
  }

  /** A step that is passed is said between two lines of what the shell prints, never in the middle of one. */
  #sayTicks(): void {
    const screen = this.#terminal?.screen;
    const said = this.#place === undefined ? this.#ticks : [...this.#ticks, this.#place];
    if (said.length === 0 || !screen || !this.#terminal || this.#isBehind) return;
    // What a lesson types before a step may clear the screen.
    if (this.#state.open?.step.typing !== 'nothing') return;
    if (screen.modes.alternateScreen || screen.pending > 0) return;
    const {row, column} = screen.cursor();
    const isFree = column === 0;
    if (!isFree && !this.#terminal.isAtPrompt) return;
    const lines = said.map((tick) => `${green}${tick}${plain}\r\n`).join('');
    this.#ticks = [];
    this.#place = undefined;
    // The line of the prompt is said again below, with what was typed on it so far.
    const again = isFree ? '' : `${screen.rows()[row] ?? ''}\r${column > 0 ? `\u001b[${column}C` : ''}`;
    this.#sendData(`\r\u001b[K${lines}${again}`);
  }

  #sendData(text: string): void {
    if (this.#isBehind) return;
    for (const data of textPieces(text, longestPiece)) this.#connection.send({type: 'data', data});
    if (this.#connection.queued() <= mostQueued) return;
    this.#isBehind = true;
    this.#connection.onceDrained(() => this.#catchUp());
  }

  /** Never called between the screen taking a text and the window being told of it. */
  #catchUp(): void {
    if (this.#isOver || !this.#terminal) return;
    if (this.#connection.queued() === 0) {
      const data = `${anew}${wholeScreen(this.#terminal)}`;
      for (const piece of textPieces(data, longestPiece)) this.#connection.send({type: 'data', data: piece});
      // What the screen has not drawn yet is in none of both.
      this.#isBehind = (this.#terminal.screen?.pending ?? 0) > 0;
    }
    if (this.#isBehind) this.#catchingUp = setTimeout(() => this.#catchUp(), catchUpPause);
    else this.#sayTicks();
  }
}

const green = '\u001b[0;32m';
const plain = '\u001b[0m';

/** Ends a sequence that was cut off, and takes back what was missed: the alternate screen, modes, region, text. */
const anew =
  '\u0018\u001b[!p\u001b[?1049l\u001b[?2004l\u001b[?1l\u001b[?7h\u001b[4l\u001b[?6l\u001b[r\u001b(B\u001b[0m\u001b[H\u001b[2J';

/** What the terminal shows now, for a window that joins it. */
function wholeScreen({screen}: LabTerminal): string {
  if (!screen) return '';
  const {alternateScreen, bracketedPaste, applicationCursorKeys} = screen.modes;
  const modes = [
    alternateScreen ? '\u001b[?1049h' : '',
    bracketedPaste ? '\u001b[?2004h' : '',
    applicationCursorKeys ? '\u001b[?1h' : '',
  ].join('');
  const rows = [...screen.rows()];
  const {row, column} = screen.cursor();
  while (rows.length > row + 1 && rows.at(-1)?.trim() === '') rows.pop();
  const text = rows.join(`${plain}\r\n`);
  const up = rows.length - 1 - row;
  // Only a program on the alternate screen relies on where its lines stand; what the window said before stays.
  const begin = alternateScreen ? '\u001b[H\u001b[2J' : '';
  return `${modes}${begin}${text}${plain}\r${up > 0 ? `\u001b[${up}A` : ''}${column > 0 ? `\u001b[${column}C` : ''}`;
}

/** The steps of the open lesson that were passed between two states. */
function newTicks(before: SessionState, {progress, open}: SessionState): readonly string[] {
  if (!open || before.progress === progress) return [];
  const {lesson} = open;
  return lesson.steps
    .filter(({id}) => isStepDone(progress, lesson.id, id) && !isStepDone(before.progress, lesson.id, id))
    .map(({id, title}) => {
      const {how, evidence = ''} = stepProgress(progress, lesson.id, id) ?? {};
      return how === 'read' ? `✔ ${title}` : `✔ ${title}: ${evidence}`;
    });
}

/** Where the learner's programs are, once the lab runs. */
function folderOf(before: SessionState | undefined, {open}: SessionState): readonly string[] {
  if (open?.lab.type !== 'running' || before?.open?.lab.type === 'running') return [];
  const {workspace} = open.lab;
  return workspace === undefined ? [] : [`→ Your programs are in ${workspace}`];
}

/** The step the learner is at, where it has something to do. */
function placeOf({open}: SessionState): string | undefined {
  const step = open && currentStep(open);
  if (!open || step?.kind !== 'task') return undefined;
  return `→ Step ${open.at + 1} of ${open.lesson.steps.length}: ${step.title}`;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 10_000;
}
