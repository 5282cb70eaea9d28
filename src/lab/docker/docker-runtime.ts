import {everyImage, type HostImage, imagesOf, nameOf} from '../host-images.ts';
import {LabError, type LabOptions, type Runtime} from '../lab.ts';
import {largestLesson, memoryNeed} from '../memory-need.ts';
import {connectEngine, type Engine} from './engine.ts';
import {cureForEngineMemory, hasOwnMachine} from './engine-kind.ts';

export interface DockerRuntimeParts {
  /**
   * Each image that hosts are made from has a variable that names another, for a mirror or a machine without a network.
   * `DOCKER_HOST` is the engine's address, as for Docker's own command.
   */
  readonly environment: NodeJS.ProcessEnv;
  /** True where a lesson is to be opened: an engine with too little memory for its servers is refused then. */
  readonly forLesson?: boolean;
}

/** Labs of containers. Throws `LabError` within about two seconds where no engine answers. */
export async function dockerRuntime({environment, forLesson}: DockerRuntimeParts): Promise<Runtime> {
  const engine = await connectEngine(environment);
  if (forLesson) refuseLittleMemory(engine);
  const named = (image: HostImage) => nameOf(image, environment);
  const images = everyImage.map(named);
  return {
    name: 'docker',
    startLab: async (options) => {
      const [{ensureImage}, {startDockerLab}, {removeLatecomers, sweepLabs}] = await Promise.all([
        import('./lab-image.ts'),
        import('./start-docker-lab.ts'),
        import('./leftovers.ts'),
      ]);
      options.signal.throwIfAborted();
      warnOfLittleMemory(engine, options);
      for (const image of imagesOf(options.needs))
        await ensureImage(engine, named(image), options, image.variable);
      await sweepLabs(engine, {homeId: options.identity.homeId}, () =>
        options.report({message: 'Stopping what an earlier run left behind'}),
      );
      options.signal.throwIfAborted();
      const lab = await startDockerLab(engine, named, options);
      // The next start finds what this one could not remove.
      await removeLatecomers(engine, options.identity).catch(() => {});
      return lab;
    },
    sweep: async (homeId) => (await import('./leftovers.ts')).sweepLabs(engine, {homeId}),
    removeLab: async ({homeId, lessonId, workspace}) => {
      const [{removeContainersAndNetworks, removeVolumes}, {setAsideWorkspace}] = await Promise.all([
        import('./leftovers.ts'),
        import('../workspace/lay-out-workspace.ts'),
      ]);
      await removeContainersAndNetworks(engine, {homeId, lessonId});
      await removeVolumes(engine, {homeId, lessonId});
      return setAsideWorkspace(workspace, new Date());
    },
    findKept: async (homeId) => (await import('./kept.ts')).findKept(engine, images, homeId),
    removeKept: async (homeId) => (await import('./kept.ts')).removeKept(engine, images, homeId),
    findLeftovers: async (homeId) => (await import('./leftovers.ts')).listLeftovers(engine, {homeId}),
  };
}

/** `auto` goes on to local processes then. */
function refuseLittleMemory(engine: Engine): void {
  const {kind, memory} = engine;
  const need = memoryNeed(largestLesson);
  if (memory === undefined || memory >= need) return;
  throw new LabError(
    `${kind} has ${Math.round(memory / 1e6)} MB of memory, and a lesson with three brokers takes ${Math.round(need / 1e6)} MB.`,
    cureForEngineMemory(kind, hasOwnMachine(kind, process.platform)),
  );
}

function warnOfLittleMemory({kind, memory}: Engine, {needs, report}: LabOptions): void {
  if (memory === undefined || memory >= 2 * memoryNeed(needs)) return;
  const cure = cureForEngineMemory(kind, hasOwnMachine(kind, process.platform));
  report({message: `${kind} has only ${Math.round(memory / 1e6)} MB of memory. ${cure}`});
}
