import {answered, defineCheck, waiting} from 'kafka-lessons/check';
import {countsIn} from './counts/counts.ts';
import {judgeProgram} from './counts/program.ts';

export default defineCheck(async (context) => {
  const {cluster, step} = context;
  const counts = await countsIn(cluster);
  const fresh = counts.filter(({at}) => at >= step.startedAt);
  if (fresh.some(({count}) => count >= 2)) {
    const words = new Set(counts.map(({word}) => word));
    const told = fresh.map(({word, count}) => `${word} ${count}`).join(', ');
    return answered(fresh.length >= words.size && fresh.length > 3 ? 0 : 1, `It wrote: ${told}.`);
  }
  return judgeProgram(context) ?? waiting('No word has been said a second time yet.');
});
