import {spawnSync} from 'node:child_process';

const enter = 'ip link set lo up && exec "$0" "$@"';

/**
 * The words before a command that give it a network of its own, with a loopback and nothing else: the labs of the
 * local runtime, which use Kafka's standard ports, can then run beside each other. Undefined where the system does
 * not have it: on macOS, or on a Linux that lets only root make one.
 */
export const ownNetwork: readonly [string, ...string[]] | undefined = [['-n'], ['-rn']]
  .map((flags) => ['unshare', ...flags, 'sh', '-c', enter] as const)
  .find(([file, ...words]) => spawnSync(file, [...words, 'true']).status === 0);
