import {type CheckFinding, commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

/** | offset: 2 CreateTime: 1763900000000 keySize: 5 valueSize: 2 … key: apple payload: 12 */
const line = /\| offset: (\d+) CreateTime: (\d+) .*?\bkey: (\S+) payload: (.*)$/gm;

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const messages = await cluster.messages('prices');
  const dumps = terminals.finished({since, host: 'broker-1', output: 'Dumping '});
  for (const {output} of dumps.toReversed()) {
    const seen = [...output.matchAll(line)].filter(([, offset, time]) =>
      messages.some((message) => message.offset === Number(offset) && message.timestamp === Number(time)),
    );
    const [, offset, , key, value] = seen.at(-1) ?? [];
    if (key !== undefined) {
      return passed(
        `The file holds ${key}:${value?.trim()} at offset ${offset}, as the broker gives it out.`,
      );
    }
  }

  const last = terminals.finished({since}).at(-1);
  let noFile: CheckFinding | undefined;
  if (last && /NoSuchFileException|No such file/.test(last.output)) {
    const isClient = terminals
      .terminal('client')
      ?.commands.some(({id, startedAt}) => id === last.id && startedAt === last.startedAt);
    noFile = failed(
      isClient ? 'The machine client has no such file: it stores nothing.' : 'There is no file of that name.',
      {
        at: last.startedAt,
        expected: isClient
          ? 'the same command in the tab disk'
          : 'data/kafka/prices-0/00000000000000000000.log',
        observed: /NoSuchFileException: (\S+)/.exec(last.output)?.[0] ?? 'No such file',
        why: isClient
          ? 'Segments lie on the broker’s machine, and this command reads the file itself, without asking the broker.'
          : 'Twenty digits are easily miscounted: type the first few and press the Tab key.',
      },
    );
  }
  const slip = commonMistake(terminals, since, noFile);
  if (slip) return slip;
  const [withoutData] = dumps.filter(
    ({output}) => /^baseOffset: /m.test(output) && !/^\| offset: /m.test(output),
  );
  if (withoutData) {
    return failed('That shows the batches, and not what is in them.', {
      expected: 'lines with key and payload',
      observed: `${/^baseOffset: \d+ lastOffset: \d+ count: \d+/m.exec(withoutData.output)?.[0]} …`,
      why: 'Messages are printed only when you ask for them: add --print-data-log.',
    });
  }
  if (dumps.some(({output}) => /\.(time)?index$/m.test(output.split('\n')[0] ?? ''))) {
    return failed('That is an index; the messages are in the file that ends with .log.', {
      expected: 'data/kafka/prices-0/00000000000000000000.log',
      observed: dumps.at(-1)?.output.split('\n')[0] ?? '',
      why: 'Each segment has three files of one name: the log itself, and where in it offsets and times stand.',
    });
  }
  return waiting('No messages of a segment were seen in the tab disk yet.');
});
