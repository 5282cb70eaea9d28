import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';
import {kafkasVersion} from './versions/kafkas-version.ts';

// The choices: 1. It fails. 2. It prints the version. 3. It waits.
export default defineCheck(({terminals, step}) => {
  const since = step.startedAt;
  // What Java says, in the learner's language but for the exception, or Kafka's own script before it starts Java.
  const noProgram = /ClassNotFoundException: (?:org\.apache\.)?kafka\.\S+|^Classpath is empty\b.*/m;
  const finished = terminals.finished({since});
  const said = finished.map(({output}) => noProgram.exec(output)?.[0]).findLast(Boolean);
  if (said !== undefined) return answered(0, `The copy was run, and said: ${said.trim()}`);

  const last = finished.at(-1);
  const missing = /^.*kafka-[\w.-]+: No such file or directory/m.exec(last?.output ?? '')?.[0];
  const noCopy =
    last && missing !== undefined
      ? failed('There is no copy where you looked.', {
          at: last.startedAt,
          expected: 'half/bin/kafka-topics.sh, after mkdir -p half && cp -RL bin half/',
          observed: missing,
          why: 'Copy first, then run. The name of the copy’s folder comes before `bin/`.',
        })
      : undefined;
  const version = kafkasVersion(last?.output);
  const whole =
    last && version !== undefined
      ? failed('That command has its `libs`: it is not the half copy.', {
          at: last.startedAt,
          expected: 'half/bin/kafka-topics.sh --version, after mkdir -p half && cp -RL bin half/',
          observed: `${last.command}: ${version}`,
          why: 'Either it is the command of the whole folder, or links were copied, which lead back there. `-L` copies the files themselves.',
        })
      : undefined;
  return (
    commonMistake(terminals, since, noCopy, whole) ?? waiting('No command was run from a copy of `bin` yet.')
  );
});
