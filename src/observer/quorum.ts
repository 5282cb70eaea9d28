import type {BrokerConnection} from './broker-connection.ts';
import type {Quorum, QuorumMember} from './cluster-snapshot.ts';
import {describeQuorum, type QuorumAnswer} from './protocol/describe-quorum.ts';
import {ProtocolError} from './protocol/newer-request.ts';

/** What one controller told; `quorum` is undefined where it does not lead. */
export interface ControllerLook {
  readonly id: number;
  readonly quorum: QuorumAnswer | undefined;
}

/** Throws where nobody answers. One that answers and does not lead refuses. */
export async function askController(connection: BrokerConnection): Promise<QuorumAnswer | undefined> {
  try {
    return await connection.askNewer(describeQuorum, undefined);
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}

/** What those that answer tell together; undefined where none does. Of two that both lead, the one of the later epoch does. */
export function joinQuorum(looks: readonly ControllerLook[]): Quorum | undefined {
  if (looks.length === 0) return undefined;
  const [told] = looks.flatMap(({quorum}) => quorum ?? []).sort((left, right) => right.epoch - left.epoch);
  // Not to the end of the leader's log, as Kafka's command counts it: the leader writes there twice a second, whatever
  // happens, and now and then somebody would be behind for a moment.
  const end = told?.highWatermark ?? -1;
  const membersOf = (replicas: QuorumAnswer['voters']): readonly QuorumMember[] =>
    replicas
      .map(({id, logEndOffset}) => ({
        id,
        lag: logEndOffset < 0 || end < 0 ? undefined : Math.max(0, end - logEndOffset),
      }))
      .sort((left, right) => left.id - right.id);
  return {
    leader: told?.leader,
    epoch: told?.epoch,
    voters: membersOf(told?.voters ?? []),
    observers: membersOf(told?.observers ?? []),
    answering: looks.map(({id}) => id).sort((left, right) => left - right),
  };
}
