import {
  type CheckFinding,
  type CommandRecord,
  commonMistake,
  defineCheck,
  failed,
  passed,
  waiting,
} from 'kafka-lessons/check';

const hour = '3600000';

export default defineCheck(async ({cluster, terminals, step}) => {
  const retention = cluster.topic('clicks')?.configs['retention.ms'];
  if (retention === hour) return passed('`clicks` has a retention.ms of its own: 3600000, one hour.');

  const since = step.startedAt;
  const newest = terminals.finished({since, host: 'client'}).at(-1);
  const slip = commonMistake(terminals, since, newest && refusal(newest));
  if (slip) return slip;
  if (retention !== undefined) {
    const seconds = Number(retention) / 1000;
    return failed('`clicks` has a time of its own, but it is not an hour.', {
      expected: `retention.ms=${hour}`,
      observed: `retention.ms=${retention}, that is ${seconds} seconds`,
      why: 'The number is milliseconds: 60 × 60 × 1000. Set it once more, the newest counts.',
    });
  }
  const other = cluster.ownTopics.find(({name, configs}) => name !== 'clicks' && 'retention.ms' in configs);
  if (other) {
    return failed(`You gave the setting to \`${other.name}\`.`, {
      expected: 'retention.ms on `clicks`',
      observed: `retention.ms=${other.configs['retention.ms']} on \`${other.name}\``,
      why: '--entity-name says whose setting it is. --delete-config retention.ms takes it back there.',
    });
  }
  const broker = Object.entries((await cluster.brokerConfigs(1)) ?? {}).find(([name]) =>
    /^log\.retention\.(ms|minutes|hours)$/.test(name),
  );
  if (broker) {
    return failed('You gave the setting to the broker, and so to every topic without one of its own.', {
      expected: 'retention.ms on the topic `clicks`',
      observed: `${broker.join('=')} on broker 1`,
      why: 'Orders would be gone after an hour, too. The same command with --delete-config takes it back; then --entity-type topics.',
    });
  }
  return waiting('`clicks` has no setting of its own yet.');
});

/** What the broker, or the command, said to a setting it does not take. */
function refusal({output, startedAt: at}: CommandRecord): CheckFinding | undefined {
  const unknown = /Unknown topic config name: (\S+)/.exec(output);
  if (unknown) {
    return failed(`Topics have no setting \`${unknown[1]}\`.`, {
      at,
      expected: 'retention.ms',
      observed: unknown[0],
      why: 'Names of settings are spelt out in full, the unit at the end. A broker knows them all and refuses others.',
    });
  }
  const type = /Invalid entity type (\S+),/.exec(output);
  if (type) {
    return failed(`There is no kind of thing called \`${type[1]}\`.`, {
      at,
      expected: '--entity-type topics',
      observed: `--entity-type ${type[1]}`,
      why: 'The kinds have plural names: topics, brokers, users, clients.',
    });
  }
  const topic = /UnknownTopicOrPartitionException/.exec(output);
  if (topic) {
    return failed('You gave the setting to a topic that does not exist.', {
      at,
      expected: '--entity-name clicks',
      observed: topic[0],
      why: 'A slip in the name, most likely. A setting makes no topic.',
    });
  }
  return undefined;
}
