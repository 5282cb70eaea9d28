import path from 'node:path';
import type {StartedByChecks} from './checks/check-runner.ts';
import type {GlobalOptions} from './cli/command.ts';
import type {Settings} from './cli/settings.ts';
import type {Course, Lesson} from './course/lesson.ts';
import {findHome, type HomePaths} from './home/home-paths.ts';
import type {LabIdentity, LabProgress, Runtime} from './lab/lab.ts';
import type {LessonLab, LessonLabEvent} from './session/lesson-lab.ts';
import type {OpenScreen} from './terminal/lab-terminal.ts';
import type {TerminalSize} from './terminal/terminal.ts';

export interface Surroundings {
  /** Of this program. */
  readonly version: string;
  readonly global: GlobalOptions;
  readonly courseDirectory: string;
  readonly packageDirectory: string;
  readonly settings: Settings;
}

/** A lab to open: whose it is, and who watches. */
export interface LabRequestOptions {
  readonly lesson: Lesson;
  readonly runtime: Runtime;
  readonly homeId: string;
  /** Folder the home keeps its labs in. */
  readonly labs: string;
  /** Folder with the learner's own programs, lesson by lesson; below `labs` unless given. */
  readonly workspaces?: string;
  readonly size: TerminalSize;
  readonly openScreen: OpenScreen | undefined;
  readonly report: (progress: LabProgress) => void;
  readonly onEvent: (event: LessonLabEvent) => void;
  readonly signal: AbortSignal;
}

/** The edges of the program, joined: what commands and the app are given to work with. */
export interface Parts {
  readonly surroundings: Surroundings;
  readonly paths: HomePaths;
  readonly now: () => number;
  /** Throws `CourseError`. */
  readonly openCourse: () => Promise<Course>;
  /** The runtime that was asked for, or the one that serves here, and why it was taken. */
  readonly chooseRuntime: () => Promise<{readonly runtime: Runtime; readonly why: string}>;
  /** Every runtime that is to be had here, and in a sentence each why another one is not. */
  readonly findRuntimes: () => Promise<{
    readonly runtimes: readonly Runtime[];
    readonly silent: readonly string[];
  }>;
  readonly openLessonLab: (options: LabRequestOptions) => Promise<LessonLab>;
  readonly identityOf: (
    options: Pick<LabRequestOptions, 'lesson' | 'homeId' | 'labs' | 'workspaces' | 'runtime'>,
  ) => LabIdentity;
}

