import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {statusesIn} from './nodes/status.ts';

export default defineCheck(({cluster, terminals, step}) => {
  const since = step.startedAt;
  const {leader} = cluster.quorum ?? {};
  const told = statusesIn(terminals, since).findLast((status) => status.leader >= 0)?.leader;
  if (told !== undefined && told === leader)
    return passed(`The controllers say: LeaderId ${told}, in epoch ${cluster.quorum?.epoch}.`);
  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  if (terminals.finished({since, output: /^NodeId\s+DirectoryId/m}).length > 0) {
    return failed('That was `--replication`; who votes stands in `--status`.', {
      expected: 'LeaderId, CurrentVoters',
      observed: 'NodeId, DirectoryId, Lag …',
      why: '`describe` shows one of two things. Type --status in place of --replication.',
    });
  }
  return waiting('No answer of `describe --status` was seen in a terminal yet.');
});
