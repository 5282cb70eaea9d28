import {describe, expect, it} from 'vitest';
import {answered, defineCheck, failed, nearest, passed, underWay, waiting} from '../../src/checks/api.ts';
import {openCluster} from '../../src/checks/cluster.ts';
import {payloadOf} from '../../src/checks/connect-json.ts';
import {openTerminals} from '../../src/checks/terminals.ts';
import {readVerdict} from '../../src/checks/verdict.ts';
import {commandThat, emptyCluster, terminalWith, topicNamed} from './sample-input.ts';

describe('a verdict', () => {
  it('is made with words', () => {
    const check = () => waiting();
    expect(defineCheck(check)).toBe(check);
    expect([
      waiting(),
      waiting('x'),
      underWay('x'),
      passed('x'),
      answered(0, 'x'),
      failed('x'),
      failed('x', {why: 'y'}),
    ]).toEqual([
      {type: 'waiting'},
      {type: 'waiting', message: 'x'},
      {type: 'waiting', message: 'x', isUnderWay: true},
      {type: 'passed', evidence: 'x'},
      {type: 'passed', evidence: 'x', answer: 0},
      {type: 'failed', message: 'x'},
      {type: 'failed', message: 'x', why: 'y'},
    ]);
  });

  it.each([
    waiting(),
    waiting('x'),
    underWay('x'),
    passed('x'),
    answered(2, 'x'),
    failed('x'),
    failed('x', {expected: 'a', observed: 'b', why: 'c'}),
  ])('is read as it was made: %j', (verdict) => {
    expect(readVerdict(verdict)).toEqual(verdict);
  });

  it('holds nothing that does not belong into it', () => {
    expect(readVerdict({type: 'waiting', evidence: 'x', other: () => {}})).toEqual({type: 'waiting'});
    expect(readVerdict({type: 'waiting', isUnderWay: true})).toEqual({type: 'waiting'});
    expect(readVerdict({type: 'waiting', message: 'x', isUnderWay: 'y'})).toEqual({
      type: 'waiting',
      message: 'x',
    });
    expect(readVerdict({type: 'passed', evidence: 'x', message: 'y'})).toEqual({
      type: 'passed',
      evidence: 'x',
    });
    expect(readVerdict({type: 'failed', message: 'x', expected: '', observed: undefined})).toEqual({
      type: 'failed',
      message: 'x',
    });
  });

  it.each([
    [undefined],
    [null],
    [true],
    ['passed'],
    [[]],
    [{}],
    [{type: 'done'}],
    [{type: 'broken', reason: 'x'}],
    [{type: 'passed'}],
    [{type: 'passed', evidence: ''}],
    [{type: 'passed', evidence: 1}],
    [{type: 'passed', evidence: 'x', answer: '1'}],
    [{type: 'passed', evidence: 'x', answer: 0.5}],
    [{type: 'failed'}],
    [{type: 'failed', message: ''}],
    [{type: 'failed', message: 'x', why: ['y']}],
    [{type: 'waiting', message: {}}],
  ])('is not %j', (value) => {
    expect(readVerdict(value)).toBeUndefined();
  });

  it('shows what a program printed without what it did to the screen', () => {
    expect(readVerdict(failed('a\u001b[2Jb\u0007\tc\r\nd\u001b]0;title\u0007'))).toEqual({
      type: 'failed',
      message: 'ab  c\nd',
    });
  });
});

