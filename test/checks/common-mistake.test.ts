import {describe, expect, test} from 'vitest';
import {commonMistake} from '../../src/checks/common-mistake.ts';
import {openTerminals} from '../../src/checks/terminals.ts';
import type {HostName} from '../../src/course/lesson.ts';

interface Typed {
  readonly command: string;
  readonly output?: string;
  /** Absent: the command still runs. */
  readonly exitCode?: number;
}

/** What is said of commands typed one after the other in one tab. */
function judge(host: HostName, ...typed: readonly Typed[]) {
  const commands = typed.map(({command, output = '', exitCode}, index) => ({
    id: index + 1,
    command,
    output,
    exitCode,
    startedAt: 1000 + index * 10,
    endedAt: exitCode === undefined ? undefined : 1005 + index * 10,
  }));
  return commonMistake(openTerminals([{name: host, host, commands}]), 1000);
}

const topics = 'bin/kafka-topics.sh --list --bootstrap-server localhost:9092';
const startBroker = 'bin/kafka-server-start.sh config/server.properties';
const startZookeeper = 'bin/zookeeper-server-start.sh config/zookeeper.properties';

describe('a slip is named', () => {
  const cases: readonly [title: string, host: HostName, typed: Typed, message: RegExp, expected: RegExp][] = [
    [
      '--zookeeper',
      'client',
      {
        command: 'bin/kafka-topics.sh --list --zookeeper localhost:2181',
        output: 'zookeeper is not a recognized option\n',
        exitCode: 1,
      },
      /`--zookeeper` is gone/,
      /--bootstrap-server/,
    ],
    [
      'ZooKeeper’s port asked for a broker, while the command still waits in silence',
      'client',
      {command: 'bin/kafka-topics.sh --list --bootstrap-server localhost:2181'},
      /port 2181, which is ZooKeeper’s/,
      /localhost:9092/,
    ],
    [
      'a message without its key',
      'client',
      {
        command: 'bin/kafka-console-producer.sh --topic orders --property parse.key=true',
        output:
          "org.apache.kafka.common.KafkaException: No key separator found on line number 2: 'one lamp'\n",
        exitCode: 1,
      },
      /expects a key in each line/,
      /name:text/,
    ],
    [
      'a reset without a topic',
      'client',
      {
        command: 'bin/kafka-consumer-groups.sh --reset-offsets --to-earliest --group readers --execute',
        output: 'One of the reset scopes should be defined: --all-topics, --topic.\n',
        exitCode: 1,
      },
      /of which topic/,
      /--topic orders/,
    ],
    [
      'a broker’s port asked for ZooKeeper',
      'client',
      {command: 'bin/zookeeper-shell.sh localhost:9092 ls /', output: 'Connecting to localhost:9092\n'},
      /port 9092 for ZooKeeper/,
      /localhost:2181/,
    ],
    [
      'ZooKeeper’s address forgotten',
      'client',
      {command: 'bin/zookeeper-shell.sh ls /brokers/ids', output: 'Connecting to ls\n', exitCode: 127},
      /address first/,
      /localhost:2181 ls/,
    ],
    [
      'ZooKeeper asked while it does not run',
      'client',
      {
        command: 'bin/zookeeper-shell.sh localhost:2181 ls /',
        output: 'Connecting to localhost:2181\nKeeperErrorCode = ConnectionLoss for /\n',
        exitCode: 1,
      },
      /Nobody answers where you looked for ZooKeeper/,
      /2181/,
    ],
    [
      'a port on which nobody listens',
      'client',
      {
        command: 'bin/kafka-topics.sh --list --bootstrap-server localhost:9093',
        output:
          'WARN [AdminClient clientId=adminclient-1] Connection to node -1 (localhost/127.0.0.1:9093) could not be established. Node may not be available.\n',
      },
      /Nobody answers on port 9093/,
      /localhost:9092/,
    ],
    [
      'ZooKeeper started twice',
      'zookeeper',
      {command: startZookeeper, output: 'java.net.BindException: Address already in use\n', exitCode: 1},
      /runs already/,
      /one server/,
    ],
    [
      'a broker started twice',
      'broker-1',
      {
        command: startBroker,
        output:
          'org.apache.kafka.common.KafkaException: Failed to acquire lock on file .lock in /data/kafka. A Kafka instance in another process or thread is using this directory.\n',
        exitCode: 1,
      },
      /runs already/,
      /one server/,
    ],
    [
      'a broker started again right after it was killed',
      'broker-1',
      {command: startBroker, output: 'KeeperErrorCode = NodeExists\n', exitCode: 1},
      /still remembers/,
      /\/brokers\/ids/,
    ],
    [
      'a broker whose ZooKeeper was wiped',
      'broker-1',
      {command: startBroker, output: 'InconsistentClusterIdException: The Cluster ID …\n', exitCode: 1},
      /another cluster/,
      /meta\.properties/,
    ],
    [
      'a server in a tab of another host',
      'client',
      {
        command: startZookeeper,
        output:
          'Caused by: java.lang.IllegalArgumentException: config/zookeeper.properties file is missing\n',
        exitCode: 2,
      },
      /You are on client/,
      /tab zookeeper/,
    ],
    [
      'ZooKeeper’s file given to the broker',
      'broker-1',
      {
        command: 'bin/kafka-server-start.sh config/zookeeper.properties',
        output: 'java.nio.file.NoSuchFileException: config/zookeeper.properties\n',
        exitCode: 1,
      },
      /ZooKeeper’s configuration to the broker/,
      /server\.properties/,
    ],
    [
      'the broker’s file given to ZooKeeper',
      'zookeeper',
      {
        command: 'bin/zookeeper-server-start.sh config/server.properties',
        output: 'ERROR Invalid config\nIllegalArgumentException: config/server.properties file is missing\n',
        exitCode: 2,
      },
      /broker’s configuration to ZooKeeper/,
      /zookeeper\.properties/,
    ],
    [
      'a broker before ZooKeeper',
      'broker-1',
      {command: startBroker, output: 'java.net.ConnectException: Connection refused\n'},
      /does not find it/,
      /2181/,
    ],
    [
      'a server without its file',
      'broker-1',
      {
        command: 'bin/kafka-server-start.sh',
        output: 'USAGE: bin/kafka-server-start.sh [-daemon] server.properties\n',
        exitCode: 1,
      },
      /which configuration file/,
      /config\/server\.properties/,
    ],
    [
      'a misspelt file',
      'broker-1',
      {
        command: 'bin/kafka-server-start.sh config/sever.properties',
        output: 'java.nio.file.NoSuchFileException: config/sever.properties\n',
        exitCode: 1,
      },
      /did not find the configuration file/,
      /config\//,
    ],
    [
      'a server that was stopped',
      'zookeeper',
      {command: startZookeeper, output: 'INFO binding to port /127.0.0.1:2181\n^C', exitCode: 130},
      /was stopped/,
      /running in its tab/,
    ],
    [
      'a suspended program',
      'broker-1',
      {
        command: startBroker,
        output: '[KafkaServer id=1] started (kafka.server.KafkaServer)\n^Z\n[1]+  Stopped\n',
        exitCode: 148,
      },
      /Ctrl-Z did not end/,
      /Ctrl-C/,
    ],
    [
      'the folder left out',
      'client',
      {
        command: 'kafka-topics.sh --list',
        output: 'bash: kafka-topics.sh: command not found\n',
        exitCode: 127,
      },
      /found no command `kafka-topics\.sh`/,
      /^bin\/kafka-topics\.sh$/,
    ],
    [
      'a misspelt command',
      'client',
      {
        command: 'bin/kafka-topic.sh --list',
        output: 'bash: bin/kafka-topic.sh: No such file or directory\n',
        exitCode: 127,
      },
      /found no command `bin\/kafka-topic\.sh`/,
      /^bin\/kafka-topics\.sh$/,
    ],
    [
      'a command in a shell that speaks German',
      'client',
      {command: 'kafka-topics --list', output: 'bash: kafka-topics: Befehl nicht gefunden\n', exitCode: 127},
      /found no command/,
      /^bin\/kafka-topics\.sh$/,
    ],
    [
      'a message typed at the shell’s prompt',
      'client',
      {command: 'This is my first message!', output: 'bash: This: command not found\n', exitCode: 127},
      /where the shell listens/,
      /`>`/,
    ],
    [
      'a misspelt option',
      'client',
      {command: `${topics} --partition 1`, output: 'partition is not a recognized option\n', exitCode: 1},
      /no option `--partition`/,
      /^--partitions$/,
    ],
    [
      'the address left out',
      'client',
      {command: 'bin/kafka-topics.sh --list', output: '--bootstrap-server must be specified\n', exitCode: 1},
      /misses its `--bootstrap-server`/,
      /localhost:9092/,
    ],
    [
      'the topic left out',
      'client',
      {command: topics, output: 'Missing required argument "[topic]"\n', exitCode: 1},
      /misses its `--topic`/,
      /--topic/,
    ],
    [
      'no action',
      'client',
      {command: topics, output: 'Command must include exactly one action: --list, --describe\n', exitCode: 1},
      /what to do/,
      /--create/,
    ],
    [
      'more replicas than brokers',
      'client',
      {
        command: topics,
        output:
          'Error while executing topic command : Replication factor: 3 larger than available brokers: 1.\n',
        exitCode: 1,
      },
      /3 replicas, and one broker runs/,
      /--replication-factor 1/,
    ],
    [
      'a topic that is not there',
      'client',
      {
        command: topics,
        output: "Error while executing topic command : Topic 'Optional[tset]' does not exist as expected\n",
        exitCode: 1,
      },
      /topic `tset`/,
      /exists/,
    ],
  ];
  test.each(cases)('%s', (_title, host, typed, message, expected) => {
    const finding = judge(host, typed);
    expect(finding?.message).toMatch(message);
    expect(finding?.expected).toMatch(expected);
    expect(finding?.why).toBeTruthy();
  });

  test('the newest of several', () => {
    const finding = judge(
      'client',
      {command: 'kafka-topics.sh', output: 'bash: kafka-topics.sh: command not found\n', exitCode: 127},
      {command: 'bin/kafka-topics.sh --list', output: '--bootstrap-server must be specified\n', exitCode: 1},
    );
    expect(finding?.message).toMatch(/--bootstrap-server/);
  });
});

