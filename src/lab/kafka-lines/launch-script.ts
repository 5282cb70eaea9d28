/** One of the commands that Kafka's distribution has under `bin`, and Maven's artifacts have not. */
export type LaunchScript = StartScript | ToolScript | StopScript;

/** Runs a server on a file of properties: wants at least one argument, and knows `-daemon`. */
export interface StartScript {
  readonly kind: 'start';
  readonly name: string;
  readonly mainClass: string;
  readonly usage: string;
  /** Names the server in Kafka's words: with `-daemon` its output goes to `<serviceName>.out`. */
  readonly serviceName: string;
  readonly heap: string;
  /** Name of its log settings under `config`. */
  readonly logging: string;
}

export interface ToolScript {
  readonly kind: 'tool';
  readonly name: string;
  readonly mainClass: string;
  readonly heap?: string;
  /** Put before what was typed. */
  readonly firstArgument?: string;
  /** Given where the command cannot run without an argument and would not say so itself. */
  readonly usage?: string;
}

export interface StopScript {
  readonly kind: 'stop';
  readonly name: string;
  readonly mainClass: string;
  readonly nothingToStop: string;
}

export function tool(name: string, mainClass: string, heap?: string): ToolScript {
  return heap === undefined ? {kind: 'tool', name, mainClass} : {kind: 'tool', name, mainClass, heap};
}

/** The worker of Connect, alone and among others. */
export function connectScripts(logging: string): readonly StartScript[] {
  return [
    {
      kind: 'start',
      name: 'connect-standalone.sh',
      mainClass: 'org.apache.kafka.connect.cli.ConnectStandalone',
      usage: '[-daemon] connect-standalone.properties [connector1.properties connector2.json ...]',
      serviceName: 'connectStandalone',
      heap: '-Xmx512M',
      logging,
    },
    {
      kind: 'start',
      name: 'connect-distributed.sh',
      mainClass: 'org.apache.kafka.connect.cli.ConnectDistributed',
      usage: '[-daemon] connect-distributed.properties',
      serviceName: 'connectDistributed',
      heap: '-Xmx512M',
      logging,
    },
  ];
}

/** The commands that every line has, under the same classes. */
export const commonTools: readonly ToolScript[] = [
  tool('connect-plugin-path.sh', 'org.apache.kafka.tools.ConnectPluginPath'),
  tool('kafka-client-metrics.sh', 'org.apache.kafka.tools.ClientMetricsCommand'),
  tool('kafka-cluster.sh', 'org.apache.kafka.tools.ClusterTool'),
  tool('kafka-configs.sh', 'kafka.admin.ConfigCommand'),
  tool('kafka-console-consumer.sh', 'org.apache.kafka.tools.consumer.ConsoleConsumer', '-Xmx512M'),
  tool('kafka-consumer-groups.sh', 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand'),
  tool('kafka-consumer-perf-test.sh', 'org.apache.kafka.tools.ConsumerPerformance', '-Xmx512M'),
  tool('kafka-delegation-tokens.sh', 'org.apache.kafka.tools.DelegationTokenCommand'),
  tool('kafka-delete-records.sh', 'org.apache.kafka.tools.DeleteRecordsCommand'),
  tool('kafka-e2e-latency.sh', 'org.apache.kafka.tools.EndToEndLatency'),
  tool('kafka-features.sh', 'org.apache.kafka.tools.FeatureCommand'),
  tool('kafka-get-offsets.sh', 'org.apache.kafka.tools.GetOffsetShell'),
  tool('kafka-jmx.sh', 'org.apache.kafka.tools.JmxTool'),
  tool('kafka-leader-election.sh', 'org.apache.kafka.tools.LeaderElectionCommand'),
  tool('kafka-log-dirs.sh', 'org.apache.kafka.tools.LogDirsCommand'),
  tool('kafka-metadata-quorum.sh', 'org.apache.kafka.tools.MetadataQuorumCommand'),
  tool('kafka-producer-perf-test.sh', 'org.apache.kafka.tools.ProducerPerformance', '-Xmx512M'),
  tool('kafka-reassign-partitions.sh', 'org.apache.kafka.tools.reassign.ReassignPartitionsCommand'),
  tool('kafka-replica-verification.sh', 'org.apache.kafka.tools.ReplicaVerificationTool'),
  tool('kafka-storage.sh', 'kafka.tools.StorageTool'),
  tool('kafka-streams-application-reset.sh', 'org.apache.kafka.tools.StreamsResetter', '-Xmx512M'),
  tool('kafka-topics.sh', 'org.apache.kafka.tools.TopicCommand'),
  tool('kafka-transactions.sh', 'org.apache.kafka.tools.TransactionsCommand'),
  tool('kafka-verifiable-consumer.sh', 'org.apache.kafka.tools.VerifiableConsumer', '-Xmx512M'),
  tool('kafka-verifiable-producer.sh', 'org.apache.kafka.tools.VerifiableProducer', '-Xmx512M'),
];
