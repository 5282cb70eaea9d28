import type {LabNeeds} from '../course/lesson.ts';
import {roleOf} from './servers/server-roles.ts';

/** A lesson with three nodes that are broker and controller at once, the largest there is. */
export const largestLesson: Pick<LabNeeds, 'hosts' | 'mode'> = {
  mode: 'kraft',
  hosts: ['broker-1', 'broker-2', 'broker-3'],
};

/** Bytes below which a lab's servers cannot run; twice as many are comfortable. */
export function memoryNeed({hosts, mode}: Pick<LabNeeds, 'hosts' | 'mode'>): number {
  return hosts.reduce((sum, host) => sum + (roleOf(host, {mode})?.memory ?? 0), 0);
}