export function composeParts(surroundings: Surroundings): Parts {
  const {settings, global, packageDirectory} = surroundings;
  const {environment} = settings;
  const paths = findHome(global.home, environment);
  const openDocker = async (forLesson = false) =>
    (await import('./lab/docker/docker-runtime.ts')).dockerRuntime({environment, forLesson});
  const openLocal = async () => openLocalRuntime(surroundings, paths);
  const parts: Parts = {
    surroundings,
    paths,
    now: () => Date.now(),
    openCourse: async () => {
      const {openCourse} = await import('./course/cached-course.ts');
      return openCourse(surroundings.courseDirectory, {
        directory: paths.cache,
        version: surroundings.version,
      });
    },
    chooseRuntime: async () => {
      const {chooseRuntime} = await import('./lab/choose-runtime.ts');
      return chooseRuntime({
        wanted: global.runtime ?? settings.runtime,
        docker: async () => openDocker(true),
        local: openLocal,
      });
    },
    findRuntimes: async () => {
      const {LabError} = await import('./lab/lab.ts');
      const local = await openLocal();
      try {
        return {runtimes: [await openDocker(), local], silent: []};
      } catch (error) {
        if (!(error instanceof LabError)) throw error;
        return {runtimes: [local], silent: [error.message]};
      }
    },
    identityOf: ({lesson, homeId, labs, workspaces = path.join(labs, 'workspace'), runtime}) => ({
      homeId,
      lessonId: lesson.id,
      directory: path.join(labs, lesson.id, runtime.name),
      // The same with either runtime: who changes it finds their programs again.
      workspace: path.join(workspaces, lesson.id),
    }),
    openLessonLab: async (options) => {
      const [{openLessonLab}, {Observer}, {CheckRunner}, {readLessonFiles}, {lookBeforeLab}, {thisMachine}] =
        await Promise.all([
          import('./session/lesson-lab/open-lesson-lab.ts'),
          import('./observer/observer.ts'),
          import('./checks/check-runner.ts'),
          import('./course/lesson-files.ts'),
          import('./doctor/before-lab.ts'),
          import('./doctor/this-machine.ts'),
        ]);
      const {lesson} = options;
      await lookBeforeLab({
        runtime: options.runtime.name,
        needs: lesson.lab,
        machine: thisMachine(environment),
        folders: [paths.home, paths.cache],
        report: options.report,
      });
      const files = await readLessonFiles(lesson);
      const lab = await options.runtime.startLab({
        identity: parts.identityOf(options),
        needs: lesson.lab,
        files,
        // The unbundled copy that the build makes.
        kafkajs: path.join(packageDirectory, 'dist', 'workspace', 'kafkajs'),
        colour: global.color && !environment['NO_COLOR'],
        report: options.report,
        signal: options.signal,
      });
      const observer = new Observer({needs: lesson.lab, address: (port) => lab.address(port)});
      const lessonLab = Promise.withResolvers<LessonLab>();
      const checks = new CheckRunner({
        processFile: path.join(packageDirectory, 'dist', 'check-process.js'),
        environment: allowListed(environment),
        started: await startedByChecks(options.homeId, lesson.id),
        ports: {
          messages: async (topic, limit) => observer.messages(topic, limit),
          look: async () => (await lessonLab.promise).look(),
          startProgram: async (host, command, programOptions) =>
            lab.startProgram(host, command, programOptions),
          brokerConfigs: async (broker) => observer.brokerConfigs(broker),
          exec: async (host, command, execOptions) => lab.exec(host, command, execOptions),
        },
      });
      try {
        const opened = await openLessonLab({...options, lab, observer, checks, files, now: parts.now});
        lessonLab.resolve(opened);
        return opened;
      } catch (error) {
        // A lab without its shells is of no use to anybody, and nobody else knows of it.
        await checks[Symbol.asyncDispose]();
        await observer[Symbol.asyncDispose]();
        await lab.stop();
        throw error;
      }
    },
  };
  return parts;
}

async function openLocalRuntime(
  {settings: {environment}, packageDirectory}: Surroundings,
  {cache}: HomePaths,
): Promise<Runtime> {
  const [{localRuntime}, {findKafkaForLab}] = await Promise.all([
    import('./lab/local/local-runtime.ts'),
    import('./lab/local/kafka-for-lab.ts'),
  ]);
  return localRuntime({
    environment,
    findKafka: async ({needs, ...options}) =>
      findKafkaForLab({
        ...options,
        line: needs.kafka,
        hosts: needs.hosts,
        environment,
        cacheDirectory: cache,
      }),
    guardCommand: ({homeId, lessonId = '', run = ''}) => [
      process.execPath,
      path.join(packageDirectory, 'dist', 'lab-guard.js'),
      homeId,
      lessonId,
      run,
    ],
  });
}

/** They carry the token of the home: whatever clears up after a lab of this machine's processes finds them as well. */
async function startedByChecks(homeId: string, lessonId: string): Promise<StartedByChecks> {
  const [{killProcesses}, {renderToken, tokenVariable}] = await Promise.all([
    import('./lab/local/host-processes.ts'),
    import('./lab/local/lab-token.ts'),
  ]);
  const run = `checks-${process.pid}`;
  return {
    mark: `${tokenVariable}=${renderToken(homeId, lessonId, 'workspace', run)}`,
    end: async () => killProcesses({homeId, lessonId, run}),
  };
}

/** What check scripts get to see of the environment: enough to run, nothing that is private. */
function allowListed(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR'].flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
