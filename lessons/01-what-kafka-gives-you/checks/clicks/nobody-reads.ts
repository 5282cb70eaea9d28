import {type CheckFinding, failed, type Message, type Terminals} from 'kafka-lessons/check';
import {scriptRuns} from './arrivals.ts';

/** The clicks are there, and the programs that read them are not. */
export function nobodyReads(clicks: readonly Message[], terminals: Terminals): CheckFinding | undefined {
  const newest = clicks.at(-1);
  if (!newest || scriptRuns(terminals, /\bteams\.sh\b/)) return undefined;
  return failed('Your click is in Kafka, and none of the three programs runs.', {
    at: newest.timestamp,
    expected: 'count-1, count-2 and fraud at work in the tab teams',
    observed: 'nothing runs there',
    why: 'They were ended, or never started. In the tab teams type: bash teams.sh. They go on where they stopped.',
  });
}
