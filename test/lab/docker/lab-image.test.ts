import {describe, expect, it} from 'vitest';
import {dockerRuntime} from '../../../src/lab/docker/docker-runtime.ts';
import {connectEngine} from '../../../src/lab/docker/engine.ts';
import {ensureImage} from '../../../src/lab/docker/lab-image.ts';
import type {LabProgress} from '../../../src/lab/lab.ts';
import {makeIdentity, removeFolder, startLab} from '../contract/contract-lab.ts';
import {until} from '../contract/until.ts';
import {docker, dockerSubject, hasDocker, testImage} from './docker-subject.ts';
import {tinyRegistry} from './tiny-registry.ts';

const mebibyte = 1024 * 1024;

describe.skipIf(!(await hasDocker()))('the image of the hosts', () => {
  it('is downloaded where it is missing, and how far is reported', async () => {
    await using registry = await tinyRegistry(24 * mebibyte);
    const progress: LabProgress[] = [];
    await ensureImage(
      await connectEngine(process.env),
      registry.image,
      {
        report: (step) => progress.push(step),
        signal: new AbortController().signal,
      },
      'KAFKA_LESSONS_IMAGE',
    );
    expect(await docker('image', 'ls', '--quiet', registry.image)).toHaveLength(1);
    const fractions = progress.map(({fraction}) => fraction ?? -1);
    expect(fractions).toEqual(fractions.toSorted((left, right) => left - right));
    expect(fractions[0]).toBe(0);
    expect(fractions.at(-1)).toBe(1);
    expect(fractions.some((fraction) => fraction > 0 && fraction < 1)).toBe(true);
    expect(new Set(progress.map(({message}) => message))).toEqual(new Set([`Downloading ${registry.image}`]));
    await docker('image', 'rm', registry.image);
  });

  it('is not downloaded where it is there', async () => {
    const progress: LabProgress[] = [];
    await ensureImage(
      await connectEngine(process.env),
      testImage,
      {
        report: (step) => progress.push(step),
        signal: new AbortController().signal,
      },
      'KAFKA_LESSONS_IMAGE',
    );
    expect(progress).toEqual([]);
  });

  it('is left alone when the download is called off', async () => {
    await using registry = await tinyRegistry(64 * mebibyte);
    const stop = new AbortController();
    const ensuring = ensureImage(
      await connectEngine(process.env),
      registry.image,
      {
        report: () => {},
        signal: stop.signal,
      },
      'KAFKA_LESSONS_IMAGE',
    );
    const failing = expect(ensuring).rejects.toMatchObject({name: 'AbortError'});
    await until('a part has arrived', () => registry.sent > 4 * mebibyte);
    const began = performance.now();
    stop.abort(new DOMException('called off', 'AbortError'));
    await failing;
    expect(performance.now() - began).toBeLessThan(1000);
    await until('the engine has hung up', () => !registry.isSending);
    expect(registry.sent).toBeLessThan(60 * mebibyte);
    expect(await docker('image', 'ls', '--quiet', registry.image)).toEqual([]);
  });

  it('is named, with the cure, when it cannot be had', async () => {
    await using registry = await tinyRegistry(mebibyte);
    const absent = registry.image.replace('tiny', 'absent');
    const nowhere = '127.0.0.1:9/lessons/tiny:1';
    const identity = await makeIdentity();
    for (const image of [absent, nowhere, 'not A name']) {
      const runtime = await dockerRuntime({environment: {...process.env, KAFKA_LESSONS_IMAGE: image}});
      await expect(startLab(runtime, identity)).rejects.toMatchObject({
        name: 'LabError',
        message: expect.stringContaining(image),
        cure: expect.stringMatching(/KAFKA_LESSONS_IMAGE.*--runtime local/),
      });
    }

    expect(await dockerSubject.listRunning(identity.homeId)).toEqual([]);
    expect(await dockerSubject.listData(identity)).toEqual([]);
    await removeFolder(identity);
  });
});
