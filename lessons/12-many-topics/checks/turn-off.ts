import {
  type CheckContext,
  type CheckFinding,
  commonMistake,
  defineCheck,
  failed,
  nearest,
  passed,
  underWay,
  waiting,
} from 'kafka-lessons/check';

const setting = 'auto.create.topics.enable';

export default defineCheck(async ({cluster, terminals, host, step}) => {
  const since = step.startedAt;
  const configs = await cluster.brokerConfigs(1);
  const stray = cluster.ownTopics.find(({name}) => name !== 'orders' && !/^(page|click)/.test(name))?.name;
  const isOff = configs?.[setting] === 'false';
  if (isOff && stray === undefined && !cluster.settled)
    return underWay('Broker 1 has just started; its list of topics is still filling.');
  if (isOff && stray === undefined)
    return passed(`Broker 1 runs with ${setting}=false, and no stray topic is left.`);

  const file = (await host('broker-1').readFile('config/server.properties')) ?? '';
  // What is in the file got there, or was read, by what was typed on that machine last.
  const touchedAt = terminals.typed({since, host: 'broker-1'}).at(-1)?.startedAt ?? since;
  const slip = commonMistake(
    terminals,
    since,
    notDynamic(terminals, since),
    isOff && stray !== undefined ? askedTooEarly(terminals, since, stray) : undefined,
    judgeFile(file, configs !== undefined && !isOff, touchedAt),
  );
  if (slip) return slip;
  if (isOff)
    return waiting(`Broker 1 runs with ${setting}=false. The stray topic \`${stray}\` is still there.`);
  if (!configs) return waiting('Broker 1 does not answer; start it again when the line is in its file.');
  return waiting('Broker 1 makes every topic that is named.');
});

function notDynamic(terminals: CheckContext['terminals'], since: number): CheckFinding | undefined {
  const refused = /Cannot update these configs dynamically: .*$/m;
  const asked = terminals.finished({since, output: refused}).at(-1);
  return (
    asked &&
    failed('This setting cannot be changed while the broker runs.', {
      at: asked.startedAt,
      expected: `${setting}=false in config/server.properties, then a new start`,
      observed: refused.exec(asked.output)?.[0] ?? '',
      why: 'kafka-configs.sh changes many settings of a broker at once, and this is none of them.',
    })
  );
}

/** A broker that has just started tells of no topics for a moment, and says of each that it is not there. */
function askedTooEarly(
  terminals: CheckContext['terminals'],
  since: number,
  stray: string,
): CheckFinding | undefined {
  const refused = terminals
    .finished({since, output: /does not exist/})
    .findLast(({command}) => /--delete/.test(command) && command.includes(stray));
  return (
    refused &&
    failed(`Broker 1 had only just started, and did not know of \`${stray}\` yet.`, {
      at: refused.startedAt,
      expected: `the same command once more, now that \`${stray}\` is there again`,
      observed: /.*does not exist.*/.exec(refused.output)?.[0] ?? refused.command,
      why: 'For a moment after its start a broker tells of no topics. Nothing is lost by asking again.',
    })
  );
}

/** What is wrong with the broker's file, or with the broker that has not read it. */
function judgeFile(file: string, isOn: boolean, at: number): CheckFinding | undefined {
  const lines = file.split('\n').filter((line) => /^\s*[^#\s]/.test(line));
  if (lines.length > 0 && !lines.some((line) => line.startsWith('zookeeper.connect'))) {
    return failed('The broker’s file has lost its other lines.', {
      at,
      expected: 'the file as it was, and one line more',
      observed: `a file of ${lines.length === 1 ? '1 line' : `${lines.length} lines`}`,
      why: 'A single > replaces a file. Remove it in broker-1 with `rm config/server.properties`, leave the course with q and start it again: the file is laid out again. Then use >>.',
    });
  }
  const settings = lines.map((line) => line.split('=').map((part) => part.trim()));
  const written = settings.findLast(([name]) => name === setting)?.[1];
  if (isOn && written === 'false') {
    return failed('The line is in the file, but the broker that runs has not read it.', {
      at,
      expected: `broker 1 with ${setting}=false`,
      observed: 'a broker that was started before the line was written',
      why: 'A broker reads its file when it starts: Ctrl-C in the tab broker-1, and start it again.',
    });
  }
  const near = nearest(
    setting,
    settings.flatMap(([name]) => (name === setting ? [] : (name ?? []))),
  );
  if (isOn && near !== undefined) {
    return failed('There is a line in the file that a broker knows nothing of.', {
      at,
      expected: `${setting}=false`,
      observed: lines.find((line) => line.startsWith(near)) ?? near,
      why: 'A broker passes over settings it does not know, without an error. Correct the name, and start it again.',
    });
  }
  if (written !== undefined && written !== 'false') {
    return failed('The setting is in the file, with another value.', {
      at,
      expected: `${setting}=false`,
      observed: `${setting}=${written}`,
      why: 'Only false turns it off. The last line of that name counts; then start the broker again.',
    });
  }
  return undefined;
}
