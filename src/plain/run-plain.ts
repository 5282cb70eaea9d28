import {setTimeout as delay} from 'node:timers/promises';
import {type Act, permitted, type Refusal} from '../session/permitted.ts';
import {isStepDone} from '../session/progress.ts';
import {refusalWords} from '../session/refusal-words.ts';
import type {Session} from '../session/session.ts';
import {currentStep, type SessionState, shownVerdict, watchedTab} from '../session/session-state.ts';
import {keyBytes} from '../terminal/key-bytes.ts';
import type {LabTerminal} from '../terminal/lab-terminal.ts';
import {wrapBehind} from '../ui/fit.ts';
import {type PlainAction, readPlainLine} from './plain-action.ts';
import {plainChanges, verdictLines} from './plain-changes.ts';
import {helpPage, lessonPlainPage, mapPage, searchPage, stepsPage, terminalsPage} from './plain-page.ts';
import {patience, TerminalEcho} from './terminal-echo.ts';

export interface PlainParts {
  readonly session: Session;
  /** Opens the lesson to begin with, where there is one. */
  readonly begin: () => void;
  /** The learner's lines; ends when no more will come. */
  readonly lines: AsyncIterable<string>;
  /** Prints one line. */
  readonly print: (line: string) => void;
  /** Shows that a line is expected; absent where nobody types. */
  readonly prompt: ((text: string) => void) | undefined;
  /** Calls back when Ctrl-C is pressed. */
  readonly onInterrupt: (interrupted: () => void) => void;
  readonly columns: () => number;
  readonly now: () => number;
}

/**
 * The course line by line, by reading and typing. Nothing moves the cursor, nothing is told by colour. Gives true
 * unless the learner waited for a step in vain.
 */
export async function runPlain(parts: PlainParts): Promise<boolean> {
  const plain = new PlainCourse(parts);
  return plain.run();
}

/** Milliseconds without a word after which the prompt comes again. */
const quiet = 150;

/** Where the cure is a command here, and a key on the screen. */
const spokenRefusal: Partial<Readonly<Record<Refusal, string>>> = {
  'lab-starting': 'The lab does not run yet, so nothing can be typed there: a moment.',
  'lab-failed': 'The lab does not run, so nothing can be typed there. :retry tries again to start it.',
  stopping: 'The servers of this lesson are being stopped.',
  typing: 'Something is being typed there for you; :stop ends it.',
};

/** Milliseconds the last command of a script may take before the course is quit under it. */
const lastCommand = 10_000;

/** Milliseconds a shell may take to begin a command; what it finds no command in has none. */
const beginning = 1000;

async function commandBegun({recording}: LabTerminal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => settle(), beginning);
    const unsubscribe = recording.subscribe(({type}) => {
      if (type === 'command-started') settle();
    });
    function settle(): void {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    }
  });
}

class PlainCourse {
  readonly #parts: PlainParts;
  readonly #echoes = new Map<LabTerminal, TerminalEcho>();
  #said: SessionState;
  /** Aborts what is waited for. */
  #waiting = new AbortController();
  #isWaiting = false;
  #isAsking = false;
  #hasPrompt = false;
  #waitedInVain = false;
  /** A prompt was there before something was said, and is due again. */
  #wantsPrompt = false;
  #promptTimer: NodeJS.Timeout | undefined;

  constructor(parts: PlainParts) {
    this.#parts = parts;
    this.#said = parts.session.state;
  }

