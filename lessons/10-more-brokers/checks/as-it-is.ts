import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';
import {endedStarts} from './brokers/judge-start.ts';

export default defineCheck(({cluster, terminals, step}) => {
  const [end] = endedStarts(terminals, 'broker-2', step.startedAt).toReversed();
  if (end && /NodeExists/.test(end.output)) {
    return answered(
      1,
      'ZooKeeper turned broker 2 away: `NodeExists`, the place under /brokers/ids/1 is taken.',
    );
  }
  if (end && /Address already in use|already registered by broker 1/.test(end.output))
    return answered(1, 'Broker 2 was turned away: broker 1 is where it wanted to be.');

  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  if (cluster.broker(2)?.answers) {
    return failed('Broker 2 runs: its settings are no copy of broker 1’s any more.', {
      expected: 'the file as it was, with broker.id=1',
      observed: 'a broker with the number 2',
      why: 'You are one step ahead. `cp .lab/copy config/server.properties` brings the copy back, if you want to see it.',
    });
  }
  return waiting('Nobody has tried to start broker 2 yet.');
});
