import {readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {renderConfigFiles} from '../../src/lab/servers/config-files.ts';
import {kafkaEnvironment} from '../../src/lab/servers/server-roles.ts';

interface Service {
  readonly command: string | readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const {services} = parse(
  readFileSync(path.resolve(import.meta.dirname, '../../docker-compose.yml'), 'utf8'),
  {merge: true},
) as {services: Readonly<Record<string, Service>>};

describe('docker-compose.yml', () => {
  it.each([1, 2, 3] as const)(
    'gives broker %i the settings that a lab gives it, for a cluster of three',
    (id) => {
      expect(settingsOf(`broker-${id}`)).toEqual({
        ...settingsOfLab(`broker-${id}`, 'config/server.properties'),
        'log.dirs': '/var/lib/kafka/data/kafka',
        'controlled.shutdown.retry.backoff.ms': '1000',
      });
    },
  );

  it('gives ZooKeeper the settings that a lab gives it', () => {
    expect(settingsOf('zookeeper')).toEqual({
      ...settingsOfLab('zookeeper', 'config/zookeeper.properties'),
      dataDir: '/var/lib/kafka/data/zookeeper',
    });
  });

  it.each(['zookeeper', 'broker-1', 'broker-2', 'broker-3', 'client'] as const)(
    'gives %s the memory that a lab gives it',
    (host) => {
      const {LOG_DIR: _, ...ofLab} = kafkaEnvironment(host, {mode: 'zookeeper'}, '');
      expect(services[host]?.environment).toMatchObject(ofLab);
    },
  );
});

/** The file that a service's command writes, as a shell would fill it in. */
function settingsOf(name: string): Readonly<Record<string, string>> {
  const {command = [], environment = {}} = services[name] ?? {};
  const text = /<<END\n([\s\S]*?)\nEND\n/.exec(command.at(-1) ?? '')?.[1] ?? '';
  return readProperties(text.replace(/\$\$(\w+)/g, (_, variable: string) => environment[variable] ?? ''));
}

function settingsOfLab(host: 'zookeeper' | `broker-${1 | 2 | 3}`, file: string) {
  const brokers = ['broker-1', 'broker-2', 'broker-3'] as const;
  const needs = {
    kafka: '3.9',
    mode: 'zookeeper',
    hosts: ['zookeeper', ...brokers],
    running: brokers,
  } as const;
  const files = renderConfigFiles(host, 'docker', needs);
  const {content = ''} = files.find((candidate) => candidate.path === file) ?? {};
  return readProperties(content);
}

function readProperties(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines.length).toBeGreaterThan(4);
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}
