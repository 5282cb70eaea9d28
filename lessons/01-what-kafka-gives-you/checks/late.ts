import {
  answered,
  type Cluster,
  type CommandRecord,
  commonMistake,
  defineCheck,
  failed,
  waiting,
} from 'kafka-lessons/check';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const clicks = await cluster.messages('clicks');
  const readers = terminals.typed({since, host: 'client'}).filter(({command}) => !/\.sh\s*$/.test(command));
  const pages = new Set(clicks.map(({value}) => value));
  const full = readers.find((reader) => clicks.length > 0 && linesOf(reader, pages).length >= clicks.length);
  if (full) {
    return answered(
      2,
      `The new program has got all ${clicks.length} clicks, though both teams had read them before.`,
    );
  }

  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  const [wrong] = topicsOfNewcomers(cluster).filter((name) => name !== 'clicks');
  if (wrong !== undefined) {
    return failed(`Your program reads the topic \`${wrong}\`.`, {
      expected: 'a program that reads `clicks`',
      observed: `one that reads \`${wrong}\``,
      why: 'A program that names a topic nobody made waits there for ever. Ctrl-C, then correct the name (the key ↑ brings the line back).',
    });
  }
  if (topicsOfNewcomers(cluster).includes('clicks') && clicks.length > 0) {
    return failed('Your program waits in silence for new clicks.', {
      expected: `the ${clicks.length} clicks that are there`,
      observed: 'a program that has printed none of them',
      why: 'Without --from-beginning it begins at the end. Stop it with Ctrl-C and add the option.',
    });
  }
  return waiting(`\`clicks\` holds ${clicks.length} clicks; no new program has read them yet.`);
});

/** What a program printed that is a page which was clicked on; with a key before it, too. */
function linesOf({output}: CommandRecord, pages: ReadonlySet<string | null>): readonly string[] {
  if (/^>/m.test(output)) return [];
  return output.split('\n').filter((line) => pages.has(line.trim().split(/\s/).at(-1) ?? ''));
}

/** Topics that are read by others than the two teams. */
function topicsOfNewcomers({groups}: Cluster): readonly string[] {
  return groups
    .filter(({name}) => name !== 'count' && name !== 'fraud')
    .flatMap(({members}) => members.flatMap(({assignment}) => assignment.map(({topic}) => topic)));
}
