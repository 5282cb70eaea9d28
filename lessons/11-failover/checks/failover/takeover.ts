import {type Cluster, type TimelineMoment, timeline} from 'kafka-lessons/check';

/** A machine that was killed while its broker led a partition, and what became of that partition. */
export interface Takeover {
  readonly killedAt: number;
  readonly dead: number;
  /** Who leads now; undefined while nobody does. */
  readonly leader: number | undefined;
  readonly ledAt: number | undefined;
  /** When ZooKeeper ended the dead broker's session, and when it was taken out of those in sync. */
  readonly gaveUpAt: number | undefined;
  readonly shrunkAt: number | undefined;
  /** What was seen on the way, in order. */
  readonly moments: readonly (TimelineMoment | undefined)[];
}

/** The newest kill, since a moment, of the leader of a topic's first partition. */
export function lastTakeover(cluster: Cluster, topic: string, since: number): Takeover | undefined {
  return killedBrokers(cluster, since)
    .map(({broker, at}) => takeover(cluster, topic, broker, at))
    .findLast((found) => found !== undefined);
}

export function killedBrokers(cluster: Cluster, since: number): readonly {broker: number; at: number}[] {
  return cluster.changes({type: 'host', since}).flatMap(({host, to, at}) => {
    const broker = /^broker-(\d)$/.exec(host)?.[1];
    return to === 'killed' && broker !== undefined ? [{broker: Number(broker), at}] : [];
  });
}

/** `killed 0.0 s · given up by ZooKeeper 6.1 s · broker 3 leads 6.4 s · …` */
export function tell({moments}: Takeover, ...more: readonly (TimelineMoment | undefined)[]): string {
  return timeline(...moments, ...more);
}

function takeover(cluster: Cluster, topic: string, dead: number, killedAt: number): Takeover | undefined {
  const ofTopic = (change: {readonly topic: string; readonly partition: number}) =>
    change.topic === topic && change.partition === 0;
  const elections = cluster.changes({type: 'leader', since: killedAt}).filter(ofTopic);
  const before = elections[0]?.from ?? cluster.topic(topic)?.partitions[0]?.leader;
  if (before !== dead) return undefined;

  const led = elections.find(({to}) => to > 0);
  const gone = cluster.changes({type: 'unregistered', since: killedAt}).find(({broker}) => broker === dead);
  const shrunk = cluster
    .changes({type: 'isr', since: killedAt})
    .filter(ofTopic)
    .find(({from, to}) => from.includes(dead) && !to.includes(dead));
  return {
    killedAt,
    dead,
    leader: led?.to,
    ledAt: led?.at,
    gaveUpAt: gone?.at,
    shrunkAt: shrunk?.at,
    moments: [
      {at: killedAt, what: `broker-${dead} killed`},
      gone && {at: gone.at, what: `broker ${dead} given up by ZooKeeper`},
      led && {at: led.at, what: `broker ${led.to} leads`},
      shrunk && {at: shrunk.at, what: `in sync ${shrunk.from.join(',')} → ${shrunk.to.join(',')}`},
    ],
  };
}
