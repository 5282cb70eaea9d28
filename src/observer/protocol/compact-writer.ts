/** Writes a request in the flexible form of Kafka's protocol; the counterpart of CompactReader. */
export class CompactWriter {
  readonly #parts: Buffer[] = [];

  int8(value: number): this {
    const part = Buffer.alloc(1);
    part.writeInt8(value);
    return this.#add(part);
  }

  int32(value: number): this {
    const part = Buffer.alloc(4);
    part.writeInt32BE(value);
    return this.#add(part);
  }

  boolean(value: boolean): this {
    return this.int8(value ? 1 : 0);
  }

  string(value: string): this {
    const part = Buffer.from(value);
    return this.#varint(part.length + 1).#add(part);
  }

  null(): this {
    return this.#varint(0);
  }

  /** A list of structures. */
  structures<Item>(items: readonly Item[], write: (writer: this, item: Item) => void): this {
    return this.values(items, (writer, item) => {
      write(writer, item);
      writer.noLaterFields();
    });
  }

  /** A list of plain values. */
  values<Item>(items: readonly Item[], write: (writer: this, item: Item) => void): this {
    this.#varint(items.length + 1);
    for (const item of items) write(this, item);
    return this;
  }

  /** Stands at the end of every structure. */
  noLaterFields(): this {
    return this.#varint(0);
  }

  toBuffer(): Buffer {
    return Buffer.concat(this.#parts);
  }

  #varint(value: number): this {
    let left = value;
    const bytes: number[] = [];
    for (; left >= 0x80; left = Math.floor(left / 128)) bytes.push((left % 128) | 0x80);
    return this.#add(Buffer.from([...bytes, left]));
  }

  #add(part: Buffer): this {
    this.#parts.push(part);
    return this;
  }
}
