import type {HostName, KafkaLine, LabNeeds} from '../course/lesson.ts';
import {kafkaReleases} from './kafka-lines/kafka-releases.ts';

/** What containers of a lab are made from. docs/public-image.md has what we rely on in each. */
export interface HostImage {
  /** The public one. */
  readonly name: string;
  /** The setting that names another: its key in the file, and the variable that goes before it. */
  readonly setting: string;
  readonly variable: string;
  /** Who downloads it, and how much that is, as doctor says it. */
  readonly firstUser: string;
  readonly size: string;
}

const kafkaImages = Object.fromEntries(
  Object.entries(kafkaReleases).map(([line, {image, imageSetting, imageVariable}]) => [
    line,
    {
      name: image,
      setting: imageSetting,
      variable: imageVariable,
      firstUser: 'the first lesson that runs on it',
      size: 'a few hundred MB, 460 MB unpacked',
    },
  ]),
) as Readonly<Record<KafkaLine, HostImage>>;

/** Node: for programs of the learner's own, and for what hands connections on to them. */
export const nodeImage: HostImage = {
  name: 'node:22.22.2-bookworm-slim',
  setting: 'workspace-image',
  variable: 'KAFKA_LESSONS_WORKSPACE_IMAGE',
  firstUser: 'the first lesson with programs of your own',
  size: 'about 80 MB, 230 MB unpacked',
};

/**
 * Java on glibc: Kafka Streams keeps its state in RocksDB, whose native part does not load in Kafka's own image, which is
 * Alpine without libstdc++. Kafka itself comes to such a host from the other image, by way of a volume.
 */
const javaImage: HostImage = {
  name: 'eclipse-temurin:21-jre',
  setting: 'streams-image',
  variable: 'KAFKA_LESSONS_STREAMS_IMAGE',
  firstUser: 'the first lesson on stream processing',
  size: 'about 100 MB, 280 MB unpacked',
};

export const everyImage: readonly HostImage[] = [...Object.values(kafkaImages), nodeImage, javaImage];

/** What a host's container is made from. */
export function imageOfHost(host: HostName, {kafka}: Pick<LabNeeds, 'kafka'>): HostImage {
  if (host === 'workspace') return nodeImage;
  return host === 'streams' ? javaImage : kafkaImages[kafka];
}

/** What the container with the network is made from: all hosts' folders are laid out there, with links into Kafka. */
export function imageOfPod({kafka}: Pick<LabNeeds, 'kafka'>): HostImage {
  return kafkaImages[kafka];
}

/** Every image that a lab is made from. */
export function imagesOf(needs: Pick<LabNeeds, 'kafka' | 'hosts' | 'ports'>): readonly HostImage[] {
  const {hosts, ports} = needs;
  const all = [
    imageOfPod(needs),
    ...hosts.map((host) => imageOfHost(host, needs)),
    ...(ports.length > 0 ? [nodeImage] : []),
  ];
  return everyImage.filter((image) => all.includes(image));
}

/** The public one, unless the image's setting names another. */
export function nameOf({name, variable}: HostImage, environment: NodeJS.ProcessEnv): string {
  return environment[variable]?.trim() || name;
}
