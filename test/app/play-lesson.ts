import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {Lesson, RunnableBlock, Step} from '../../src/course/lesson.ts';
import type {Learner} from './learner.ts';

/** Something the learner does on the way that the lesson does not ask for. */
export interface Detour {
  readonly step: string;
  readonly take: (learner: Learner, lesson: Lesson) => Promise<void>;
}

/**
 * Does the steps of a lesson by hand, from the one given on: reads, answers, types every command into its terminal,
 * up to `to`, and waits for each tick. The learner stands at that step; afterwards behind the last one.
 */
export async function playLesson(
  learner: Learner,
  lesson: Lesson,
  detours: readonly Detour[] = [],
  from = 0,
  to = lesson.steps.length,
): Promise<void> {
  const [first] = lesson.lab.running;
  // Before its first word about the lab the screen says nothing of it.
  if (first !== undefined)
    await learner.until((screen) => isRunning(screen, lesson, first), `see ${first} run`, 120);
  await learner.seesNoMore(labComesUp, 60);
  for (const [index, step] of lesson.steps.entries()) {
    if (index < from || index >= to) continue;
    await learner.sees(new RegExp(`step ${index + 1} of ${lesson.steps.length}`));
    await learner.seesNoMore(labComesUp, 60);
    await learner.seesNoMore('preparing this step', 60);
    for (const detour of detours.filter((entry) => entry.step === step.id))
      await detour.take(learner, lesson);
    await playStep(learner, lesson, step);
    await sitAt(learner, 'lesson');
    learner.press('n');
  }
  if (to === lesson.steps.length) await learner.sees(/Lesson complete/);
}

async function playStep(learner: Learner, lesson: Lesson, step: Step): Promise<void> {
  if (step.question) {
    await sitAt(learner, 'lesson');
    learner.press('abcdefgh'[step.question.answer ?? 0] ?? 'a');
  }
  if (step.check) {
    for (const block of step.solution) await typeBlock(learner, lesson, block);
  }
  if (step.kind !== 'reading') await seesTick(learner, lesson, step);
}

/** The step the learner is at carries a tick in the title line. */
export async function seesTick(learner: Learner, lesson: Lesson, step: Step): Promise<void> {
  const before = lesson.steps.findIndex(({id}) => id === step.id);
  // A check that runs programs kills them and waits for what becomes of that.
  await learner.sees(/\[✔\]/, step.runsPrograms ? 120 : 45).catch((error: Error) => {
    throw new Error(`${lesson.id}, step ${before + 1} (${step.id}) did not tick: ${error.message}`);
  });
}

/** What stands below the lesson while its servers are started. */
const labComesUp = /… (Starting|Laying|Servers run|Kafka )/;

/**
 * The step says what it waits for, in its own words or in those that stand there before its check has spoken; on a small
 * screen what is said of a lab that was opened again may stand in their place.
 */
export const stepWaits =
  /^… (?!doing what|preparing|typing|Starting|Laying|Servers run|Kafka |Stopping)|^ Ended with the lab: /m;

/** Types a block as somebody would who reads it off the page; a file they save in their own editor. */
export async function typeBlock(learner: Learner, lesson: Lesson, block: RunnableBlock): Promise<void> {
  if (block.how === 'file') {
    await writeFile(
      path.join(learner.home, 'workspace', lesson.id, block.path ?? ''),
      `${block.lines.join('\n')}\n`,
    );
    return;
  }
  await openTab(learner, lesson, block.terminal);
  if (block.how === 'keys') {
    // After coming back the program that is to be ended may not run.
    if (isBusy(learner, lesson, block.terminal)) learner.press(...block.lines);
    await seesPrompt(learner, lesson);
    return;
  }
  if (block.how === 'bash') {
    if (block.stays && runs(learner, lesson, block)) return;
    if (isBusy(learner, lesson, block.terminal)) learner.press('ctrl-c');
    await seesPrompt(learner, lesson);
    lastTyped.set(learner, {...lastTyped.get(learner), [block.terminal]: block.lines.at(-1) ?? ''});
  }
  for (const line of block.lines) {
    learner.type(line);
    await learner.until(
      // A program that is slow to ask has its sign behind what was typed.
      (screen) => squeeze(terminalText(screen, lesson)).replace(/>+$/, '').endsWith(squeeze(line)),
      `see \`${line}\` as typed`,
    );
    learner.press('enter');
    if (block.how === 'bash' && !block.stays) await seesPrompt(learner, lesson);
  }
  if (block.how === 'bash' && block.stays) {
    await learner.until(
      (screen) => isRunning(screen, lesson, block.terminal),
      `see that \`${block.lines.at(-1)}\` runs`,
    );
  }
  const {readiness} = block;
  if (readiness?.type === 'output') {
    // On a small screen the words may have scrolled by; then the tick tells as much.
    await learner.until(
      (screen) =>
        printedSince(screen, lesson, block.lines.at(-1) ?? '').includes(squeeze(readiness.text)) ||
        screen.includes('[✔]'),
      `see ${readiness.text}`,
    );
  }
}

