import type {LogSettings} from './kafka-release.ts';

/** Loggers of which a terminal shows warnings only: Kafka's distribution gives most of them files of their own. */
const quiet = [
  'org.apache.kafka.controller',
  'org.apache.kafka.storage.internals.log.Cleaner',
  'org.apache.kafka.storage.internals.log.LogCleaner',
  'kafka.network.RequestChannel$',
  'kafka.request.logger',
  'state.change.logger',
];

const servers = yaml({
  level: 'INFO',
  target: 'SYSTEM_OUT',
  pattern: '[%d] %p %m (%c)%n',
  others: quiet.map((name) => [name, 'WARN']),
});

/** Of log4j 2, which reads YAML. */
export const log4j2: LogSettings = {
  option: '-Dlog4j2.configurationFile=',
  servers: {name: 'log4j2.yaml', text: servers},
  commands: {
    name: 'tools-log4j2.yaml',
    text: yaml({level: 'WARN', target: 'SYSTEM_ERR', pattern: '[%d] %p %m (%c)%n', others: []}),
  },
  connect: {
    name: 'connect-log4j2.yaml',
    text: yaml({
      level: 'INFO',
      target: 'SYSTEM_OUT',
      pattern: '[%d] %p %X{connector.context}%m (%c:%L)%n',
      others: [['org.reflections', 'ERROR']],
    }),
  },
  serversOfLab: servers,
};

interface Console {
  readonly level: string;
  readonly target: 'SYSTEM_OUT' | 'SYSTEM_ERR';
  readonly pattern: string;
  /** Name and level. */
  readonly others: readonly (readonly [name: string, level: string])[];
}

function yaml({level, target, pattern, others}: Console): string {
  const loggers = others.map(([name, each]) => `      - name: '${name}'\n        level: ${each}\n`).join('');
  return `Configuration:
  status: WARN
  Appenders:
    Console:
      name: console
      target: ${target}
      PatternLayout:
        pattern: '${pattern}'
  Loggers:
    Root:
      level: ${level}
      AppenderRef:
        ref: console
${loggers === '' ? '' : `    Logger:\n${loggers}`}`;
}
