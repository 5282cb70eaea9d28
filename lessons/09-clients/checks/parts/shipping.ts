import type {CheckContext} from 'kafka-lessons/check';

/** Where it is 1, every message is too large, and the broker refuses it. */
const setting = 'max.message.bytes';

/** From now on the broker refuses what is sent to `shipped`. False where it cannot be asked. */
export async function refuseShipping(context: CheckContext): Promise<boolean> {
  return alter(context, `--add-config ${setting}=1`);
}

/** Takes that back; a check that was ended in the middle may have left it. */
export async function allowShipping({cluster, host}: CheckContext): Promise<void> {
  const now = await cluster.again();
  if (now.topic('shipped')?.configs[setting] !== undefined) await alter({host}, `--delete-config ${setting}`);
}

async function alter({host}: Pick<CheckContext, 'host'>, change: string): Promise<boolean> {
  const {exitCode} = await host('client').exec(
    `bin/kafka-configs.sh --alter --entity-type topics --entity-name shipped ${change} --bootstrap-server localhost:9092`,
  );
  return exitCode === 0;
}
