import {describe, expect, it} from 'vitest';
import {judge, type Typed, topicWith, wordsOf} from './judged.ts';

const at = '--bootstrap-server localhost:9092';
const zookeeper = {answers: true, mode: 'standalone', brokerIds: [], hasController: false};
const startBroker = 'bin/kafka-server-start.sh config/server.properties';

describe('22: a broker that went', () => {
  const lesson = '03-zookeeper-and-a-broker';
  const stopped = {
    tab: 'broker-1',
    command: startBroker,
    output: 'started (kafka.server.KafkaServer)\n',
    at: 500,
  };
  const asked = {
    tab: 'client',
    command: 'bin/zookeeper-shell.sh localhost:2181 ls /brokers/ids',
    output: 'Connecting to localhost:2181\n\nWATCHER::\n\n[]\n',
    exitCode: 0,
    at: 1300,
  };

  it('is ticked when ZooKeeper was asked, not before', async () => {
    const gone = {cluster: {zookeeper}, typed: [{...stopped, exitCode: 130, endedAt: 1100}]};
    expect(wordsOf(await judge(lesson, 'stop-broker', gone))).toMatch(/^waiting .*Ask ZooKeeper/);
    const verdict = await judge(lesson, 'stop-broker', {...gone, typed: [...gone.typed, asked]});
    expect(wordsOf(verdict)).toMatch(/^passed/);
  });

  it('is not ticked by an empty list that was asked for before, or of something else', async () => {
    const gone = {
      cluster: {zookeeper},
      changes: [{type: 'unregistered', at: 1500, broker: 1}] as const,
      typed: [{...stopped, exitCode: 130, endedAt: 1480}],
    };
    const judged = async (more: typeof asked) =>
      wordsOf(await judge(lesson, 'stop-broker', {...gone, typed: [...gone.typed, more]}));
    expect(await judged(asked)).toMatch(/^waiting/);
    const topics = asked.command.replace('ids', 'topics');
    expect(await judged({...asked, command: topics, at: 1600})).toMatch(/^waiting/);
    expect(await judged({...asked, at: 1600})).toMatch(/^passed/);
  });

  it('is not one that is suspended and whose session is over', async () => {
    const typed = [{...stopped, exitCode: 148, endedAt: 1100}, asked];
    expect(wordsOf(await judge(lesson, 'stop-broker', {cluster: {zookeeper}, typed}))).toMatch(
      /^failed .*Ctrl-Z did not end/,
    );
  });
});

describe('22: a broker that is stopped and started', () => {
  const start: Typed = {tab: 'broker-1', command: startBroker, at: 500};
  const cluster = {
    reachable: true,
    zookeeper,
    brokers: [{id: 1, address: 'localhost:9092', answers: true}],
    topics: [topicWith('clicks', 1, 1)],
    takenAt: 20_000,
  };
  const situation = {
    cluster,
    messages: {clicks: [{value: '/shoes'}]},
    // It did not answer in time: stopped, or only slow.
    changes: [
      {type: 'silent', at: 1200, broker: 1},
      {type: 'answers', at: 1500, broker: 1},
    ] as const,
  };
  const judged = async (typed: readonly Typed[], more = {}) =>
    wordsOf(await judge('01-what-kafka-gives-you', 'restart', {...situation, ...more, typed}));

  it('is not one that was only slow', async () => {
    expect(await judged([start])).toMatch(/^waiting .*nobody has stopped it/);
    const refused = {...start, at: 1300, exitCode: 1};
    expect(await judged([start, refused])).toMatch(/^waiting .*nobody has stopped it/);
    const silent = {cluster: {...cluster, brokers: [{...cluster.brokers[0], answers: false}]}};
    expect(await judged([start], silent)).toMatch(/^waiting .*does not answer at this moment/);
  });

  it('is told once it runs again, in the foreground or behind', async () => {
    const stopped = {...start, exitCode: 130};
    expect(await judged([stopped, {...start, at: 1300}])).toMatch(/^passed/);
    expect(await judged([stopped, {...start, at: 1300, exitCode: 0}])).toMatch(/^passed/);
  });
});

