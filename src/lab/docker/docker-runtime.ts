import type {Runtime} from '../lab.ts';
import {connectEngine} from './engine.ts';
import {publicImage} from './lab-image.ts';

export interface DockerRuntimeParts {
  /**
   * `KAFKA_LESSONS_IMAGE` names the image hosts are made from, for a mirror or a machine without a network.
   * `DOCKER_HOST` is the engine's address, as for Docker's own command.
   */
  readonly environment: NodeJS.ProcessEnv;
}

/** Labs of containers. Throws `LabError` within about two seconds where no engine answers. */
export async function dockerRuntime({environment}: DockerRuntimeParts): Promise<Runtime> {
  const engine = await connectEngine(environment);
  const image = environment['KAFKA_LESSONS_IMAGE']?.trim() || publicImage;
  return {
    name: 'docker',
    startLab: async (options) => {
      const [{ensureImage}, {startDockerLab}, {sweepLabs}] = await Promise.all([
        import('./lab-image.ts'),
        import('./start-docker-lab.ts'),
        import('./leftovers.ts'),
      ]);
      options.signal.throwIfAborted();
      await ensureImage(engine, image, options);
      await sweepLabs(engine, {homeId: options.identity.homeId}, () =>
        options.report({message: 'Stopping what an earlier run left behind'}),
      );
      options.signal.throwIfAborted();
      return startDockerLab(engine, image, options);
    },
    sweep: async (homeId) => (await import('./leftovers.ts')).sweepLabs(engine, {homeId}),
    removeLab: async ({homeId, lessonId}) => {
      const {removeContainersAndNetworks, removeVolumes} = await import('./leftovers.ts');
      await removeContainersAndNetworks(engine, {homeId, lessonId});
      await removeVolumes(engine, {homeId, lessonId});
    },
    findKept: async (homeId) => (await import('./kept.ts')).findKept(engine, image, homeId),
    removeKept: async (homeId) => (await import('./kept.ts')).removeKept(engine, image, homeId),
    findLeftovers: async (homeId) => (await import('./leftovers.ts')).listLeftovers(engine, {homeId}),
  };
}
