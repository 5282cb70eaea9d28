import {type CheckContext, commonMistake, failed, type Verdict, waiting} from 'kafka-lessons/check';

/** Why there is no worker to ask; undefined where one answers. */
export function judgeWorker({cluster, terminals, step}: CheckContext): Verdict | undefined {
  if (cluster.connect?.answers) return undefined;
  const since = step.startedAt;
  const noPlugin = terminals
    .finished({since, output: /Failed to find any class that implements Connector/})
    .at(-1);
  const wrongFolder =
    noPlugin && /connect-standalone/.test(noPlugin.command)
      ? failed('The worker did not find the connectors for files, and gave up.', {
          at: noPlugin.endedAt ?? noPlugin.startedAt,
          expected: 'the jar that plugin.path names, seen from the folder in which the worker starts',
          observed: 'Failed to find any class that implements Connector',
          why: 'plugin.path begins at the folder you start it in. Start it where the tab begins (`cd` with the path that `echo $OLDPWD` shows leads back), with the line as the step has it.',
        })
      : undefined;
  return commonMistake(terminals, since, wrongFolder) ?? waiting('No worker answers on port 8083.');
}
