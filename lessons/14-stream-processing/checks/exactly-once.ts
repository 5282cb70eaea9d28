import {defineCheck, failed, passed} from 'kafka-lessons/check';
import {crashTest, isVerdict, judgeCounts} from './transform/crash-test.ts';

export default defineCheck(async (context) => {
  const result = await crashTest(context);
  if (isVerdict(result)) return result;
  const {sent, before, counted, written} = result;
  const trouble = judgeCounts(result);
  if (trouble) return trouble;
  const outside = written.filter(({inTransaction}) => !inTransaction);
  if (outside.length > 0) {
    return failed('What your counter writes is in no transaction.', {
      expected: 'each count sent through a transaction',
      observed: `${outside.length} of ${written.length} counts outside of any; ${counted} clicks counted of ${sent}`,
      why: 'Only what goes through transaction.send(…) belongs to it; producer.send(…) does not.',
    });
  }
  if (counted > sent) {
    return failed(`${counted - sent} clicks were counted twice.`, {
      expected: `${sent}, as many as were sent`,
      observed: `${counted}, killed after ${before}`,
      why: 'The count was committed and the position was not. Both belong into the transaction: sendOffsets, before commit.',
    });
  }
  if (counted < sent) {
    return failed(`${sent - counted} of ${sent} clicks are missing in the counts.`, {
      expected: `${sent}, as many as were sent`,
      observed: `${counted}, killed after ${before}`,
      why: 'Their position was written down outside of the transaction. With autoCommit: false only sendOffsets writes it.',
    });
  }
  return passed(
    `${sent} clicks were sent, your counter was killed after ${before}, and its counts say ${counted}.`,
  );
});
