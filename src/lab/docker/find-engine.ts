import {askEngine, type EngineAnswer} from './ask-engine.ts';
import {type EnginePlace, enginePlaces} from './engine-places.ts';

/** The one that serves, and what was asked before it. */
export interface EngineSearch {
  /** The first place with an engine that answers. */
  readonly found: FoundEngine | undefined;
  /** In order, up to the one that serves. */
  readonly asked: readonly AskedPlace[];
  /** Named by DOCKER_HOST or the current context, but on another machine. */
  readonly elsewhere: EnginePlace | undefined;
}

export interface FoundEngine extends EnginePlace {
  /** `1.41`; undefined where it does not say, as behind TLS, where it was not asked. */
  readonly apiVersion: string | undefined;
}

export interface AskedPlace extends EnginePlace {
  /** Undefined where it answers; else `EACCES`, `ENOENT` …, or `silent`. */
  readonly failure: string | undefined;
}

/** Milliseconds an engine gets to answer at all. */
export const firstAnswerLimit = 2000;

/** Asks every place at once; the first in order that answers serves, and the others are not waited for. Throws nothing. */
export async function findEngine(environment: NodeJS.ProcessEnv): Promise<EngineSearch> {
  const {places, elsewhere} = await enginePlaces(environment);
  const enough = new AbortController();
  const pings = places.map(async (place) => ping(place, environment, enough.signal));
  const asked: AskedPlace[] = [];
  let found: FoundEngine | undefined;
  for (const [index, place] of places.entries()) {
    const answer = await pings[index];
    const failure = failureOf(answer);
    asked.push({...place, failure});
    if (failure === undefined) {
      found = {...place, apiVersion: apiVersionOf(answer)};
      break;
    }
  }
  enough.abort();
  return {found, asked, elsewhere};
}

/** Undefined where testcontainers, which reads certificates, has to find out. */
async function ping(
  place: EnginePlace,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<EngineAnswer | undefined> {
  if (!place.address.startsWith('unix://') && environment['DOCKER_TLS_VERIFY']) return undefined;
  return askEngine(place, '/_ping', firstAnswerLimit, signal);
}

function failureOf(answer: EngineAnswer | undefined): string | undefined {
  if (answer === undefined) return undefined;
  if (answer.type === 'silent') return 'silent';
  if (answer.type === 'refused') return answer.code;
  return answer.status === 200 ? undefined : `HTTP ${answer.status}`;
}

function apiVersionOf(answer: EngineAnswer | undefined): string | undefined {
  const said = answer?.type === 'answer' ? answer.headers['api-version'] : undefined;
  return typeof said === 'string' ? said : undefined;
}

/**
 * The least version of the API our calls need: an `exec` with a working directory. Tried on 1.41 (engine 20.10) and
 * not below.
 */
export const leastApiVersion = '1.35';

export function isOlderApi(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = than.split('.').map(Number);
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}
