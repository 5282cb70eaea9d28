import {describe, expect, it} from 'vitest';
import {readZookeeperWords, silentZookeeper} from '../../src/observer/zookeeper-words.ts';

const status = 'Zookeeper version: 3.8.4\nLatency min/avg/max: 0/1.2/30\nMode: standalone\nNode count: 42\n';

const dump = `SessionTracker dump:
Global Sessions(3):
0x1000000	6000ms
ephemeral nodes dump:
Sessions with Ephemerals (3):
0x1000000000000:
	/brokers/ids/10
	/controller
0x1000000000001:
	/brokers/ids/2
Connections dump:
`;

describe('26: what ZooKeeper says of itself', () => {
  it('is read: who is registered, by number, and whether there is a controller', () => {
    expect(readZookeeperWords(status, dump)).toEqual({
      answers: true,
      mode: 'standalone',
      brokerIds: [2, 10],
      hasController: true,
    });
    expect(readZookeeperWords(status.replace('standalone', 'follower'), '')).toEqual({
      answers: true,
      mode: 'follower',
      brokerIds: [],
      hasController: false,
    });
  });

  it.each([
    ['refused for want of a whitelist', 'srvr is not executed because it is not in the whitelist.\n'],
    ['not serving yet', 'This ZooKeeper instance is not currently serving requests\n'],
    ['nothing', ''],
    ['a mode in the midst of a line', 'Latency 3 Mode: standalone\n'],
  ])('is no answer where it is %s', (_, words) => {
    expect(readZookeeperWords(words, dump)).toEqual(silentZookeeper);
  });

  it.each([
    ['of a broker below its place', '\t/brokers/ids/1/endpoints\n', {brokerIds: []}],
    ['of the same name elsewhere', '\t/other/brokers/ids/1\n\t/other/controller\n', {brokerIds: []}],
    ['that only begins with its name', '\t/controller_epoch\n', {hasController: false}],
    ['of no number', '\t/brokers/ids/one\n', {brokerIds: []}],
  ])('takes no node %s for one of Kafka’s', (_, nodes, read) => {
    expect(readZookeeperWords(status, nodes)).toMatchObject({hasController: false, ...read});
  });
});
