import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import {LabError, type LabOptions} from '../lab.ts';
import {type Engine, reasonOf, statusOf} from './engine.ts';

/** Milliseconds without a word from the engine after which a download counts as stuck. */
const silenceLimit = 60_000;

/** Makes sure that the engine has the image, fetching it where it is missing; `variable` is the setting that names another. Throws `LabError` naming the image. */
export async function ensureImage(
  engine: Engine,
  image: string,
  options: Pick<LabOptions, 'report' | 'signal'>,
  variable: string,
): Promise<void> {
  if (await hasImage(engine, image)) return;
  options.signal.throwIfAborted();
  options.report({message: `Downloading ${image}`, fraction: 0});
  try {
    await pullImage(engine, image, options);
  } catch (cause) {
    options.signal.throwIfAborted();
    const isRefused = !(cause instanceof LabError) || statusOf(cause) !== undefined;
    if (!isRefused) throw cause;
    throw new LabError(
      `The image ${image} is not on this machine and cannot be downloaded: ${reasonOf(cause instanceof LabError ? cause.cause : cause)}.`,
      `Look at your network, or set ${variable} to a mirror’s or a local image, or do without containers: --runtime local.`,
      {cause},
    );
  }
}

async function hasImage(engine: Engine, image: string): Promise<boolean> {
  try {
    await engine.ask(`look for the image ${image}`, engine.docker.getImage(encodeURI(image)).inspect());
    return true;
  } catch (error) {
    // An unknown name, or one that is none: the download says which.
    if (statusOf(error) !== undefined) return false;
    throw error;
  }
}

async function pullImage(
  engine: Engine,
  image: string,
  {report, signal}: Pick<LabOptions, 'report' | 'signal'>,
): Promise<void> {
  const authconfig = await credentialsFor(engine, image);
  const stream = (await engine.ask(
    `download ${image}`,
    engine.docker.pull(image, {authconfig, abortSignal: signal}),
    silenceLimit,
  )) as Readable;
  const stop = (reason: unknown) => stream.destroy(reason instanceof Error ? reason : undefined);
  const abort = () => stop(signal.reason);
  signal.addEventListener('abort', abort, {once: true});
  const stuck = setTimeout(() => stop(new Error(`no progress for ${silenceLimit / 1000} s`)), silenceLimit);
  try {
    const downloaded = createFraction();
    for await (const line of createInterface({input: stream})) {
      stuck.refresh();
      const event = JSON.parse(line) as PullEvent;
      if (event.error !== undefined) throw new Error(event.error);
      report({message: `Downloading ${image}`, fraction: downloaded(event)});
    }
    signal.throwIfAborted();
    if (stream.errored) throw stream.errored;
  } finally {
    clearTimeout(stuck);
    signal.removeEventListener('abort', abort);
    stream.destroy();
  }
}

/** What `docker login` has stored for the image's registry; testcontainers knows every way to store it. */
async function credentialsFor(engine: Engine, image: string): Promise<object | undefined> {
  const [{ImageName}, {getAuthConfig}] = await Promise.all([
    import('testcontainers'),
    import('testcontainers/build/container-runtime/auth/get-auth-config.js'),
  ]);
  return getAuthConfig(ImageName.fromString(image).registry ?? engine.indexServer).catch(() => undefined);
}

interface PullEvent {
  readonly id?: string;
  readonly status?: string;
  readonly error?: string;
  readonly progressDetail?: {readonly current?: number; readonly total?: number};
}

/** Share of the layers' bytes that have arrived, never less than before though layers come to be known one by one. */
function createFraction(): (event: PullEvent) => number {
  const layers = new Map<string, {current: number; total: number}>();
  let most = 0;
  return ({id, status, progressDetail}) => {
    if (id !== undefined && status === 'Downloading' && progressDetail?.total)
      layers.set(id, {current: progressDetail.current ?? 0, total: progressDetail.total});
    const layer = layers.get(id ?? '');
    if (layer && (status === 'Download complete' || status === 'Pull complete')) layer.current = layer.total;
    const all = [...layers.values()];
    const total = all.reduce((sum, entry) => sum + entry.total, 0);
    const current = all.reduce((sum, entry) => sum + entry.current, 0);
    most = Math.max(most, total === 0 ? 0 : Math.min(1, current / total));
    return most;
  };
}