/** By terminal, the command the learner typed there last. */
const lastTyped = new WeakMap<Learner, Readonly<Record<string, string>>>();

/** The same program runs in that tab already: nobody types it again. */
function runs(learner: Learner, lesson: Lesson, block: RunnableBlock): boolean {
  const command = block.lines.at(-1) ?? '';
  // What the lesson began with was typed by the app.
  const last =
    lastTyped.get(learner)?.[block.terminal] ?? (/-server-start/.test(command) ? command : undefined);
  return isBusy(learner, lesson, block.terminal) && last === command;
}

/** The dot behind a tab's name says that something runs there. */
function isBusy(learner: Learner, lesson: Lesson, terminal: string): boolean {
  return isRunning(learner.screen(), lesson, terminal);
}

function isRunning(screen: string, lesson: Lesson, terminal: string): boolean {
  const number = lesson.terminals.findIndex(({name}) => name === terminal) + 1;
  return screen.includes(`${number} ${terminal} ●`);
}

/** The shell waits for a command: the last line of the terminal is a prompt and nothing else. */
async function seesPrompt(learner: Learner, lesson: Lesson): Promise<void> {
  // Some commands of a lesson wait for a cluster to recover.
  await learner.until(
    (screen) => /(^|\n|>)[\w/-]+\$$/.test(terminalText(screen, lesson)),
    'see a prompt',
    90,
  );
}

/** What the terminal's part of the screen shows: below the tabs, beside the lesson where the screen is wide. */
export function terminalText(screen: string, lesson: Lesson): string {
  const lines = screen.split('\n');
  // Where the tabs are wider than the screen the current one comes first.
  const firstTab = new RegExp(`^(.*?)(?:[ []?\\d [\\w-]+[^│]*│)?[ []?1 ${lesson.terminals[0]?.name}`);
  const tabs = lines.findIndex((line) => firstTab.test(line));
  const left = firstTab.exec(lines[tabs] ?? '')?.[1]?.length ?? 0;
  // Below it another one may be watched, behind a line with its name.
  const second = lines.findIndex(
    (text, row) => row > tabs && /^── [\w-]+ .*─{6}$/.test(text.slice(left).trimEnd()),
  );
  return lines
    .slice(tabs + 1, second === -1 ? -1 : second)
    .map((line) => line.slice(left).trimEnd())
    .join('\n')
    .trimEnd();
}

/** What stands below the command as it was typed last; an earlier run may have printed the same. */
function printedSince(screen: string, lesson: Lesson, command: string): string {
  const text = squeeze(terminalText(screen, lesson));
  const at = text.lastIndexOf(squeeze(command));
  return at === -1 ? text : text.slice(at + squeeze(command).length);
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '');
}

export async function openTab(learner: Learner, lesson: Lesson, name: string): Promise<void> {
  const index = lesson.terminals.findIndex((place) => place.name === name);
  if (index === -1) throw new Error(`${lesson.id} has no terminal ${name}`);
  learner.press('prefix', String(index + 1));
  await learner.sees(/Ctrl-G to the lesson/);
}

/** Whether keys go to the lesson or to a terminal is told by the line at the bottom. */
export async function sitAt(learner: Learner, where: 'lesson' | 'terminal'): Promise<void> {
  const isInTerminal = /Ctrl-G (to the lesson|n (next|map))/.test(learner.screen());
  if (isInTerminal === (where === 'terminal')) return;
  learner.press(where === 'lesson' ? 'prefix' : 'tab');
  await (where === 'lesson'
    ? learner.seesNoMore(/Ctrl-G to the lesson/)
    : learner.sees(/Ctrl-G to the lesson/));
}
