import {setTimeout as delay} from 'node:timers/promises';
import type {Verdict} from '../checks/verdict.ts';
import {
  type Course,
  type HostName,
  hostNames,
  type Lesson,
  type RunnableBlock,
  type Step,
} from '../course/lesson.ts';
import type {LabError, LabProgress} from '../lab/lab.ts';
import {brokerIdOf} from '../lab/servers.ts';
import type {ClusterSnapshot} from '../observer/cluster-snapshot.ts';
import type {LabTerminal} from '../terminal/lab-terminal.ts';
import type {TerminalSize} from '../terminal/terminal.ts';
import type {LessonLab, LessonLabEvent} from './lesson-lab.ts';
import {nextLesson, type Progress} from './progress.ts';
import {rebuildSteps} from './rebuild-steps.ts';
import {reduce} from './reduce.ts';
import type {BlockResult} from './run-block.ts';
import type {SessionEffect} from './session-effect.ts';
import type {SessionEvent} from './session-event.ts';
import type {SessionState} from './session-state.ts';

/** A step judged by the lab as it stands. */
export interface LiveVerdict {
  readonly id: string;
  readonly verdict: Verdict;
  readonly ms: number;
}

export interface SessionParts {
  readonly course: Course;
  readonly progress: Progress;
  readonly notice: string | undefined;
  readonly openLab: (
    lesson: Lesson,
    watch: {
      readonly report: (progress: LabProgress) => void;
      readonly onEvent: (event: LessonLabEvent) => void;
      readonly signal: AbortSignal;
      readonly size: TerminalSize;
    },
  ) => Promise<LessonLab>;
  /** Removes what a lesson's lab has stored; it does not run. Gives where the learner's own files were moved to. */
  readonly removeLab: (lesson: Lesson) => Promise<string | undefined>;
  readonly saveProgress: (progress: Progress) => Promise<void>;
  /** Hands text to the clipboard of the terminal the app runs in. */
  readonly copyText: (text: string) => void;
  /** Opens the learner's editor on their folder. Gives what is to be said of it, if anything. */
  readonly openEditor: (place: {
    /** Absolute path. */
    readonly folder: string;
    /** What the step is about, relative to it. */
    readonly file: string | undefined;
  }) => Promise<string | undefined>;
  readonly now: () => number;
}

/** Milliseconds without output after which a program that prints on is looked at again. */
const settling = 250;

/** Milliseconds after which a check looks again at what the cluster does in the background. */
const lookingAgain = 1000;

/** A shell check starts JVMs, so it runs once a second at most; others cost next to nothing. */
const shellCheckPace = 1000;

/** Milliseconds between two characters when a solution is typed for the learner to watch. */
const typingPace = 6;

