import type {Terminals} from 'kafka-lessons/check';

/** What `describe --status` printed. */
export interface QuorumStatus {
  readonly leader: number;
  readonly voters: readonly number[];
  readonly observers: readonly number[];
}

/** Oldest first, of commands that ended since a moment. Voters are printed as `[{"id": 1, …}, …]`, or as `[1,2]`. */
export function statusesIn(terminals: Terminals, since: number): readonly QuorumStatus[] {
  return terminals.finished({since, output: /^CurrentVoters:/m}).map(({output}) => ({
    leader: Number(/^LeaderId:\s+(-?\d+)/m.exec(output)?.[1] ?? -1),
    voters: idsIn(/^CurrentVoters:(.*)$/m.exec(output)?.[1] ?? ''),
    observers: idsIn(/^CurrentObservers:(.*)$/m.exec(output)?.[1] ?? ''),
  }));
}

function idsIn(list: string): readonly number[] {
  const ids = [...list.matchAll(/"id":\s*(\d+)/g)].map(([, id]) => Number(id));
  if (ids.length > 0) return ids;
  return [...list.matchAll(/\d+/g)].map(([id]) => Number(id));
}
