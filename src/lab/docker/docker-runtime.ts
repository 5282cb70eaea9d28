import {LabError, type Runtime} from '../lab.ts';

export async function dockerRuntime(_: {environment: NodeJS.ProcessEnv}): Promise<Runtime> {
  throw new LabError('not yet', 'later');
}
