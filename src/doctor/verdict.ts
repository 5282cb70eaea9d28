import type {RuntimeName} from '../lab/lab.ts';
import {asNotes, type Finding, type Group, hasLack} from './finding.ts';
import {refusingLacks} from './judge-containers.ts';

export interface Verdict {
  /** With which lessons can run here; undefined where they cannot. */
  readonly runtime: RuntimeName | undefined;
  /** Completes "Lessons can run: " or "No lesson can run: ". */
  readonly why: string;
  /** In order; what keeps only the other runtime from serving is a note. */
  readonly findings: readonly Finding[];
}

/** Takes the runtime that a start would take. `engine` names the one that answers. */
export function reachVerdict(
  all: readonly Finding[],
  wanted: RuntimeName | 'auto',
  engine: string | undefined,
): Verdict {
  const of = (group: Group) => all.filter((finding) => finding.group === group);
  const findings = {
    machine: of('machine'),
    containers: of('containers'),
    local: of('local'),
    program: of('program'),
  };
  const isReady = !hasLack(findings.machine) && !hasLack(findings.program);
  const choice = chooseRuntime(findings, wanted, engine);
  const runtime = isReady ? choice.runtime : undefined;
  const isLeft = {
    // `auto` would take the engine, whatever is wrong with it beyond that.
    containers: wanted === 'local' || (choice.runtime === 'local' && isRefused(findings.containers)),
    local: wanted === 'docker' || choice.runtime === 'docker',
  };
  return {
    runtime,
    why: isReady ? choice.why : firstLack([...findings.machine, ...findings.program]),
    findings: [
      ...findings.machine,
      ...(isLeft.containers ? asNotes(findings.containers) : findings.containers),
      ...(isLeft.local ? asNotes(findings.local) : findings.local),
      ...findings.program,
    ],
  };
}

function chooseRuntime(
  {containers, local}: Readonly<Record<'containers' | 'local', readonly Finding[]>>,
  wanted: RuntimeName | 'auto',
  engine: string | undefined,
): Pick<Verdict, 'runtime' | 'why'> {
  if (wanted === 'docker') {
    return hasLack(containers)
      ? {runtime: undefined, why: `containers were asked for. ${firstLack(containers)}`}
      : {runtime: 'docker', why: 'in containers, as asked.'};
  }
  if (wanted === 'local') {
    return hasLack(local)
      ? {runtime: undefined, why: `processes of this machine were asked for. ${firstLack(local)}`}
      : {runtime: 'local', why: 'as processes of this machine, as asked.'};
  }
  if (!hasLack(containers)) return {runtime: 'docker', why: `in containers, since ${engine} answers.`};
  if (hasLack(local))
    return {runtime: undefined, why: 'neither in containers nor as processes of this machine.'};
  return isRefused(containers)
    ? {runtime: 'local', why: `as processes of this machine. ${firstLack(containers)}`}
    : {runtime: 'local', why: `with --runtime local. ${firstLack(containers)}`};
}

function isRefused(containers: readonly Finding[]): boolean {
  return containers.some(({id, level}) => level === 'lack' && refusingLacks.includes(id));
}

function firstLack(findings: readonly Finding[]): string {
  return findings.find(({level}) => level === 'lack')?.found ?? '';
}
