import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {kafkasVersion} from './versions/kafkas-version.ts';

export default defineCheck(async ({terminals, host, step}) => {
  const since = step.startedAt;
  const finished = terminals.finished({since});
  const shown = finished.flatMap(({output}) => versionsIn(output));
  if (shown.length > 0) {
    // Kafka's commands take the Java that JAVA_HOME names, and else the one on the PATH.
    const asked = await host('client').exec('"$JAVA_HOME/bin/java" -version 2>&1; java -version 2>&1');
    const real = versionsIn(asked.output);
    const version = real.find((each) => shown.includes(each));
    if (version !== undefined) return passed(`Kafka runs on Java here, and Java answered: ${version}.`);
  }

  const last = finished.at(-1);
  const lost = /ClassNotFoundException: (-*v\w*)/.exec(last?.output ?? '')?.[1];
  const refused = /Unrecognized option: (-*v\w*)/.exec(last?.output ?? '')?.[1];
  const word = lost ?? refused;
  const misspelt =
    last && word !== undefined
      ? failed(`Java does not know \`${word}\`; it took it for something else.`, {
          at: last.startedAt,
          expected: 'java -version',
          observed: lost === undefined ? `Unrecognized option: ${word}` : `it looked for a program ${word}`,
          why: 'A word with a hyphen is an option, a word without one is a program to run.',
        })
      : undefined;
  const kafkas = kafkasVersion(last?.output);
  const notJava =
    last && kafkas !== undefined
      ? failed('That is the version of Kafka; this step wants the one of Java.', {
          at: last.startedAt,
          expected: 'java -version',
          observed: kafkas,
          why: 'You know Kafka’s already. Java is a program of its own: its command is `java`.',
        })
      : undefined;
  const absent =
    last && /\bjava: .*not found|Unable to locate a Java Runtime/i.test(last.output)
      ? failed('There is no `java` where the shell looks for commands.', {
          at: last.startedAt,
          expected: '$JAVA_HOME/bin/java -version',
          observed: last.output.trim().split('\n')[0] ?? '',
          why: 'Kafka found its Java by the variable JAVA_HOME, and you can, too.',
        })
      : undefined;
  return (
    commonMistake(terminals, since, misspelt, notJava, absent) ??
    waiting('Java was not asked for its version yet.')
  );
});

/** From `openjdk version "17.0.15" …`, or `openjdk 17.0.15 …` as `--version` has it. */
function versionsIn(output: string): readonly string[] {
  return [...output.matchAll(/^(?:openjdk|java) (?:version )?"?(\d[\w.+-]*)/gm)].map(
    ([, version = '']) => version,
  );
}
