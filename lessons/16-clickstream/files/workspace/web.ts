// The web server around your program: files, requests, events. Nothing to do in this file.
import {readFile} from 'node:fs/promises';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {extname, join} from 'node:path';

export interface Click {
  id: string;
  session: string;
  page: string;
  at: number;
}

export interface Site {
  /** Resolves when the clicks are in Kafka; whoever clicked is told so then. */
  take(clicks: Click[]): Promise<void>;
  /** Every page with its count, as they stand. */
  counts(): Iterable<[page: string, count: number]>;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

const headers = {
  'Content-Security-Policy':
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

const listeners = new Set<ServerResponse>();

/** Serves the pages on this machine alone, and gives what tells a new count to all that look at them. */
export function serve(site: Site, port = 3000): (page: string, count: number) => void {
  const server = createServer((request, answer) => {
    void respond(site, request, answer).catch((error: Error) => {
      console.error(`${request.method} ${request.url}: ${error.message}`);
      if (!answer.headersSent) answer.writeHead(503, headers);
      answer.end();
    });
  });
  server.listen(port, '127.0.0.1', () => console.log(`The shop is open: http://localhost:${port}`));
  return (page, count) => {
    for (const listener of listeners) tell(listener, page, count);
  };
}

async function respond(site: Site, request: IncomingMessage, answer: ServerResponse): Promise<void> {
  const {pathname} = new URL(request.url ?? '/', 'http://localhost');
  if (request.method === 'POST' && pathname === '/clicks') {
    const clicks = readClicks(await bodyOf(request));
    if (clicks) await site.take(clicks);
    answer.writeHead(clicks ? 204 : 400, headers).end();
  } else if (pathname === '/events') {
    answer.writeHead(200, {...headers, 'Content-Type': 'text/event-stream'}).flushHeaders();
    for (const [page, count] of site.counts()) tell(answer, page, count);
    listeners.add(answer);
    request.on('close', () => listeners.delete(answer));
  } else {
    const name = pathname === '/' ? 'shop.html' : pathname.slice(1);
    const text = /^[a-z]+\.(html|js|css)$/.test(name) ? await fileOf(name) : undefined;
    const type = text === undefined ? 'text/plain' : (types[extname(name)] ?? 'text/plain');
    answer.writeHead(text === undefined ? 404 : 200, {...headers, 'Content-Type': type});
    answer.end(text ?? 'No such page.');
  }
}

function tell(listener: ServerResponse, page: string, count: number): void {
  listener.write(`data: ${JSON.stringify({page, count})}\n\n`);
}

async function fileOf(name: string): Promise<string | undefined> {
  return readFile(join('public', name), 'utf8').catch(() => undefined);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > 1_000_000) throw new Error('more than a megabyte of clicks at once');
  }
  return body;
}

/** Undefined for a body that holds no list of clicks. */
function readClicks(body: string): Click[] | undefined {
  try {
    const clicks = JSON.parse(body) as Click[];
    return clicks.map(({id, session, page, at}) => ({
      id: String(id),
      session: String(session),
      page: String(page).slice(0, 60),
      at: Number(at),
    }));
  } catch {
    return undefined;
  }
}