describe('13: the newest speaks', () => {
  const wanted = 'This is my first message!';
  const stray = {
    cluster: {reachable: true, topics: [topicWith('test', 1, 0), topicWith('tets', 1, 1)]},
    messages: {tets: [{value: wanted, timestamp: 1200}]},
  };
  const port = {
    tab: 'producer',
    host: 'client',
    command: 'bin/kafka-console-producer.sh --topic test --bootstrap-server localhost:2181',
    output: '>WARN Bootstrap broker localhost:2181 (id: -1) disconnected\n',
    exitCode: 130,
  } as const;
  const old = {
    tab: 'producer',
    host: 'client',
    command: 'bin/kafka-console-producer.sh --topic test --zookeeper localhost:2181',
    output: 'zookeeper is not a recognized option\n',
    exitCode: 1,
  } as const;

  it.each([
    ['a message in another topic', [], /in the topic `tets`/],
    ['then ZooKeeper’s port', [{...port, at: 1300}], /port 2181/],
    ['ZooKeeper’s port, then a message in another topic', [{...port, at: 1100}], /in the topic `tets`/],
    [
      'then ZooKeeper’s port, then --zookeeper',
      [
        {...port, at: 1300},
        {...old, at: 1400},
      ],
      /--zookeeper/,
    ],
    [
      'then --zookeeper, then ZooKeeper’s port',
      [
        {...old, at: 1300},
        {...port, at: 1400},
      ],
      /port 2181/,
    ],
  ])('%s', async (_title, typed, words) => {
    expect(wordsOf(await judge('05-produce', 'first-message', {...stray, typed}))).toMatch(words);
  });

  it('both sentences in one line, after a producer that was aimed at ZooKeeper', async () => {
    const verdict = await judge('05-produce', 'first-message', {
      cluster: {reachable: true, topics: [topicWith('test', 1, 1)]},
      messages: {test: [{value: `${wanted} This is my second message!`, timestamp: 1300}]},
      typed: [{...port, output: `>${wanted}\n${port.output}`, at: 1100}],
    });
    expect(wordsOf(verdict)).toMatch(/part of a longer one/);
  });
});

describe('14: a group goes on', () => {
  const values = ['one', 'two', 'three', 'same', 'more', 'same'];
  const consumer = {
    tab: 'consumer',
    host: 'client',
    command: `bin/kafka-console-consumer.sh --topic test --group my-group --from-beginning ${at}`,
    output: 'same\n',
    at: 1100,
  } as const;
  const groupAt = (offset: number) => ({
    name: 'my-group',
    kind: 'classic' as const,
    state: 'Stable',
    members: [{id: 'm', clientId: 'c', assignment: [{topic: 'test', partitions: [0]}]}],
    positions: [{topic: 'test', partition: 0, offset, lag: values.length - offset}],
  });
  const situation = (offset: number) => ({
    cluster: {reachable: true, topics: [topicWith('test', 1, values.length)], groups: [groupAt(offset)]},
    messages: {test: values.map((value) => ({value}))},
    typed: [consumer],
  });

  it('at the offset where it stood, though the same words were sent twice', async () => {
    expect(wordsOf(await judge('06-consume', 'resume', situation(5)))).not.toMatch(/^passed/);
    expect(wordsOf(await judge('06-consume', 'resume', situation(6)))).toMatch(/^passed .*offset 5/);
  });
});

describe('16: a consumer told to end after one message', () => {
  it('is told so', async () => {
    const verdict = await judge('06-consume', 'read-from-beginning', {
      cluster: {reachable: true, topics: [topicWith('test', 1, 2)]},
      messages: {test: [{value: 'one'}, {value: 'two'}]},
      typed: [
        {
          tab: 'consumer',
          host: 'client',
          command: `bin/kafka-console-consumer.sh --topic test --from-beginning --max-messages 1 ${at}`,
          output: 'one\nProcessed a total of 1 messages\n',
          exitCode: 0,
          at: 1100,
        },
      ],
    });
    expect(wordsOf(verdict)).toMatch(/end after one message/);
  });
});

