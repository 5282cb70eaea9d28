import {type CheckFinding, commonMistake, type Message, type Terminals} from 'kafka-lessons/check';
import {nobodyReads} from './nobody-reads.ts';
import {typedAtTheShell} from './typed-at-the-shell.ts';

/** What went wrong last where clicks are to be sent and read; `clicks` are those since that moment. */
export function slipOf(
  clicks: readonly Message[],
  terminals: Terminals,
  since: number,
): CheckFinding | undefined {
  return commonMistake(terminals, since, typedAtTheShell(terminals, since), nobodyReads(clicks, terminals));
}
