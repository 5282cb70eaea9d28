import type {Kept} from '../lab.ts';
import {type Engine, reasonOf, statusOf} from './engine.ts';
import {homeLabel} from './lab-labels.ts';
import {listVolumes, removeContainersAndNetworks, removeVolumes} from './leftovers.ts';

/** Volumes of the home's labs, and the images they are made from. */
export async function findKept(
  engine: Engine,
  images: readonly string[],
  homeId: string | undefined,
): Promise<readonly Kept[]> {
  const [volumes, ...sizes] = await Promise.all([
    homeId === undefined ? [] : listVolumes(engine, {homeId}),
    ...images.map(async (name) => ({name, bytes: await imageSize(engine, name)})),
  ]);
  return [
    ...[...volumes].sort().map((name) => ({what: 'a volume in Docker', name, bytes: undefined})),
    ...sizes.flatMap(({name, bytes}) =>
      bytes === undefined ? [] : [{what: 'an image in Docker', name, bytes}],
    ),
  ];
}

/** Undefined where the engine does not have it. */
async function imageSize(engine: Engine, image: string): Promise<number | undefined> {
  const found = engine.docker.getImage(encodeURI(image)).inspect();
  return engine.ask(`look for the image ${image}`, found).then(
    ({Size}) => Size,
    () => undefined,
  );
}

/** Removes all of it. An image that something else is made from, or other homes use, stays; that is said. */
export async function removeKept(
  engine: Engine,
  images: readonly string[],
  homeId: string,
): Promise<readonly string[]> {
  await removeContainersAndNetworks(engine, {homeId});
  await removeVolumes(engine, {homeId});
  const others = await findOtherHomes(engine, homeId);
  if (others > 0) {
    const whose = others === 1 ? 'another state folder has' : `${others} other state folders have`;
    return images.map((image) => `the image ${image}: ${whose} labs made of it.`);
  }
  const refused = await Promise.all(images.map(async (image) => removeImage(engine, image)));
  return refused.flat();
}

/** How many other homes have volumes here. */
async function findOtherHomes(engine: Engine, homeId: string): Promise<number> {
  const {Volumes} = await engine.ask(
    'list volumes',
    engine.docker.listVolumes({filters: {label: [homeLabel]}}),
  );
  const homes = new Set((Volumes ?? []).map(({Labels}) => Labels?.[homeLabel]));
  homes.delete(homeId);
  return homes.size;
}

async function removeImage(engine: Engine, image: string): Promise<readonly string[]> {
  try {
    await engine.ask(
      `remove the image ${image}`,
      engine.docker.getImage(encodeURI(image)).remove(),
      imageRemovalLimit,
    );
    return [];
  } catch (error) {
    if (statusOf(error) === 404) return [];
    const {cause} = error as {cause?: unknown};
    return [`the image ${image}: ${reasonOf(cause ?? error)}.`];
  }
}

/** Milliseconds an image may take to go: its layers are many files. */
const imageRemovalLimit = 60_000;
