import {commonMistake, defineCheck, failed, nearest, passed, waiting} from 'kafka-lessons/check';

const setting = 'auto.create.topics.enable';

export default defineCheck(async ({cluster, terminals, host, step}) => {
  const since = step.startedAt;
  const configs = await cluster.brokerConfigs(1);
  const stray = cluster.misspelt('orders')?.name;
  const isOff = configs?.[setting] === 'false';
  if (isOff && stray === undefined)
    return passed(`Broker 1 runs with ${setting}=false, and no stray topic is left.`);

  const file = await host('broker-1').readFile('config/server.properties');
  const lines = (file ?? '').split('\n').filter((line) => /^\s*[^#\s]/.test(line));
  if (file !== undefined && !lines.some((line) => line.startsWith('zookeeper.connect'))) {
    return failed('The broker’s file has lost its other lines.', {
      expected: 'the file as it was, and one line more',
      observed: `a file of ${lines.length === 1 ? '1 line' : `${lines.length} lines`}`,
      why: 'A single > replaces a file. Remove it in broker-1 with `rm config/server.properties`, leave the course with q and start it again: the file is laid out anew. Then use >>.',
    });
  }
  const dynamic = terminals
    .finished({since})
    .map(({output}) => /Cannot update these configs dynamically: .*$/m.exec(output)?.[0])
    .findLast(Boolean);
  const settings = lines.map((line) => line.split('=').map((part) => part.trim()));
  const written = settings.findLast(([name]) => name === setting)?.[1];
  if (configs && !isOff && written === 'false') {
    return failed('The line is in the file, but the broker that runs has not read it.', {
      expected: `broker 1 with ${setting}=false`,
      observed: 'a broker that was started before the line was written',
      why: 'A broker reads its file when it starts: Ctrl-C in the tab broker-1, and start it again.',
    });
  }
  const near = nearest(
    setting,
    settings.flatMap(([name]) => (name === setting ? [] : (name ?? []))),
  );
  if (configs && !isOff && near !== undefined) {
    return failed('There is a line in the file that a broker knows nothing of.', {
      expected: `${setting}=false`,
      observed: lines.find((line) => line.startsWith(near)) ?? near,
      why: 'A broker passes over settings it does not know, without an error. Mend the name, and start it again.',
    });
  }
  if (written !== undefined && written !== 'false') {
    return failed('The setting is in the file, with another value.', {
      expected: `${setting}=false`,
      observed: `${setting}=${written}`,
      why: 'Only false turns it off. The last line of that name counts; then start the broker again.',
    });
  }
  if (configs && !isOff && dynamic !== undefined) {
    return failed('This setting cannot be changed while the broker runs.', {
      expected: `${setting}=false in config/server.properties, then a new start`,
      observed: dynamic,
      why: 'kafka-configs.sh changes many settings of a broker at once, and this is none of them.',
    });
  }

  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  if (isOff)
    return waiting(`Broker 1 runs with ${setting}=false. The stray topic \`${stray}\` is still there.`);
  if (!configs) return waiting('Broker 1 does not answer; start it again when the line is in its file.');
  return waiting('Broker 1 makes every topic that is named.');
});
