import type {HostName} from '../course/lesson.ts';

/** What one lab terminal has recorded since it was opened. Plain data: it crosses to the check process as JSON. */
export interface TerminalRecord {
  readonly name: string;
  readonly host: HostName;
  /** Oldest first; the last one may still be running. */
  readonly commands: readonly CommandRecord[];
}

export interface CommandRecord {
  /** Counts up over the whole terminal, from 1. */
  readonly id: number;
  /** As the shell took it from its history: what was typed, never what was printed. */
  readonly command: string;
  /** What the command printed (and the terminal echoed), as plain text with `\n` line ends. At most 256 KiB: the beginning and the end. */
  readonly output: string;
  /** Absent while the command runs, and for one that went down with its host. */
  readonly exitCode: number | undefined;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number | undefined;
}
