import {describe, expect, it} from 'vitest';
import {CompactReader} from '../../src/observer/protocol/compact-reader.ts';
import {CompactWriter} from '../../src/observer/protocol/compact-writer.ts';
import {describeConsumerGroups} from '../../src/observer/protocol/describe-newer-groups.ts';
import {describeQuorum} from '../../src/observer/protocol/describe-quorum.ts';
import {describeStreamsGroups} from '../../src/observer/protocol/describe-streams-groups.ts';
import {describeShareGroupOffsets} from '../../src/observer/protocol/share-group-offsets.ts';

const requests = [describeQuorum, describeConsumerGroups, describeStreamsGroups, describeShareGroupOffsets];

/** Of Kafka 4.3.1 with one node: partition 0, epoch 5, high watermark 300, voter 1. */
const quorumOfOne = Buffer.from(
  [
    '0000', // no error
    '00', // no message
    '02',
    `13${Buffer.from('__cluster_metadata').toString('hex')}`,
    '02',
    '00000000',
    '0000',
    '00',
    '00000001',
    '00000005',
    '000000000000012c',
    '02',
    '00000001',
    '00000000000000000000000000000001',
    '000000000000012c',
    'ffffffffffffffff',
    '0000019abcdef000',
    '00', // later fields of the voter
    '01', // no observers
    '00',
    '00',
    '00',
    '01', // no nodes
    '00',
  ].join(''),
  'hex',
);

describe('the flexible form of Kafka’s protocol', () => {
  it('reads what it has written', () => {
    const long = 'ä'.repeat(100);
    const buffer = new CompactWriter()
      .int8(-3)
      .int32(-70_000)
      .boolean(true)
      .string(long)
      .null()
      .values([1, 2], (writer, value) => writer.int32(value))
      .structures(['a', ''], (writer, value) => writer.string(value))
      .noLaterFields()
      .toBuffer();
    const reader = new CompactReader(buffer);
    expect([reader.int8(), reader.int32(), reader.boolean(), reader.string()]).toEqual([
      -3,
      -70_000,
      true,
      long,
    ]);
    expect(reader.nullableString()).toBeUndefined();
    expect(reader.values((each) => each.int32())).toEqual([1, 2]);
    expect(reader.structures((each) => each.string())).toEqual(['a', '']);
    reader.laterFields();
    expect(() => reader.int8()).toThrow(`the answer ends after ${buffer.length} bytes`);
  });

  it('passes over what later versions have added', () => {
    const reader = new CompactReader(Buffer.from('020003aabbcc0102ddee2a', 'hex'));
    reader.laterFields();
    expect(reader.int8()).toBe(42);
  });

  it('reads a quorum', () => {
    expect(describeQuorum.read(new CompactReader(quorumOfOne))).toMatchObject({
      leader: 1,
      epoch: 5,
      highWatermark: 300,
      voters: [{id: 1, directoryId: 'AAAAAAAAAAAAAAAAAAAAAQ', logEndOffset: 300}],
      observers: [],
    });
  });

  it('tells a refusal by its code', () => {
    const refused = Buffer.from(quorumOfOne);
    refused.writeInt16BE(29, 0);
    expect(() => describeQuorum.read(new CompactReader(refused))).toThrow(
      'DescribeQuorum was refused with error 29',
    );
  });

  it('is not held up by an answer that is cut or wrong: it is read to the end or refused', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed % below;
    };
    for (let round = 0; round < 4000; round++) {
      const buffer = Buffer.from(quorumOfOne.subarray(0, random(quorumOfOne.length + 1)));
      for (let changes = random(4); changes > 0 && buffer.length > 0; changes--)
        buffer[random(buffer.length)] = random(256);
      for (const {read} of requests) {
        try {
          read(new CompactReader(buffer));
        } catch (error) {
          expect(['RangeError', 'ProtocolError']).toContain((error as Error).name);
        }
      }
    }
  });
});
