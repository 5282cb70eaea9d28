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

/**
 * The line that a message of Connect carries, whichever converter wrote it and whether a transform has wrapped it.
 * Undefined for anything else.
 */
export function lineIn({value}: Message): string | undefined {
  const thing = payloadOf(value) ?? withoutDescription(value);
  if (typeof thing === 'string') return thing;
  const {line} = (thing ?? {}) as {readonly line?: unknown};
  return typeof line === 'string' ? line : undefined;
}

/** JSON as it is, and plain text. */
function withoutDescription(value: string | null): unknown {
  try {
    const thing: unknown = JSON.parse(value ?? '');
    return typeof thing === 'string' || typeof thing === 'object' ? thing : value;
  } catch {
    return value;
  }
}
