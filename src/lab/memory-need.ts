import type {LabNeeds} from '../course/lesson.ts';
import {startCommand} from './servers.ts';

/** Bytes a server of a lab takes: a broker comes to 120 MB, ZooKeeper to 85, and a heap may grow. */
const eachServer = 150e6;

/** A lesson with ZooKeeper and three brokers, the largest there is. */
export const largestLesson: Pick<LabNeeds, 'hosts'> = {
  hosts: ['zookeeper', 'broker-1', 'broker-2', 'broker-3'],
};

/** Bytes below which a lab's servers cannot run; twice as many are comfortable. */
export function memoryNeed({hosts}: Pick<LabNeeds, 'hosts'>): number {
  return hosts.filter((host) => startCommand(host) !== undefined).length * eachServer;
}