describe('34: a lag in a table', () => {
  const header =
    'GROUP  TOPIC  PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG  CONSUMER-ID  HOST  CLIENT-ID\n';
  const member = 'a-0b0b0b0b-1c1c-2d2d-3e3e-4f4f4f4f4f4f';
  const rows = (group: string, lag: number, reader: string) =>
    `${group} orders 0 ${5 - lag} 5 ${lag} ${reader} /127.0.0.1 ${reader.slice(0, 1)}\n`;
  const described = (output: string) => ({
    tab: 'client',
    command: `bin/kafka-consumer-groups.sh --describe --all-groups ${at}`,
    output: header + output,
    exitCode: 0,
    at: 1200,
  });
  const judged = async (output: string) =>
    wordsOf(
      await judge('07-consumer-groups', 'fall-behind', {
        cluster: {reachable: true, topics: [topicWith('orders', 1, 5)]},
        messages: {orders: [{value: 'a chair', timestamp: 1100}]},
        typed: [described(output)],
      }),
    );

  it('of a group without members counts', async () => {
    expect(await judged(rows('packers', 2, '-') + rows('accounts', 0, member))).toMatch(/^passed/);
  });

  it('of a group whose members have not written their positions down yet does not', async () => {
    expect(await judged(rows('packers', 2, member) + rows('accounts', 0, member))).toMatch(/^waiting/);
    expect(await judged(rows('packers', 1, '-') + rows('accounts', 2, member))).toMatch(/^failed/);
  });
});

describe('34: a second group', () => {
  const accounts = {
    name: 'accounts',
    kind: 'classic' as const,
    state: 'Empty',
    members: [],
    positions: [{topic: 'orders', partition: 0, offset: 2, lag: 0}],
  };
  const consumer = {
    tab: 'b',
    host: 'client',
    command: `bin/kafka-console-consumer.sh --topic orders --group accounts ${at}`,
    exitCode: 130,
    at: 1100,
  } as const;
  const judged = async (output: string, command: string = consumer.command) =>
    wordsOf(
      await judge('07-consumer-groups', 'second-group', {
        cluster: {reachable: true, topics: [topicWith('orders', 1, 2)], groups: [accounts]},
        messages: {orders: [{value: 'a chair'}, {value: 'a lamp'}]},
        typed: [{...consumer, command, output}],
      }),
    );

  it('that ended without printing has read nothing', async () => {
    expect(await judged('^CProcessed a total of 0 messages\n')).toMatch(/^failed .*without printing/);
  });

  it('has read what it printed, or wrote elsewhere', async () => {
    expect(await judged('a chair\na lamp\n^CProcessed a total of 2 messages\n')).toMatch(/^passed/);
    expect(await judged('', `${consumer.command} --from-beginning >all.txt`)).toMatch(/^passed/);
  });
});

describe('17: a broker in the background', () => {
  it('is stopped by its script, since no tab has it', async () => {
    const verdict = await judge('03-zookeeper-and-a-broker', 'stop-broker', {
      cluster: {
        zookeeper: {...zookeeper, brokerIds: [1]},
        reachable: true,
        brokers: [{id: 1, address: 'localhost:9092', answers: true}],
      },
      typed: [{tab: 'broker-1', command: `${startBroker} &`, exitCode: 0, at: 500}],
    });
    expect(wordsOf(verdict)).toMatch(/kafka-server-stop\.sh/);
  });
});

