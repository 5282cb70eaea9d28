import {distance} from 'fastest-levenshtein';

/** The candidate that is the least away, the first of several; undefined where each is further than it may be. */
export function nearestBy<Candidate>(
  candidates: readonly Candidate[],
  awayOf: (candidate: Candidate) => number,
  mostFor: (candidate: Candidate) => number,
): Candidate | undefined {
  return candidates
    .map((candidate) => ({candidate, away: awayOf(candidate)}))
    .filter(({candidate, away}) => away <= mostFor(candidate))
    .toSorted((left, right) => left.away - right.away)[0]?.candidate;
}

/** The name that is two letters away at most. */
export function nearestName(wanted: string, names: readonly string[]): string | undefined {
  return nearestBy(
    names,
    (name) => distance(name, wanted),
    () => 2,
  );
}
