import {defineCheck, failed, passed} from 'kafka-lessons/check';
import {count, crashTest, isVerdict} from './parts/crash-test.ts';
import {refusalTest} from './parts/refusal-test.ts';

export default defineCheck(async (context) => {
  const result = await crashTest(context);
  if (isVerdict(result)) return result;
  const {lost, twice} = count(result);
  const {length} = result.orders;
  if (lost.length > 0) {
    return failed(`${lost.length} of ${length} orders were lost when the consumer was killed.`, {
      expected: 'each order in `shipped` at least once',
      observed: `never shipped: ${lost[0]}`,
      why: 'Its position was written down before the work was done: whoever came back went on behind it. First the work, awaited, then the position.',
    });
  }
  const refused = await refusalTest(context);
  if (refused) return refused;
  const again = twice.length === 0 ? 'none of them twice this time' : `${twice.length} of them twice`;
  return passed(
    `Killed ${result.inTheMiddle ? 'in the middle' : 'when its work was done'} and started again, the consumer shipped all ${length} orders, ${again}; and while nothing could be shipped, it kept its place.`,
  );
});
