import {existsSync} from 'node:fs';
import {readdir, rm, rmdir} from 'node:fs/promises';
import path from 'node:path';
import type {Parts} from '../compose.ts';
import {entriesOf, findHome, type HomePaths} from '../home/home-paths.ts';
import {ownHome} from '../home/owned-home.ts';
import {loadProgress, saveProgress} from '../home/progress-file.ts';
import type {Runtime} from '../lab/lab.ts';
import {forgetLesson, forgetStep, rememberPlace} from '../session/progress.ts';
import {chooseLesson} from './choose-lessons.ts';
import {refuseUnknownStep} from './choose-step.ts';
import {type Command, exitCodes} from './command.ts';
import {UsageError} from './explain-error.ts';
import {keptOnDisk, renderKept} from './kept-on-disk.ts';

type Reset = Extract<Command, {type: 'reset'}>;

export interface ResetDialogue {
  readonly say: (text: string) => void;
  /** True when the person agrees; undefined where nobody can be asked. */
  readonly ask: (question: string) => Promise<boolean | undefined>;
}

/** Forgets and removes what the person names, after asking. Gives the exit code. */
export async function reset(command: Reset, parts: Parts, dialogue: ResetDialogue): Promise<number> {
  if (command.all) return resetAll(command, parts, dialogue);
  if (command.lesson === undefined) {
    throw new UsageError(
      'Say what to reset: a lesson, or --all for everything.',
      'For example: kafka-lessons reset topics',
    );
  }
  return resetLesson(command, command.lesson, parts, dialogue);
}

async function resetLesson(
  command: Reset,
  wanted: string,
  parts: Parts,
  dialogue: ResetDialogue,
): Promise<number> {
  const {step} = command;
  const lesson = chooseLesson(await parts.openCourse(), wanted);
  refuseUnknownStep(lesson, step);
  await using home = await ownHome(parts.paths);
  const what = step === undefined ? `“${lesson.title}”` : `the step ${step} of “${lesson.title}”`;
  const question = `Forget your progress in ${what} and remove the data of its servers?`;
  if (!(await isAgreed(command, question, dialogue))) return exitCodes.failed;

  const {progress} = await loadProgress(parts.paths.progressFile);
  const forgotten =
    step === undefined ? forgetLesson(progress, lesson.id) : forgetStep(progress, lesson.id, step);
  await saveProgress(
    parts.paths.progressFile,
    step === undefined ? forgotten : rememberPlace(forgotten, lesson.id, step),
  );
  const {labs, workspaces} = parts.paths;
  for (const runtime of await answering(parts, dialogue)) {
    const kept = await runtime.removeLab(
      parts.identityOf({lesson, homeId: home.id, labs, workspaces, runtime}),
    );
    if (kept !== undefined) dialogue.say(`Your own programs are kept: ${kept}`);
  }
  dialogue.say(
    step === undefined
      ? `“${lesson.title}” starts over.`
      : `The next start opens “${lesson.title}” at that step, and does the ones before it for you.`,
  );
  return exitCodes.done;
}

async function resetAll(command: Reset, parts: Parts, dialogue: ResetDialogue): Promise<number> {
  if (command.lesson !== undefined || command.step !== undefined)
    throw new UsageError('--all goes with neither a lesson nor a step.', 'Say one of them.');
  const {paths} = parts;
  const runtimes = await answering(parts, dialogue);
  {
    await using home = await ownHome(paths);
    const kept = await keptOnDisk(paths, home.id, runtimes);
    dialogue.say(
      [
        'This is what there is of kafka-lessons on this machine:',
        ...kept.map((each) => `  ${renderKept(each)}`),
      ].join('\n'),
    );
    if (!(await isAgreed(command, 'Remove all of it?', dialogue))) return exitCodes.failed;
    for (const runtime of runtimes) {
      const refused = await runtime.removeKept(home.id);
      for (const each of refused) dialogue.say(`Not removed: ${each}`);
    }
    await removeCache(paths, parts.surroundings.settings.environment, dialogue);
    await removeWorkspaces(paths, dialogue);
    await removeHome(paths);
  }
  dialogue.say(
    `Done. Your settings (${parts.surroundings.settings.file}) are yours and stay, if there are any.`,
  );
  return exitCodes.done;
}

/** All homes of a person share it: it stays while there is the usual one, or servers of another one run from it. */
async function removeCache(
  {home, cache}: HomePaths,
  environment: NodeJS.ProcessEnv,
  {say}: ResetDialogue,
): Promise<void> {
  const usual = findHome(undefined, {...environment, KAFKA_LESSONS_HOME: undefined});
  if (usual.home !== home && existsSync(usual.homeIdFile)) {
    say(`Not removed: ${cache}. Your other state folder, ${usual.home}, uses it as well.`);
    return;
  }
  const {findProcesses} = await import('../lab/local/host-processes.ts');
  const {anyHome} = await import('../lab/local/lab-token.ts');
  const running = await findProcesses({homeId: anyHome});
  const other = running.find(({command}) => command.includes(cache));
  if (!other) await rm(cache, {recursive: true, force: true});
  else
    say(
      `Not removed: ${cache}. Servers of another home run from it (process ${other.pid}); end that lesson and do this again.`,
    );
}

/** Programs that the learner wrote are theirs, and nobody could bring them back. */
async function removeWorkspaces({workspaces}: HomePaths, {say}: ResetDialogue): Promise<void> {
  const {hasLearnersFiles} = await import('../lab/workspace/lay-out-workspace.ts');
  for (const name of await readdir(workspaces).catch(() => [])) {
    const folder = path.join(workspaces, name);
    if (await hasLearnersFiles(folder)) say(`Not removed: ${folder}. What you wrote there is yours.`);
    else await rm(folder, {recursive: true, force: true});
  }
  await rmdir(workspaces).catch(() => {});
}

/** `--home` may name a folder that holds other things: they stay, and the folder with them. */
async function removeHome(paths: HomePaths): Promise<void> {
  // First of all: a home without an id is one that goes.
  await rm(paths.homeIdFile, {force: true});
  const names = await readdir(paths.home);
  for (const name of entriesOf(paths, names))
    await rm(path.join(paths.home, name), {recursive: true, force: true});
  await rmdir(paths.home).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
}

async function isAgreed({yes}: Reset, question: string, {ask, say}: ResetDialogue): Promise<boolean> {
  if (yes) return true;
  const answer = await ask(question);
  if (answer === undefined)
    throw new UsageError(
      'This removes things, and there is no terminal to ask you on.',
      'Say it with --yes.',
    );
  if (!answer) say('Nothing was removed.');
  return answer;
}

/** Data may lie with either runtime, whichever is used now. */
async function answering(parts: Parts, {say}: ResetDialogue): Promise<readonly Runtime[]> {
  const {runtimes, silent} = await parts.findRuntimes();
  for (const why of silent)
    say(`${why} What it may keep of ours stays until you do this again with it running.`);
  return runtimes;
}
