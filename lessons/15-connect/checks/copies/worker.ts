import {type CheckContext, commonMistake, failed, type Verdict, waiting} from 'kafka-lessons/check';

/** Why there is no worker to ask; undefined where one answers. */
export function judgeWorker({cluster, terminals, step}: CheckContext): Verdict | undefined {
  if (cluster.connect?.answers) return undefined;
  const since = step.startedAt;
  const noPlugin = terminals
    .finished({since, output: /Failed to find any class that implements Connector/})
    .at(-1);
  if (noPlugin && /connect-standalone/.test(noPlugin.command)) {
    return failed('The worker did not find the connectors for files, and gave up.', {
      expected: 'the jar that plugin.path names, seen from the folder in which the worker starts',
      observed: 'Failed to find any class that implements Connector',
      why: 'plugin.path begins at the folder you start it in. Go back there (cd ~- or a new shell) and use the line as the step has it.',
    });
  }
  return commonMistake(terminals, since) ?? waiting('No worker answers on port 8083.');
}
