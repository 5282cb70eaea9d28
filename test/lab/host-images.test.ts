import {expect, it} from 'vitest';
import {imageOfHost, imageOfPod, imagesOf, nameOf} from '../../src/lab/host-images.ts';

const names = (needs: Parameters<typeof imagesOf>[0]) => imagesOf(needs).map(({name}) => name);

it('hosts are made from the image of their line', () => {
  expect(names({kafka: '3.9', hosts: ['zookeeper', 'broker-1', 'client'], ports: []})).toEqual([
    'apache/kafka:3.9.1',
  ]);
  expect(names({kafka: '4.3', hosts: ['broker-1', 'connect'], ports: []})).toEqual(['apache/kafka:4.3.1']);
});

it('programs on Kafka Streams run on glibc: RocksDB does not load in Kafka’s own image', () => {
  const image = imageOfHost('streams', {kafka: '4.3'});
  expect(image.name).toMatch(/^eclipse-temurin:\d+-jre$/);
  expect(image).not.toBe(imageOfPod({kafka: '4.3'}));
});

it('Node’s image is there for programs of one’s own, and for ports that are handed on', () => {
  const [node] = names({kafka: '3.9', hosts: ['workspace'], ports: []}).slice(-1);
  expect(node).toMatch(/^node:/);
  expect(names({kafka: '3.9', hosts: ['client'], ports: [3000]})).toContain(node);
  expect(names({kafka: '3.9', hosts: ['client'], ports: []})).not.toContain(node);
});

it('each has a variable that names another', () => {
  const all = imagesOf({kafka: '4.3', hosts: ['broker-1', 'streams', 'workspace'], ports: []});
  for (const image of all) expect(nameOf(image, {[image.variable]: ' mirror/x '})).toBe('mirror/x');
  expect(new Set(all.map(({variable}) => variable)).size).toBe(3);
});
