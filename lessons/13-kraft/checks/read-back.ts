import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const messages = await cluster.messages('orders');
  const typed = terminals.typed({since}).filter(({command}) => /\bkafka-console-consumer\b/.test(command));
  const showsAll = (output: string, show: (message: (typeof messages)[number]) => string) =>
    messages.length > 0 && messages.every((message) => output.includes(show(message)));
  if (typed.some(({output}) => showsAll(output, ({key, value}) => `${key}\t${value}`)))
    return passed(`All ${messages.length} orders were printed with their keys.`);
  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  const bare = typed.findLast(({output}) => showsAll(output, ({value}) => value ?? ''));
  if (bare) {
    return failed('The orders were printed without their keys.', {
      expected: 'anna, a tab, lamp',
      observed: bare.output.split('\n')[0] ?? '',
      why: 'A consumer prints values only, unless told otherwise: --formatter-property print.key=true.',
    });
  }
  return waiting('The orders were not seen in a terminal with their keys yet.');
});
