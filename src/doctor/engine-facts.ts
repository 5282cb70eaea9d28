import {askEngine, jsonOf} from '../lab/docker/ask-engine.ts';
import {type EngineKind, type EngineSelfDescription, engineKind} from '../lab/docker/engine-kind.ts';
import {type EngineSearch, type FoundEngine, findEngine} from '../lab/docker/find-engine.ts';
import type {HostImage} from '../lab/host-images.ts';

export interface EngineFacts {
  readonly search: EngineSearch;
  /** Absent where no engine answers. */
  readonly engine: DescribedEngine | undefined;
}

export interface DescribedEngine extends FoundEngine {
  readonly kind: EngineKind;
  /** Undefined where it answers, but does not say what it is. */
  readonly self: EngineSelfDescription | undefined;
  /** By how many milliseconds its clock is ahead of this machine's. */
  readonly clockAhead: number | undefined;
  /** Those that hosts are made from. */
  readonly images: readonly ImageFacts[];
}

export interface ImageFacts extends HostImage {
  /** Undefined where the engine does not say. */
  readonly isThere: boolean | undefined;
  readonly architecture: string | undefined;
}

/** Milliseconds an engine that answered gets for the rest. */
const limit = 2500;

export async function lookAtEngine(
  environment: NodeJS.ProcessEnv,
  wanted: {readonly images: readonly HostImage[]},
  now: () => number,
): Promise<EngineFacts> {
  const search = await findEngine(environment);
  const {found} = search;
  if (!found) return {search, engine: undefined};
  const [version, [info, middle], images] = await Promise.all([
    askEngine(found, '/version', limit),
    (async () => {
      const asked = now();
      const answer = await askEngine(found, '/info', limit);
      return [answer, (asked + now()) / 2] as const;
    })(),
    Promise.all(wanted.images.map(async (image) => lookAtImage(found, image))),
  ]);
  const self = {version: objectOf(jsonOf(version)), info: objectOf(jsonOf(info))} as EngineSelfDescription;
  const isDescribed = jsonOf(version) !== undefined && jsonOf(info) !== undefined;
  const clock = Date.parse(self.info.SystemTime ?? '');
  return {
    search,
    engine: {
      ...found,
      apiVersion: self.version.ApiVersion ?? found.apiVersion,
      kind: engineKind(self, found),
      self: isDescribed ? self : undefined,
      clockAhead: Number.isNaN(clock) ? undefined : clock - middle,
      images,
    },
  };
}

async function lookAtImage(engine: FoundEngine, image: HostImage): Promise<ImageFacts> {
  const answer = await askEngine(engine, `/images/${encodeURI(image.name)}/json`, limit);
  return {
    ...image,
    isThere: answer.type === 'answer' ? answer.status === 200 : undefined,
    architecture: (objectOf(jsonOf(answer)) as {Architecture?: string}).Architecture,
  };
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
