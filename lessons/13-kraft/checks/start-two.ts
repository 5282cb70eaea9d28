import {defineCheck, passed} from 'kafka-lessons/check';
import {judgeJoining} from './nodes/joined.ts';

export default defineCheck(async (context) => {
  const trouble = await judgeJoining(2, context);
  return trouble ?? passed(`Node 2 has joined the cluster ${context.cluster.clusterId}: two brokers.`);
});
