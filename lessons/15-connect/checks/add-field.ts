import {commonMistake, defineCheck, passed, payloadOf, waiting} from 'kafka-lessons/check';
import {judgeWorker} from './copies/worker.ts';

export default defineCheck(async (context) => {
  const {cluster, terminals, step} = context;
  const trouble = judgeWorker(context);
  if (trouble) return trouble;
  const things = (await cluster.messages('connect-test')).map(({value}) => payloadOf(value));
  const stamped = things.findLast((thing) => typeof thing === 'object' && thing !== null && 'from' in thing);
  if (stamped) return passed(`A message carries ${JSON.stringify(stamped)}.`);
  const source = cluster.connect?.connectors.find(({type}) => type === 'source');
  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  return waiting(
    source?.config['transforms'] === undefined
      ? 'The source has no transforms.'
      : 'The source has transforms. Add a line to test.txt.',
  );
});
