import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(async ({cluster, terminals, step}) => {
  const group = cluster.group('my-group');
  const position = group?.positions.find(({topic}) => topic === 'test');
  const isRead = (group?.members.length ?? 0) > 0;
  if (position && position.lag > 0 && !isRead && cluster.settled) {
    const end = position.offset + position.lag;
    return passed(
      `\`my-group\` is at offset ${position.offset}, the log ends at ${end}: a lag of ${position.lag}.`,
    );
  }

  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  const sent = (await cluster.messages('test')).filter(({timestamp}) => timestamp >= step.startedAt);
  if (sent.length > 0 && isRead) {
    return failed('The consumer of `my-group` still runs, so it reads everything at once.', {
      expected: 'a message that nobody in the group reads',
      observed: `"${sent.at(-1)?.value}" was sent, and a member is there to read it`,
      why: 'Press Ctrl-C in the tab consumer, then send one more message.',
    });
  }
  if (sent.length > 0) {
    return failed('The group had read your message before its consumer stopped.', {
      expected: 'a lag of 1 or more',
      observed: 'a lag of 0',
      why: 'Nobody in the group listens now: send one more.',
    });
  }
  return waiting(
    isRead ? 'The consumer of `my-group` still runs.' : 'No message was sent that `my-group` has not read.',
  );
});
