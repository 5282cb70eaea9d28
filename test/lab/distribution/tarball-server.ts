import {once} from 'node:events';
import http from 'node:http';
import type {AddressInfo} from 'node:net';

/** How one request is answered. */
export interface Manner {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly etag?: string;
  /** False for a server that always sends the whole file. */
  readonly knowsRanges?: boolean;
  /** False for one that goes on with a file that has changed. */
  readonly knowsIfRange?: boolean;
  /** Hangs up after so many bytes of the answer's body. */
  readonly cutAfter?: number;
  /** Falls silent after so many. */
  readonly stallAfter?: number;
  readonly content?: Buffer;
  /** Awaited before the second half of the body is sent. */
  readonly half?: () => Promise<void>;
}

export interface Asked {
  readonly url: string;
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
  status: number;
  /** Bytes of the body. */
  sent: number;
}

export interface TarballServer extends AsyncDisposable {
  /** To be had below it is every path. */
  readonly url: string;
  readonly host: string;
  readonly asked: Asked[];
  /** The first one is for the next request; the last one stays. */
  manners: Manner[];
  /** Awaited, with the number of bytes of the file that are out, before the server hangs up. */
  beforeCut: (bytes: number) => Promise<void>;
}

/** A web server on loopback that serves one file under every path. */
export async function tarballServer(content: Buffer, ...manners: Manner[]): Promise<TarballServer> {
  const asked: Asked[] = [];
  const server = http.createServer((request, response) => {
    const manner = (fixture.manners.length > 1 ? fixture.manners.shift() : fixture.manners[0]) ?? {};
    const entry: Asked = {
      url: request.url ?? '',
      range: request.headers.range,
      ifRange: request.headers['if-range'] as string | undefined,
      status: 0,
      sent: 0,
    };
    asked.push(entry);
    void answer(response, manner, entry, manner.content ?? content, (bytes) => fixture.beforeCut(bytes));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fixture: TarballServer = {
    url: `http://${host}`,
    host,
    asked,
    manners,
    beforeCut: async () => {},
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fixture;
}

async function answer(
  response: http.ServerResponse,
  manner: Manner,
  asked: Asked,
  content: Buffer,
  beforeCut: TarballServer['beforeCut'],
): Promise<void> {
  const {status = 200, etag = '"first"', knowsRanges = true, knowsIfRange = true} = manner;
  const from = Number(/^bytes=(\d+)-$/.exec(asked.range ?? '')?.[1] ?? 0);
  const isSame = !knowsIfRange || asked.ifRange === undefined || asked.ifRange === etag;
  const headers = {etag, ...manner.headers};
  const send = async (code: number, body: Buffer, more: Record<string, string> = {}) => {
    asked.status = code;
    response.writeHead(code, {'content-length': String(body.length), ...headers, ...more});
    await sendBody(response, manner, asked, body);
    if (manner.cutAfter !== undefined) {
      await beforeCut(content.length - body.length + asked.sent);
      response.socket?.end();
    }
  };
  if (status !== 200) return send(status, Buffer.alloc(0));
  if (asked.range === undefined || !knowsRanges || !isSame) return send(200, content);
  if (from >= content.length)
    return send(416, Buffer.alloc(0), {'content-range': `bytes */${content.length}`});
  return send(206, content.subarray(from), {
    'content-range': `bytes ${from}-${content.length - 1}/${content.length}`,
  });
}

async function sendBody(
  response: http.ServerResponse,
  {cutAfter, stallAfter, half}: Manner,
  asked: Asked,
  body: Buffer,
): Promise<void> {
  const write = async (part: Buffer) => {
    asked.sent += part.length;
    await new Promise<void>((resolve) => response.write(part, () => resolve()));
  };
  const stop = cutAfter ?? stallAfter;
  if (stop !== undefined) return write(body.subarray(0, stop));
  const middle = Math.floor(body.length / 2);
  await write(body.subarray(0, middle));
  await half?.();
  await write(body.subarray(middle));
  response.end();
}
