import {serverClasses} from '../servers.ts';
import {execInContainer, type NamedContainer} from './container-exec.ts';
import {type Engine, statusOf} from './engine.ts';

/**
 * TERM to every broker, and when those are gone to ZooKeeper, each with `patience` milliseconds. Ending the
 * containers alone would reach only their first process: Kafka would be killed, and a broker that comes back meets
 * the node of its former life. What is deaf to TERM is left to the removal of its container.
 */
export async function stopServers(
  engine: Engine,
  containers: readonly NamedContainer[],
  patience: number,
): Promise<void> {
  for (const serverClass of serverClasses) {
    await Promise.all(containers.map(async (named) => terminate(engine, named, serverClass, patience)));
  }
}

async function terminate(
  engine: Engine,
  named: NamedContainer,
  serverClass: string,
  patience: number,
): Promise<void> {
  try {
    await execInContainer(engine, named, {
      command: ['bash', '-c', terminateScript],
      environment: {SERVER_CLASS: serverClass, PATIENCE: String(Math.ceil(patience / 1000))},
      timeLimit: patience + 5000,
    });
  } catch (error) {
    // An engine that answers so has no such container running: nothing on it is left to be stopped.
    if (statusOf(error) === undefined) throw error;
  }
}

/**
 * A server is known by its main class, one word of its command line. The class comes through the environment: as
 * an argument it would be a word of this script's own. A suspended server (Ctrl-Z) answers no TERM before CONT.
 */
const terminateScript = `
servers() {
  for file in /proc/[0-9]*/cmdline; do
    while IFS= read -r -d '' word; do
      [ "$word" = "$SERVER_CLASS" ] || continue
      pid=\${file#/proc/}
      echo "\${pid%/cmdline}"
      break
    done <"$file"
  done 2>/dev/null
}
found=$(servers)
[ -n "$found" ] || exit 0
kill -TERM $found 2>/dev/null
kill -CONT $found 2>/dev/null
while [ -n "$(servers)" ]; do
  [ "$SECONDS" -lt "$PATIENCE" ] || exit 1
  sleep 0.05
done
`;
