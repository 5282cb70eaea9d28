import {setTimeout as delay} from 'node:timers/promises';

/** Looks again and again until there is something to see. Fails with the condition's name after `limit` milliseconds. */
export async function until<T>(
  condition: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  limit = 60_000,
): Promise<T> {
  const end = performance.now() + limit;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > end) throw new Error(`not true after ${limit / 1000} s: ${condition}`);
    await delay(25);
  }
}
