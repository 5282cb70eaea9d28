import {describe, expect, test} from 'vitest';
import {type CheckFinding, commonMistake} from '../../src/checks/common-mistake.ts';
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
  return commonMistake(terminalsOf(host, typed), 1000);
}

function judgeWith(host: HostName, typed: Typed, finding: CheckFinding) {
  return commonMistake(terminalsOf(host, [typed]), 1000, finding);
}

function terminalsOf(host: HostName, typed: readonly Typed[]) {
  const commands = typed.map(({command, output = '', exitCode}, index) => ({
    id: index + 1,
    command,
    output,
    exitCode,
    startedAt: 1000 + index * 10,
    endedAt: exitCode === undefined ? undefined : 1005 + index * 10,
  }));
  const others = (['zookeeper', 'broker-1', 'client'] as const).filter((name) => name !== host);
  return openTerminals([
    {name: host, host, commands},
    ...others.map((name) => ({name, host: name, commands: []})),
  ]);
}

const topics = 'bin/kafka-topics.sh --list --bootstrap-server localhost:9092';
const startBroker = 'bin/kafka-server-start.sh config/server.properties';
const startZookeeper = 'bin/zookeeper-server-start.sh config/zookeeper.properties';

const usage = `Option                                  Description
------                                  -----------
--bootstrap-server <String: server to   REQUIRED: The server(s) to connect to.
  connect to>
`;

