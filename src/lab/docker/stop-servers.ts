import {setTimeout as delay} from 'node:timers/promises';
import type {HostName} from '../../course/lesson.ts';
import {brokerIdOf} from '../servers/broker.ts';
import {combinedNode} from '../servers/combined-node.ts';
import {
  clientPatience,
  clientPrograms,
  hasLostQuorum,
  patienceWithoutQuorum,
  serverClasses,
} from '../servers/server-roles.ts';
import {execInContainer, type NamedContainer} from './container-exec.ts';
import {type Engine, statusOf} from './engine.ts';

/**
 * TERM to clients, so that a consumer leaves its group, then to every broker, and when those are gone to ZooKeeper,
 * these each with `patience` milliseconds. Ending the
 * containers alone would reach only their first process: Kafka would be killed, and a broker that comes back meets
 * the node of its former life. What is deaf to TERM is left to the removal of its container.
 */
export async function stopServers(
  engine: Engine,
  containers: readonly NamedContainer[],
  patience: number,
): Promise<void> {
  const all = async (which: string, limit: number) =>
    Promise.all(containers.map(async (named) => terminate(engine, named, which, limit)));
  await all(clients, Math.min(patience, clientPatience));
  const hasZookeeper = containers.some(({name}) => name === 'zookeeper');
  for (const mainClass of serverClasses) {
    if (mainClass === combinedNode.mainClass && !hasZookeeper) await stopNodes(engine, containers, patience);
    else await all(mainClass, patience);
  }
}

/** What is left once the others have ended waits in vain, and goes with its container. */
async function stopNodes(
  engine: Engine,
  containers: readonly NamedContainer[],
  patience: number,
): Promise<void> {
  const nodes = containers.filter(({name}) => brokerIdOf(name as HostName) !== undefined);
  const quorumLost = Promise.withResolvers<void>();
  let left = nodes.length;
  const stopped = Promise.all(
    nodes.map(async (node) => {
      await terminate(engine, node, combinedNode.mainClass, patience);
      left -= 1;
      if (hasLostQuorum(left, nodes.length)) quorumLost.resolve();
    }),
  );
  await Promise.race([stopped, quorumLost.promise.then(async () => delay(patienceWithoutQuorum))]);
}

/** No class: what none of the servers is. */
const clients = '';

async function terminate(
  engine: Engine,
  named: NamedContainer,
  serverClass: string,
  patience: number,
): Promise<void> {
  try {
    await execInContainer(engine, named, {
      command: ['bash', '-c', terminateScript],
      environment: {
        SERVER_CLASS: serverClass,
        SERVER_CLASSES: serverClasses.join(' '),
        CLIENT_PROGRAMS: clientPrograms.join(' '),
        PATIENCE: String(Math.ceil(patience / 1000)),
      },
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
wanted() {
  local file word program found
  for file in /proc/[0-9]*/cmdline; do
    program= found=
    while IFS= read -r -d '' word; do
      [ -n "$program" ] || program=\${word##*/}
      case " $SERVER_CLASSES " in *" $word "*) found=$word ;; esac
    done <"$file"
    [ "$found" = "$SERVER_CLASS" ] || continue
    if [ -z "$found" ]; then
      case " $CLIENT_PROGRAMS " in *" \${program:-none} "*) ;; *) continue ;; esac
    fi
    file=\${file#/proc/}
    echo "\${file%/cmdline}"
  done 2>/dev/null
}
found=$(wanted)
[ -n "$found" ] || exit 0
kill -TERM $found 2>/dev/null
kill -CONT $found 2>/dev/null
while [ -n "$(wanted)" ]; do
  [ "$SECONDS" -lt "$PATIENCE" ] || exit 1
  sleep 0.05
done
`;
