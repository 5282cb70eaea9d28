import {type CheckFinding, failed} from 'kafka-lessons/check';
import type {ResetAnswer} from './groups-table.ts';

/** A reset that was asked for a group whose name was not meant. */
export function strangeGroup(answer: ResetAnswer | undefined): CheckFinding | undefined {
  if (!answer || answer.group === 'packers') return undefined;
  return failed(`You asked for positions of the group \`${answer.group}\`.`, {
    at: answer.at,
    expected: '--group packers',
    observed: `--group ${answer.group}`,
    why: 'The command takes any name, and with --execute it makes positions for a group nobody has ever seen. Mend the name.',
  });
}
