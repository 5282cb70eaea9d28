import {answered, commonMistake, defineCheck, waiting} from 'kafka-lessons/check';

export default defineCheck(({terminals, step}) => {
  const since = step.startedAt;
  const ended = terminals.finished({since, output: /No readable meta\.properties/}).at(-1);
  if (ended && /\bkafka-server-start\b/.test(ended.command)) {
    const seconds = Math.max(1, Math.round(((ended.endedAt ?? 0) - ended.startedAt) / 1000));
    return answered(2, `The node ended after ${seconds} s: no readable meta.properties.`);
  }
  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  return waiting('Nobody has tried to start a node yet.');
});
