import http from 'node:http';
import https from 'node:https';
import {DownloadFailure} from './download-failure.ts';

export interface Question {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Asked for `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in either case. */
  readonly environment: NodeJS.ProcessEnv;
  /** Milliseconds from the request to a connection, encrypted where that is asked for. */
  readonly connectLimit: number;
  /** Milliseconds from then on without a word. */
  readonly stallLimit: number;
  readonly signal?: AbortSignal | undefined;
}

const mostRedirects = 5;

/** The answer's head, at the end of all redirects. Throws a DownloadFailure, or an error when the signal aborts. */
export async function askServer(question: Question): Promise<http.IncomingMessage> {
  let {url} = question;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const answer = await askOnce({...question, url});
    const {location} = answer.headers;
    if (![301, 302, 303, 307, 308].includes(answer.statusCode ?? 0) || location === undefined) return answer;
    answer.destroy();
    url = redirected(url, location);
  }
  throw new DownloadFailure(`${question.url.host} redirects more than ${mostRedirects} times`);
}

/** Where the next question goes. A secret of an https address must not go on in the open. */
export function redirected(from: URL, location: string): URL {
  const to = URL.parse(location, from.href);
  if (to === null || !isWeb(to))
    throw new DownloadFailure(`${from.host} redirects to what is no http or https address`);
  if (from.protocol === 'https:' && to.protocol === 'http:') {
    throw new DownloadFailure(
      `${from.host} redirects from https to http, to ${to.host}, which is not followed`,
    );
  }
  return to;
}

export function isWeb({protocol}: URL): boolean {
  return protocol === 'https:' || protocol === 'http:';
}

async function askOnce(question: Question): Promise<http.IncomingMessage> {
  const {url, headers, signal, connectLimit, stallLimit} = question;
  const isEncrypted = url.protocol === 'https:';
  const {get} = isEncrypted ? https : http;
  const agent = agentFor(question);
  return new Promise((resolve, reject) => {
    const asking = get(url, {agent, headers, ...(signal && {signal})});
    const silentAfter = (milliseconds: number) =>
      setTimeout(() => {
        const words = `${url.host} did not answer within ${milliseconds / 1000} s`;
        asking.destroy(new DownloadFailure(words, 'silent'));
      }, milliseconds);
    let timer = silentAfter(connectLimit);
    const connected = () => {
      clearTimeout(timer);
      timer = silentAfter(stallLimit);
    };
    asking.once('socket', (socket) => {
      if (socket.connecting) {
        socket.once(isEncrypted ? 'secureConnect' : 'connect', connected);
      } else {
        connected();
      }
    });
    asking.once('response', (answer) => {
      clearTimeout(timer);
      resolve(answer);
    });
    // Not once: what comes after the answer began is told by the answer's own stream as well.
    asking.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(signal?.aborted || error instanceof DownloadFailure ? error : unreachable(url, error));
    });
  });
}

/** Knows Node's own way through proxies, of which @types/node 22 does not know. */
function agentFor({url, environment}: Question): http.Agent {
  const {Agent} = url.protocol === 'https:' ? https : http;
  try {
    return new Agent({proxyEnv: environment} as http.AgentOptions);
  } catch (error) {
    throw new DownloadFailure(
      `HTTPS_PROXY or HTTP_PROXY names no proxy: ${(error as Error).message}`,
      'final',
    );
  }
}

function unreachable({host}: URL, {code, message}: NodeJS.ErrnoException): DownloadFailure {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new DownloadFailure(`no address is known for ${host}; is this machine online?`, 'unreachable');
  if (code === 'ECONNREFUSED') return new DownloadFailure(`${host} refuses the connection`, 'unreachable');
  if (code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return new DownloadFailure(`${host} cannot be reached (${code})`, 'silent');
  return new DownloadFailure(`${host} could not be asked: ${message || code}`, 'unreachable');
}
