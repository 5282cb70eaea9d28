import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {count, segmentsOf} from './parts/segments.ts';

export default defineCheck(async ({terminals, step, host}) => {
  const since = step.startedAt;
  const listed = terminals.finished({since, host: 'broker-1', output: /\d{20}\.log(\s|$)/});
  const segments = await segmentsOf('prices-0', {host});
  if (listed.length > 0 && segments.length > 0) {
    const bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
    return passed(
      `You saw the files of a partition; prices-0 has ${count(segments.length, 'segment')}, ${bytes} bytes.`,
    );
  }

  const newest = terminals.finished({since}).at(-1);
  const last = newest?.output ?? '';
  const isOnClient = terminals.finished({since, host: 'client'}).at(-1)?.output === last;
  const onClient =
    newest && isOnClient && /data\S*: No such file/.test(last)
      ? failed('You looked on the machine client, which stores no messages.', {
          at: newest.startedAt,
          expected: 'the same command in the tab disk',
          observed: last.trim().split('\n')[0] ?? '',
          why: 'Each tab is a machine of its own. The messages lie on the disk of the broker.',
        })
      : undefined;
  const slip = commonMistake(terminals, since, onClient);
  if (slip) return slip;
  if (/prices-0/.test(last) && /meta\.properties/.test(last)) {
    return failed('That is the folder of the whole broker; the partition is one further down.', {
      expected: 'ls -l data/kafka/prices-0',
      observed: 'meta.properties, prices-0 …',
      why: 'Each partition has a folder of its own, named by topic and number, and its segments lie in there.',
    });
  }
  return waiting('No files of prices-0 were seen in the tab disk yet.');
});
