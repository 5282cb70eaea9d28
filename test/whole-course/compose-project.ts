import {randomBytes} from 'node:crypto';
import path from 'node:path';
import pty from '@lydell/node-pty';
import {execa} from 'execa';
import type {Address} from '../../src/observer/broker-connection.ts';
import {docker, dockerEnvironment, hasDocker} from '../lab/docker/docker-subject.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Where Compose stands on this machine; undefined, with a plain word on the console, where it or an engine is missing. */
export async function findCompose(): Promise<string | undefined> {
  if (!(await hasDocker())) return undefined;
  for (const words of ['docker compose', 'docker-compose']) {
    const {failed, stdout} = await execa('bash', ['-c', `${words} version --short`], {reject: false});
    if (!failed) {
      console.log(`The cluster by itself is run by \`${words}\` ${stdout}.`);
      return words;
    }
  }
  const words = 'Left out, for want of Compose: neither `docker compose` nor `docker-compose` answers.';
  if (process.env['REQUIRE_DOCKER'] === '1') throw new Error(words);
  console.log(words);
  return undefined;
}

export interface Ended {
  readonly printed: string;
  readonly exitCode: number;
}

/** The cluster of docker-compose.yml as a project of its own, at ports the engine chooses. */
export class ComposeProject {
  readonly name = `compose-test-${randomBytes(4).toString('hex')}`;
  readonly #compose: string;
  readonly #ports = new Map<number, number>();

  constructor(compose: string) {
    this.#compose = compose;
  }

  /** Runs a command as somebody types it who stands in the project's folder, in a terminal. */
  async type(command: string): Promise<Ended> {
    const words = command.replace(/^docker compose/, this.#compose);
    return new Promise((resolve) => {
      let printed = '';
      const terminal = pty.spawn('bash', ['-c', words], {
        cols: 200,
        rows: 50,
        cwd: root,
        env: {
          ...dockerEnvironment,
          COMPOSE_PROJECT_NAME: this.name,
          KAFKA_LESSONS_ZOOKEEPER_PORT: '0',
          KAFKA_LESSONS_BROKER_1_PORT: '0',
          KAFKA_LESSONS_BROKER_2_PORT: '0',
          KAFKA_LESSONS_BROKER_3_PORT: '0',
        },
      });
      terminal.onData((data) => {
        printed += data;
      });
      terminal.onExit(({exitCode}) => resolve({printed, exitCode}));
    });
  }

  /** Asks anew where the ports are open: the engine chooses others when the pod is started again. */
  async findPorts(): Promise<void> {
    for (const port of [2181, 9092, 9093, 9094]) {
      const {printed} = await this.type(`docker compose port pod ${port}`);
      const published = /^127\.0\.0\.1:(\d+)\s*$/.exec(printed)?.[1];
      if (published === undefined) throw new Error(`port ${port} is not open on 127.0.0.1: ${printed}`);
      this.#ports.set(port, Number(published));
    }
  }

  /** Where, seen from this program, a port of the cluster answers. */
  address(port: number): Address {
    const published = this.#ports.get(port);
    if (published === undefined) throw new Error(`port ${port} is not published`);
    return {host: '127.0.0.1', port: published};
  }

  /** What the engine has of this project. */
  async parts(): Promise<readonly string[]> {
    const filter = ['--filter', `label=com.docker.compose.project=${this.name}`, '--format'];
    return [
      ...(await docker('ps', '--all', ...filter, 'container {{.Names}}')),
      ...(await docker('network', 'ls', ...filter, 'network {{.Name}}')),
      ...(await docker('volume', 'ls', ...filter, 'volume {{.Name}}')),
    ];
  }

  /** One line a container, whether it runs or not. */
  async inspect(format: string): Promise<readonly string[]> {
    const ids = await docker(
      'ps',
      '--all',
      '--quiet',
      '--filter',
      `label=com.docker.compose.project=${this.name}`,
    );
    return docker('inspect', '--format', format, ...ids);
  }
}
