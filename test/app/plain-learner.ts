import {type ChildProcess, spawn} from 'node:child_process';
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {Lesson, RunnableBlock, Step} from '../../src/course/lesson.ts';

const launcher = path.resolve(import.meta.dirname, '../../dist/launcher.js');

/** Somebody who has no screen: the real launcher on two pipes, a line at a time. */
export class PlainLearner implements AsyncDisposable {
  readonly home: string;
  readonly #app: ChildProcess;
  readonly #ended: Promise<number | null>;
  readonly #watchers = new Set<() => void>();
  #heard = '';
  #questions = 0;

  constructor({home, words}: {readonly home: string; readonly words: readonly string[]}) {
    this.home = home;
    this.#app = spawn(process.execPath, [launcher, ...words], {
      cwd: home,
      env: {...process.env, KAFKA_LESSONS_HOME: home},
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    for (const stream of [this.#app.stdout, this.#app.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#heard += text;
        for (const watcher of [...this.#watchers]) watcher();
      });
    }
    this.#ended = new Promise((resolve) => {
      this.#app.once('exit', (code) => resolve(code));
    });
  }

  /** All that was said so far. */
  get heard(): string {
    return this.#heard;
  }

  /** Says a line and gives the place in what is heard from which the answer comes. */
  say(line: string): number {
    const from = this.#heard.length;
    this.#app.stdin?.write(`${line}\n`);
    return from;
  }

  /** Says a line and waits for the answer. */
  async ask(line: string, wanted: RegExp | string, seconds = 60): Promise<string> {
    return this.hears(wanted, seconds, this.say(line));
  }

  /** Says a line and gives all that is said until the next one is read. */
  async answerTo(line: string): Promise<string> {
    this.#questions += 1;
    const from = this.say(line);
    const over = `over-${this.#questions}`;
    this.say(`:${over}`);
    return this.hears(`There is no command \`:${over}\``, 90, from);
  }

  async hears(wanted: RegExp | string, seconds = 60, from = 0): Promise<string> {
    return new Promise((resolve, reject) => {
      const isThere = () => {
        const text = this.#heard.slice(from);
        return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
      };
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        finish();
      };
      const look = () => {
        if (isThere()) settle(() => resolve(this.#heard.slice(from)));
      };
      const timer = setTimeout(() => {
        const last = this.#heard.slice(-3000);
        settle(() => reject(new Error(`did not hear ${String(wanted)} within ${seconds} s, but:\n${last}`)));
      }, seconds * 1000);
      this.#watchers.add(look);
      look();
    });
  }

  /** No more lines will come. */
  hangUp(): void {
    this.#app.stdin?.end();
  }

  async exitCode(): Promise<number | null> {
    return this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#app.exitCode === null) this.#app.kill('SIGTERM');
    await this.#ended;
  }
}

/** Does the steps of the open lesson by reading and typing, from the one given on; ends behind the last one. */
export async function playPlainly(learner: PlainLearner, lesson: Lesson, from = 0): Promise<void> {
  if (lesson.lab.hosts.length > 0) {
    const opened = Math.max(0, learner.heard.lastIndexOf(`Lesson: ${lesson.title}.`));
    await learner.hears('The lab is ready', 120, opened);
  }
  for (const [index, step] of lesson.steps.entries()) {
    if (index < from) continue;
    await learner.hears(`Step ${index + 1} of ${lesson.steps.length}: ${step.title}`);
    await playStep(learner, lesson, step);
    learner.say('');
  }
  await learner.hears(/is complete|the last open step of the course/, 60, learner.say(':again'));
}

async function playStep(learner: PlainLearner, lesson: Lesson, step: Step): Promise<void> {
  const before = learner.heard.length;
  if (step.question) {
    const letter = 'abcdefgh'[step.question.answer ?? 0] ?? 'a';
    await learner.ask(letter, /^(Noted|Done): /m);
  }
  if (step.check) for (const block of step.solution) await typeBlock(learner, lesson, block);
  if (step.kind !== 'reading') {
    // A check that runs programs kills them and waits for what becomes of that.
    const patience = step.runsPrograms ? 120 : 45;
    if (step.check) learner.say(`:wait ${patience}`);
    await learner.hears(/^(Done: |This step is not done)/m, patience + 15, before);
    if (!/^Done: /m.test(learner.heard.slice(before)))
      throw new Error(`step ${step.id} did not tick:\n${learner.heard.slice(before)}`);
  }
}

async function typeBlock(learner: PlainLearner, lesson: Lesson, block: RunnableBlock): Promise<void> {
  if (block.how === 'file') {
    const file = path.join(learner.home, 'workspace', lesson.id, block.path ?? '');
    await writeFile(file, `${block.lines.join('\n')}\n`);
    return;
  }
  learner.say(`:terminal ${block.terminal}`);
  if (block.how === 'keys') {
    for (const key of block.lines) learner.say(`:key ${key}`);
    await runsNothing(learner, block.terminal);
    return;
  }
  if (block.how === 'bash') await freeTerminal(learner, block);
  for (const line of block.lines) {
    learner.say(line);
    if (block.how === 'bash' && !block.stays) await runsNothing(learner, block.terminal);
  }
  if (block.readiness?.type === 'output') await printed(learner, block.readiness.text);
}

/** Nobody starts a program a second time that runs already, nor types a command into another one. */
async function freeTerminal(learner: PlainLearner, block: RunnableBlock): Promise<void> {
  const running = await runningIn(learner, block.terminal);
  if (running === undefined || (block.stays && running === block.lines.at(-1))) return;
  learner.say(':key ctrl-c');
  await runsNothing(learner, block.terminal);
}

async function runningIn(learner: PlainLearner, terminal: string): Promise<string | undefined> {
  const listed = await learner.answerTo(':terminals');
  const line = new RegExp(
    `^  \\d\\. ${terminal}(?: on [\\w-]+)?: runs (.*?)(?: \\(what you type goes here\\))?$`,
    'm',
  );
  return line.exec(listed)?.[1];
}

async function runsNothing(learner: PlainLearner, terminal: string): Promise<void> {
  await until(
    async () => (await runningIn(learner, terminal)) === undefined,
    `${terminal} to be free`,
    learner,
  );
}

async function printed(learner: PlainLearner, text: string): Promise<void> {
  await until(async () => (await learner.answerTo(':output')).includes(text), text, learner);
}

async function until(condition: () => Promise<boolean>, what: string, {heard}: PlainLearner): Promise<void> {
  const limit = performance.now() + 60_000;
  while (!(await condition())) {
    if (performance.now() > limit) throw new Error(`waited for ${what} in vain:\n${heard.slice(-2000)}`);
  }
}