describe('nothing is said', () => {
  test('of commands before the moment', () => {
    const commands = [
      {
        id: 1,
        command: 'kafka',
        output: 'bash: kafka: command not found',
        exitCode: 127,
        startedAt: 1,
        endedAt: 2,
      },
    ];
    const terminals = openTerminals([{name: 'client', host: 'client', commands}]);
    expect(commonMistake(terminals, 1000)).toBeUndefined();
  });

  test('of a slip once a Kafka command after it ended well', () => {
    const slip = {
      command: 'kafka-topics.sh',
      output: 'bash: kafka-topics.sh: command not found\n',
      exitCode: 127,
    };
    expect(judge('client', slip, {command: topics, output: 'test\n', exitCode: 0})).toBeUndefined();
    expect(judge('client', slip, {command: 'ls', output: 'bin\n', exitCode: 0})).toBeDefined();
  });

  test('of a slip once a Kafka command runs in the same terminal, that is itself right', () => {
    const slip = {
      command: 'bin/kafka-console-producer.sh --topic test --property parse.key=true',
      output: "No key separator found on line number 1: 'one lamp'\n",
      exitCode: 1,
    };
    const runs = {command: 'bin/kafka-console-producer.sh --topic test', output: '>'};
    expect(judge('client', slip, runs)).toBeUndefined();
    expect(judge('client', runs, slip)).toBeDefined();
  });

  test('of a word zookeeper-shell does not know, which ends with 127 too', () => {
    const output =
      'state:SyncConnected\nCommand not found: Command not found lst\nERROR Exiting JVM with code 127\n';
    expect(
      judge('client', {command: 'bin/zookeeper-shell.sh localhost:2181 lst /', output, exitCode: 127}),
    ).toBeUndefined();
  });

  test('of a suspended program that was brought back', () => {
    const stopped = {command: startBroker, output: '[1]+  Stopped\n', exitCode: 148};
    expect(judge('broker-1', stopped, {command: 'fg'})).toBeUndefined();
  });

  test('of a broker whose first controller request is too early, which it logs itself', () => {
    const output =
      'Session establishment complete\nWARN [Controller id=1, targetBrokerId=1] Connection to node 1 (localhost/127.0.0.1:9092) could not be established.\n[KafkaServer id=1] started (kafka.server.KafkaServer)\n';
    expect(judge('broker-1', {command: startBroker, output})).toBeUndefined();
  });
});
