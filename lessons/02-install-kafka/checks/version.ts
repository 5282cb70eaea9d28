import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';

// The choices: 1. Before the hyphen. 2. Behind it. 3. Both.
export default defineCheck(async ({terminals, host, step}) => {
  const since = step.startedAt;
  const finished = terminals.finished({since});
  const numbers = finished.filter(({output}) => /\d\.\d+\.\d+/.test(output));
  const {output: jars} = numbers.length > 0 ? await host('client').exec('ls libs') : {output: ''};
  const [name, scala, version] = /^kafka_(\d+\.\d+)-(\d+\.\d+\.\d+)\.jar$/m.exec(jars) ?? [];
  if (name !== undefined && version !== undefined) {
    // As a command says it: at the beginning of a line. The name of the file would prove nothing.
    const said = new RegExp(String.raw`^${version.replaceAll('.', String.raw`\.`)}(?![.\w])`, 'm');
    if (numbers.some(({output}) => said.test(output)))
      return answered(
        1,
        `The command says ${version}: in ${name} it stands behind ${scala}, which is Scala’s.`,
      );
  }

  const last = finished.at(-1);
  const java = /^(?:openjdk|java) (?:version )?"?(\d[\w.+]*)/m.exec(last?.output ?? '')?.[1];
  const ofJava =
    last &&
    java !== undefined &&
    failed('That is the version of Java, on which Kafka runs.', {
      at: last.startedAt,
      expected: 'the version of Kafka: bin/kafka-topics.sh --version',
      observed: java,
      why: 'Java has a number of its own. Kafka’s is what one of Kafka’s commands says.',
    });
  const slip = commonMistake(terminals, since, ofJava || undefined);
  if (slip) return slip;
  if (/^Create, delete, describe, or change a topic\.$/m.test(last?.output ?? '')) {
    return failed('The command listed its options, but not its version.', {
      expected: 'bin/kafka-topics.sh --version',
      observed: 'Create, delete, describe, or change a topic.',
      why: 'It does that when it is not told what to do. `--version` is in its list, near the end.',
    });
  }
  return name !== undefined && numbers.some(({output}) => output.includes(name))
    ? waiting(`You have seen ${name}. Now ask a command of Kafka for its version.`)
    : waiting('No command of Kafka has told its version yet.');
});
