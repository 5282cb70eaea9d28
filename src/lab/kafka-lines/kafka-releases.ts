import type {KafkaLine} from '../../course/lesson.ts';
import {kafka39} from './kafka-3.9.ts';
import {kafka43} from './kafka-4.3.ts';
import type {KafkaRelease} from './kafka-release.ts';

/** A further line is one row more. */
export const kafkaReleases: Readonly<Record<KafkaLine, KafkaRelease>> = {'3.9': kafka39, '4.3': kafka43};

export function fitsLine(version: string, line: KafkaLine): boolean {
  return kafkaReleases[line].fits.test(version);
}
