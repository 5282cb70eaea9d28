import type {Lesson} from '../course/lesson.ts';
import type {LabError, LabProgress} from '../lab/lab.ts';
import type {LabTerminal} from '../terminal/lab-terminal.ts';
import type {TerminalSize} from '../terminal/terminal.ts';
import {LabNews} from './lab-news.ts';
import type {LessonLab, LessonLabEvent, RunningServer} from './lesson-lab.ts';
import type {SessionEffect} from './session-effect.ts';
import type {SessionEvent} from './session-event.ts';

/** What a lesson's lab is opened with, beside the lesson. */
export interface LabOpening {
  readonly report: (progress: LabProgress) => void;
  readonly onEvent: (event: LessonLabEvent) => void;
  readonly signal: AbortSignal;
  readonly size: TerminalSize;
}

export interface LabKeeperParts {
  readonly openLab: (lesson: Lesson, opening: LabOpening) => Promise<LessonLab>;
  /** Removes what a lesson's lab has stored; it does not run. Gives where the learner's own files were moved to. */
  readonly removeLab: (lesson: Lesson) => Promise<string | undefined>;
  readonly now: () => number;
  readonly send: (event: SessionEvent) => void;
  /** Called when a terminal's screen may look different. */
  readonly onScreenChange: (terminal: string) => void;
}

/** Opens, closes and removes the labs of lessons, one after the other, and has the one that is open. */
export class LabKeeper {
  readonly #parts: LabKeeperParts;
  readonly #news: LabNews;
  readonly #typedAhead = new Map<string, string>();
  #size: TerminalSize = {columns: 80, rows: 12};
  #lab: LessonLab | undefined;
  #run = 0;
  #isOpening = false;
  #work = new AbortController();
  #task: Promise<void> = Promise.resolve();
  #uncleanEnd: string | undefined;

  constructor(parts: LabKeeperParts) {
    this.#parts = parts;
    this.#news = new LabNews({lab: () => this.#lab, send: parts.send});
  }

  get lab(): LessonLab | undefined {
    return this.#lab;
  }

  /** Aborts when the lesson is left or its lab is lost. */
  get leaving(): AbortSignal {
    return this.#work.signal;
  }

  /** A sentence about the last lab where it did not stop as it should. */
  get uncleanEnd(): string | undefined {
    return this.#uncleanEnd;
  }

  /** Resolves when everything that was asked for so far is done. */
  get settled(): Promise<void> {
    return this.#task;
  }

  /** Undefined while no lab is open, or when it has no such terminal. */
  terminal(name: string): LabTerminal | undefined {
    return this.#lab?.terminals.find(({place}) => place.name === name);
  }

  /** What comes before there is a shell is typed ahead. */
  type(name: string, data: string): void {
    const terminal = this.terminal(name);
    if (terminal) terminal.write(data);
    else if (this.#isOpening) this.#typedAhead.set(name, (this.#typedAhead.get(name) ?? '') + data);
  }

  /** The size every terminal has from now on. */
  resize(size: TerminalSize): void {
    this.#size = size;
    for (const terminal of this.#lab?.terminals ?? []) terminal.resize(size);
  }

  open(effect: Extract<SessionEffect, {type: 'open-lab'}>): void {
    const work = new AbortController();
    this.#work = work;
    this.#isOpening = true;
    this.#then(async () => this.#open(effect, work.signal));
  }

  close({lesson, removesData}: Extract<SessionEffect, {type: 'close-lab'}>): void {
    this.#work.abort(new DOMException('the lesson was left', 'AbortError'));
    this.#isOpening = false;
    this.#then(async () => {
      await this.#dispose();
      // The lesson opens again at once, and is seen to begin anew: only what was kept is to be said.
      if (removesData) await this.#remove(lesson, 'where-something-was-kept');
      this.#parts.send({type: 'lab-closed', now: this.#parts.now()});
    });
  }

