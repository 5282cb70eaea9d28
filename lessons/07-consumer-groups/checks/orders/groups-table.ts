import type {CommandRecord} from 'kafka-lessons/check';

/** A row of `kafka-consumer-groups.sh --describe` that tells of a group and `orders`. */
export interface GroupRow {
  readonly partition: number;
  /** NaN where the group has no position. */
  readonly lag: number;
  /** Whether a member had the partition when the table was made. */
  readonly hasReader: boolean;
}

export function groupRows(output: string, group: string): readonly GroupRow[] {
  // GROUP  TOPIC  PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG  CONSUMER-ID
  const row = new RegExp(`^${group} +orders +(\\d+) +\\S+ +\\d+ +(\\S+) +(\\S+)`, 'gm');
  return [...output.matchAll(row)].map(([, partition, lag, reader]) => ({
    partition: Number(partition),
    lag: Number(lag),
    hasReader: reader !== '-',
  }));
}

/** What the broker said to a reset of positions in `orders`. */
export type ResetAnswer =
  /** Somebody of the group is at work: `Stable`, `PreparingRebalance` … */
  | {
      readonly type: 'refused';
      readonly group: string;
      readonly state: string;
      readonly words: string;
      readonly at: number;
    }
  /** A table of new offsets; `planned` where nothing was carried out: there was no --execute. */
  | {readonly type: 'planned' | 'shown'; readonly group: string; readonly at: number};

/** The answers to resets, the newest last. */
export function resetAnswers(commands: readonly CommandRecord[]): readonly ResetAnswer[] {
  return commands.flatMap(({command, output, startedAt: at}) => {
    const [words, refused, state] =
      /Assignments can only be reset if the group '(.+?)' is inactive, but the current state is (\w+)/.exec(
        output,
      ) ?? [];
    if (words !== undefined && refused !== undefined && state !== undefined)
      return {type: 'refused', group: refused, state, words, at} as const;
    // Where the output is no terminal's width the rows follow each other on one line.
    const group = /NEW-OFFSET\s+(\S+)\s+orders\s+\d+\s+\d+/.exec(output)?.[1];
    if (group === undefined) return [];
    const isPlan = /--execute option is missing/.test(output) || !/--execute\b/.test(command);
    return {type: isPlan ? 'planned' : 'shown', group, at} as const;
  });
}
