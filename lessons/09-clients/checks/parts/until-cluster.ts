import {setTimeout as wait} from 'node:timers/promises';
import type {Cluster} from 'kafka-lessons/check';

/** Looks at the cluster again and again until a condition holds; false when it has not within so many milliseconds. */
export async function untilCluster(
  cluster: Cluster,
  condition: (now: Cluster) => boolean | Promise<boolean>,
  limit: number,
): Promise<boolean> {
  const end = performance.now() + limit;
  for (;;) {
    if (await condition(await cluster.again())) return true;
    if (performance.now() > end) return false;
    await wait(150);
  }
}
