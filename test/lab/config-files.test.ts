import {describe, expect, it} from 'vitest';
import type {HostName} from '../../src/course/lesson.ts';
import type {RuntimeName} from '../../src/lab/lab.ts';
import {renderConfigFiles} from '../../src/lab/servers/config-files.ts';

function configOf(host: HostName, runtime: RuntimeName, running: readonly HostName[] = ['broker-1']): string {
  const hosts = ['zookeeper', 'broker-1', 'broker-2', 'broker-3'] as const;
  const files = renderConfigFiles(host, runtime, {kafka: '3.9', mode: 'zookeeper', hosts, running});
  return files.find(({path}) => /(?:server|zookeeper)\.properties$/.test(path))?.content ?? '';
}

function setting(name: string, config: string): string | undefined {
  return new RegExp(`^${name}=(.*)$`, 'm').exec(config)?.[1];
}

describe('26: the address servers listen on', () => {
  it('is the machine’s own loopback for local processes: nobody else in the network gets at them', () => {
    expect(setting('listeners', configOf('broker-2', 'local'))).toMatch(/^PLAINTEXT:\/\/127\.0\.0\.1:\d+$/);
    expect(setting('clientPortAddress', configOf('zookeeper', 'local'))).toBe('127.0.0.1');
  });

  it('is any of a container’s, whose ports are published on loopback alone', () => {
    expect(setting('listeners', configOf('broker-2', 'docker'))).toMatch(/^PLAINTEXT:\/\/:\d+$/);
    expect(setting('clientPortAddress', configOf('zookeeper', 'docker'))).toBeUndefined();
  });

  it.each(['local', 'docker'] as const)('is told to clients as localhost (%s)', (runtime) => {
    const config = configOf('broker-3', runtime);
    const port = setting('listeners', config)?.split(':').at(-1);
    expect(setting('advertised.listeners', config)).toBe(`PLAINTEXT://localhost:${port}`);
    expect(setting('broker.id', config)).toBe('3');
  });
});
