import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(async ({terminals, host, step}) => {
  const since = step.startedAt;
  const numbers = terminals.finished({since, output: /\d\.\d+\.\d+/});
  const {output: jars} = numbers.length > 0 ? await host('client').exec('ls libs') : {output: ''};
  const [, scala, version] = /^kafka_(\d+\.\d+)-(\d+\.\d+\.\d+)\.jar$/m.exec(jars) ?? [];
  if (version !== undefined) {
    const whole = new RegExp(String.raw`(?<![\d.])${version.replaceAll('.', String.raw`\.`)}(?!\.?\d)`);
    if (numbers.some(({output}) => whole.test(output)))
      return passed(`It is Kafka ${version}, built with Scala ${scala}.`);
  }

  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  const last = terminals.finished({since}).at(-1)?.output ?? '';
  const java = /^(?:openjdk|java) version "([^"]+)"/m.exec(last)?.[1];
  if (java !== undefined) {
    return failed('That is the version of Java, on which Kafka runs.', {
      expected: 'the version of Kafka',
      observed: java,
      why: 'Both have a number and both matter. Kafka’s stands in the names of its own files in `libs`.',
    });
  }
  if (/ libs -> /.test(last)) {
    return failed('`libs` is a link here, and you see the link itself.', {
      expected: 'what lies in `libs`: ls libs/',
      observed: 'libs -> …',
      why: 'The lab keeps one Kafka for all its machines. A slash behind the name leads into it.',
    });
  }
  if (/^Create, delete, describe, or change a topic\.$/m.test(last)) {
    return failed('The command told all it can do, but not its version.', {
      expected: 'bin/kafka-topics.sh --version',
      observed: 'Create, delete, describe, or change a topic.',
      why: 'That is what it says when it is not told what to do. `--version` is in its list, near the end.',
    });
  }
  return waiting('The version of this Kafka was not seen in a terminal yet.');
});