describe('the cluster of a check', () => {
  const cluster = openCluster(
    {
      cluster: {
        ...emptyCluster,
        brokers: [{id: 2, address: 'localhost:9093', answers: true}],
        topics: [
          topicNamed('__consumer_offsets', {internal: true}),
          topicNamed('tset'),
          topicNamed('orders'),
        ],
        groups: [{name: 'readers', kind: 'classic', state: 'Empty', members: [], positions: []}],
      },
      changes: [],
    },
    {
      pause: async () => {},
      brokerConfigs: async (id) => (id === 2 ? {'num.partitions': '3'} : undefined),
      messages: async (topic, limit) => [
        {partition: 0, offset: limit, key: null, value: topic, timestamp: 0},
      ],
      look: async () => ({
        cluster: {...emptyCluster, topics: [topicNamed('made-meanwhile')]},
        changes: [],
      }),
    },
  );

  it('is looked at again', async () => {
    const again = await cluster.again();
    expect(again.topic('made-meanwhile')?.name).toBe('made-meanwhile');
    expect(cluster.topic('made-meanwhile')).toBeUndefined();
  });

  it('is waited for, and not for ever', async () => {
    expect(await cluster.until(({topic}) => topic('made-meanwhile') !== undefined, 1000)).toBe(true);
    expect(await cluster.until(async ({topic}) => topic('never-made') !== undefined, 20)).toBe(false);
  });

  it('is asked by name and id', () => {
    expect(cluster.topic('orders')?.name).toBe('orders');
    expect(cluster.topic('test')).toBeUndefined();
    expect(cluster.broker(2)?.address).toBe('localhost:9093');
    expect(cluster.broker(1)).toBeUndefined();
    expect(cluster.group('readers')?.state).toBe('Empty');
    expect(cluster.ownTopics.map(({name}) => name)).toEqual(['tset', 'orders']);
  });

  it('knows a misspelt topic, which is never the right one nor one of Kafka’s own', () => {
    expect(cluster.misspelt('test')?.name).toBe('tset');
    expect(cluster.misspelt('orders')).toBeUndefined();
    expect(cluster.misspelt('order')?.name).toBe('orders');
    expect(cluster.misspelt('consumer_offsets')).toBeUndefined();
  });

  it('reads a thousand messages of a partition unless told otherwise', async () => {
    expect(await cluster.messages('orders')).toMatchObject([{value: 'orders', offset: 1000}]);
    expect(await cluster.messages('orders', {limit: 3})).toMatchObject([{offset: 3}]);
  });

  it('asks a broker for what it was configured with', async () => {
    expect(await cluster.brokerConfigs(2)).toEqual({'num.partitions': '3'});
    expect(await cluster.brokerConfigs(1)).toBeUndefined();
  });
});

describe('the nearest name', () => {
  it.each([
    ['test', ['Test'], 'Test'],
    ['test', ['tests'], 'tests'],
    ['test', ['tset'], 'tset'],
    ['test', ['tes'], 'tes'],
    ['test', ['best', 'Test'], 'Test'],
    ['test', ['toast'], 'toast'],
    ['test', ['orders'], undefined],
    ['a', ['b'], 'b'],
    ['a', ['bcd'], undefined],
    ['test', [], undefined],
  ])('to %s among %j is %s', (wanted, candidates, expected) => {
    expect(nearest(wanted, candidates)).toBe(expected);
  });
});

describe('the terminals of a check', () => {
  const terminals = openTerminals([
    terminalWith(
      'client',
      commandThat({command: 'late', startedAt: 30, output: 'topic test'}),
      commandThat({command: 'early', startedAt: 10}),
    ),
    {
      name: 'broker-1',
      host: 'broker-1',
      commands: [
        commandThat({command: 'middle', startedAt: 20, exitCode: 1, output: 'ERROR'}),
        commandThat({command: 'server', startedAt: 25, endedAt: undefined, exitCode: undefined}),
      ],
    },
  ]);
  const names = (commands: readonly {readonly command: string}[]) => commands.map(({command}) => command);

  it('tell what ended and what runs, oldest first', () => {
    expect(names(terminals.finished())).toEqual(['early', 'middle', 'late']);
    expect(names(terminals.running())).toEqual(['server']);
  });

  it('are asked by moment, tab, host and output', () => {
    expect(names(terminals.finished({since: 20}))).toEqual(['middle', 'late']);
    expect(names(terminals.finished({terminal: 'client'}))).toEqual(['early', 'late']);
    expect(names(terminals.finished({host: 'broker-1'}))).toEqual(['middle']);
    expect(names(terminals.finished({output: 'test'}))).toEqual(['late']);
    expect(names(terminals.running({terminal: 'client'}))).toEqual([]);
    expect(terminals.terminal('broker-1')?.host).toBe('broker-1');
    expect(terminals.terminal('nowhere')).toBeUndefined();
    expect(terminals.all).toHaveLength(2);
  });

  it('give the same answer to the same pattern each time', () => {
    const pattern = /t/g;
    for (let time = 0; time < 3; time += 1)
      expect(names(terminals.finished({output: pattern}))).toEqual(['late']);
  });
});

describe('what Kafka Connect wrote', () => {
  it('gives what its description goes with', () => {
    expect(payloadOf('{"schema":{"type":"string"},"payload":"foo"}')).toBe('foo');
    expect(payloadOf('{"schema":null,"payload":{"line":"foo"}}')).toEqual({line: 'foo'});
  });

  it.each([null, '', 'foo', 'null', '3', '"payload"', '[]', '{"pay', '{"schema":null}'])(
    'is not %j',
    (value) => {
      expect(payloadOf(value)).toBeUndefined();
    },
  );
});
