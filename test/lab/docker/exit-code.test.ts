import type {ExecInspectInfo} from 'dockerode';
import {describe, expect, it} from 'vitest';
import {exitCodeOf} from '../../../src/lab/docker/container-exec.ts';

/** An engine that knows the end of a command when it is asked for the `at`-th time. */
function engineThatKnows(at: number, exitCode: number) {
  let asked = 0;
  return {
    engine: {ask: async <Answer>(_: string, answer: Promise<Answer>) => answer},
    exec: {
      inspect: async () => {
        asked += 1;
        return {Running: asked < at, ExitCode: asked < at ? null : exitCode} as ExecInspectInfo;
      },
    },
    asked: () => asked,
  };
}

describe('25: how a command in a container ended', () => {
  it('is asked until the engine knows', async () => {
    const {engine, exec, asked} = engineThatKnows(3, 7);
    expect(await exitCodeOf(engine, 'broker-1', exec, {limit: 60_000, pace: 1})).toBe(7);
    expect(asked()).toBe(3);
  });

  it('is 128 where the engine never comes to know, which is asked with pauses and not for ever', async () => {
    const {engine, exec, asked} = engineThatKnows(Infinity, 0);
    const began = performance.now();
    expect(await exitCodeOf(engine, 'broker-1', exec, {limit: 200, pace: 50})).toBe(128);
    expect(performance.now() - began).toBeGreaterThanOrEqual(199);
    expect(asked()).toBeLessThanOrEqual(6);
  });
});
