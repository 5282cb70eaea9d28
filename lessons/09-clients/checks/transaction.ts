import {defineCheck, failed, passed} from 'kafka-lessons/check';
import {count, crashTest, isVerdict} from './parts/crash-test.ts';

export default defineCheck(async (context) => {
  const result = await crashTest(context);
  if (isVerdict(result)) return result;
  const {lost, twice} = count(result);
  const {length} = result.orders;
  const outside = result.shipped.filter(({inTransaction}) => !inTransaction);
  if (outside.length > 0) {
    return failed('What your consumer ships is in no transaction.', {
      expected: `${length} messages in \`shipped\`, each sent through a transaction`,
      observed: `${outside.length} of ${result.shipped.length} outside of any${twice.length > 0 ? `, ${twice.length} orders twice` : ''}`,
      why: 'Only what goes through transaction.send(…) belongs to it; producer.send(…) does not.',
    });
  }
  if (lost.length > 0) {
    return failed(`${lost.length} of ${length} orders were lost when the consumer was killed.`, {
      expected: 'each order in `shipped` exactly once',
      observed: `never shipped: ${lost[0]}`,
      why: 'Its position was written down outside of the transaction. With autoCommit: false only sendOffsets writes it.',
    });
  }
  if (twice.length > 0) {
    return failed(`${twice.length} of ${length} orders were shipped twice.`, {
      expected: 'each order in `shipped` exactly once',
      observed: `twice: ${twice[0]}`,
      why: 'The message was committed and the position was not. Both belong into the transaction: sendOffsets, before commit.',
    });
  }
  return passed(
    `Killed ${result.inTheMiddle ? 'in the middle' : 'when its work was done'} and started again, the consumer shipped all ${length} orders, each exactly once.`,
  );
});