  /** Of a lesson that is not open. */
  remove(lesson: Lesson): void {
    this.#then(async () => this.#remove(lesson, 'always'));
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
      this.#say((error as Error).message);
    }
  }

  async #open(
    {run, lesson, servers}: Extract<SessionEffect, {type: 'open-lab'}>,
    signal: AbortSignal,
  ): Promise<void> {
    if (signal.aborted) return;
    this.#run = run;
    // What an older lab still has to say is of no use to anybody.
    const isNewest = () => run === this.#run;
    try {
      const lab = await this.#parts.openLab(lesson, {
        signal,
        size: this.#size,
        report: (line) => isNewest() && this.#parts.send({type: 'lab-progress', line}),
        onEvent: (event) => isNewest() && this.#news.tell(event),
      });
      this.#lab = lab;
      for (const terminal of lab.terminals) this.#show(terminal);
      this.#typedAhead.clear();
      await this.#startServers(lab, servers, signal);
      signal.throwIfAborted();
      this.#isOpening = false;
      const {workspace, pages} = lab;
      this.#parts.send({
        type: 'lab-running',
        isNew: lab.lab.isNew,
        pages,
        ...(workspace === undefined ? {} : {workspace}),
      });
      void lab.lab.lost.then((why) => this.#lose(lab, why));
    } catch (error) {
      if (signal.aborted) return;
      this.#isOpening = false;
      const {message, cure} = error as {message: string; cure?: string};
      this.#parts.send({
        type: 'lab-failed',
        message,
        cure: cure ?? 'Press r to try again, or m for the map.',
      });
      await this.#dispose();
    }
  }

  #show(terminal: LabTerminal): void {
    const {name} = terminal.place;
    terminal.resize(this.#size);
    terminal.screen?.onChange(() => this.#parts.onScreenChange(name));
    this.#news.tellTab(terminal);
    terminal.write(this.#typedAhead.get(name) ?? '');
  }

  /**
   * What ran when the lesson was left runs again. When one of those servers does not start any more (its settings were
   * changed, say) the learner gets the lab all the same: only there can it be mended.
   */
  async #startServers(
    lab: LessonLab,
    remembered: readonly RunningServer[] | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const report = (message: string) => this.#parts.send({type: 'lab-progress', line: {message}});
    if (remembered === undefined) {
      await lab.startServers(lab.lessonServers(), report, signal);
      return;
    }
    try {
      const {servers, missing} = lab.serversAgain(remembered);
      await lab.startServers(servers, report, signal);
      if (missing.length > 0)
        this.#say(
          `As you left it, nothing runs in ${missing.join(', ')}. Start it there; R starts the lesson over.`,
        );
    } catch (error) {
      if (signal.aborted) throw error;
      this.#say(`Not all servers run again: ${(error as Error).message}. Look into their tabs.`);
    }
  }

  /** Something else has ended the lab: what is left of it goes, and its data is there for the next try. */
  #lose(lab: LessonLab, {message, cure}: LabError): void {
    if (this.#lab !== lab || this.#work.signal.aborted) return;
    this.#work.abort(new DOMException('the lab is lost', 'AbortError'));
    this.#parts.send({type: 'lab-failed', message, cure});
    this.#then(async () => this.#dispose());
  }

  async #remove(lesson: Lesson, says: 'always' | 'where-something-was-kept'): Promise<void> {
    try {
      const kept = lesson.lab.hosts.length > 0 ? await this.#parts.removeLab(lesson) : undefined;
      const words = kept === undefined ? '' : ` Your own programs are kept in ${kept}.`;
      if (says === 'always' || kept !== undefined)
        this.#say(`“${lesson.title}” starts over: its data is gone.${words}`);
    } catch (error) {
      const {message, cure} = error as {message: string; cure?: string};
      this.#say(`The data of “${lesson.title}” could not be removed: ${message} ${cure ?? ''}`.trim());
    }
  }

  async #dispose(): Promise<void> {
    const lab = this.#lab;
    this.#typedAhead.clear();
    if (!lab) return;
    this.#uncleanEnd = undefined;
    try {
      await lab[Symbol.asyncDispose]();
    } catch (error) {
      this.#uncleanEnd = `The lab did not stop cleanly: ${(error as Error).message}. The next start clears up.`;
      this.#say(this.#uncleanEnd);
    }
    this.#news.stop();
    this.#lab = undefined;
  }

  #then(work: () => Promise<void>): void {
    this.#task = this.#task.then(work);
  }

  #say(text: string): void {
    this.#parts.send({type: 'notice', text});
  }
}
