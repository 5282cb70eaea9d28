import {setTimeout as delay} from 'node:timers/promises';
import {LabError} from '../lab.ts';
import type {NamedContainer} from './container-exec.ts';
import {type Engine, statusOf} from './engine.ts';

/** Milliseconds between two questions to an engine that breaks its long answer off. */
const pace = 1000;

/**
 * Resolves once the container that holds a lab's network no longer runs: without it nothing in the lab can be reached
 * from outside. Says why, or that the engine itself is gone.
 */
export async function untilPodEnds(engine: Engine, {container}: NamedContainer): Promise<LabError> {
  for (;;) {
    // An engine may break off what takes as long as a lesson.
    await container.wait().catch(() => undefined);
    try {
      const {State, Name} = await engine.ask('tell whether the lab has its network', container.inspect());
      if (!State.Running) return explainEnd(Name.replace(/^\//, ''));
    } catch (error) {
      if (statusOf(error) === 404) return explainEnd(container.id.slice(0, 12));
      if (error instanceof LabError) return error;
      throw error;
    }
    await delay(pace);
  }
}

function explainEnd(name: string): LabError {
  return new LabError(
    `The lab has lost its network: its container ${name} was stopped by something else.`,
    'Its data is kept, and a new start goes on with it; leave the containers named kafka-lessons to the course.',
  );
}
