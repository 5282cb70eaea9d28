import {readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Command, GlobalOptions} from './cli/command.ts';
import {exitCodes} from './cli/command.ts';
import {parseCommandLine} from './cli/parse-command.ts';

/** The package's folder: `dist` and `lessons` lie in it. */
const packageDirectory = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Runs a command line in this process; sets the exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  const {version} = JSON.parse(readFileSync(path.join(packageDirectory, 'package.json'), 'utf8')) as {
    version: string;
  };
  const parsed = parseCommandLine(argv, version);
  if (parsed.type === 'text') {
    (parsed.isError ? process.stderr : process.stdout).write(parsed.text);
    process.exitCode = parsed.exitCode;
    return;
  }

  hideTimeoutWarning();
  try {
    process.exitCode = await perform(parsed.command, version);
  } catch (error) {
    const {explainError} = await import('./cli/explain-error.ts');
    const {text, exitCode} = explainError(error);
    process.stderr.write(text);
    process.exitCode = exitCode;
  }
}

async function perform(command: Command, version: string): Promise<number> {
  const [{composeParts}, {readSettings, readSettingsOrDefaults}] = await Promise.all([
    import('./compose.ts'),
    import('./cli/settings.ts'),
  ]);
  const parts = composeParts({
    version,
    global: command.global,
    courseDirectory: courseDirectory(command.global),
    packageDirectory,
    settings: await (command.type === 'doctor' ? readSettingsOrDefaults : readSettings)(process.env),
  });
  if (process.env['KAFKA_LESSONS_SWEEP']) {
    const {sweep} = await import('./cli/sweep.ts');
    return sweep(parts, (text) => process.stderr.write(text));
  }
  switch (command.type) {
    case 'start': {
      const {start} = await import('./cli/start.ts');
      return start(command, parts, {stdin: process.stdin, stdout: process.stdout});
    }
    case 'shell': {
      const {shell} = await import('./cli/shell.ts');
      return shell(command, parts, {stdin: process.stdin, stdout: process.stdout});
    }
    case 'reset': {
      const [{reset}, {askPerson}] = await Promise.all([
        import('./cli/reset.ts'),
        import('./cli/ask-person.ts'),
      ]);
      return reset(command, parts, {
        say: (text) => process.stdout.write(`${text}\n`),
        ask: askPerson,
      });
    }
    case 'doctor': {
      const {doctor} = await import('./cli/doctor.ts');
      return doctor(command, parts, {
        stdout: process.stdout,
        useColour: wantsColour(command.global),
      });
    }
    case 'list': {
      const {list} = await import('./cli/list.ts');
      process.stdout.write(await list(command, parts));
      return exitCodes.done;
    }
    case 'verify': {
      const {verify} = await import('./cli/verify.ts');
      return report(await verify(command, parts), command);
    }
    case 'lesson-test': {
      const {lessonTest} = await import('./cli/lesson-test-command.ts');
      const say = (message: string) => process.stderr.write(`${message}\n`);
      const {results, lack} = await lessonTest(command, parts, say);
      const exitCode = await report(results, command);
      if (lack) throw lack;
      return exitCode;
    }
  }
}

type Reporting = Extract<Command, {type: 'verify' | 'lesson-test'}>;

async function report(
  results: import('./cli/results.ts').Results,
  {json, junit, global}: Reporting,
): Promise<number> {
  const {renderJunit, renderResults} = await import('./cli/results.ts');
  process.stdout.write(json ? `${JSON.stringify(results)}\n` : renderResults(results, wantsColour(global)));
  if (junit !== undefined) {
    const {writeFile} = await import('node:fs/promises');
    const {UsageError} = await import('./cli/explain-error.ts');
    await writeFile(junit, renderJunit(results)).catch(({code, message}: NodeJS.ErrnoException) => {
      throw new UsageError(`The results cannot be written to ${junit} (${code ?? message}).`);
    });
  }
  return results.status === 'pass' ? exitCodes.done : exitCodes.failed;
}

function wantsColour({color}: GlobalOptions): boolean {
  return color && !process.env['NO_COLOR'] && process.stdout.isTTY === true;
}

function courseDirectory({course}: GlobalOptions): string {
  return course === undefined ? path.join(packageDirectory, 'lessons') : path.resolve(course);
}

/** kafkajs sets timers in the past; newer Nodes say so on stderr, which would end up on the learner's screen. */
function hideTimeoutWarning(): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (!['TimeoutNegativeWarning', 'ExperimentalWarning'].includes(warning.name))
      process.stderr.write(`${warning.name}: ${warning.message}\n`);
  });
}
