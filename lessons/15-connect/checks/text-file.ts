import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {linesOf} from './copies/lines.ts';

export default defineCheck(async ({terminals, host, step}) => {
  const lines = await linesOf(host('connect'), 'test.txt');
  if (lines && lines.whole.length >= 2) return passed(`test.txt has ${lines.whole.length} lines.`);
  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  if (!lines && (await linesOf(host('client'), 'test.txt'))) {
    return failed('There is a test.txt on client, and the worker will run on connect.', {
      expected: 'test.txt on connect',
      observed: 'test.txt on client',
      why: 'Each host has a disk of its own. Type it in the tab files.',
    });
  }
  if (lines) {
    return failed(
      `test.txt has ${lines.whole.length === 1 ? 'one whole line' : `${lines.whole.length} whole lines`}.`,
      {
        expected: 'two lines, foo and bar, each with an end',
        observed: `${lines.whole.length} with an end${lines.begun === '' ? '' : `, and \`${lines.begun}\` without one`}`,
        why: 'In printf a line ends with \\n, inside the quotation marks.',
      },
    );
  }
  return waiting('There is no test.txt yet.');
});
