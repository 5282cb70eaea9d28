import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

const servers = ['zookeeper-server-start', 'kafka-server-start'];

export default defineCheck(({terminals, step}) => {
  const finished = terminals.finished({since: step.startedAt});
  // What a command says about a name it was given is no list of what is there.
  const listed = finished
    .flatMap(({output}) => output.split('\n'))
    .filter((line) => !/^USAGE: |command not found|No such file|cannot access|Not a directory/i.test(line));
  const found = servers.filter((name) => listed.some((line) => holdsName(line, name)));
  if (found.length === servers.length)
    return passed('`bin` has both: zookeeper-server-start.sh and kafka-server-start.sh.');

  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  const last = finished.at(-1)?.output ?? '';
  if (holdsName(last, 'chmod') && holdsName(last, 'mkdir')) {
    return failed('That is the `bin` of the whole machine, not Kafka’s.', {
      expected: 'ls bin',
      observed: 'a list with chmod and mkdir in it',
      why: 'A slash in front means: begin at the root of the machine. Kafka’s `bin` lies in the folder you are in.',
    });
  }
  if (/\bkafka-clients-[\d.]+\.jar\b/.test(last)) {
    return failed('That is `libs`, the programs; the commands are in `bin`.', {
      expected: 'names that end with -start.sh',
      observed: 'names that end with .jar',
      why: 'Nothing in `libs` is started by hand. `ls bin` shows what is.',
    });
  }
  return found[0] === undefined
    ? waiting('No list with the two servers was seen in a terminal yet.')
    : waiting(`${found[0]}.sh was listed; the other server is still missing.`);
});

/** As a whole name: not within `connect-…` or another path's word. */
function holdsName(text: string, name: string): boolean {
  return new RegExp(String.raw`(?<![\w.-])${name}(?:\.sh)?(?![\w.-])`).test(text);
}
