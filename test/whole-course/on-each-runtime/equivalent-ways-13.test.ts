import {describe, expect, it} from 'vitest';
import {inLesson} from '../../lessons/in-lesson.ts';
import {runtimeHere} from '../../runtimes.ts';

const runtime = runtimeHere();

const config = 'config/server.properties';
const at = '--bootstrap-server localhost:9092,localhost:9093,localhost:9094';

describe(`equivalent ways in lesson 13 on ${runtime}`, () => {
  it('of building a cluster of nodes are accepted: servers in the background, other options, the controllers asked', async () => {
    await inLesson('13-kraft', runtime, async ({run, judge}) => {
      await run(`bin/kafka-server-start ${config}; true`, 'on-2');
      expect(await judge('not-formatted')).toBe('passed');
      const voter = '1@localhost:9191:$(bin/kafka-storage random-uuid)';
      await run(
        `bin/kafka-storage format --config=${config} --cluster-id $(bin/kafka-storage random-uuid) --initial-controllers ${voter}`,
        'broker-1',
      );
      expect(await judge('format')).toBe('passed');
      await run(`bin/kafka-server-start.sh -daemon ${config}`, 'broker-1');
      expect(await judge('start-one')).toBe('passed');
      await run('bin/kafka-metadata-quorum --bootstrap-controller localhost:9191 describe --status');
      expect(await judge('quorum')).toBe('passed');

      const id = '$(bin/kafka-cluster cluster-id --bootstrap-controller localhost:9191 | grep -o "[^ ]*$")';
      for (const node of [2, 3]) {
        const host = `broker-${node}`;
        await run(`bin/kafka-storage.sh format -N -t ${id} -c ${config}`, host);
        await run(`bin/kafka-server-start.sh -daemon ${config}`, host);
        if (node === 2) {
          expect(await judge('start-two')).toBe('passed');
          await run('bin/kafka-metadata-quorum.sh --bootstrap-controller localhost:9191 describe --status');
          expect(await judge('votes')).toBe('passed');
        }
        await run(
          `until bin/kafka-metadata-quorum.sh --command-config=${config} --bootstrap-controller localhost:9191 add-controller; do sleep 1; done`,
          host,
        );
        expect(await judge(node === 2 ? 'add-two' : 'node-three')).toBe('passed');
      }
    });
  });

  it('of using it are accepted: programs, old options, a node that dies by other hands, a third member', async () => {
    await inLesson('13-kraft', runtime, async ({lab, run, start, judge, kafka}) => {
      await run(
        `bin/kafka-storage.sh format --standalone -t $(bin/kafka-storage.sh random-uuid) -c ${config}`,
        'broker-1',
      );
      await run(`bin/kafka-server-start.sh -daemon ${config}`, 'broker-1');
      expect(await judge('start-one')).toBe('passed');
      const id = `$(bin/kafka-cluster.sh cluster-id ${at} | sed 's/.*: //')`;
      for (const node of [2, 3]) {
        const host = `broker-${node}`;
        await run(`bin/kafka-storage.sh format --no-initial-controllers -t ${id} -c ${config}`, host);
        await run(`bin/kafka-server-start.sh -daemon ${config}`, host);
        await run(
          `until bin/kafka-metadata-quorum.sh --command-config ${config} ${at} add-controller; do sleep 1; done`,
          host,
        );
      }
      expect(await judge('node-three')).toBe('passed');

      const admin = kafka.admin();
      await admin.connect();
      await admin.createTopics({topics: [{topic: 'orders', numPartitions: 2, replicationFactor: 3}]});
      await admin.disconnect();
      const writer = kafka.producer();
      await writer.connect();
      const messages = ['anna', 'bob', 'anna'].map((key, index) => ({key, value: `thing ${index}`}));
      await writer.send({topic: 'orders', acks: -1, messages});
      await writer.disconnect();
      expect(await judge('orders')).toBe('passed');
      await run(
        `bin/kafka-console-consumer.sh --topic orders --from-beginning --timeout-ms 10000 ${at} --property print.key=true`,
      );
      expect(await judge('read-back')).toBe('passed');

      await run(
        `bin/kafka-topics.sh --create --topic jobs ${at}; bin/kafka-configs.sh --alter ${at} --entity-type groups --entity-name workers --add-config share.auto.offset.reset=earliest`,
      );
      const oneByOne =
        '--command-property max.poll.records=1 --command-property share.acquire.mode=record_limit';
      const member = `bin/kafka-console-share-consumer ${at} ${oneByOne} --group=workers --topic=jobs`;
      for (const tab of ['reader', 'on-2', 'on-3']) await start(member, tab);
      expect(await judge('share-members')).toBe('passed');
      await run(`for n in $(seq 30); do echo job-$n; done | bin/kafka-console-producer ${at} --topic jobs`);
      expect(await judge('share')).toBe('passed');

      const {quorum} = (await lab.look()).cluster;
      await lab.lab.kill(`broker-${quorum?.leader as 1 | 2 | 3}`);
      expect(await judge('kill-leader')).toBe('passed');
    });
  });
});
