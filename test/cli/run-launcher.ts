import {mkdir} from 'node:fs/promises';
import path from 'node:path';
import pty from '@lydell/node-pty';
import {execa} from 'execa';
import {temporaryFolder} from '../course/course-folder.ts';

const launcher = path.resolve(import.meta.dirname, '../../dist/launcher.js');

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | undefined;
}

export interface Surroundings {
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly limit?: number;
}

/** A learner's account of its own: nothing in it is known to other tests, or left behind. */
export async function newAccount() {
  const folder = await temporaryFolder();
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder.path,
    TMPDIR: path.join(folder.path, 'tmp'),
    LANG: 'C.UTF-8',
    KAFKA_LESSONS_MIRROR: process.env['KAFKA_LESSONS_MIRROR'] ?? '',
  };
  await mkdir(environment.TMPDIR);
  return {
    folder: folder.path,
    home: path.join(folder.path, '.local', 'state', 'kafka-lessons'),
    temporary: environment.TMPDIR,
    write: folder.write,
    /** Runs the built program with no terminal. */
    run: async (words: readonly string[], surroundings: Surroundings = {}): Promise<Ran> => {
      const {stdout, stderr, exitCode} = await execa(process.execPath, [launcher, ...words], {
        cwd: folder.path,
        env: {...environment, ...surroundings.environment},
        extendEnv: false,
        reject: false,
        stdin: 'ignore',
        timeout: surroundings.limit ?? 60_000,
        stripFinalNewline: false,
      });
      return {stdout, stderr, exitCode};
    },
    /** Runs it in a pseudo-terminal until it ends; what it printed comes on both streams together. */
    runOnTerminal: async (
      words: readonly string[],
      surroundings: Surroundings & {readonly answer?: string} = {},
    ) =>
      new Promise<{printed: string; exitCode: number}>((resolve) => {
        let printed = '';
        let answered = false;
        const terminal = pty.spawn(process.execPath, [launcher, ...words], {
          cols: 100,
          rows: 30,
          cwd: folder.path,
          env: {...environment, TERM: 'xterm-256color', ...surroundings.environment},
        });
        terminal.onData((data) => {
          printed += data;
          // A question is answered as soon as it is asked.
          if (surroundings.answer !== undefined && !answered && printed.includes('[y/N] ')) {
            answered = true;
            terminal.write(surroundings.answer);
          }
        });
        terminal.onExit(({exitCode}) => resolve({printed: printed.replaceAll('\r\n', '\n'), exitCode}));
      }),
    [Symbol.asyncDispose]: folder[Symbol.asyncDispose],
  };
}

/** A folder that passes for a Kafka of the right version: enough where no server is started. */
export async function standInKafka(account: Awaited<ReturnType<typeof newAccount>>): Promise<string> {
  await account.write({'kafka/libs/kafka-clients-3.9.1.jar': ''});
  return path.join(account.folder, 'kafka');
}
