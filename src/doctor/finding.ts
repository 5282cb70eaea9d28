/** How much a finding matters: a risk may spoil a lesson, a lack keeps one from running at all. */
export const levels = ['fine', 'note', 'risk', 'lack'] as const;

export type Level = (typeof levels)[number];

export const groups = ['machine', 'containers', 'local', 'program'] as const;

export type Group = (typeof groups)[number];

/** What `doctor` has to say of one thing. A risk and a lack have one cure, what is fine has none. */
export interface Finding {
  /** Stable, for scripts: `java`, `engine-memory`. */
  readonly id: string;
  readonly group: Group;
  readonly level: Level;
  readonly found: string;
  readonly expected?: string;
  /** One sentence. */
  readonly cure?: string;
}

type Told = Pick<Finding, 'found' | 'expected' | 'cure'>;
type Trouble = Told & {readonly cure: string};

/** Makes the findings of one group. */
export interface FindingsOf {
  fine(id: string, found: string): Finding;
  note(id: string, told: Told): Finding;
  risk(id: string, told: Trouble): Finding;
  lack(id: string, told: Trouble): Finding;
}

export function findingsOf(group: Group): FindingsOf {
  return {
    fine: (id, found) => ({id, group, level: 'fine', found}),
    note: (id, told) => ({id, group, level: 'note', ...told}),
    risk: (id, told) => ({id, group, level: 'risk', ...told}),
    lack: (id, told) => ({id, group, level: 'lack', ...told}),
  };
}

export function hasLack(findings: readonly Finding[]): boolean {
  return findings.some(({level}) => level === 'lack');
}

/** What keeps from nothing, since something else serves: said, with its cure, but no trouble. */
export function asNotes(findings: readonly Finding[]): readonly Finding[] {
  return findings.map((finding) =>
    finding.level === 'lack' || finding.level === 'risk' ? {...finding, level: 'note'} : finding,
  );
}

/** `2.1 GB`, `512 MB`. */
export function inBytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
}
