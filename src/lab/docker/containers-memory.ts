import type {NamedContainer} from './container-exec.ts';
import type {Engine} from './engine.ts';

/** Bytes of memory that containers take, without what the system would give up first; one that is dead takes none. */
export async function memoryOfContainers(
  {ask}: Engine,
  containers: readonly NamedContainer[],
): Promise<number> {
  const each = await Promise.all(
    containers.map(async ({container}) => {
      const {memory_stats: memory} = await ask(
        'say how much memory a container takes',
        container.stats({stream: false, 'one-shot': true}),
      );
      // Control groups of version 1 name the total, which counts the groups below too.
      const stats: Partial<Record<string, number>> = {...memory.stats};
      const givenUpFirst = stats['total_inactive_file'] ?? stats['inactive_file'] ?? 0;
      return Math.max(0, (memory.usage ?? 0) - givenUpFirst);
    }),
  );
  return each.reduce((sum, bytes) => sum + bytes, 0);
}
