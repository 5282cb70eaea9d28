import type {Message} from 'kafka-lessons/check';

/** A message of `clicks-by-page`: `/shoes 2`. */
export interface PageCount {
  readonly page: string;
  readonly count: number;
  readonly timestamp: number;
}

export function countsIn(messages: readonly Message[]): readonly PageCount[] {
  return messages.flatMap(({value, timestamp}) => {
    const [, page, count] = /^(.*) (\d+)$/.exec(value ?? '') ?? [];
    return page === undefined ? [] : [{page, count: Number(count), timestamp}];
  });
}

/** How often each page was clicked on, in the order of the first click. */
export function clicksByPage(clicks: readonly Message[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const {value} of clicks) counts.set(value ?? '', (counts.get(value ?? '') ?? 0) + 1);
  return counts;
}

/** The newest count of each page. */
export function newestCounts(counts: readonly PageCount[]): ReadonlyMap<string, number> {
  return new Map(counts.map(({page, count}) => [page, count]));
}
