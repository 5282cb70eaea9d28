import type {Failed} from '../verdict.ts';
import {
  endedByPerson,
  errorLine,
  isProgram,
  kafkaCommand,
  type PlacedCommand,
  suspended,
} from './placed-command.ts';

/** What Kafka's commands say before they list all their options; without any option typed it is what they are for. */
function complaintAboveUsage({command, output}: PlacedCommand): string | undefined {
  if (!/\s--\w/.test(command)) return undefined;
  return /^(\S.*)\r?\n(?:\r?\n)?Option +Description *$/m.exec(output)?.[1]?.slice(0, 200);
}

/** A command that ended with an error nobody here knows: told with its own line. */
export function ownWords(typed: PlacedCommand): Failed | undefined {
  const {command, output, exitCode, terminal} = typed;
  const isOwn = isProgram(typed);
  if (!isOwn && !kafkaCommand.test(command)) return undefined;
  if (exitCode === undefined || exitCode === 0) return undefined;
  if (endedByPerson.includes(exitCode) || suspended.includes(exitCode)) return undefined;
  // A consumer that was given a time, or was ended, says so as an error, too.
  if (/Processed a total of \d+ messages/.test(output)) return undefined;
  const line = errorLine(output) ?? complaintAboveUsage(typed);
  if (line === undefined) return undefined;
  const place = isOwn ? /([\w.-]+\.[cm]?[jt]s):(\d+)/.exec(output) : null;
  return {
    type: 'failed',
    message: isOwn
      ? `Your program ended with an error${place ? `, in ${place[1]} at line ${place[2]}` : ''}.`
      : `Your newest command in ${terminal} ended with an error.`,
    expected: isOwn ? 'a program that ends without one' : 'a command that ends without one',
    observed: line,
    why: isOwn
      ? 'Those are its own words. Correct it, save it, and run it again.'
      : 'Those are its own words. Compare the command with the step; the key ↑ brings it back.',
  };
}
