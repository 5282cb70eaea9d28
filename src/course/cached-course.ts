import {createHash} from 'node:crypto';
import {mkdir, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {Course} from './lesson.ts';

export interface CourseCache {
  /** Folder for what can be made again. */
  readonly directory: string;
  /** Of the program: another version may read the same page otherwise. */
  readonly version: string;
}

/** One file for each folder a course was read from; `pages` tells whether it is still what lies there. */
interface CachedCourse {
  readonly pages: string;
  readonly course: Course;
}

/**
 * The course as it was read last while none of its pages has changed, else read anew. Reading markdown takes longer
 * than all the rest until the map is drawn, and more with every lesson. Throws `CourseError`.
 */
export async function openCourse(directory: string, cache: CourseCache): Promise<Course> {
  const file = path.join(cache.directory, 'courses', `${hash(path.resolve(directory))}.json`);
  // What reads pages may change without a new version: the name of the built file tells.
  const pages = await fingerprint(directory, `${cache.version} ${path.basename(import.meta.url)}`);
  const known = await readFile(file, 'utf8').then(parseCached, () => undefined);
  if (known?.pages === pages) return known.course;

  const {loadCourse} = await import('./load-course.ts');
  const course = await loadCourse(directory);
  // Without a cache that can be written the course is read anew each time.
  await keep(file, {pages, course}).catch(() => {});
  return course;
}

/** Undefined for what is damaged: the beginning of a file, or something else. */
function parseCached(text: string): CachedCourse | undefined {
  try {
    const cached = JSON.parse(text) as CachedCourse | null;
    return Array.isArray(cached?.course?.lessons) ? cached : undefined;
  } catch {
    return undefined;
  }
}

/** Everything a course is made from: its folder, every page's bytes, and the names of the checks. */
async function fingerprint(directory: string, version: string): Promise<string> {
  const names = (await readdir(directory).catch(() => [])).sort();
  const parts = await Promise.all(
    names.map(async (name) => {
      const lesson = path.join(directory, name);
      const [page, checks] = await Promise.all([
        readFile(/\.(yaml|md)$/.test(name) ? lesson : path.join(lesson, 'lesson.md'), 'utf8').catch(() => ''),
        readdir(path.join(lesson, 'checks')).catch(() => []),
      ]);
      return [name, page, checks.sort()];
    }),
  );
  return hash(JSON.stringify([version, parts]));
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function keep(file: string, cached: CachedCourse): Promise<void> {
  await mkdir(path.dirname(file), {recursive: true, mode: 0o700});
  const beside = `${file}.${process.pid}`;
  await writeFile(beside, JSON.stringify(cached), {mode: 0o600});
  await rename(beside, file).finally(async () => rm(beside, {force: true}));
}
