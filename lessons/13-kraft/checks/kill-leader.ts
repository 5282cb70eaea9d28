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
  if (elected && takeover) {
    const seconds = (at: number) => ((at - killed.at) / 1000).toFixed(1);
    const later = takeover.at - elected.at;
    return answered(
      later > 500 ? 1 : later < -500 ? 0 : 2,
      `Node ${elected.to} led the controllers after ${seconds(elected.at)} s, node ${takeover.to} a partition of \`orders\` after ${seconds(takeover.at)} s.`,
    );
  }
  return waiting(
    elected
      ? `Node ${elected.to} leads the controllers; the dead broker still counts as alive.`
      : 'The controllers have not elected another leader yet.',
  );
});