describe('34: a stray topic', () => {
  const broker = {id: 1, address: 'localhost:9092', answers: true};
  const judged = async (since: number) =>
    wordsOf(
      await judge('12-many-topics', 'turn-off', {
        cluster: {takenAt: 20_000, reachable: true, brokers: [broker]},
        changes: [{type: 'registered', at: 20_000 - since, broker: 1}],
        configs: {'auto.create.topics.enable': 'false'},
      }),
    );

  it('is not gone while the list of a broker that has just started fills', async () => {
    expect(await judged(500)).toMatch(/^waiting .*still filling/);
    expect(await judged(5000)).toMatch(/^passed/);
  });

  it('is not said to be none because such a broker was asked to delete it', async () => {
    const verdict = await judge('12-many-topics', 'turn-off', {
      cluster: {takenAt: 20_000, reachable: true, brokers: [broker], topics: [topicWith('oders', 1, 0)]},
      configs: {'auto.create.topics.enable': 'false'},
      typed: [
        {
          tab: 'client',
          command: 'bin/kafka-topics.sh --delete --topic oders --bootstrap-server localhost:9092',
          output: "Error while executing topic command : Topic 'oders' does not exist as expected\n",
          exitCode: 1,
          at: 15_000,
        },
      ],
    });
    expect(wordsOf(verdict)).toMatch(/had only just started.*once more/);
  });
});

describe('34: a consumer that reads a later topic', () => {
  const member = {id: 'c-1', clientId: 'c', assignment: [{topic: 'clicks-app', partitions: [0]}]};
  const judged = async (joinedAt: number) =>
    wordsOf(
      await judge('12-many-topics', 'later-topic', {
        cluster: {
          reachable: true,
          topics: [topicWith('clicks-app', 1, 0)],
          groups: [{name: 'counters', kind: 'classic', state: 'Stable', members: [member], positions: []}],
        },
        changes: [
          {type: 'topic-made', at: 1200, topic: 'clicks-app'},
          {type: 'members', at: joinedAt, group: 'counters', from: [], to: ['c-1']},
        ],
      }),
    );

  it('has not been started again since', async () => {
    expect(await judged(1100)).toMatch(/^passed/);
    expect(await judged(1300)).toMatch(/^failed .*started after that topic was made/);
  });
});

describe('39: in a failover', () => {
  const brokers = [1, 2, 3].map((id) => ({id, address: `localhost:${9091 + id}`, answers: true}));
  const payments = (leader: number) => ({
    ...topicWith('payments', 1, 5),
    partitions: [{partition: 0, leader, replicas: [2, 3, 1], isr: [2, 3, 1], firstOffset: 0, nextOffset: 5}],
  });
  const cluster = {
    takenAt: 9000,
    reachable: true,
    zookeeper: {...zookeeper, brokerIds: [1, 2, 3]},
    brokers,
    topics: [payments(2)],
    controller: 1,
  };
  const killed = (broker: 1 | 2 | 3, at: number) =>
    ({type: 'host', at, host: `broker-${broker}`, from: 'up', to: 'killed'}) as const;

  it('a follower that was killed and came back is not told of when the leader is stopped politely later', async () => {
    const verdict = await judge('11-failover', 'kill-leader', {
      cluster: {...cluster, topics: [payments(3)]},
      changes: [
        killed(3, 1100),
        {type: 'unregistered', at: 1200, broker: 3},
        {type: 'registered', at: 1300, broker: 3},
        {type: 'leader', at: 1400, topic: 'payments', partition: 0, from: 2, to: 3},
        {type: 'unregistered', at: 1410, broker: 2},
      ],
    });
    expect(wordsOf(verdict)).toMatch(/^failed .*Broker 2 was stopped politely/);
  });

  it('a leader that was paused was not stopped politely', async () => {
    const verdict = await judge('11-failover', 'kill-leader', {
      cluster,
      changes: [
        {type: 'host', at: 1100, host: 'broker-2', from: 'up', to: 'paused'},
        {type: 'unregistered', at: 1200, broker: 2},
        {type: 'host', at: 1300, host: 'broker-2', from: 'paused', to: 'up'},
      ],
    });
    expect(wordsOf(verdict)).toMatch(/^failed .*broker-2 was paused, not killed/);
  });

  it('ZooKeeper’s death is named, and nobody is called undefined', async () => {
    const verdict = await judge('11-failover', 'kill-leader', {
      cluster: {
        ...cluster,
        zookeeper: {...zookeeper, answers: false},
        brokers: [],
        topics: [],
        reachable: false,
      },
      changes: [killed(1, 1100), killed(3, 1200), {type: 'zookeeper', at: 1300, answers: false}],
    });
    expect(wordsOf(verdict)).toMatch(/^failed .*ZooKeeper does not answer/);
    expect(wordsOf(verdict)).not.toMatch(/undefined/);
  });

  it('a verifiable producer without its file is told so', async () => {
    const verdict = await judge('11-failover', 'start-producer', {
      cluster,
      typed: [
        {
          tab: 'producer',
          host: 'client',
          command: `bin/kafka-verifiable-producer.sh --topic payments --throughput 10 ${at}`,
          output:
            '{"timestamp":1200,"name":"producer_send_success","key":null,"value":"1","partition":0,"offset":0,"topic":"payments"}\n',
          at: 1100,
        },
      ],
    });
    expect(wordsOf(verdict)).toMatch(/^failed .*--producer\.config/);
  });
});

