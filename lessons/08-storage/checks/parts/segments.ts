import type {CheckContext} from 'kafka-lessons/check';

export interface Segment {
  /** Of its first message; it is the file's name. */
  readonly firstOffset: number;
  readonly bytes: number;
}

/** The segments of a partition on broker 1, oldest first: the last one is active. None where there is no folder. */
export async function segmentsOf(
  partition: string,
  {host}: Pick<CheckContext, 'host'>,
): Promise<readonly Segment[]> {
  const {output} = await host('broker-1').exec(`wc -c data/kafka/${partition}/*.log`);
  return [...output.matchAll(/^\s*(\d+)\s.*\/(\d{20})\.log$/gm)]
    .map(([, bytes, name]) => ({firstOffset: Number(name), bytes: Number(bytes)}))
    .sort((left, right) => left.firstOffset - right.firstOffset);
}

export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
