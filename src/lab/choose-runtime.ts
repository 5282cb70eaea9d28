import {LabError, type Runtime, type RuntimeName} from './lab.ts';

export interface RuntimeChoice {
  readonly wanted: RuntimeName | 'auto';
  /** Throws `LabError` when no engine answers. */
  readonly docker: () => Promise<Runtime>;
  readonly local: () => Promise<Runtime>;
}

/** `auto` takes Docker when an engine answers, else local processes, and says which and why. */
export async function chooseRuntime({
  wanted,
  docker,
  local,
}: RuntimeChoice): Promise<{readonly runtime: Runtime; readonly why: string}> {
  if (wanted === 'docker') return {runtime: await docker(), why: 'containers, as asked'};
  if (wanted === 'local') return {runtime: await local(), why: 'processes of this machine, as asked'};
  try {
    return {runtime: await docker(), why: 'containers: a Docker engine answers'};
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return {runtime: await local(), why: `processes of this machine: ${error.message}`};
  }
}
