import {defineCheck, failed, passed} from 'kafka-lessons/check';
import {crashTest, isVerdict, judgeCounts} from './transform/crash-test.ts';

export default defineCheck(async (context) => {
  const result = await crashTest(context);
  if (isVerdict(result)) return result;
  const {sent, before, counted} = result;
  const trouble = judgeCounts(result);
  if (trouble) return trouble;
  if (counted < sent) {
    return failed(`${sent - counted} of ${sent} clicks are missing in the counts.`, {
      expected: `${sent} or more`,
      observed: `${counted}, killed after ${before}`,
      why: 'Their position was written down before they were counted. First the count, awaited, then the position.',
    });
  }
  const more = counted - sent;
  return passed(
    `${sent} clicks were sent, and your counter was killed after ${before}. Its counts say ${counted}: ${more === 0 ? 'none too many this time' : `${more} too many`}.`,
  );
});