/** Keeps the state, hands every event to `reduce`, and does what comes out of it. */
export class Session {
  readonly finished: Promise<void>;
  readonly #parts: SessionParts;
  readonly #listeners = new Set<() => void>();
  readonly #screenListeners = new Set<() => void>();
  #size: TerminalSize = {columns: 80, rows: 12};
  #state: SessionState;
  #lab: LessonLab | undefined;
  #labWork = new AbortController();
  #labTask: Promise<void> = Promise.resolve();
  #solving = new AbortController();
  #saving: Promise<void> = Promise.resolve();
  #uncleanEnd: string | undefined;
  /** What could not be saved, and why. */
  #unsaved: {readonly progress: Progress; readonly why: string} | undefined;
  #lastShellCheck = 0;
  readonly #typedAhead = new Map<string, string>();
  readonly #settleTimers = new Map<string, NodeJS.Timeout>();
  #lookTimer: NodeJS.Timeout | undefined;
  #finish: () => void = () => {};

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#state = {
      course: parts.course,
      progress: parts.progress,
      selected: nextLesson(parts.course, parts.progress),
      open: undefined,
      notice: parts.notice,
      runs: 0,
      noticeUntilEnd: undefined,
      dialog: undefined,
      isQuitting: false,
      opensNext: undefined,
    };
    this.finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  /** A sentence about the last lab where it did not stop as it should: at the end no screen shows it any more. */
  get uncleanEnd(): string | undefined {
    return this.#uncleanEnd;
  }

  /** Why the progress was not saved, also at the end; undefined when it was. */
  get unsaved(): string | undefined {
    return this.#unsaved?.why;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** The terminals of the open lab, by tab; undefined while there is none. */
  terminal(name: string): LabTerminal | undefined {
    return this.#lab?.terminals.find(({place}) => place.name === name);
  }

  /** Types into a terminal of the open lesson. What comes before there is a shell is typed ahead. */
  type(name: string, data: string): void {
    const terminal = this.terminal(name);
    if (terminal) terminal.write(data);
    else if (this.#state.open?.lab.type === 'starting') {
      this.#typedAhead.set(name, (this.#typedAhead.get(name) ?? '') + data);
    }
  }

  #activeTerminal(): LabTerminal | undefined {
    const {open} = this.#state;
    return this.terminal(open?.tabs[open.activeTab]?.name ?? '');
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls `changed` whenever any terminal's screen may look different. */
  onScreenChange(changed: () => void): () => void {
    this.#screenListeners.add(changed);
    return () => this.#screenListeners.delete(changed);
  }

  /** The size every terminal of the lesson has from now on. */
  resizeTerminals(size: TerminalSize): void {
    this.#size = size;
    for (const terminal of this.#lab?.terminals ?? []) terminal.resize(size);
  }

  send(event: SessionEvent): void {
    const {state, effects} = reduce(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    for (const listener of this.#listeners) listener();
  }

  /** Judges every step of a lesson by the lab as it stands; undefined when that lesson is not open. */
  async verify(lessonId: string): Promise<readonly LiveVerdict[] | undefined> {
    const lab = this.#lab;
    if (lab?.lesson.id !== lessonId || this.#state.open?.lab.type !== 'running') return undefined;
    const verdicts: LiveVerdict[] = [];
    for (const step of lab.lesson.steps.filter(({check}) => check !== undefined)) {
      const began = performance.now();
      const verdict = await lab.check(step, {startedAt: 0, choice: undefined});
      verdicts.push({id: step.id, verdict, ms: performance.now() - began});
    }

    return verdicts;
  }

  /** Ends at once but in order: what a signal asks for. */
  async shutDown(): Promise<void> {
    this.send({type: 'quit'});
    await this.finished;
  }

  #perform(effect: SessionEffect): void {
    switch (effect.type) {
      case 'open-lab': {
        const work = new AbortController();
        this.#labWork = work;
        this.#labTask = this.#labTask.then(async () => this.#openLab(effect.lesson, work.signal));
        break;
      }
      case 'close-lab':
        this.#labWork.abort(new DOMException('the lesson was left', 'AbortError'));
        this.#labTask = this.#labTask.then(async () => this.#closeLab(effect.removesData));
        break;
      case 'remove-lab':
        this.#labTask = this.#labTask.then(async () => this.#removeLab(effect.lesson));
        break;
      case 'check':
        void this.#check(effect);
        break;
      case 'look-again':
        clearTimeout(this.#lookTimer);
        this.#lookTimer = setTimeout(() => this.send({type: 'look-again'}), lookingAgain);
        break;
      case 'type-block':
        void this.#typeBlock(effect.block);
        break;
      case 'run-blocks':
        void this.#runBlocks(effect.run, effect.step, effect.what);
        break;
      case 'rebuild':
        void this.#rebuild(effect.run, effect.earlier);
        break;
      case 'stop-solving':
        this.#solving.abort(new DOMException('stopped', 'AbortError'));
        break;
      case 'revive-terminal':
        void this.revive(effect.terminal);
        break;
      case 'copy-terminal':
        this.#copy(effect.terminal);
        break;
      case 'open-editor':
        void this.#openEditor(effect);
        break;
      case 'save-progress':
        this.#save(effect.progress);
        break;
      case 'exit':
        void this.#labTask.then(async () => this.#saveAtLast()).then(() => this.#finish());
        break;
    }
  }

  async #openLab(lesson: Lesson, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    try {
      const lab = await this.#parts.openLab(lesson, {
        signal,
        size: this.#size,
        report: (line) => this.send({type: 'lab-progress', line}),
        onEvent: (event) => this.#labEvent(event),
      });
      this.#lab = lab;
      for (const terminal of lab.terminals) {
        terminal.resize(this.#size);
        terminal.screen?.onChange(() => {
          // What a hidden tab prints is no reason to draw.
          if (terminal !== this.#activeTerminal() && terminal.place.name !== this.#state.open?.watched)
            return;
          for (const changed of this.#screenListeners) changed();
        });
        this.#reportTab(terminal);
        terminal.write(this.#typedAhead.get(terminal.place.name) ?? '');
      }
      this.#typedAhead.clear();
      await this.#startServers(lab, signal);
      signal.throwIfAborted();
      const {workspace} = lab;
      this.send({
        type: 'lab-running',
        isNew: lab.lab.isNew,
        ...(workspace === undefined ? {} : {workspace}),
      });
      void lab.lab.lost.then((why) => this.#loseLab(lab, why));
    } catch (error) {
      if (signal.aborted) return;
      const {message, cure} = error as {message: string; cure?: string};
      this.send({type: 'lab-failed', message, cure: cure ?? 'Press r to try again, or m for the map.'});
      await this.#disposeLab();
    }
  }

  /** Something else has ended the lab: what is left of it goes, and its data is there for the next try. */
  #loseLab(lab: LessonLab, {message, cure}: LabError): void {
    if (this.#lab !== lab || this.#labWork.signal.aborted) return;
    this.#labWork.abort(new DOMException('the lab is lost', 'AbortError'));
    this.send({type: 'lab-failed', message, cure});
    this.#labTask = this.#labTask.then(async () => this.#disposeLab());
  }

  /**
   * What ran when the lesson was left runs again. When one of those servers does not start any more (its settings were
   * changed, say) the learner gets the lab all the same: only there can it be mended.
   */
  async #startServers(lab: LessonLab, signal: AbortSignal): Promise<void> {
    const report = (message: string) => this.send({type: 'lab-progress', line: {message}});
    const remembered = this.#state.progress.lessons[lab.lesson.id]?.servers;
    if (remembered === undefined) {
      await lab.startServers(lab.lessonServers(), report, signal);
      return;
    }
    try {
      const {servers, missing} = lab.serversAgain(remembered);
      await lab.startServers(servers, report, signal);
      if (missing.length > 0) {
        this.send({
          type: 'notice',
          text: `As you left it, nothing runs in ${missing.join(', ')}. Start it there; R starts the lesson over.`,
        });
      }
    } catch (error) {
      if (signal.aborted) throw error;
      this.send({
        type: 'notice',
        text: `Not all servers run again: ${(error as Error).message}. Look into their tabs.`,
      });
    }
  }

  async #closeLab(removesData: boolean): Promise<void> {
    const lesson = this.#state.open?.lesson;
    await this.#disposeLab();
    if (removesData && lesson) await this.#removeLab(lesson);
    this.send({type: 'lab-closed', now: this.#parts.now()});
  }

  async #removeLab(lesson: Lesson): Promise<void> {
    try {
      const kept = lesson.lab.hosts.length > 0 ? await this.#parts.removeLab(lesson) : undefined;
      const words = kept === undefined ? '' : ` Your own programs are kept in ${kept}.`;
      // A lesson that is open is seen to begin anew.
      if (!this.#state.open || kept !== undefined)
        this.send({type: 'notice', text: `“${lesson.title}” starts over: its data is gone.${words}`});
    } catch (error) {
      const {message, cure} = error as {message: string; cure?: string};
      const text = `The data of “${lesson.title}” could not be removed: ${message} ${cure ?? ''}`;
      this.send({type: 'notice', text: text.trim()});
    }
  }

  async #disposeLab(): Promise<void> {
    const lab = this.#lab;
    for (const timer of this.#settleTimers.values()) clearTimeout(timer);
    this.#settleTimers.clear();
    clearTimeout(this.#lookTimer);
    this.#typedAhead.clear();
    if (!lab) return;
    this.#uncleanEnd = undefined;
    try {
      await lab[Symbol.asyncDispose]();
    } catch (error) {
      const text = `The lab did not stop cleanly: ${(error as Error).message}. The next start clears up.`;
      this.#uncleanEnd = text;
      this.send({type: 'notice', text});
    }
    this.#lab = undefined;
  }

  #labEvent(event: LessonLabEvent): void {
    switch (event.type) {
      case 'snapshot':
        this.send({type: 'hosts-serve', hosts: servingHosts(event.snapshot)});
        this.send({type: 'cluster-changed'});
        break;
      case 'file-saved':
        this.send(event);
        break;
      case 'file-kept':
        this.send({type: 'notice', text: `What you had in ${event.path} is kept as ${event.beside}.`});
        break;
      case 'terminal-state': {
        const terminal = this.terminal(event.terminal);
        if (terminal) this.#reportTab(terminal);
        break;
      }
      case 'host-state':
        if (this.#lab)
          this.send({type: 'host-state', host: event.host, state: this.#lab.lab.hostState(event.host)});
        break;
      case 'terminal':
        this.#terminalEvent(event);
        break;
    }
  }

  #terminalEvent({terminal, event}: Extract<LessonLabEvent, {type: 'terminal'}>): void {
    if (event.type === 'command-started') {
      this.send({type: 'command-started', terminal, command: event.command.command});
      this.#rememberServers();
    } else if (event.type === 'command-ended') {
      this.send({type: 'command-ended', terminal});
      this.#rememberServers();
    } else if (event.type === 'output' && !this.#settleTimers.has(terminal)) {
      this.#settleTimers.set(
        terminal,
        setTimeout(() => {
          this.#settleTimers.delete(terminal);
          this.send({type: 'output-settled', terminal});
        }, settling),
      );
    }
  }

  /** What runs when the lesson is left, even by `kill -9`, is what runs again when it is opened. */
  #rememberServers(): void {
    const {open} = this.#state;
    // While the lab comes up or goes down servers start and end that the learner did not touch.
    if (!this.#lab || open?.lab.type !== 'running') return;
    this.send({type: 'servers-changed', servers: this.#lab.runningServers()});
  }

  #reportTab(terminal: LabTerminal): void {
    const {state} = terminal;
    const shown =
      typeof state === 'string'
        ? state
        : state.end.type === 'killed'
          ? 'killed'
          : {exitCode: state.end.exitCode};
    const {place, windowCount: windows} = terminal;
    this.send({type: 'tab-state', terminal: place.name, state: shown, windows});
  }

  async #check({number, step, startedAt, choice}: Extract<SessionEffect, {type: 'check'}>): Promise<void> {
    const lab = this.#lab;
    if (!lab) return;
    if (step.check?.language === 'shell') {
      const wait = this.#lastShellCheck + shellCheckPace - performance.now();
      if (wait > 0) await delay(wait);
      this.#lastShellCheck = performance.now();
    }
    let verdict: Verdict;
    try {
      verdict = await lab.check(step, {startedAt, choice});
    } catch (error) {
      verdict = {type: 'broken', reason: `the check could not be run: ${(error as Error).message}`};
    }
    if (this.#lab !== lab) return;
    this.send({type: 'verdict', check: number, step: step.id, verdict, now: this.#parts.now()});
  }

  /** The learner presses Enter: a command typed for them is still theirs to run. */
  async #typeBlock(block: RunnableBlock): Promise<void> {
    const terminal = this.terminal(block.terminal);
    if (!terminal) return;
    if (block.how === 'keys') return this.#typeLines(block);
    if (this.#state.open?.step.typing !== 'nothing') return;
    if (block.how === 'file') {
      const text = `Save this as ${block.path ?? ''} in your folder (e opens it); S does it for you.`;
      this.send({type: 'notice', text});
      return;
    }
    if (block.how === 'text' && terminal.runningCommand === undefined) {
      this.send({
        type: 'notice',
        text: `No program runs in ${block.terminal} that would take this line; start it first.`,
      });
      return;
    }
    if (block.how === 'bash' && !terminal.isAtPrompt) {
      this.send({
        type: 'notice',
        text: `${block.terminal} is busy with \`${terminal.runningCommand ?? 'something'}\`; end that first (Ctrl-C).`,
        untilEnd: block.terminal,
      });
      return;
    }
    // Each line when the program asks for it: two at once would stand in the middle of its prompt.
    if (block.how === 'text') return this.#typeLines(block);
    // Ctrl-U: what somebody began to type there is no part of the command.
    terminal.write('\x15');
    terminal.write(
      block.lines.filter((line) => line.trim() !== '' && !line.trim().startsWith('#')).join(' && '),
    );
  }

  /** Keys, or lines for a program of which the last one stays the learner's to send. */
  async #typeLines(block: RunnableBlock): Promise<void> {
    const {signal} = this.#labWork;
    try {
      const result = await this.#lab?.runBlock(block, {
        show: () => {},
        typingPace: 0,
        signal,
        leavesLastEnter: block.how === 'text',
      });
      if (result?.type === 'failed') throw new Error(result.reason);
    } catch (error) {
      // The lesson was left while it was typed.
      if (signal.aborted) return;
      this.send({type: 'notice', text: `Not all of it could be typed: ${(error as Error).message}.`});
    }
  }

  async #runBlocks(run: number, step: Step, what: 'setup' | 'solution'): Promise<void> {
    await this.#typeFor(
      run,
      {stopped: 'Solving was stopped.', failed: 'Solving stopped'},
      async (lab, signal) => {
        for (const block of what === 'setup' ? step.setup : step.solution) {
          const result =
            what === 'setup'
              ? await lab.prepare(block, signal)
              : await lab.runBlock(block, {
                  show: (terminal) => this.send({type: 'solving-shows', run, terminal}),
                  typingPace,
                  signal,
                });
          const trouble = blockTrouble(result, what);
          if (trouble !== undefined) return trouble;
        }
        return undefined;
      },
    );
  }

  async #rebuild(run: number, earlier: readonly Step[]): Promise<void> {
    const words = {
      stopped: 'Stopped: this step may lack what the steps before it make.',
      failed: 'Preparing stopped',
    };
    await this.#typeFor(run, words, async (lab, signal) =>
      rebuildSteps(earlier, {
        lab,
        now: this.#parts.now,
        signal,
        typingPace,
        show: (terminal) => this.send({type: 'solving-shows', run, terminal}),
        report: (progress) => this.send({type: 'rebuilding', run, progress}),
      }),
    );
  }

  /** Types for the learner until it is done or stopped; `type` gives what went wrong, and that is said. */
  async #typeFor(
    run: number,
    words: {readonly stopped: string; readonly failed: string},
    type: (lab: LessonLab, signal: AbortSignal) => Promise<string | undefined>,
  ): Promise<void> {
    const lab = this.#lab;
    if (!lab) return;
    this.#solving = new AbortController();
    const {signal} = this.#solving;
    let trouble: string | undefined;
    try {
      trouble = await type(lab, signal);
    } catch (error) {
      trouble = signal.aborted ? words.stopped : `${words.failed}: ${(error as Error).message}`;
    }
    this.send({type: 'solving-ended', run, trouble, now: this.#parts.now()});
  }

  /** A new shell where one ended; a host that was killed is started. */
  async revive(name: string): Promise<void> {
    const lab = this.#lab;
    const terminal = this.terminal(name);
    if (!lab || !terminal || typeof terminal.state === 'string') return;
    const {host} = terminal.place;
    try {
      if (lab.lab.hostState(host) === 'killed') await lab.startHost(host);
      else await lab.reopen(name);
    } catch (error) {
      this.send({type: 'notice', text: (error as Error).message});
    }
  }

  #copy(name: string): void {
    const text = this.terminal(name)?.screen?.text();
    if (text === undefined || text === '') return;
    this.#parts.copyText(text);
    this.send({
      type: 'notice',
      text: `The text of ${name} is on the clipboard (${text.split('\n').length} lines).`,
    });
  }

  async #openEditor(place: {readonly folder: string; readonly file: string | undefined}): Promise<void> {
    let text: string | undefined;
    try {
      text = await this.#parts.openEditor(place);
    } catch (error) {
      text = `Your editor could not be opened: ${(error as Error).message}. Your folder is ${place.folder}.`;
    }
    if (text !== undefined) this.send({type: 'notice', text});
  }

  #save(progress: Progress): void {
    this.#saving = this.#saving.then(async () => {
      try {
        await this.#parts.saveProgress(progress);
        this.#unsaved = undefined;
      } catch (error) {
        const why = (error as Error).message;
        this.#unsaved = {progress, why};
        this.send({
          type: 'notice',
          text: `Your progress could not be saved (${why}); it is kept until you quit. Free some disk space.`,
        });
      }
    });
  }

  /** There may be room again. */
  async #saveAtLast(): Promise<void> {
    await this.#saving;
    if (this.#unsaved) this.#save(this.#unsaved.progress);
    await this.#saving;
  }
}

/** What went wrong when a block was typed; a setup that fails is the lesson's fault, and said as such. */
function blockTrouble(result: BlockResult, what: 'setup' | 'solution'): string | undefined {
  if (result.type !== 'failed') return undefined;
  return what === 'solution'
    ? `Solving stopped: ${result.reason}.`
    : `This lesson could not prepare the step, which is its fault, not yours: ${result.reason}.`;
}

function servingHosts({zookeeper, brokers}: ClusterSnapshot): readonly HostName[] {
  return hostNames.filter((host) =>
    host === 'zookeeper'
      ? zookeeper.answers
      : brokers.some(({id, answers}) => answers && brokerIdOf(host) === id),
  );
}
