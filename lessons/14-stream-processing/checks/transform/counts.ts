import type {Message} from 'kafka-lessons/check';

const minute = 60_000;

/** A page in a minute, and how many clicks it had then. */
export interface Expected {
  readonly page: string;
  /** The minute's beginning, in milliseconds since the epoch. */
  readonly window: number;
  readonly count: number;
}

export function expectedCounts(
  clicks: readonly {readonly page: string; readonly at: number}[],
): readonly Expected[] {
  const counts = new Map<string, Expected>();
  for (const {page, at} of clicks) {
    const window = Math.floor(at / minute) * minute;
    const count = (counts.get(`${page} ${window}`)?.count ?? 0) + 1;
    counts.set(`${page} ${window}`, {page, window, count});
  }
  return [...counts.values()];
}

/** All counts that were written of a page in a minute, oldest first, however its author writes a minute. */
export function countsOf(
  {page, window}: Pick<Expected, 'page' | 'window'>,
  messages: readonly Message[],
): readonly number[] {
  const names = [new Date(window).toISOString().slice(11, 16), localTime(window), String(window)];
  return messages.flatMap(({key, value}) => {
    const rest = key?.startsWith(page) ? key.slice(page.length) : '';
    return /^[^\w/-]/.test(rest) && names.some((name) => rest.includes(name)) ? [Number(value)] : [];
  });
}

/** `12:04` where the learner is. */
export function localTime(at: number): string {
  const moment = new Date(at);
  return [moment.getHours(), moment.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}
