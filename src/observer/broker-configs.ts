import type {BrokerConnection} from './broker-connection.ts';

const brokerResource = 4;

/** Sources of what somebody has set: for one broker or for all while they run, or in the broker's file. */
const setByHand: readonly number[] = [2, 3, 4];

/** The configs somebody gave this broker, by name. What it keeps to itself, such as a password, is empty. */
export async function readBrokerConfigs(
  broker: BrokerConnection,
  id: number,
): Promise<Readonly<Record<string, string>>> {
  const {resources} = await broker.ask('DescribeConfigs', {
    resources: [{type: brokerResource, name: String(id), configNames: []}],
    includeSynonyms: false,
  });
  return Object.fromEntries(
    resources.flatMap(({configEntries}) =>
      configEntries
        .filter(({configSource}) => setByHand.includes(configSource))
        .map(({configName, configValue}) => [configName, configValue ?? '']),
    ),
  );
}
