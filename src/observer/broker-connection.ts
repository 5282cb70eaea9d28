import {connect, type Socket} from 'node:net';
import KafkajsBroker from 'kafkajs/src/broker/index.js';
import ConnectionPool from 'kafkajs/src/network/connectionPool.js';
import Encoder from 'kafkajs/src/protocol/encoder.js';
import apiKeys from 'kafkajs/src/protocol/requests/apiKeys.js';
import protocol from 'kafkajs/src/protocol/requests/index.js';
import {CompactReader} from './protocol/compact-reader.ts';
import {CompactWriter} from './protocol/compact-writer.ts';
import type {NewerRequest} from './protocol/newer-request.ts';

/** Where something listens, seen from this program. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface BrokerAnswers {
  readonly Metadata: {
    readonly brokers: readonly {readonly nodeId: number; readonly host: string; readonly port: number}[];
    readonly clusterId: string | null;
    readonly controllerId: number;
    readonly topicMetadata: readonly {
      readonly topicErrorCode: number;
      readonly topic: string;
      readonly isInternal: boolean;
      readonly partitionMetadata: readonly {
        readonly partitionId: number;
        readonly leader: number;
        readonly replicas: readonly number[];
        readonly isr: readonly number[];
      }[];
    }[];
  };
  readonly ListOffsets: {
    readonly responses: readonly {
      readonly topic: string;
      readonly partitions: readonly {
        readonly partition: number;
        readonly errorCode: number;
        readonly offset: string;
      }[];
    }[];
  };
  readonly DescribeGroups: {
    readonly groups: readonly {
      readonly groupId: string;
      readonly state: string;
      readonly members: readonly {
        readonly memberId: string;
        readonly clientId: string;
        readonly memberAssignment: Buffer;
      }[];
    }[];
  };
  readonly OffsetFetch: {
    readonly responses: readonly {
      readonly topic: string;
      readonly partitions: readonly {readonly partition: number; readonly offset: string}[];
    }[];
  };
  readonly DescribeConfigs: {
    readonly resources: readonly {
      readonly resourceName: string;
      readonly configEntries: readonly {
        readonly configName: string;
        readonly configValue: string | null;
        readonly configSource: number;
      }[];
    }[];
  };
  readonly Fetch: {
    readonly responses: readonly {
      readonly partitions: readonly {
        readonly partition: number;
        readonly errorCode: number;
        readonly abortedTransactions: readonly AbortedTransaction[] | null;
        readonly messages: readonly {
          /** Absent from batches of a format before Kafka 0.11. */
          readonly batchContext?: {readonly producerId: string; readonly inTransaction: boolean};
          readonly offset: string;
          readonly timestamp: string;
          readonly key: Buffer | null;
          readonly value: Buffer | null;
          readonly isControlRecord: boolean;
        }[];
      }[];
    }[];
  };
}

export interface AbortedTransaction {
  readonly producerId: string;
  readonly firstOffset: string;
}

const silent: KafkajsLogger = {
  namespace: () => silent,
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
};

/** How long an observer waits: Kafka on this machine answers in milliseconds, and a dead broker must not hold it up. */
const connectionTimeout = 1000;
const requestTimeout = 2000;

/**
 * One broker, asked in Kafka's protocol through kafkajs' inner parts.
 * Its public admin client does not serve an observer: it throws away a whole answer when one topic has no leader
 * (just when a failover is to be watched), and fails for good after a topic it looked at was deleted.
 */
export class BrokerConnection implements AsyncDisposable {
  readonly #broker: KafkajsBroker;
  readonly #pool: ConnectionPool;

  private constructor(broker: KafkajsBroker, pool: ConnectionPool) {
    this.#broker = broker;
    this.#pool = pool;
  }

  /** Throws when nobody answers in Kafka's protocol within a second. */
  static async open(address: Address): Promise<BrokerConnection> {
    const pool = new ConnectionPool({
      host: address.host,
      port: address.port,
      clientId: 'kafka-lessons-observer',
      socketFactory: ({host, port, onConnect}) => openSocket({host, port}, onConnect),
      connectionTimeout,
      requestTimeout,
      enforceRequestTimeout: true,
      logger: silent,
    });
    const broker = new KafkajsBroker({connectionPool: pool, logger: silent, allowAutoTopicCreation: false});
    try {
      await broker.connect();
    } catch (error) {
      await broker.disconnect().catch(() => {});
      throw error;
    }

    return new BrokerConnection(broker, pool);
  }

  /** Sends one request. Error codes inside the answer are the caller's to read. */
  async ask<Name extends keyof BrokerAnswers>(name: Name, options: object): Promise<BrokerAnswers[Name]> {
    const {request, response, ...rest} = this.#broker.lookupRequest(
      apiKeys[name] ?? -1,
      protocol.requests[name],
    )(options);
    const answer = await this.#pool.send({
      request,
      response: {decode: response.decode, parse: async (data) => data},
      ...rest,
    });
    return answer as BrokerAnswers[Name];
  }

  /** Whether this broker's Kafka has the request, in the version that is asked here. */
  knows({apiKey, apiVersion}: NewerRequest<never, unknown>): boolean {
    const known = this.#broker.versions?.[apiKey];
    return known !== undefined && known.minVersion <= apiVersion && apiVersion <= known.maxVersion;
  }

  /** Sends one request that kafkajs does not have. Throws what reading its answer throws. */
  async askNewer<Options, Answer>(
    {name, apiKey, apiVersion, write, read}: NewerRequest<Options, Answer>,
    options: Options,
  ): Promise<Answer> {
    const encode = async () => {
      // The header of a flexible request ends with later fields of its own, which kafkajs does not write.
      const body = new CompactWriter().noLaterFields();
      write(body, options);
      return new Encoder().writeBuffer(body.noLaterFields().toBuffer());
    };
    const answer = await this.#pool.send({
      request: {apiKey, apiName: name, apiVersion, encode},
      response: {
        decode: async (data) => {
          const reader = new CompactReader(data);
          reader.laterFields();
          return {answer: read(reader)};
        },
        parse: async (data) => data,
      },
    });
    return (answer as {answer: Answer}).answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#broker.disconnect().catch(() => {});
  }
}

function openSocket(address: Address, onConnect: () => void): Socket {
  const socket = connect(address, onConnect);
  socket.setNoDelay(true);
  return socket;
}
