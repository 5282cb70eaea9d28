import {request} from 'node:http';
import type {EnginePlace} from './engine-places.ts';
import {socketOf} from './engine-places.ts';

/** What came of one question to an engine, asked without a client library. */
export type EngineAnswer =
  | {
      readonly type: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, unknown>>;
      readonly body: string;
    }
  /** `code` as the system says it, such as `EACCES` or `ENOENT`. */
  | {readonly type: 'refused'; readonly code: string}
  /** It takes connections and says nothing. */
  | {readonly type: 'silent'};

const longestAnswer = 4 * 1024 * 1024;

/** One GET, over and done with after `limit` milliseconds whatever the engine does. */
export async function askEngine(
  {address}: EnginePlace,
  path: string,
  limit: number,
  signal?: AbortSignal,
): Promise<EngineAnswer> {
  const socketPath = socketOf(address);
  const {hostname, port} = socketPath === undefined ? new URL(address) : {hostname: 'docker', port: ''};
  return new Promise((resolve) => {
    const asked = request({
      ...(socketPath === undefined ? {host: hostname, port: port || 2375} : {socketPath}),
      path,
      headers: {host: hostname},
      agent: false,
      ...(signal && {signal}),
    });
    const settle = (answer: EngineAnswer) => {
      clearTimeout(timer);
      asked.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => settle({type: 'silent'}), limit);
    const refuse = ({code, message}: NodeJS.ErrnoException) =>
      settle({type: 'refused', code: code ?? message});
    asked.on('error', refuse);
    asked.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('error', refuse);
      response.on('data', (text: string) => {
        body += text;
        if (body.length > longestAnswer) settle({type: 'refused', code: 'too long an answer'});
      });
      response.on('end', () => {
        settle({type: 'answer', status: response.statusCode ?? 0, headers: response.headers, body});
      });
    });
    asked.end();
  });
}

/** The answer's JSON; undefined where the engine gave none. */
export function jsonOf(answer: EngineAnswer): unknown {
  if (answer.type !== 'answer' || answer.status !== 200) return undefined;
  try {
    return JSON.parse(answer.body);
  } catch {
    return undefined;
  }
}