/** Each with what it prints as Kafka does, what is then said, and what was expected. */
const slips: readonly [title: string, host: HostName, typed: Typed, message: RegExp, expected: RegExp][] = [
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
    'a node that was not formatted',
    'broker-1',
    {
      command: startBroker,
      output:
        '[2026-11-30 20:34:52,570] ERROR Exiting Kafka due to fatal exception (kafka.Kafka$)\njava.lang.RuntimeException: No readable meta.properties files found.\n\tat kafka.Kafka.main(Kafka.scala)\n',
      exitCode: 1,
    },
    /has not been formatted/,
    /kafka-storage\.sh format/,
  ],
  [
    'a node formatted for another cluster',
    'broker-1',
    {
      command: 'bin/kafka-storage.sh format --standalone -t two -c config/server.properties',
      output:
        'Exception in thread "main" java.lang.RuntimeException: Invalid cluster.id in: data/kafka/meta.properties. Expected two, but read one\n',
      exitCode: 1,
    },
    /formatted, for a cluster with another id/,
    /meta\.properties/,
  ],
  [
    'a node formatted twice',
    'broker-1',
    {
      command: 'bin/kafka-storage.sh format --standalone -t one -c config/server.properties',
      output:
        'Log directory data/kafka is already formatted. Use --ignore-formatted to ignore this directory and format the others.\n',
      exitCode: 1,
    },
    /formatted already/,
    /kafka-server-start/,
  ],
  [
    'a format that says nothing of votes',
    'broker-1',
    {
      command: 'bin/kafka-storage.sh format -t one -c config/server.properties',
      output:
        'Because controller.quorum.voters is not set on this controller, you must specify one of the following: --standalone, --initial-controllers, or --no-initial-controllers.\n',
      exitCode: 1,
    },
    /who votes first/,
    /--standalone/,
  ],
  [
    'voters in the file and behind format',
    'broker-1',
    {
      command: 'bin/kafka-storage.sh format --standalone -t one -c config/static.properties',
      output:
        'You cannot specify controller.quorum.voters and format the node with --initial-controllers or --standalone. If you want to use dynamic quorum, please remove controller.quorum.voters and specify controller.quorum.bootstrap.servers instead.\n',
      exitCode: 1,
    },
    /lists the voters for good/,
    /bootstrap\.servers/,
  ],
  [
    'the controllers’ port asked for a broker',
    'client',
    {
      command: 'bin/kafka-topics.sh --bootstrap-server localhost:9191 --list',
      output:
        '[2026-11-30 20:35:11,068] WARN [AdminClient clientId=adminclient-1] The remote node is not a BROKER that supports the METADATA api. (org.apache.kafka.clients.admin.internals.AdminMetadataManager)\n',
    },
    /On port 9191 the controllers speak among themselves/,
    /localhost:9092/,
  ],
  [
    'a number changed after the first start, without ZooKeeper',
    'broker-2',
    {
      command: startBroker,
      output:
        "java.lang.RuntimeException: Stored node id 1 doesn't match previous node id 2 in data/kafka/meta.properties. If you moved your data, make sure your configured node id matches.\n\tat kafka.server.KafkaRaftServer$.initializeLogDirs(KafkaRaftServer.scala:140)\n",
      exitCode: 1,
    },
    /calls itself 2, and its folder belongs to a broker 1/,
    /node\.id/,
  ],
  [
    'a message without its key',
    'client',
    {
      command: 'bin/kafka-console-producer.sh --topic orders --property parse.key=true',
      output: "org.apache.kafka.common.KafkaException: No key separator found on line number 2: 'one lamp'\n",
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
    /--topic and a name/,
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
      output: 'Caused by: java.lang.IllegalArgumentException: config/zookeeper.properties file is missing\n',
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
    /exactly one of --list, --describe/,
  ],
  [
    'a group to describe that has no name',
    'client',
    {
      command: 'bin/kafka-consumer-groups.sh --describe --bootstrap-server localhost:9092',
      output: `Option [describe] takes one of these options: [reset-offsets], [describe], [delete], [list]\n${usage}`,
      exitCode: 1,
    },
    /`--describe` has to be told of which group/,
    /--describe --group/,
  ],
  [
    'anything else that a command says above the list of its options',
    'client',
    {
      command: 'bin/kafka-topics.sh --create --delete --topic test --bootstrap-server localhost:9092',
      output: `Option "[delete]" can't be used with option "[create]"\n${usage}`,
      exitCode: 1,
    },
    /Your newest command in client ended with an error/,
    /without one/,
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
  [
    '14: ZooKeeper’s file with the broker’s script, on ZooKeeper’s machine',
    'zookeeper',
    {
      command: 'bin/kafka-server-start.sh config/zookeeper.properties',
      output: 'Missing required configuration `zookeeper.connect` which has no default value.\n',
      exitCode: 1,
    },
    /the broker’s script, with ZooKeeper’s file/,
    /zookeeper-server-start\.sh config\/zookeeper/,
  ],
  [
    '14: a variable with nothing in it, which let an option take the next one for its value',
    'client',
    {
      command: 'bin/kafka-topics.sh --bootstrap-server $B --create --topic test',
      output: 'Command must include exactly one action: --list, --describe, --create, --alter or --delete\n',
      exitCode: 1,
    },
    /`B` is empty, so `--bootstrap-server` got no value/,
    /B=localhost:9092/,
  ],
  [
    '14: a name with a blank in it',
    'client',
    {
      command: "bin/kafka-topics.sh --create --topic ' test' --bootstrap-server localhost:9092",
      output:
        "Error while executing topic command : Topic name is invalid: ' test' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'\n",
      exitCode: 1,
    },
    /does not take that name/,
    /without a blank/,
  ],
  [
    '13: a broker whose file is another than a broker’s',
    'broker-1',
    {
      command: 'bin/kafka-server-start.sh config/log4j.properties',
      output:
        'ERROR Exiting Kafka due to fatal exception (kafka.Kafka$)\norg.apache.kafka.common.config.ConfigException: Missing required configuration `zookeeper.connect` which has no default value.\n',
      exitCode: 1,
    },
    /is not its configuration/,
    /server\.properties/,
  ],
  [
    '13: a broker with another number than its folder has',
    'broker-1',
    {
      command: startBroker,
      output:
        "ERROR Exiting Kafka due to fatal exception during startup. (kafka.Kafka$)\njava.lang.RuntimeException: Stored node id 7 doesn't match previous node id 1 in meta.properties.\n",
      exitCode: 1,
    },
    /calls itself 1, and its folder belongs to a broker 7/,
    /meta\.properties/,
  ],
  [
    '16: ZooKeeper on another port',
    'zookeeper',
    {command: startZookeeper, output: 'INFO binding to port 0.0.0.0/0.0.0.0:2182\n'},
    /listens on port 2182/,
    /clientPort=2181/,
  ],
  [
    '16: a broker that looks for ZooKeeper on another port',
    'broker-1',
    {
      command: startBroker,
      output:
        'INFO Initiating client connection, connectString=localhost:2182 sessionTimeout=18000\njava.net.ConnectException: Connection refused\n',
    },
    /looks for ZooKeeper at localhost:2182/,
    /zookeeper\.connect=localhost:2181/,
  ],
  [
    '39: the second of two commands on a line',
    'client',
    {
      command: 'ls; vj producer.ts',
      output: 'bin  config\nbash: vj: command not found\n',
      exitCode: 127,
    },
    /found no command `vj`/,
    /bin\//,
  ],
  [
    '39: a script that is no program',
    'client',
    {
      command: 'clear; ./accident.sh',
      output: 'bash: ./accident.sh: Permission denied\n',
      exitCode: 126,
    },
    /may not run `\.\/accident\.sh`/,
    /\. \.\/accident\.sh/,
  ],
  [
    '39: a command on a machine that has no bin',
    'workspace',
    {command: 'kafka-topics.sh --list', output: 'bash: kafka-topics.sh: command not found\n', exitCode: 127},
    /found no command/,
    /other machines|bin\/kafka-topics/,
  ],
  [
    '35: a program of the learner’s that throws',
    'workspace',
    {
      command: 'node producer.ts',
      output:
        'file:///home/learner/producer.ts:7\nthrow new Error("no tea left");\n      ^\n\nError: no tea left\n    at file:///home/learner/producer.ts:7:7\n\nNode.js v22.23.2\n',
      exitCode: 1,
    },
    /ended with an error, in producer\.ts at line 7/,
    /without one/,
  ],
  [
    'an error nobody here knows, in its own words',
    'client',
    {
      command: 'bin/kafka-configs.sh --alter --entity-type topics',
      output: 'java.lang.IllegalArgumentException: something new\n\tat kafka.Foo\n',
      exitCode: 1,
    },
    /newest command in client ended with an error/,
    /without one/,
  ],
  [
    '39: a pattern without quotes',
    'client',
    {
      command: 'bin/kafka-console-consumer.sh --include (page|click).* --group counters',
      output: "bash: syntax error near unexpected token `('\n",
      exitCode: 2,
    },
    /could not read your newest command, and ran nothing/,
    /'\(page\|click\)\.\*'/,
  ],
  [
    '39: a bracket that closes nothing',
    'client',
    {command: 'ls }; fi', output: "bash: syntax error near unexpected token `fi'\n", exitCode: 2},
    /could not read your newest command/,
    /a line that the shell can read/,
  ],
];

describe('a slip is named', () => {
  test.each(slips)('%s', (_title, host, typed, message, expected) => {
    const finding = judge(host, typed);
    expect(finding?.message).toMatch(message);
    expect(finding?.expected).toMatch(expected);
    expect(finding?.why).toBeTruthy();
  });

  const pairs = slips.flatMap((first) =>
    slips.filter((second) => second !== first).map((second) => [first, second]),
  );
  test(`13: of two slips the newer, in both orders: all ${pairs.length} pairs`, () => {
    for (const [first, second] of pairs) {
      if (!first || !second) continue;
      const findings = [first, second].map(([, host, {command, output = '', exitCode}], index) => {
        const startedAt = 1000 + index * 10;
        const endedAt = exitCode === undefined ? undefined : startedAt + 5;
        const record = {id: 1, command, output, exitCode, startedAt, endedAt};
        return {name: `tab-${index}`, host, commands: [record]};
      });
      const said = commonMistake(openTerminals(findings), 1000)?.message;
      expect(said, `${first[0]}, then ${second[0]}`).toBe(
        commonMistake(openTerminals(findings.slice(1)), 1000)?.message,
      );
    }
  });

  test.each(slips)('13: what a check found itself, before and after: %s', (_title, host, typed) => {
    const found = (at: number) => ({type: 'failed', message: 'found', at}) as const;
    const slip = judge(host, typed);
    expect(judgeWith(host, typed, found(999))).toEqual(slip);
    expect(judgeWith(host, typed, found(1100))?.message).toBe('found');
    // At the same moment the check knows better; without a moment it is only the state of things.
    expect(judgeWith(host, typed, found(slip?.at ?? 0))?.message).toBe('found');
    expect(judgeWith(host, typed, {type: 'failed', message: 'found'})).toEqual(slip);
  });
});

describe('nothing is said', () => {
  test('13: of what the check found once the learner has begun again', () => {
    const found = {type: 'failed', message: 'found', at: 990} as const;
    const producer = {command: 'bin/kafka-console-producer.sh --topic test', output: '>'};
    expect(judgeWith('client', producer, found)).toBeUndefined();
    expect(judgeWith('client', producer, {...found, at: 1000})?.message).toBe('found');
    expect(judgeWith('client', {...producer, exitCode: 0}, found)?.message).toBe('found');
    expect(judgeWith('client', {command: 'vi notes'}, found)?.message).toBe('found');
  });

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

  test('35: of a program of the learner’s that was corrected since', () => {
    const failing = {command: 'node producer.ts', output: 'ReferenceError: no is not defined\n', exitCode: 1};
    expect(judge('workspace', failing)?.message).toMatch(/ended with an error/);
    expect(judge('workspace', failing, {...failing, output: '', exitCode: 0})).toBeUndefined();
    expect(judge('workspace', failing, {command: 'node consumer.ts'})).toBeUndefined();
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

test('a command that was typed without an option and lists them all made no error of its own', () => {
  const output = `Create, delete, describe, or change a topic.\n${usage}`;
  expect(judge('client', {command: 'bin/kafka-topics.sh', output, exitCode: 1})).toBeUndefined();
});