  async run(): Promise<boolean> {
    const {session, begin, lines, onInterrupt} = this.#parts;
    session.subscribe(() => this.#follow());
    // Nothing is drawn: lines are as long as they come.
    session.resizeTerminals({columns: 200, rows: 50});
    begin();
    if (!session.state.open) this.#say(mapPage(session.state, this.#columns));
    onInterrupt(() => this.#interrupt());
    let isOver = false;
    void session.finished.then(() => {
      isOver = true;
    });
    const reading = (async () => {
      this.#prompt();
      for await (const line of lines) {
        if (isOver) return;
        this.#hasPrompt = false;
        this.#wantsPrompt = false;
        clearTimeout(this.#promptTimer);
        if (!this.#parts.prompt) this.#parts.print(`> ${line}`);
        await this.#perform(readPlainLine(line, session.state, this.#parts.now()));
        if (session.state.isQuitting) break;
        this.#prompt();
      }
      if (session.state.isQuitting) return;
      await this.#commandEnded();
      session.send({type: 'quit'});
    })();
    await Promise.race([session.finished, reading]);
    await session.finished;
    clearTimeout(this.#promptTimer);
    this.#say([session.unsaved === undefined ? 'Good-bye. What you passed is kept.' : 'Good-bye.']);
    return !this.#waitedInVain;
  }

  get #columns(): number {
    return Math.max(40, Math.min(100, this.#parts.columns()));
  }

  #say(lines: readonly string[]): void {
    if (lines.length === 0) return;
    // A line that is being typed stays where it is; what is said stands below it.
    if (this.#hasPrompt) this.#parts.print('');
    this.#hasPrompt = false;
    for (const line of lines) this.#parts.print(line);
  }

  #prompt(): void {
    const {prompt, session} = this.#parts;
    if (!prompt || this.#hasPrompt) return;
    const {open} = session.state;
    const tab = open?.tabs[open.activeTab];
    clearTimeout(this.#promptTimer);
    this.#wantsPrompt = false;
    prompt(`${tab?.name ?? (open ? 'lesson' : 'course')}> `);
    this.#hasPrompt = true;
  }

  /** What is said while the learner may be typing: the prompt comes again when it is quiet. */
  #sayBetween(lines: readonly string[]): void {
    if (lines.length === 0) return;
    this.#wantsPrompt ||= this.#hasPrompt;
    this.#say(lines);
    clearTimeout(this.#promptTimer);
    if (this.#wantsPrompt) this.#promptTimer = setTimeout(() => this.#prompt(), quiet);
  }

  /** Says what has changed since it was last looked. */
  #follow(): void {
    const {state} = this.#parts.session;
    const before = this.#said;
    this.#said = state;
    this.#watchTerminals();
    this.#sayBetween(plainChanges(before, state, {columns: this.#columns, saysVerdict: !this.#isAsking}));
  }

  #watchTerminals(): void {
    const {session} = this.#parts;
    const {open} = session.state;
    for (const {name} of open?.tabs ?? []) {
      const terminal = session.terminal(name);
      if (!terminal || this.#echoes.has(terminal)) continue;
      const echo = new TerminalEcho();
      this.#echoes.set(terminal, echo);
      let timer: NodeJS.Timeout | undefined;
      terminal.recording.subscribe((event) => {
        clearTimeout(timer);
        this.#sayOutput(terminal, echo.take(event));
        if (echo.hasUnfinished) timer = setTimeout(() => this.#sayOutput(terminal, echo.flush()), patience);
      });
    }
  }

  /**
   * Only the current terminal is heard, and one more where that is asked for, each line of it with its name: of several
   * that speak at once nobody could tell who it is.
   */
  #sayOutput(terminal: LabTerminal, lines: readonly string[]): void {
    // What the lab itself starts and stops is told in a line each.
    if (lines.length === 0 || !this.#isLabRunning) return;
    const {session} = this.#parts;
    const {open} = session.state;
    const {name} = terminal.place;
    if (terminal === this.#terminal()) this.#sayBetween(lines);
    else if (open && watchedTab(open)?.name === name && terminal === session.terminal(name))
      this.#sayBetween(lines.map((line) => `  ${name}: ${line.trimStart()}`));
  }

  get #isLabRunning(): boolean {
    return this.#parts.session.state.open?.lab.type === 'running';
  }

  #terminal(): LabTerminal | undefined {
    const {session} = this.#parts;
    const {open} = session.state;
    return session.terminal(open?.tabs[open.activeTab]?.name ?? '');
  }

  async #perform(action: PlainAction): Promise<void> {
    const {session} = this.#parts;
    switch (action.type) {
      case 'say':
        this.#say(wrapBehind('', action.text, this.#columns));
        break;
      case 'show':
        this.#say(this.#page(action.what));
        break;
      case 'search':
        this.#say(searchPage(session.state, action.query, this.#columns));
        break;
      case 'wait':
        await this.#waitForStep(action.seconds);
        break;
      case 'type':
        await this.#labReady();
        await this.#typeLine(action.text);
        break;
      case 'press':
        this.#press(action.key);
        break;
      case 'events':
        await this.#send(action);
        break;
    }
  }

  async #send({events}: Extract<PlainAction, {type: 'events'}>): Promise<void> {
    const {session} = this.#parts;
    for (const event of events) {
      if (event.type === 'quit') await this.#commandEnded();
      if (['solve', 'type-block', 'ask-check', 'choose'].includes(event.type)) await this.#labReady();
      if (event.type === 'ask-check') await this.#check();
      else if (event.type === 'type-block') await this.#typeBlock();
      else session.send(event);
      // A lesson that is left is over before the next line is read.
      if (['leave-lesson', 'reset'].includes(event.type))
        await this.#until(({open}) => open?.lab.type !== 'stopping', 120);
    }
  }

  /** A script quits right behind its last command, and wants to see what that says. */
  async #commandEnded(): Promise<void> {
    const terminal = this.#terminal();
    if (this.#parts.prompt || terminal?.runningCommand === undefined || !this.#isLabRunning) return;
    const limit = new AbortController();
    await Promise.race([
      new Promise<void>((resolve) => {
        const unsubscribe = terminal.recording.subscribe(({type}) => {
          if (type === 'command-ended') resolve();
        });
        limit.signal.addEventListener('abort', unsubscribe);
      }),
      delay(lastCommand, undefined, {signal: limit.signal}).catch(() => {}),
    ]);
    limit.abort();
  }

  /** What belongs into a lab that is still coming up waits for it. */
  async #labReady(): Promise<void> {
    await this.#until(
      ({open}) => open?.lab.type !== 'starting' && !['setup', 'rebuild'].includes(open?.step.typing ?? ''),
      600,
    );
  }

  async #check(): Promise<void> {
    const {session} = this.#parts;
    const {open} = session.state;
    const step = open && currentStep(open);
    if (!step || this.#isRefused('check')) return;
    const {number} = open.check;
    this.#isAsking = true;
    try {
      session.send({type: 'ask-check'});
      await this.#until((state) => {
        const check = state.open?.check;
        return check === undefined || (check.state === 'idle' && check.number > number);
      }, 60);
    } finally {
      this.#isAsking = false;
    }
    const now = session.state.open;
    if (now && !isStepDone(session.state.progress, now.lesson.id, step.id)) {
      const lines = verdictLines(shownVerdict(now.step), true, this.#columns);
      this.#say(lines.length > 0 ? lines : ['Not done yet.']);
    }
  }

  /** Types the block and presses Enter too: there is no line here to look at first. */
  async #typeBlock(): Promise<void> {
    const {session} = this.#parts;
    const {open} = session.state;
    const block = open && currentStep(open)?.runnable[open.step.block];
    if (!block || this.#isRefused('type-block')) return;
    session.send({type: 'type-block'});
    if (block.how === 'keys' || session.state.notice !== undefined) return;
    this.#say([`Typed: ${block.lines.join(' ')}`]);
    this.#type('\r');
  }

  /** A line for the shell is over when its command has begun: what is asked next must know of it. */
  async #typeLine(line: string): Promise<void> {
    const terminal = this.#terminal();
    const isCommand = terminal?.isAtPrompt === true && line.trim() !== '' && !line.trim().startsWith('#');
    const begun = isCommand ? commandBegun(terminal) : undefined;
    if (terminal) this.#echoes.get(terminal)?.typed(line);
    this.#type(`${line}\r`);
    await begun;
  }

  #type(data: string): void {
    const {session} = this.#parts;
    const {open} = session.state;
    if (!open || this.#isRefused('type')) return;
    const tab = open.tabs[open.activeTab];
    if (typeof tab?.state === 'object' || tab?.state === 'killed')
      this.#say(['There is no shell in this terminal any more; :shell opens one.']);
    else session.type(tab?.name ?? '', data);
  }

  /** Says why something may not be done, if it may not. */
  #isRefused(act: Act): boolean {
    const {state} = this.#parts.session;
    const refusal = permitted(state)[act];
    if (refusal !== undefined) this.#say([spokenRefusal[refusal] ?? refusalWords(refusal, state)]);
    return refusal !== undefined;
  }

