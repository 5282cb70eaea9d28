import type {HostName} from '../course/lesson.ts';
import type {CommandRecord, TerminalRecord} from '../terminal/terminal-record.ts';
import {isSuspended} from './slips/placed-command.ts';

export interface CommandFilter {
  /** Only commands that started at or after this moment (milliseconds since the epoch). */
  readonly since?: number;
  readonly terminal?: string;
  readonly host?: HostName;
  /** Only commands whose output holds this. */
  readonly output?: RegExp | string;
}

export interface Terminals {
  /** One terminal by the name on its tab. */
  terminal(name: string): TerminalRecord | undefined;
  readonly all: readonly TerminalRecord[];
  /** Commands that ran to their end, whatever the exit code, oldest first. */
  finished(filter?: CommandFilter): readonly CommandRecord[];
  /** Commands that run now. */
  running(filter?: CommandFilter): readonly CommandRecord[];
  /** Both, oldest first. */
  typed(filter?: CommandFilter): readonly CommandRecord[];
  /** Commands that Ctrl-Z has suspended, and nobody has brought back or killed since: they are among the finished ones. */
  suspended(filter?: CommandFilter): readonly CommandRecord[];
}

export function openTerminals(records: readonly TerminalRecord[]): Terminals {
  const select = (
    filter: CommandFilter,
    wanted: (commands: readonly CommandRecord[]) => readonly CommandRecord[],
  ) =>
    records
      .filter(({name, host}) => (filter.terminal ?? name) === name && (filter.host ?? host) === host)
      .flatMap(({commands}) => wanted(commands))
      .filter((command) => command.startedAt >= (filter.since ?? 0) && holds(command.output, filter.output))
      .sort((left, right) => left.startedAt - right.startedAt);
  return {
    all: records,
    terminal: (wanted) => records.find(({name}) => name === wanted),
    finished: (filter = {}) =>
      select(filter, (commands) => commands.filter(({endedAt}) => endedAt !== undefined)),
    running: (filter = {}) =>
      select(filter, (commands) => commands.filter(({endedAt}) => endedAt === undefined)),
    typed: (filter = {}) => select(filter, (commands) => commands),
    suspended: (filter = {}) =>
      select(filter, (commands) => {
        const lines = commands.map(({command}) => command);
        return commands.filter((command, index) => isSuspended(command, lines.slice(index + 1)));
      }),
  };
}

function holds(output: string, wanted: RegExp | string | undefined): boolean {
  if (wanted === undefined) return true;
  // A pattern with the g flag remembers where it stopped.
  return typeof wanted === 'string' ? output.includes(wanted) : output.search(wanted) !== -1;
}
