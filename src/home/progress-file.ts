import {readdir, readFile, rename, unlink} from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import {z} from 'zod';
import {asShown, noProgress, type Progress, progressVersion} from '../session/progress.ts';
import {HomeError} from './owned-home.ts';

/** The file may have been edited: what is shown of it must not reach for the terminal. */
const shown = z.string().transform(asShown);

const progressSchema = z.object({
  version: z.literal(progressVersion),
  lessons: z.record(
    z.string(),
    z.object({
      steps: z.record(
        z.string(),
        z.object({
          passedAt: shown,
          how: z.enum(['done', 'solved', 'answered', 'read', 'skipped']),
          evidence: shown,
        }),
      ),
      servers: z.array(z.object({terminal: z.string(), command: z.string()})).optional(),
    }),
  ),
  last: z.object({lesson: z.string(), step: z.string().optional()}).optional(),
});

export interface LoadedProgress {
  readonly progress: Progress;
  /** Set when the file could not be used: what was wrong with it and where it is kept now. */
  readonly notice: string | undefined;
}

/** Reads without touching anything: for commands that do not own the home. */
export async function peekProgress(file: string): Promise<Progress> {
  const read = await readProgress(file);
  return read.type === 'progress' ? read.progress : noProgress;
}

/** Reads the progress file; one that is newer or damaged is put aside under another name, never overwritten. */
export async function loadProgress(file: string): Promise<LoadedProgress> {
  await sweepTemporaryFiles(file);
  const read = await readProgress(file);
  if (read.type === 'progress') return {progress: read.progress, notice: undefined};
  if (read.type === 'none') return {progress: noProgress, notice: undefined};

  const kept = `${file}.kept-${new Date().toISOString().replaceAll(':', '-')}`;
  await rename(file, kept);
  return {
    progress: noProgress,
    notice: `Your progress file ${read.why}. It is kept as ${path.basename(kept)} beside it, and a new one was begun.`,
  };
}

/** Writes beside the file and renames: a crash leaves the old or the new one, whole. */
export async function saveProgress(file: string, progress: Progress): Promise<void> {
  await writeFileAtomic(file, `${JSON.stringify(progress, undefined, 2)}\n`, {mode: 0o600});
}

/** What the file is; `why` completes "Your progress file …". */
export type ReadProgress =
  | {readonly type: 'progress'; readonly progress: Progress}
  | {readonly type: 'none'}
  | {readonly type: 'unusable'; readonly why: string; readonly isNewer: boolean};

/** Reads without touching anything, and says what is wrong. Throws `HomeError` where the file may not be read. */
export async function readProgress(file: string): Promise<ReadProgress> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const {code, message} = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {type: 'none'};
    throw new HomeError(
      `Your progress (${file}) cannot be read (${code ?? message}).`,
      'Make it readable, or choose another folder: --home DIR (or KAFKA_LESSONS_HOME).',
    );
  }

  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return {type: 'unusable', why: 'is damaged', isNewer: false};
  }
  const version = (data as {version?: unknown} | null)?.version;
  if (typeof version === 'number' && version > progressVersion) {
    const why = `was written by a newer kafka-lessons (version ${version} of the format)`;
    return {type: 'unusable', why, isNewer: true};
  }
  const result = progressSchema.safeParse(data);
  return result.success
    ? {type: 'progress', progress: result.data as Progress}
    : {type: 'unusable', why: 'is damaged', isNewer: false};
}

/** write-file-atomic names its temporary files `progress.json.<number>`; one is left when the app is killed while it writes. */
async function sweepTemporaryFiles(file: string): Promise<void> {
  const {dir, base} = path.parse(file);
  const names = await readdir(dir).catch(() => []);
  const left = names.filter(
    (name) => name.startsWith(`${base}.`) && /^\d+$/.test(name.slice(base.length + 1)),
  );
  await Promise.all(left.map(async (name) => unlink(path.join(dir, name)).catch(() => {})));
}
