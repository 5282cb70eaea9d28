import type {CompactReader} from './compact-reader.ts';
import type {CompactWriter} from './compact-writer.ts';

/** A request that kafkajs has not: its key and version as Kafka's protocol numbers them, what is sent, what comes back. */
export interface NewerRequest<Options, Answer> {
  readonly name: string;
  readonly apiKey: number;
  readonly apiVersion: number;
  /** The body, without its later fields. */
  readonly write: (writer: CompactWriter, options: Options) => void;
  /** Throws a ProtocolError where the whole request was refused, a RangeError for an answer that cannot be read. */
  readonly read: (reader: CompactReader) => Answer;
}

/** A broker that answers, and refuses: `code` as Kafka's protocol numbers errors. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly code: number;

  constructor(request: string, code: number, message?: string) {
    super(`${request} was refused with error ${code}${message ? `: ${message}` : ''}`);
    this.code = code;
  }
}

export function refuseError(request: string, code: number, message?: string): void {
  if (code !== 0) throw new ProtocolError(request, code, message);
}