  #press(key: string): void {
    const bytes = keyBytes(key);
    if (bytes === undefined)
      this.#say([`\`${key}\` is no key. Expected ctrl-c, ctrl-d, enter, tab, up or the like.`]);
    // At a bare prompt it would swallow the next character (bash 5.2).
    else if (key === 'ctrl-c' && this.#terminal()?.runningCommand === undefined)
      this.#say(['Nothing runs in this terminal.']);
    else this.#type(bytes);
  }

  async #waitForStep(seconds: number): Promise<void> {
    const {session} = this.#parts;
    const {open} = session.state;
    const step = open && currentStep(open);
    if (!open || !step) return this.#say(['There is no step here to wait for.']);
    const isOver = ({open: now, progress}: SessionState) =>
      !now ||
      now.lab.type === 'failed' ||
      currentStep(now) !== step ||
      isStepDone(progress, now.lesson.id, step.id);
    await this.#until(isOver, seconds);
    const {state} = session;
    if (state.open && isStepDone(state.progress, state.open.lesson.id, step.id)) return;
    this.#waitedInVain = true;
    this.#say([`This step is not done after ${seconds} seconds. :check says what is seen.`]);
  }

  /** Until the state is so, so many seconds at most; Ctrl-C ends it too. */
  async #until(condition: (state: SessionState) => boolean, seconds: number): Promise<void> {
    const {session} = this.#parts;
    if (condition(session.state)) return;
    this.#waiting = new AbortController();
    this.#isWaiting = true;
    const {signal} = this.#waiting;
    const came = new Promise<void>((resolve) => {
      const end = session.subscribe(() => {
        if (condition(session.state)) resolve();
      });
      signal.addEventListener('abort', end);
    });
    await Promise.race([came, session.finished, delay(seconds * 1000, undefined, {signal}).catch(() => {})]);
    this.#isWaiting = false;
    this.#waiting.abort();
  }

  /** Ends what is waited for, else the program in the terminal. */
  #interrupt(): void {
    if (this.#isWaiting) {
      this.#waiting.abort();
      this.#parts.session.send({type: 'stop-solving'});
      return;
    }
    const terminal = this.#terminal();
    if (terminal?.runningCommand === undefined) this.#say(['Nothing runs here. :quit ends the course.']);
    else terminal.write('\x03');
    this.#prompt();
  }

  #page(what: Extract<PlainAction, {type: 'show'}>['what']): readonly string[] {
    const {state} = this.#parts.session;
    const {open} = state;
    if (what === 'help') return helpPage(open && open.tabs.length > 0 ? ':' : '', this.#columns);
    if (!open || what === 'map') return mapPage(state, this.#columns);
    switch (what) {
      case 'page':
        return lessonPlainPage(state, open, this.#columns);
      case 'steps':
        return stepsPage(state, open);
      case 'terminals':
        return open.tabs.length === 0 ? ['This lesson has no terminals.'] : terminalsPage(open);
      case 'output':
        return this.#output();
    }
  }

  #output(): readonly string[] {
    const command = this.#terminal()?.recording.record().commands.at(-1);
    if (!command) return ['Nothing was run in this terminal yet.'];
    return [
      `Output of ${command.command}:`,
      ...command.output
        .trimEnd()
        .split('\n')
        .map((line) => `  ${line}`),
    ];
  }
}
