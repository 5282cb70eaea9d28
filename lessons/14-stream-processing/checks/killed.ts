import {answered, defineCheck, waiting} from 'kafka-lessons/check';
import {countsIn, input, newestOf} from './counts/counts.ts';
import {judgeProgram} from './counts/program.ts';

export default defineCheck(async (context) => {
  const {cluster, host, step} = context;
  const killed = cluster
    .changes({type: 'host', since: step.startedAt})
    .findLast(({host: which, to}) => which === 'streams' && to === 'killed');
  if (!killed) return waiting('The host streams was not killed yet.');
  if (host('streams').state !== 'up') return waiting('The host streams is dead: lab start streams.');
  const counts = await countsIn(cluster);
  const before = counts.filter(({at}) => at < killed.at);
  const after = counts.filter(({at}) => at >= killed.at);
  const said = after.at(-1);
  if (!said) {
    const isAsked = (await cluster.messages(input)).some(({timestamp}) => timestamp >= killed.at);
    return (
      judgeProgram(context) ??
      waiting(
        isAsked
          ? 'It was said, and not counted yet: the program that died has to be given up first.'
          : 'Nothing was counted since it died. Say kafka once more.',
      )
    );
  }
  const was = newestOf(before, said.word);
  return answered(
    said.count > was ? 1 : 0,
    `\`${said.word}\` stood at ${was} when it died, and stands at ${said.count} now.`,
  );
});
