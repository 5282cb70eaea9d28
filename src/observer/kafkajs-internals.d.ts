/** The few inner parts of kafkajs 2.2.4 that the observer uses, typed as they are used. */
interface KafkajsLogger {
  namespace(name: string): KafkajsLogger;
  debug(): void;
  info(): void;
  warn(): void;
  error(): void;
}

interface KafkajsProtocolRequest {
  readonly request: {
    readonly apiKey: number;
    readonly apiVersion?: number;
    readonly apiName?: string;
    encode?(): Promise<unknown>;
  };
  readonly response: {decode(data: Buffer): Promise<unknown>; parse(data: unknown): Promise<unknown>};
  readonly requestTimeout?: number;
}

declare module 'kafkajs/src/network/connectionPool.js' {
  import type {ISocketFactory} from 'kafkajs';

  export default class ConnectionPool {
    constructor(options: {
      host: string;
      port: number;
      clientId: string;
      socketFactory: ISocketFactory;
      connectionTimeout: number;
      requestTimeout: number;
      enforceRequestTimeout: boolean;
      logger: KafkajsLogger;
    });
    send(request: KafkajsProtocolRequest): Promise<unknown>;
  }
}

declare module 'kafkajs/src/broker/index.js' {
  import type ConnectionPool from 'kafkajs/src/network/connectionPool.js';

  export default class KafkajsBroker {
    constructor(options: {
      connectionPool: ConnectionPool;
      logger: KafkajsLogger;
      allowAutoTopicCreation: boolean;
    });
    connect(): Promise<void>;
    disconnect(): Promise<void>;
    /** By key, once it is connected. */
    readonly versions: Readonly<
      Record<number, {readonly minVersion: number; readonly maxVersion: number}>
    > | null;
    lookupRequest(apiKey: number, definition: unknown): (options: object) => KafkajsProtocolRequest;
  }
}

declare module 'kafkajs/src/consumer/filterAbortedMessages.js' {
  /** Those of the messages that are in no aborted transaction; the transactions are in order of their first offset. */
  export default function filterAbortedMessages<Message>(fetched: {
    readonly messages: readonly Message[];
    readonly abortedTransactions: readonly {readonly producerId: string; readonly firstOffset: string}[];
  }): readonly Message[];
}

declare module 'kafkajs/src/protocol/requests/index.js' {
  const protocol: {readonly requests: Readonly<Record<string, unknown>>};
  export default protocol;
}

declare module 'kafkajs/src/protocol/requests/apiKeys.js' {
  const apiKeys: Readonly<Record<string, number>>;
  export default apiKeys;
}

declare module 'kafkajs/src/protocol/encoder.js' {
  export default class Encoder {
    writeBuffer(buffer: Buffer): this;
  }
}
