import {randomUUID} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {type HostName, hostNames} from '../course/lesson.ts';
import type {TerminalRecord} from '../terminal/terminal-record.ts';
import type {CheckInput} from './check-messages.ts';
import type {CheckPorts} from './check-runner.ts';
import {lastWords, readVerdict, type Verdict} from './verdict.ts';

export interface ShellCheckOptions {
  readonly exec: CheckPorts['exec'];
  /** Milliseconds. */
  readonly timeLimit: number;
}

/** How the helpers mark a line: a record separator, the helper's name, a unit separator, the text. */
const marked = /^\x1e(fail-message|observed|expected|why|passed|waiting)\x1f(.*)$/;

/** What an exec gives of a command's output; it ends a command that prints more. */
const maximumOutput = 1024 * 1024;

/** Milliseconds. */
const clearingLimit = 10_000;

/** The most of each terminal that a script gets to read. */
const maximumTranscript = 16 * 1024;

/**
 * Runs a check script on a host. Exit code 0 is passed, 1 is failed, 2 is waiting, anything else broken.
 * What it prints becomes the evidence or the message; helpers on its PATH name the parts.
 */
export async function runShellCheck(
  path: string,
  input: CheckInput,
  options: ShellCheckOptions,
): Promise<Verdict> {
  const script = await readFile(path, 'utf8');
  const host = hostOf(script);
  if (host === undefined) {
    return {
      type: 'broken',
      reason: `the line "# host:" names no host; expected one of ${hostNames.join(', ')}`,
    };
  }

  // As input: the script and six terminals together are longer than one argument of a command may be.
  const folder = `"\${TMPDIR:-/tmp}/kafka-lessons-check-${randomUUID()}"`;
  const {output, exitCode} = await options.exec(host, 'bash --noprofile --norc -s', {
    timeLimit: options.timeLimit,
    environment: {CHECK_STEP: input.step.id},
    input: renderCommands(script, folder, input),
  });
  // A shell that was killed could not clear up after itself; a host that is gone has nothing to be cleared.
  if (exitCode === undefined || exitCode > 2)
    await options.exec(host, `rm -rf ${folder}`, {timeLimit: clearingLimit}).catch(() => {});
  return readShellVerdict(output, exitCode, options.timeLimit);
}

/** The verdict in what a check script printed and its exit code (undefined: it ran into the time limit). */
export function readShellVerdict(output: string, exitCode: number | undefined, timeLimit: number): Verdict {
  const parts = new Map<string, string>();
  const plain: string[] = [];
  for (const line of output.split('\n')) {
    const [, name, text] = marked.exec(line) ?? [];
    if (name !== undefined && text !== undefined) parts.set(name, text);
    else if (line.trim() !== '') plain.push(line);
  }
  const words = plain.join('\n');
  const broken = (reason: string): Verdict => ({
    type: 'broken',
    reason,
    ...(words === '' ? {} : {detail: lastWords(words)}),
  });
  // Whatever its exit code is: `yes` ends with 1 when nobody reads on, and the learner is not to be blamed for that.
  if (exitCode !== undefined && Buffer.byteLength(output) >= maximumOutput)
    return broken('the check printed more than 1 MiB');
  switch (exitCode) {
    case undefined:
      return broken(`the check gave no verdict within ${timeLimit / 1000} s`);
    case 0:
      return (
        readVerdict({type: 'passed', evidence: parts.get('passed') ?? words}) ??
        broken('the check passed without saying on what evidence; print one sentence')
      );
    case 1:
      return (
        readVerdict({
          ...Object.fromEntries(parts),
          type: 'failed',
          message: parts.get('fail-message') ?? words,
        }) ?? broken('the check failed without a message')
      );
    case 2:
      return readVerdict({type: 'waiting', message: parts.get('waiting') ?? words}) ?? {type: 'waiting'};
    default:
      return broken(`the check ended with exit code ${exitCode}; 0, 1 and 2 have a meaning`);
  }
}

function hostOf(script: string): HostName | undefined {
  const named = /^#\s*host:\s*(\S+)\s*$/m.exec(script.split('\n').slice(0, 5).join('\n'))?.[1] ?? 'client';
  return hostNames.find((name) => name === named);
}

/** What a check gets to see of the environment: enough to run Kafka's commands, nothing that is private. */
const environment = 'PATH|HOME|LANG|LC_*|TZ|TMPDIR|TERM|JAVA_HOME|KAFKA_*|LOG_DIR|CHECK_*';

/**
 * The commands that bring script, helpers and transcripts to the host and run the script there. Base64 keeps
 * every byte of them out of the shell's hands.
 */
function renderCommands(script: string, folder: string, {terminals, step}: CheckInput): string {
  const helpers = ['fail-message', 'observed', 'expected', 'why', 'passed', 'waiting'];
  const files = [
    ['check', script],
    ...helpers.map((name) => [`bin/${name}`, `#!/bin/sh\nprintf '\\036${name}\\037%s\\n' "$*"\n`]),
    ...terminals.map((record) => [`terminals/${record.name}`, transcript(record, step.startedAt)]),
  ] as const;
  const writes = files.map(
    ([name, content]) => `echo ${Buffer.from(content).toString('base64')} | base64 -d > "$d/${name}"`,
  );
  return [
    `for v in $(compgen -e); do case $v in ${environment}) ;; *) unset "$v" ;; esac; done`,
    `d=${folder}; mkdir -m 700 "$d" && trap 'rm -rf "$d"' EXIT`,
    'mkdir "$d/bin" "$d/terminals"',
    ...writes,
    'chmod +x "$d/check" "$d/bin/"*',
    'export PATH="$d/bin:$PATH" CHECK_TERMINALS="$d/terminals"',
    '"$d/check" </dev/null',
    '',
  ].join('\n');
}

/** What a script reads in `$CHECK_TERMINALS/NAME`: the commands finished in this step, each behind `$ `, with their output. */
function transcript({commands}: TerminalRecord, since: number): string {
  return commands
    .filter(({startedAt, exitCode}) => startedAt >= since && exitCode !== undefined)
    .map(({command, output, exitCode}) => `$ ${command}\n${output}\n[exit code ${exitCode}]\n`)
    .join('')
    .slice(-maximumTranscript);
}
