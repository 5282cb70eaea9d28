import type {CheckHost} from 'kafka-lessons/check';

/** What `format` wrote into a node's folder. */
export interface Identity {
  readonly clusterId: string;
  readonly nodeId: number;
  /** Whether it was made one of the first that vote. */
  readonly votes: boolean;
}

/** Undefined for a node that was not formatted. */
export async function readIdentity(host: CheckHost): Promise<Identity | undefined> {
  const text = await host.readFile('data/kafka/meta.properties');
  const clusterId = /^cluster\.id=(.+)$/m.exec(text ?? '')?.[1]?.trim();
  const nodeId = /^node\.id=(\d+)$/m.exec(text ?? '')?.[1];
  if (clusterId === undefined || nodeId === undefined) return undefined;
  const {output} = await host.exec('ls data/kafka/__cluster_metadata-0 2>/dev/null | grep -c checkpoint');
  return {clusterId, nodeId: Number(nodeId), votes: Number(output.trim()) > 0};
}
