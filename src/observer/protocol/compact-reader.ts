/**
 * Reads an answer in the flexible form of Kafka's protocol (KIP-482), which kafkajs does not know: compact strings and
 * lists, each structure with fields of later versions at its end. Throws a RangeError where the answer is too short.
 */
export class CompactReader {
  readonly #buffer: Buffer;
  #offset = 0;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
  }

  int8(): number {
    return this.#buffer.readInt8(this.#move(1));
  }

  int16(): number {
    return this.#buffer.readInt16BE(this.#move(2));
  }

  uint16(): number {
    return this.#buffer.readUInt16BE(this.#move(2));
  }

  int32(): number {
    return this.#buffer.readInt32BE(this.#move(4));
  }

  /** Offsets and times: far below what a number can hold exactly. */
  int64(): number {
    return Number(this.#buffer.readBigInt64BE(this.#move(8)));
  }

  boolean(): boolean {
    return this.int8() !== 0;
  }

  /** As Kafka writes it: URL-safe base64 without padding. */
  uuid(): string {
    return this.#bytes(16).toString('base64url');
  }

  string(): string {
    return this.nullableString() ?? '';
  }

  nullableString(): string | undefined {
    const length = this.#varint();
    return length === 0 ? undefined : this.#bytes(length - 1).toString('utf8');
  }

  /** A list of structures. */
  structures<Item>(read: (reader: this) => Item): readonly Item[] {
    return this.values((reader) => {
      const item = read(reader);
      reader.laterFields();
      return item;
    });
  }

  /** A list of plain values. */
  values<Item>(read: (reader: this) => Item): readonly Item[] {
    const length = this.#varint();
    const items: Item[] = [];
    for (let index = 1; index < length; index++) items.push(read(this));
    return items;
  }

  /** What this version does not know, at the end of a structure: passed over. */
  laterFields(): void {
    for (let left = this.#varint(); left > 0; left--) {
      this.#varint();
      this.#bytes(this.#varint());
    }
  }

  #bytes(length: number): Buffer {
    const start = this.#move(length);
    return this.#buffer.subarray(start, start + length);
  }

  #varint(): number {
    let value = 0;
    for (let factor = 1; factor <= 2 ** 28; factor *= 128) {
      const byte = this.#buffer.readUInt8(this.#move(1));
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    throw new RangeError('a number of more than five bytes');
  }

  #move(length: number): number {
    const start = this.#offset;
    if (start + length > this.#buffer.length)
      throw new RangeError(`the answer ends after ${this.#buffer.length} bytes`);
    this.#offset += length;
    return start;
  }
}
