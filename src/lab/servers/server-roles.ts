import type {HostName, LabNeeds} from '../../course/lesson.ts';
import {broker, brokerIdOf} from './broker.ts';
import {combinedNode} from './combined-node.ts';
import {connectWorker} from './connect-worker.ts';
import type {ServerRole} from './server-role.ts';
import {streamsEnvironment} from './streams-program.ts';
import {zookeeper} from './zookeeper.ts';

/** Every role, in the order in which their servers stop: one that stops after what it needs waits for it in vain. */
export const serverRoles: readonly ServerRole[] = [connectWorker, broker, combinedNode, zookeeper];

/** The main class of every server, in the order in which they stop. */
export const serverClasses: readonly string[] = [...new Set(serverRoles.map(({mainClass}) => mainClass))];

/** What a host's server is in a lab of this mode; undefined for hosts without one. */
export function roleOf(host: HostName, {mode}: Pick<LabNeeds, 'mode'>): ServerRole | undefined {
  if (host === 'connect') return connectWorker;
  if (brokerIdOf(host) !== undefined) return mode === 'kraft' ? combinedNode : broker;
  return host === 'zookeeper' && mode === 'zookeeper' ? zookeeper : undefined;
}

/** What a learner types to start a host's server; undefined for hosts without one. */
export function startCommand(host: HostName, needs: Pick<LabNeeds, 'mode'>): string | undefined {
  const role = roleOf(host, needs);
  return role && startCommandOf(role);
}

/** What a learner types to start a server of this role, on its host. */
export function startCommandOf({startScript, configFile, alsoGiven = {}}: ServerRole): string {
  return [`bin/${startScript}.sh`, configFile, ...Object.keys(alsoGiven)].join(' ');
}

/** Every port something of the lab may listen on: the servers' own and those the lesson declares. */
export function portsOf({hosts, ports, mode}: Pick<LabNeeds, 'hosts' | 'ports' | 'mode'>): readonly number[] {
  const servers = hosts.flatMap((host) => roleOf(host, {mode})?.ports(host) ?? []);
  return [...new Set([...servers, ...ports])];
}

/** Programs that may have something to say to a server when they end: a consumer leaves its group. */
export const clientPrograms = ['java', 'node'] as const;

/** Milliseconds a lab waits for its clients, before it stops its servers. */
export const clientPatience = 2000;

/** Milliseconds a server gets to shut down after TERM, before it is killed; then it has its logs to mend at the next start. */
export const serverPatience = 15_000;

/**
 * Milliseconds for the last nodes of a cluster without ZooKeeper, once the others have ended: they ask the controllers for
 * leave to go, and with half of those gone nobody can give it.
 */
export const patienceWithoutQuorum = 3000;

/** True where so many of the nodes that were to stop have ended that the rest waits in vain. */
export function hasLostQuorum(left: number, ofAll: number): boolean {
  return left > 0 && left <= ofAll / 2;
}

/** Settings of the shells of a host: heaps an 8 GB laptop can hold and a JVM that starts fast. `directory` is the host's working directory. */
export function kafkaEnvironment(
  host: HostName,
  needs: Pick<LabNeeds, 'mode'>,
  directory: string,
): Readonly<Record<string, string>> {
  return {
    KAFKA_HEAP_OPTS: roleOf(host, needs)?.heap ?? '-Xmx192M',
    KAFKA_JVM_PERFORMANCE_OPTS: '-XX:+UseSerialGC -XX:TieredStopAtLevel=1',
    LOG_DIR: `${directory}/logs`,
    ...(host === 'streams' ? streamsEnvironment(directory) : {}),
  };
}
