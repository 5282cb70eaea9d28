import type {Course} from '../course/lesson.ts';
import type {LabTerminal} from '../terminal/lab-terminal.ts';
import type {TerminalSize} from '../terminal/terminal.ts';
import {Checking, judgeAsItStands, type LiveVerdict} from './checking.ts';
import {LabKeeper, type LabKeeperParts} from './lab-keeper.ts';
import {nextLesson, type Progress} from './progress.ts';
import {ProgressSaver} from './progress-saver.ts';
import {reduce} from './reduce.ts';
import type {SessionEffect} from './session-effect.ts';
import type {SessionEvent} from './session-event.ts';
import type {SessionState} from './session-state.ts';
import {Typing} from './typing.ts';

export interface SessionParts extends Pick<LabKeeperParts, 'openLab' | 'removeLab' | 'now'> {
  readonly course: Course;
  readonly progress: Progress;
  readonly notice: string | undefined;
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
  /** Shows an address in the learner's browser. Rejects where none can be started. */
  readonly openPage: (address: string) => Promise<void>;
}

/** Keeps the state, hands every event to `reduce`, and has done what comes out of it. */
export class Session {
  readonly finished: Promise<void>;
  readonly #parts: SessionParts;
  readonly #listeners = new Set<() => void>();
  readonly #screenListeners = new Set<() => void>();
  readonly #labs: LabKeeper;
  readonly #checking: Checking;
  readonly #typing: Typing;
  readonly #saver: ProgressSaver;
  #state: SessionState;
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
      labs: 0,
      noticeUntilEnd: undefined,
      dialog: undefined,
      isQuitting: false,
      opensNext: undefined,
    };
    this.finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
    const {openLab, removeLab, now} = parts;
    const send = (event: SessionEvent) => this.send(event);
    const lab = () => this.#labs.lab;
    this.#labs = new LabKeeper({
      openLab,
      removeLab,
      now,
      send,
      onScreenChange: (name) => this.#screenChanged(name),
    });
    this.#checking = new Checking({lab, now, send});
    this.#typing = new Typing({lab, leaving: () => this.#labs.leaving, now, send});
    this.#saver = new ProgressSaver({
      save: parts.saveProgress,
      onTrouble: (why) =>
        send({
          type: 'notice',
          text: `Your progress could not be saved (${why}); it is kept until you quit. Free some disk space.`,
        }),
    });
  }

  /** A sentence about the last lab where it did not stop as it should: at the end no screen shows it any more. */
  get uncleanEnd(): string | undefined {
    return this.#labs.uncleanEnd;
  }

  /** Why the progress was not saved, also at the end; undefined when it was. */
  get unsaved(): string | undefined {
    return this.#saver.unsaved;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** The terminals of the open lab, by tab; undefined while there is none. */
  terminal(name: string): LabTerminal | undefined {
    return this.#labs.terminal(name);
  }

  /** Types into a terminal of the open lesson. What comes before there is a shell is typed ahead. */
  type(name: string, data: string): void {
    this.#labs.type(name, data);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls `changed` whenever a terminal that is seen may look different. */
  onScreenChange(changed: () => void): () => void {
    this.#screenListeners.add(changed);
    return () => this.#screenListeners.delete(changed);
  }

  /** The size every terminal of the lesson has from now on. */
  resizeTerminals(size: TerminalSize): void {
    this.#labs.resize(size);
  }

  /** A new shell where one ended; a host that was killed is started. */
  async revive(name: string): Promise<void> {
    await this.#labs.revive(name);
  }

  send(event: SessionEvent): void {
    const {state, effects} = reduce(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    for (const listener of this.#listeners) listener();
  }

  /** Judges every step of a lesson by the lab as it stands; undefined when that lesson is not open. */
  async verify(lessonId: string): Promise<readonly LiveVerdict[] | undefined> {
    const {lab} = this.#labs;
    if (lab?.lesson.id !== lessonId || this.#state.open?.lab.type !== 'running') return undefined;
    return judgeAsItStands(lab);
  }

  /** Ends at once but in order: what a signal asks for. */
  async shutDown(): Promise<void> {
    this.send({type: 'quit'});
    await this.finished;
  }

  #perform(effect: SessionEffect): void {
    switch (effect.type) {
      case 'open-lab':
        this.#labs.open(effect);
        break;
      case 'close-lab':
        this.#checking.stopLooking();
        this.#labs.close(effect);
        break;
      case 'remove-lab':
        this.#labs.remove(effect.lesson);
        break;
      case 'check':
        void this.#checking.check(effect);
        break;
      case 'look-again':
        this.#checking.lookAgainSoon();
        break;
      case 'type-block':
        void this.#typing.typeBlock(effect.block);
        break;
      case 'run-blocks':
        void this.#typing.runBlocks(effect.run, effect.step, effect.what);
        break;
      case 'rebuild':
        void this.#typing.rebuild(effect.run, effect.earlier);
        break;
      case 'stop-solving':
        this.#typing.stop();
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
      case 'open-page':
        void this.#openPage(effect.address);
        break;
      case 'save-progress':
        this.#saver.save(effect.progress);
        break;
      case 'exit':
        void this.#labs.settled.then(async () => this.#exit());
        break;
    }
  }

  async #exit(): Promise<void> {
    this.#checking.stopLooking();
    await this.#saver.saveAtLast();
    this.#finish();
  }

  /** What a hidden tab prints is no reason to draw. */
  #screenChanged(name: string): void {
    const {open} = this.#state;
    if (name !== open?.tabs[open.activeTab]?.name && name !== open?.watched) return;
    for (const changed of this.#screenListeners) changed();
  }

  #copy(name: string): void {
    const text = this.terminal(name)?.screen?.text();
    if (text === undefined || text === '') return;
    this.#parts.copyText(text);
    const lines = text.split('\n').length;
    this.send({type: 'notice', text: `The text of ${name} is on the clipboard (${lines} lines).`});
  }

  /** Whether a browser really came up nobody says, so the address is told in any case. */
  async #openPage(address: string): Promise<void> {
    const text = await this.#parts.openPage(address).then(
      () => `Your browser was asked to open ${address}`,
      () => `No browser could be started here. Open ${address} in one yourself.`,
    );
    this.send({type: 'notice', text});
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
}
