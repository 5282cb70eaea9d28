import {type CheckHost, type Message, payloadOf} from 'kafka-lessons/check';

/** The lines of a file that have an end, and what stands behind the last of them. */
export interface FileLines {
  readonly whole: readonly string[];
  readonly begun: string;
}

/** Undefined where there is no such file. */
export async function linesOf(host: CheckHost, path: string): Promise<FileLines | undefined> {
  const text = await host.readFile(path);
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  return {whole: lines.slice(0, -1), begun: lines.at(-1) ?? ''};
}

/** What a message of Connect carries: the line, also where a transform has wrapped it. Undefined for anything else. */
export function lineIn({value}: Message): string | undefined {
  const payload = payloadOf(value);
  if (typeof payload === 'string') return payload;
  const {line} = (payload ?? {}) as {readonly line?: unknown};
  return typeof line === 'string' ? line : undefined;
}
