import {describe, expect, it} from 'vitest';
import {openCluster} from '../../src/checks/cluster.ts';
import {timeline} from '../../src/checks/timeline.ts';
import type {ClusterChange} from '../../src/observer/cluster-changes.ts';
import {emptyCluster} from './sample-input.ts';

describe('a timeline', () => {
  it('gives each moment its seconds since the first that is given, in order, and leaves out what did not happen', () => {
    const line = timeline({at: 5000, what: 'killed'}, {at: 11_420, what: 'broker 3 leads'}, undefined, {
      at: 11_060,
      what: 'given up',
    });
    expect(line.replaceAll('\u00A0', ' ')).toBe('killed 0.0 s · given up 6.1 s · broker 3 leads 6.4 s');
  });

  it('breaks into lines between two moments only', () => {
    expect(timeline({at: 0, what: 'broker 3 leads'})).toBe('broker\u00A03\u00A0leads\u00A00.0\u00A0s');
    expect(timeline()).toBe('');
  });
});

describe('the changes of a check’s cluster', () => {
  const changes: readonly ClusterChange[] = [
    {at: 100, type: 'silent', broker: 2},
    {at: 200, type: 'leader', topic: 'orders', partition: 0, from: 2, to: 3},
    {at: 300, type: 'silent', broker: 1},
  ];
  const cluster = openCluster(
    {cluster: emptyCluster, changes},
    {
      messages: async () => [],
      brokerConfigs: async () => undefined,
      pause: async () => {},
      look: async () => ({cluster: emptyCluster, changes}),
    },
  );

  it('are found by kind and time, typed by their kind', () => {
    expect(cluster.changes()).toEqual(changes);
    expect(cluster.changes({type: 'leader'}).map(({to}) => to)).toEqual([3]);
    expect(cluster.changes({type: 'silent', since: 101}).map(({broker}) => broker)).toEqual([1]);
    expect(cluster.changes({since: 100, until: 200}).map(({at}) => at)).toEqual([100]);
  });
});
