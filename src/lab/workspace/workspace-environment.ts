/**
 * What programs on the host `workspace` get to see beside the usual: Node says nothing of types that it strips and of
 * kafkajs' timers, kafkajs nothing of a change in its own past. All other warnings come through.
 */
export const workspaceEnvironment: Readonly<Record<string, string>> = {
  NODE_OPTIONS: '--disable-warning=ExperimentalWarning --disable-warning=TimeoutNegativeWarning',
  KAFKAJS_NO_PARTITIONER_WARNING: '1',
};
