import {describe, expect, it} from 'vitest';
import type {ClusterChange} from '../../src/observer/cluster-changes.ts';
import {ClusterHistory} from '../../src/observer/cluster-history.ts';
import type {ClusterSnapshot, ConsumerGroup, Topic} from '../../src/observer/cluster-snapshot.ts';

/** A cluster of three whose topic `orders` broker 2 leads. */
const whole: ClusterSnapshot = {
  takenAt: 0,
  zookeeper: {answers: true, mode: 'standalone', brokerIds: [1, 2, 3], hasController: true},
  quorum: undefined,
  reachable: true,
  clusterId: 'id',
  controller: 1,
  brokers: brokersThat({1: true, 2: true, 3: true}),
  topics: [orders(2, [2, 3, 1])],
  fenced: [],
  connect: undefined,
  groups: [groupOf('readers', 'a', 'b')],
};

function brokersThat(answer: Readonly<Record<number, boolean>>): ClusterSnapshot['brokers'] {
  return Object.entries(answer).map(([id, answers]) => ({
    id: Number(id),
    address: `localhost:${9091 + Number(id)}`,
    answers,
  }));
}

function orders(leader: number, isr: readonly number[]): Topic {
  const ends = {firstOffset: 0, nextOffset: 5};
  const partition = {partition: 0, leader, replicas: [2, 3, 1], isr, ...ends};
  return {name: 'orders', internal: false, configs: {}, partitions: [partition]};
}

function groupOf(name: string, ...members: readonly string[]): ConsumerGroup {
  return {
    name,
    kind: 'classic',
    state: 'Stable',
    positions: [],
    members: members.map((id) => ({id, clientId: id, assignment: []})),
  };
}

/** The changes that these looks show, each a second after the one before. */
function changesOf(...looks: readonly Partial<ClusterSnapshot>[]): readonly ClusterChange[] {
  const history = new ClusterHistory();
  for (const [index, look] of looks.entries()) history.addLook({...whole, ...look, takenAt: index * 1000});
  return history.changes;
}

const unreachable = {
  reachable: false,
  clusterId: undefined,
  controller: undefined,
  brokers: [],
  topics: [],
  fenced: [],
  connect: undefined,
  groups: [],
} as const;

describe('the history of a cluster', () => {
  it('begins with what is there: the first look is no change', () => {
    expect(changesOf({})).toEqual([]);
    expect(changesOf({}, {}, {})).toEqual([]);
  });

  it('tells a failover in its stages, each with the moment it was seen', () => {
    const silent = {brokers: brokersThat({1: true, 2: false, 3: true})};
    const zookeeper = {...whole.zookeeper, brokerIds: [1, 3]};
    const over = {brokers: brokersThat({1: true, 3: true}), topics: [orders(3, [3, 1])], zookeeper};
    expect(changesOf({}, silent, {...silent, zookeeper}, over)).toEqual([
      {at: 1000, type: 'silent', broker: 2},
      {at: 2000, type: 'unregistered', broker: 2},
      {at: 3000, type: 'leader', topic: 'orders', partition: 0, from: 2, to: 3},
      {at: 3000, type: 'isr', topic: 'orders', partition: 0, from: [2, 3, 1], to: [3, 1]},
    ]);
  });

  it('tells a return: registered, answering, in sync', () => {
    const before = {
      zookeeper: {...whole.zookeeper, brokerIds: [1, 3]},
      brokers: brokersThat({1: true, 3: true}),
      topics: [orders(3, [3, 1])],
    };
    expect(
      changesOf(before, {...before, zookeeper: whole.zookeeper}, {topics: [orders(3, [3, 1, 2])]}),
    ).toEqual([
      {at: 1000, type: 'registered', broker: 2},
      {at: 2000, type: 'answers', broker: 2},
      {at: 2000, type: 'isr', topic: 'orders', partition: 0, from: [3, 1], to: [3, 1, 2]},
    ]);
  });

  it('takes the same brokers in another order for no change of those in sync', () => {
    expect(changesOf({}, {topics: [orders(2, [1, 2, 3])]})).toEqual([]);
  });

  it('tells a new controller, and none', () => {
    expect(changesOf({}, {controller: undefined}, {controller: 3})).toEqual([
      {at: 1000, type: 'controller', from: 1, to: undefined},
      {at: 2000, type: 'controller', from: undefined, to: 3},
    ]);
  });

  it('tells topics that were made and deleted', () => {
    const clicks = {...orders(1, [1]), name: 'clicks'};
    expect(changesOf({}, {topics: [...whole.topics, clicks]}, {topics: [clicks]})).toEqual([
      {at: 1000, type: 'topic-made', topic: 'clicks'},
      {at: 2000, type: 'topic-deleted', topic: 'orders'},
    ]);
  });

  it('does not take an unreachable cluster for one without topics and controller', () => {
    expect(changesOf({}, unreachable, {})).toEqual([
      ...[1, 2, 3].map((broker) => ({at: 1000, type: 'silent', broker})),
      ...[1, 2, 3].map((broker) => ({at: 2000, type: 'answers', broker})),
    ]);
  });

  it('tells no topics as made when the first broker of a lab begins to answer', () => {
    expect(changesOf({...unreachable}, {}).filter(({type}) => type === 'topic-made')).toEqual([]);
  });

  it('does not take a silent ZooKeeper for one without brokers', () => {
    const silent = {answers: false, mode: undefined, brokerIds: [], hasController: false};
    expect(changesOf({}, {zookeeper: silent}, {})).toEqual([
      {at: 1000, type: 'zookeeper', answers: false},
      {at: 2000, type: 'zookeeper', answers: true},
    ]);
  });

  it('tells who joined and left a group, and nothing of groups whose broker is silent', () => {
    const alone = {groups: [groupOf('readers', 'a')]};
    expect(changesOf({groups: []}, {}, alone)).toEqual([
      {at: 1000, type: 'members', group: 'readers', from: [], to: ['a', 'b']},
      {at: 2000, type: 'members', group: 'readers', from: ['a', 'b'], to: ['a']},
    ]);
    const gap = {groups: [], brokers: brokersThat({1: true, 2: false, 3: true})};
    expect(changesOf({}, gap, {}).filter(({type}) => type === 'members')).toEqual([]);
  });

  it('tells what happened to hosts once, whoever says it first', () => {
    const history = new ClusterHistory();
    history.addHostState('broker-2', 'up', 100);
    history.addHostState('broker-2', 'killed', 200);
    history.addHostState('broker-2', 'killed', 300);
    history.addHostState('broker-2', 'up', 400);
    expect(history.changes).toEqual([
      {at: 200, type: 'host', host: 'broker-2', from: 'up', to: 'killed'},
      {at: 400, type: 'host', host: 'broker-2', from: 'killed', to: 'up'},
    ]);
  });

  it('keeps the newest thousand changes', () => {
    const looks = Array.from({length: 1200}, (_, index) => ({controller: index % 3}));
    const changes = changesOf(...looks);
    expect(changes.length).toBe(1000);
    expect(changes.at(-1)?.at).toBe(1_199_000);
  });
});
