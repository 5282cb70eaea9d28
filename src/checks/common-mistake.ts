import type {HostName} from '../course/lesson.ts';
import type {CommandRecord} from '../terminal/terminal-record.ts';
import {addressSlips} from './slips/addresses.ts';
import {nodeSlips} from './slips/nodes.ts';
import {optionSlips} from './slips/options.ts';
import {ownWords} from './slips/own-words.ts';
import {
  type CheckFinding,
  isProgram,
  isSuspended,
  kafkaCommand,
  type PlacedCommand,
  type Slip,
  serverStart,
  serverStarted,
  suspended,
} from './slips/placed-command.ts';
import {serverSlips} from './slips/server-starts.ts';
import {shellSlips} from './slips/shell.ts';
import {suspendedSlips} from './slips/suspended.ts';
import {topicSlips} from './slips/topics.ts';
import type {Terminals} from './terminals.ts';

export type {CheckFinding} from './slips/placed-command.ts';

/**
 * What went wrong last. Looks through the commands since a moment for the slips every beginner makes: ZooKeeper's port
 * asked for a broker, `--zookeeper`, a server started twice, a broker before ZooKeeper, a misspelt command, and more;
 * a Kafka command that failed otherwise is told in its own words. `findings` are what the check found itself, each
 * with the moment it belongs to (`at`): whatever is newest speaks, and at the same moment the check's own. One without
 * a moment speaks when there is nothing else.
 *
 * A slip is over once a newer Kafka command ended without an error, or one runs in the same terminal; what the check
 * found, once the learner has begun again: while a newer Kafka command runs that is itself right. A suspended program
 * stays suspended until somebody brings it back or kills it. Undefined where nothing went wrong.
 */
export function commonMistake(
  terminals: Terminals,
  since: number,
  ...findings: readonly (CheckFinding | undefined)[]
): CheckFinding | undefined {
  const commands = placeCommands(terminals);
  const found = findings.filter((finding) => finding !== undefined);
  const begunAt = found.length === 0 ? 0 : lastBegun(commands);
  const recent = commands.filter(({startedAt}) => startedAt >= since);
  return newestFinding(
    ...found.filter(({at = Infinity}) => at >= begunAt),
    newestSlip(recent),
    suspendedProgram(recent),
  );
}

/** Of several findings the one with the latest moment; at the same moment, the first. One without a moment comes last. */
export function newestFinding(...findings: readonly (CheckFinding | undefined)[]): CheckFinding | undefined {
  return findings
    .filter((finding) => finding !== undefined)
    .toSorted((left, right) => (right.at ?? 0) - (left.at ?? 0))[0];
}

function newestSlip(commands: readonly PlacedCommand[]): CheckFinding | undefined {
  const begunAnew = new Set<string>();
  for (const command of commands.toSorted((left, right) => momentOf(right) - momentOf(left))) {
    if (begunAnew.has(command.terminal)) continue;
    const finding = explain(command);
    if (finding) return {...finding, at: momentOf(command), isSlip: true};
    if (!isRun(command)) continue;
    if (command.endedAt !== undefined) return undefined;
    begunAnew.add(command.terminal);
  }
  return undefined;
}

/** A command of Kafka's, or a program of the learner's own. */
function isRun(command: PlacedCommand): boolean {
  return kafkaCommand.test(command.command) || isProgram(command);
}

/** When the newest of the Kafka commands was started that run and show no slip. */
function lastBegun(commands: readonly PlacedCommand[]): number {
  const running = commands.filter(
    (command) => command.endedAt === undefined && isRun(command) && explain(command) === undefined,
  );
  return Math.max(0, ...running.map(({startedAt}) => startedAt));
}

function suspendedProgram(commands: readonly PlacedCommand[]): CheckFinding | undefined {
  const command = commands
    .filter((placed) => isSuspended(placed, placed.next))
    .toSorted((left, right) => momentOf(left) - momentOf(right))
    .at(-1);
  const finding = command && explain(command);
  return finding && {...finding, at: momentOf(command), isSlip: true};
}

/** The kinds of slips; a command shows one of them, as a rule, and the first that fits explains it. */
const slips: readonly Slip[] = [
  ...suspendedSlips,
  ...nodeSlips,
  ...addressSlips,
  ...serverSlips,
  ...shellSlips,
  ...optionSlips,
  ...topicSlips,
];

function explain(command: PlacedCommand): CheckFinding | undefined {
  return slips.map((slip) => slip(command)).find((found) => found !== undefined) ?? ownWords(command);
}

/**
 * When a command went wrong: when it was typed. A program that was suspended, and a server that ran and was stopped,
 * did so when it left its terminal.
 */
function momentOf({command, exitCode, startedAt, endedAt, output}: CommandRecord): number {
  const ran = suspended.includes(exitCode) || (serverStart.test(command) && serverStarted.test(output));
  return ran ? (endedAt ?? startedAt) : startedAt;
}

function placeCommands(terminals: Terminals): readonly PlacedCommand[] {
  const tabOf = (host: HostName) => {
    const tabs = terminals.all.filter((terminal) => terminal.host === host).map(({name}) => name);
    const tab = tabs.find((name) => name === host) ?? tabs[0];
    return tab === undefined ? undefined : `the tab ${tab}`;
  };
  return terminals.all.flatMap(({name, host, commands}) =>
    commands.map((command, index) => ({
      ...command,
      terminal: name,
      host,
      next: commands.slice(index + 1).map((later) => later.command),
      tabOf,
    })),
  );
}
