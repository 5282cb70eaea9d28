import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';

export default defineCheck(({cluster, terminals, step}) => {
  const since = step.startedAt;
  const killed = cluster.changes({type: 'host', since}).find(({to}) => to === 'killed');
  if (!killed) return commonMistake(terminals, since) ?? waiting('All three machines run.');
  const dead = Number(killed.host.replace('broker-', ''));
  const elected = cluster
    .changes({type: 'controller', since: killed.at})
    .find(({to}) => to !== undefined && to !== dead);
  const led = cluster
    .changes({type: 'leader', since: killed.at})
    .filter(({topic, from}) => topic === 'orders' && from === dead);
  const wasLeading = cluster.changes({type: 'controller', since: 0}).findLast(({at}) => at <= killed.at)?.to;
  if (wasLeading !== undefined && wasLeading !== dead && !elected) {
    return failed(`Node ${dead} was killed, and node ${wasLeading} leads the controllers.`, {
      expected: `lab kill broker-${wasLeading}`,
      observed: `lab kill broker-${dead}`,
      why: 'LeaderId of `describe --status` is the one to kill. Bring this one back (lab start, then its server) and try again.',
    });
  }
  const [takeover] = led.filter(({to}) => to !== -1);
  const givenUp = cluster
    .changes({type: 'unregistered', since: killed.at})
    .find(({broker}) => broker === dead);
  // It may have led no partition of the topic: then the moment counts at which it was taken for dead.
  const leads = cluster.topic('orders')?.partitions.some(({leader}) => leader === dead) ?? false;
  const moment = takeover ?? (leads ? undefined : givenUp);
  if (elected && moment) {
    const seconds = (at: number) => ((at - killed.at) / 1000).toFixed(1);
    const later = moment.at - elected.at;
    return answered(
      later > 500 ? 1 : later < -500 ? 0 : 2,
      `Node ${elected.to} led the controllers after ${seconds(elected.at)} s, ${takeover ? `node ${takeover.to} a partition of \`orders\`` : 'and the broker was taken for dead'} after ${seconds(moment.at)} s.`,
    );
  }
  return waiting(
    elected
      ? `Node ${elected.to} leads the controllers; the dead broker still counts as alive.`
      : 'The controllers have not elected another leader yet.',
  );
});
