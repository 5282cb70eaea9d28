import {
  type CheckContext,
  type CommandRecord,
  commonMistake,
  type Failed,
  failed,
  passed,
  type Terminals,
  type Verdict,
  waiting,
} from 'kafka-lessons/check';

const hosts = ['broker-1', 'broker-2', 'broker-3'] as const;

/** Is this broker in the cluster, under its number and on its port? If not: what its last start died of. */
export function judgeStart(id: 2 | 3, {cluster, terminals, step}: CheckContext): Verdict {
  const port = 9091 + id;
  const broker = cluster.broker(id);
  const ids = cluster.zookeeper.brokerIds;
  if (broker?.answers && broker.address.endsWith(`:${port}`))
    return passed(`Broker ${id} answers at ${broker.address}; ZooKeeper lists ${ids.join(', ')}.`);

  // Wherever it was: a second broker may have been started on the machine of the first.
  const start = hosts
    .flatMap((host) => endedStarts(terminals, host, step.startedAt).map((record) => ({...record, host})))
    .toSorted((left, right) => left.startedAt - right.startedAt)
    .at(-1);
  const death =
    start &&
    explainDeath(
      id,
      start,
      cluster.brokers.filter(({answers}) => answers).map((found) => found.id),
    );
  const slip = commonMistake(
    terminals,
    step.startedAt,
    death && {...death, at: start.endedAt ?? start.startedAt},
  );
  if (slip) return slip;
  if (broker && !broker.address.endsWith(`:${port}`)) {
    return failed(`Broker ${id} listens on another port than it should.`, {
      expected: `localhost:${port}`,
      observed: broker.address,
      why: 'Any free port would do for Kafka; the rest of this lesson counts on this one. Stop it, change both lines, start it.',
    });
  }
  const stranger = ids.find((found) => found < 1 || found > 3);
  if (stranger !== undefined) {
    return failed(`A broker with the number ${stranger} has registered.`, {
      expected: `broker.id=${id}`,
      observed: `/brokers/ids: ${ids.join(', ')}`,
      why: 'The number is yours to choose, but this lesson counts on it. Stop that broker, change broker.id, and empty its folder (rm -r data/kafka): it carries the number too.',
    });
  }
  return waiting(`Broker ${id} has not registered yet.`);
}

/** Starts of a broker on that host that are over. */
export function endedStarts(
  terminals: Terminals,
  host: (typeof hosts)[number],
  since: number,
): readonly CommandRecord[] {
  return terminals
    .finished({since, host})
    .filter(({command, output}) => /kafka-server-start/.test(command) && /KafkaServer/.test(output));
}

function explainDeath(
  id: number,
  {output, host}: CommandRecord & {readonly host: string},
  alive: readonly number[],
): Failed | undefined {
  const stored = /Stored node id (\d+) doesn't match previous node id (\d+)/.exec(output);
  if (stored) {
    const owner = Number(stored[1]);
    if (host !== `broker-${id}` && !alive.includes(owner)) {
      return failed(`You are on ${host}; broker ${id} belongs on broker-${id}, in its own tab.`, {
        expected: `broker ${id} started on broker-${id}`,
        observed: `a broker ${stored[2]} started on the folder of broker ${owner}`,
        why: `The folder on ${host} is broker ${owner}’s and holds its messages: leave it as it is. Put its file back to broker.id=${owner} and its port, start broker ${owner} again, then go to broker-${id}.`,
      });
    }
    return alive.includes(owner) && host === `broker-${owner}`
      ? failed(`This folder belongs to broker ${owner}, which is running on it.`, {
          expected: 'a log.dirs of its own for each broker',
          observed: `broker ${stored[2]} started on the folder of broker ${owner}`,
          why: 'Two brokers in one folder would write over each other’s messages. On a machine of its own, or with another log.dirs, it may start.',
        })
      : failed(`The folder data/kafka belongs to a broker ${owner}; this one calls itself ${stored[2]}.`, {
          expected: `broker.id=${id}, and a folder that says so too`,
          observed: `data/kafka/meta.properties: broker.id=${owner}`,
          why: 'A broker writes its number into its folder when it is started first, even in vain. This one keeps nothing yet, so remove it: rm -r data/kafka.',
        });
  }
  if (/Failed to acquire lock on file \.lock/.test(output)) {
    return failed('Another broker is using this folder.', {
      expected: 'a log.dirs of its own for each broker',
      observed: 'Failed to acquire lock on file .lock',
      why: 'Two brokers in one folder would write over each other’s messages, so the first one locks it.',
    });
  }
  const advertised =
    /Configured end points (\S+) in advertised listeners are already registered by broker (\d+)/.exec(output);
  if (advertised) {
    return failed(`The new broker gives its clients the address of broker ${advertised[2]}.`, {
      expected: `advertised.listeners=PLAINTEXT://localhost:${9091 + id}`,
      observed: `advertised.listeners=PLAINTEXT://${advertised[1]}`,
      why: 'The port stands in two lines: where the broker listens, and what it tells its clients. Both need the new one.',
    });
  }
  const bound = /failed to bind to (\S+?): Address already in use/.exec(output);
  if (bound) {
    return failed('The port this broker wants to listen on is taken.', {
      expected: `a line listeners=PLAINTEXT://…:${9091 + id}`,
      observed: `failed to bind to ${bound[1]}: Address already in use`,
      why: 'All machines of this lab share one address, so each broker needs a port of its own.',
    });
  }
  if (/NodeExists/.test(output)) {
    const wanted = Number(/\[KafkaServer id=(\d+)\]/.exec(output)?.[1] ?? 0);
    if (alive.includes(wanted)) {
      return failed(`There is a broker ${wanted} already, and it is alive.`, {
        expected: `broker.id=${id}`,
        observed: `broker.id=${wanted}; ZooKeeper said NodeExists`,
        why: 'The number tells brokers from each other, so ZooKeeper gives each place once. Change the line broker.id.',
      });
    }
  }
  return undefined;
}
