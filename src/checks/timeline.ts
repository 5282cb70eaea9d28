/** A moment of a timeline: milliseconds since the epoch, and what happened. */
export interface TimelineMoment {
  readonly at: number;
  readonly what: string;
}

/**
 * Moments in their order, each with the seconds since the first one of them that was given:
 *
 *     killed 0.0 s · broker 2 given up by ZooKeeper 6.1 s · broker 3 leads 6.4 s
 *
 * What did not happen may be given as undefined.
 */
export function timeline(...moments: readonly (TimelineMoment | undefined)[]): string {
  const happened = moments.filter((moment) => moment !== undefined);
  const start = happened[0]?.at ?? 0;
  return (
    happened
      .toSorted((left, right) => left.at - right.at)
      // Spaces that do not break: lines end at the points between two moments.
      .map(({at, what}) => `${what} ${((at - start) / 1000).toFixed(1)} s`.replaceAll(' ', '\u00A0'))
      .join(' · ')
  );
}
