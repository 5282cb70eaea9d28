import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(({cluster, terminals, step}) => {
  const names = new Set(cluster.topics.map(({name}) => name));
  const lists = terminals
    .finished({since: step.startedAt})
    .map(({output}) => output.split('\n').map((line) => line.trim()))
    .map((lines) => [...new Set(lines.filter((line) => names.has(line)))]);
  // A list has more than the one name everybody knows.
  const list = lists.findLast((found) => found.includes('test') && (found.length > 1 || names.size === 1));
  if (list)
    return passed(
      `The broker listed ${new Intl.ListFormat('en-GB').format(list.map((name) => `\`${name}\``))}.`,
    );

  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  if (terminals.finished({since: step.startedAt, output: /^Topic: \S+\s+TopicId: /m}).length > 0) {
    return failed('You described topics; this step wants the mere list.', {
      expected: 'one name a line',
      observed: 'Topic: … TopicId: …',
      why: 'Both actions are near one another: --list names the topics, --describe tells about them, which comes next.',
    });
  }
  return waiting('No list of the topics was seen in a terminal yet.');
});
