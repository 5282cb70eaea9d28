import type {HostName} from '../../course/lesson.ts';

/** What stands on every container, network and volume of ours. */
export const homeLabel = 'kafka-lessons.home';
export const lessonLabel = 'kafka-lessons.lesson';
export const hostLabel = 'kafka-lessons.host';

/** The hidden container that owns the network namespace and the ports of a lab. */
export const podName = 'pod';

/** The hidden container that hands connections on to the learner's own servers. */
export const relayName = 'relay';

/** What a container of a lab may be called. */
export type ContainerName = HostName | typeof podName | typeof relayName;

export interface LabelledLab {
  readonly homeId: string;
  /** Absent: any lesson of the home. */
  readonly lessonId?: string;
}

export function renderLabels(
  {homeId, lessonId}: Required<LabelledLab>,
  host?: ContainerName,
): Record<string, string> {
  return {
    [homeLabel]: homeId,
    [lessonLabel]: lessonId,
    ...(host === undefined ? {} : {[hostLabel]: host}),
  };
}

/** The engine's own filter for what carries the labels. */
export function labelFilter({homeId, lessonId}: LabelledLab): {label: string[]} {
  return {
    label: [`${homeLabel}=${homeId}`, ...(lessonId === undefined ? [] : [`${lessonLabel}=${lessonId}`])],
  };
}

/** `kafka-lessons-1f2e3d4c5b6a-04-topics-broker-1`; without a host the name of the lab's network. */
export function renderName({homeId, lessonId}: Required<LabelledLab>, host?: ContainerName): string {
  const name = ['kafka-lessons', homeId, lessonId, ...(host === undefined ? [] : [host])].join('-');
  return name.replace(/[^\w.-]/g, '-');
}
