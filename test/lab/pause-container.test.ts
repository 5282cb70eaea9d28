import {expect, it} from 'vitest';
import type {Engine} from '../../src/lab/docker/engine.ts';
import {pauseContainer} from '../../src/lab/docker/pause-container.ts';

const engine = {ask: async (_: string, answer: Promise<unknown>) => answer} as unknown as Engine;

function containerThat(...answers: readonly (string | undefined)[]) {
  let asked = 0;
  return {
    asked: () => asked,
    pause: async () => {
      const refusal = answers[asked++];
      if (refusal !== undefined) throw new Error(refusal);
    },
  };
}

it('45: a container that could not be frozen in time is asked to pause again', async () => {
  const busy = 'Cannot pause container 0c: OCI runtime pause failed: unable to freeze: unknown';
  const container = containerThat(busy, busy, undefined);
  await pauseContainer(engine, 'client', container);
  expect(container.asked()).toBe(3);
});

it('any other refusal is told at once', async () => {
  const container = containerThat('Container 0c is already paused', undefined);
  await expect(pauseContainer(engine, 'client', container)).rejects.toThrow('already paused');
  expect(container.asked()).toBe(1);
});
