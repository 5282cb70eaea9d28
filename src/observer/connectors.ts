import type {Address} from './broker-connection.ts';
import type {Connector, ConnectWorker, WorkState} from './cluster-snapshot.ts';

/** Milliseconds a worker gets to answer. */
const limit = 1000;

const silentWorker: ConnectWorker = {answers: false, connectors: []};

/** Asks a worker of Connect, over its HTTP interface, for its connectors and how they fare. Never throws. */
export async function askConnect({host, port}: Address): Promise<ConnectWorker> {
  try {
    const answer = await fetch(`http://${host}:${port}/connectors?expand=info&expand=status`, {
      signal: AbortSignal.timeout(limit),
    });
    return answer.ok ? {answers: true, connectors: readConnectors(await answer.json())} : silentWorker;
  } catch {
    return silentWorker;
  }
}

/**
 * A worker prints a line for each request that it answers. Asks it not to: what somebody who looks several times a second
 * leaves would bury all else in its tab. False where it did not do so; it forgets it when it ends.
 */
export async function silenceRequests({host, port}: Address): Promise<boolean> {
  try {
    const logger = 'org.apache.kafka.connect.runtime.rest.RestServer';
    const answer = await fetch(`http://${host}:${port}/admin/loggers/${logger}`, {
      method: 'PUT',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({level: 'WARN'}),
      signal: AbortSignal.timeout(limit),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

/** What `GET /connectors` answers when it is asked for both, by the connector's name. */
interface Told {
  readonly info?: {readonly config?: Readonly<Record<string, string>>; readonly type?: string};
  readonly status?: {
    readonly connector?: ToldState;
    readonly tasks?: readonly (ToldState & {readonly id: number})[];
  };
}

interface ToldState {
  readonly state: string;
  readonly trace?: string;
}

/** A connector that has only just been made, or is about to go, has half of it. */
export function readConnectors(answer: unknown): readonly Connector[] {
  return Object.entries(answer as Readonly<Record<string, Told>>)
    .map(([name, {info, status}]) => ({
      name,
      type: typeOf(info?.type),
      config: info?.config ?? {},
      ...stateOf(status?.connector),
      tasks: (status?.tasks ?? []).map((task) => ({id: task.id, ...stateOf(task)})),
    }))
    .sort((left, right) => left.name.localeCompare(right.name));
}

/** `unknown` as long as the worker has not made it. */
function typeOf(told: string | undefined): Connector['type'] {
  return told === 'source' || told === 'sink' ? told : undefined;
}

function stateOf(told: ToldState | undefined): WorkState {
  return {state: told?.state ?? 'UNASSIGNED', ...(told?.trace ? {trace: told.trace} : {})};
}