describe('34: positions of a group', () => {
  const orders = topicWith('orders', 1, 4);
  const packers = (offset: number) => ({
    name: 'packers',
    kind: 'classic' as const,
    state: 'Empty',
    members: [],
    positions: [{topic: 'orders', partition: 0, offset, lag: 4 - offset}],
  });
  const reset = (more: string, warning: string) => ({
    tab: 'client',
    command: `bin/kafka-consumer-groups.sh --reset-offsets --group packers --topic orders ${more} ${at}`,
    output: `${warning}GROUP TOPIC PARTITION NEW-OFFSET packers orders 0 0\n`,
    exitCode: 0,
    at: 1100,
  });
  const planned = 'WARN: No action will be performed as the --execute option is missing.\n';

  it('that were set are no dry run, wherever the group stands later', async () => {
    const judged = async (typed: ReturnType<typeof reset>) =>
      wordsOf(
        await judge('07-consumer-groups', 'dry-run', {
          cluster: {reachable: true, topics: [orders], groups: [packers(3)]},
          typed: [typed],
        }),
      );
    expect(await judged(reset('--shift-by -1 --execute', ''))).toMatch(/^failed .*no dry run/);
    expect(await judged(reset('--to-earliest', planned))).toMatch(/^passed/);
  });

  it('that were set to the latest are no reading', async () => {
    const verdict = await judge('07-consumer-groups', 'read-again', {
      cluster: {reachable: true, topics: [orders], groups: [packers(4)]},
      messages: {orders: [{value: 'a'}, {value: 'b'}, {value: 'c'}, {value: 'd'}]},
      typed: [reset('--to-latest --execute', '')],
    });
    expect(wordsOf(verdict)).not.toMatch(/^passed/);
  });
});

describe('34: orders by key', () => {
  const judged = async (keyOf: (order: {id: string; customer: string}) => string) => {
    const sent = [
      {id: '1', customer: 'anna'},
      {id: '2', customer: 'ben'},
      {id: '3', customer: 'cleo'},
    ];
    const messages = sent.map((order, index) => ({
      partition: index,
      key: keyOf(order),
      value: JSON.stringify(order),
      timestamp: 1100,
    }));
    return wordsOf(await judge('09-clients', 'keys', {messages: {orders: messages}}));
  };

  it('have the customer for it', async () => {
    expect(await judged(({customer}) => customer)).toMatch(/^passed/);
    expect(await judged(({id}) => id)).toMatch(/^failed .*not the customer/);
  });
});

describe('39: broker 2 started on the machine of broker 1', () => {
  it('is never told to remove what broker 1 keeps', async () => {
    const verdict = await judge('10-more-brokers', 'start-broker-2', {
      cluster: {zookeeper: {...zookeeper, brokerIds: []}},
      typed: [
        {
          tab: 'broker-1',
          command: startBroker,
          output:
            "[KafkaServer id=2] starting (kafka.server.KafkaServer)\njava.lang.RuntimeException: Stored node id 1 doesn't match previous node id 2 in data/kafka/meta.properties.\n",
          exitCode: 1,
          at: 1100,
        },
      ],
    });
    expect(wordsOf(verdict)).toMatch(/^failed .*You are on broker-1/);
    expect(wordsOf(verdict)).not.toMatch(/rm -r/);
  });
});
