import type {CheckInput} from '../../src/checks/check-messages.ts';
import type {ClusterSnapshot, Topic} from '../../src/observer/cluster-snapshot.ts';
import type {CommandRecord, TerminalRecord} from '../../src/terminal/terminal-record.ts';

export const emptyCluster: ClusterSnapshot = {
  takenAt: 0,
  zookeeper: {answers: false, mode: undefined, brokerIds: [], hasController: false},
  quorum: undefined,
  reachable: false,
  clusterId: undefined,
  controller: undefined,
  brokers: [],
  fenced: [],
  connect: undefined,
  topics: [],
  groups: [],
};

export function topicNamed(name: string, more: Partial<Topic> = {}): Topic {
  return {name, internal: false, partitions: [], configs: {}, ...more};
}

export function commandThat(more: Partial<CommandRecord>): CommandRecord {
  return {id: 1, command: 'ls', output: '', exitCode: 0, startedAt: 100, endedAt: 200, ...more};
}

export function terminalWith(name: string, ...commands: readonly CommandRecord[]): TerminalRecord {
  return {name, host: 'client', commands};
}

export function inputWith(more: Partial<CheckInput> = {}): CheckInput {
  return {
    cluster: emptyCluster,
    changes: [],
    terminals: [],
    step: {id: 'the-step', title: 'The step', startedAt: 0, choice: undefined},
    hosts: {client: 'up'},
    ...more,
  };
}
