import type {HostName} from '../../course/lesson.ts';
import {broker} from '../../lab/servers/broker.ts';
import type {ServerRole} from '../../lab/servers/server-role.ts';
import {serverRoles} from '../../lab/servers/server-roles.ts';
import {zookeeper} from '../../lab/servers/zookeeper.ts';
import type {CommandRecord} from '../../terminal/terminal-record.ts';
import type {Failed} from '../verdict.ts';

/** A command, where it was typed, and what was typed there after it. */
export interface PlacedCommand extends CommandRecord {
  readonly terminal: string;
  readonly host: HostName;
  readonly next: readonly string[];
  /** The tab of a host, `the tab broker-1`; undefined where the lab has none. */
  readonly tabOf: (host: HostName) => string | undefined;
}

/** What is known of a slip beside its words: some are what a step asks for. */
export type SlipKind = 'suspended' | 'server-stopped' | 'nobody-answers';

/** A failed verdict that names a slip in the learner's own terms, and when it was made (`at`). */
export interface CheckFinding extends Failed {
  readonly kind?: SlipKind;
}

/** Says what went wrong with a command, or undefined where it is not this kind of slip. */
export type Slip = (command: PlacedCommand) => CheckFinding | undefined;

export const kafkaCommand = /\b(kafka|zookeeper)-[a-z-]+/;
export const zookeeperStart = startOf(zookeeper);
export const brokerStart = startOf(broker);
export const serverStart = startOf(...serverRoles);

/** A command in which the script of one of these servers is named. */
function startOf(...roles: readonly ServerRole[]): RegExp {
  return new RegExp(`\\b(${roles.map(({startScript}) => startScript).join('|')})(\\.sh)?\\b`);
}

/** The server whose script a command names; undefined where it names none. */
export function roleStartedBy(command: string): ServerRole | undefined {
  return serverRoles.find((role) => startOf(role).test(command));
}

/** What a server prints when it serves. */
export const serverStarted = new RegExp(
  serverRoles.map(({started}) => started.replace(/[().]/g, '\\$&')).join('|'),
);

/** A program of the learner's own, on the machine that is for such. */
export function isProgram({command, host}: PlacedCommand): boolean {
  return host === 'workspace' && /\bnode\b/.test(command);
}

/** What zookeeper-shell prints as soon as it has reached one; the event's own line may come too late. */
export const connectedToZookeeper = /WATCHER::|SyncConnected/;

/** Exit codes of a program stopped by Ctrl-Z: 128 and the signal's number, on Linux and on macOS. */
export const suspended: readonly (number | undefined)[] = [148, 146];

/** Stopped by Ctrl-Z, and neither brought back nor killed by what was typed there later. */
export function isSuspended({exitCode}: CommandRecord, next: readonly string[]): boolean {
  return suspended.includes(exitCode) && !next.some((later) => /^\s*(fg|bg|kill)\b/.test(later));
}

/** Exit codes of a program that a person ended, with Ctrl-C or with kill. */
export const endedByPerson: readonly (number | undefined)[] = [130, 143];

/** The line in which a program says what went wrong: its error, not the stack below it. Undefined where it says nothing. */
export function errorLine(output: string): string | undefined {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => !/^at |^\^C|^Node\.js v\d|Exiting JVM/.test(line));
  // The class without its package: `ConfigException: …`.
  const thrown = lines
    .map(
      (line) =>
        /^(?:Caused by: |Uncaught )?(?:[\w$]+\.)*(\w*(?:Error|Exception)(?: \[\w+\])?: .*)/.exec(line)?.[1],
    )
    .find((line) => line !== undefined);
  const said = lines.find((line) => /\b(ERROR|FATAL|Error|Exception|error:)|Exception:/.test(line));
  const line = thrown ?? said;
  if (line === undefined) return undefined;
  // kafkajs logs JSON; its inner words tell more than the frame.
  const inner = /"error":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1];
  return (inner ?? line).slice(0, 200);
}
