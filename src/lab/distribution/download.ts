import {open} from 'node:fs/promises';
import type {IncomingMessage} from 'node:http';
import {setTimeout as delay} from 'node:timers/promises';
import {askServer, type Question} from './ask-server.ts';
import {DownloadFailure} from './download-failure.ts';
import type {DownloadPart, PartOrigin} from './download-part.ts';

export interface Download extends Omit<Question, 'headers'> {
  readonly part: DownloadPart;
  /** How often a connection may be cut off, or say nothing for `stallLimit`, before the site is given up. */
  readonly attempts: number;
  /** Milliseconds before the second attempt; each further one waits twice as long. */
  readonly pause: number;
  /** More bytes than that are not what is wanted. */
  readonly mostBytes: number;
  /** Called before the first byte is written. `missing` and `size` are bytes; it throws where there is no room. */
  readonly makeSure: (missing: number, size: number) => Promise<void>;
  /** Both in bytes; `size` is undefined where the server does not say. */
  readonly onProgress: (received: number, size: number | undefined) => void;
}

/**
 * Brings `url` into the part, going on from what has come before, and leaves it there whole. What has come stays when
 * it fails or aborts. Throws a DownloadFailure, the signal's reason, or an error of the file system.
 */
export async function download(wanted: Download): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await downloadOnce(wanted);
    } catch (error) {
      wanted.signal?.throwIfAborted();
      if (!isWorthAnotherTry(error, attempt)) throw error;
      if (attempt === wanted.attempts)
        throw error instanceof CutOff ? givenUp(wanted, error, attempt) : error;
    }
    const wait = wanted.pause * 2 ** (attempt - 1);
    await delay(wait, undefined, wanted.signal && {signal: wanted.signal}).catch(() =>
      wanted.signal?.throwIfAborted(),
    );
  }
}

/** A site that could not even be asked is worth it only once it has answered. */
function isWorthAnotherTry(error: unknown, attempt: number): boolean {
  if (error instanceof DownloadFailure) return attempt > 1 && ['silent', 'unreachable'].includes(error.kind);
  return error instanceof CutOff;
}

function givenUp({url}: Download, {message, received}: CutOff, attempts: number): DownloadFailure {
  const times = attempts === 1 ? 'once' : `${attempts} times`;
  return new DownloadFailure(
    `${url.host} ${message}, ${times}; the next start goes on from the ${megabytes(received)} that have come`,
  );
}

/** In the middle of the file. The message goes on from the site's name. */
class CutOff extends Error {
  readonly received: number;

  constructor(message: string, received: number) {
    super(message);
    this.received = received;
  }
}

async function downloadOnce(wanted: Download): Promise<void> {
  const {part, url} = wanted;
  const kept = await part.kept();
  if (kept && kept.bytes === kept.origin.size) return;
  const answer = await askServer({...wanted, headers: headersFor(url, kept)});
  try {
    const from = await placeInFile(answer, wanted, kept);
    if (from === undefined) {
      await part.empty();
      return await downloadOnce(wanted);
    }
    await receive(answer, from, wanted);
  } finally {
    answer.destroy();
  }
}

type Kept = Awaited<ReturnType<DownloadPart['kept']>>;

/**
 * What was kept is also gone on with from another site, where only the size can be compared: the hash of the whole
 * is what decides in the end.
 */
function headersFor(url: URL, kept: Kept): Record<string, string> {
  // Of a file that is compressed already the bytes are wanted as they are.
  const headers = {'accept-encoding': 'identity', 'user-agent': 'kafka-lessons'};
  if (kept === undefined) return headers;
  const {validator} = kept.origin;
  return {
    ...headers,
    range: `bytes=${kept.bytes}-`,
    ...(validator !== undefined && kept.origin.url === url.href && {'if-range': validator}),
  };
}

/** The place in the file at which the answer begins; undefined where the file has changed since it was begun. */
async function placeInFile(
  answer: IncomingMessage,
  {url, part, makeSure, mostBytes}: Download,
  kept: Kept,
): Promise<number | undefined> {
  const {statusCode: status = 0, headers} = answer;
  if (kept && (status === 416 || (status === 206 && !goesOn(answer, url, kept)))) return undefined;
  if (status === 404 || status === 410)
    throw new DownloadFailure(`${url.host} has no ${url.pathname} (HTTP ${status})`, 'absent');
  if (status !== 200 && !(status === 206 && kept))
    throw new DownloadFailure(`${url.host} answers with HTTP ${status}`);
  if (headers['content-type']?.startsWith('text/html')) {
    throw new DownloadFailure(
      `${url.host} answers with a web page instead of the file; does this network want a login?`,
    );
  }
  const from = status === 206 && kept ? kept.bytes : 0;
  const length = headers['content-length'];
  const size = length === undefined ? undefined : from + Number(length);
  if (size !== undefined) {
    if (size > mostBytes)
      throw new DownloadFailure(`${url.host} offers ${megabytes(size)}, which cannot be it`);
    await makeSure(size - from, size);
  }
  if (from === 0) await part.beginAnew({url: url.href, validator: validatorOf(answer), size});
  return from;
}

/** Whether a part of the file is the one that is missing, and of the file that was begun. */
function goesOn(answer: IncomingMessage, url: URL, {bytes, origin}: NonNullable<Kept>): boolean {
  const [, first, last, size] =
    /^bytes (\d+)-(\d+)\/(\d+)$/.exec(answer.headers['content-range'] ?? '') ?? [];
  return (
    Number(first) === bytes &&
    Number(last) === Number(size) - 1 &&
    (origin.size === undefined || origin.size === Number(size)) &&
    (origin.url !== url.href || origin.validator === validatorOf(answer))
  );
}

/** A weak ETag promises the same meaning, not the same bytes. */
function validatorOf({headers}: IncomingMessage): PartOrigin['validator'] {
  return headers.etag?.startsWith('"') ? headers.etag : headers['last-modified'];
}

async function receive(answer: IncomingMessage, from: number, wanted: Download): Promise<void> {
  const {part, url, mostBytes, onProgress} = wanted;
  const length = answer.headers['content-length'];
  const size = length === undefined ? undefined : from + Number(length);
  let received = from;
  const file = await open(part.path, 'a');
  try {
    onProgress(received, size);
    for await (const chunk of bytesOf(answer, wanted.stallLimit, () => received)) {
      received += chunk.length;
      if (received > mostBytes)
        throw new DownloadFailure(`${url.host} sends more than ${megabytes(mostBytes)}, which cannot be it`);
      await file.appendFile(chunk);
      onProgress(received, size);
    }
  } finally {
    await file.close();
  }
}

/** Ends with a CutOff where the server ends too early, or sends nothing for `stallLimit` milliseconds. */
async function* bytesOf(
  answer: IncomingMessage,
  stallLimit: number,
  received: () => number,
): AsyncGenerator<Buffer> {
  let hasStalled = false;
  const timer = setTimeout(() => {
    hasStalled = true;
    answer.destroy();
  }, stallLimit);
  try {
    for await (const chunk of answer) {
      timer.refresh();
      yield chunk as Buffer;
    }
  } catch {
    throw new CutOff(
      hasStalled ? `sent nothing for ${stallLimit / 1000} s` : 'cut the connection off',
      received(),
    );
  } finally {
    clearTimeout(timer);
  }
}

/** Decimal ones, as download pages count: "121 MB". */
export function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}
