// A small FlatBuffers writer: tables as lists of fields by slot, written from the end backwards as FlatBuffers are.

/** What a slot of a table holds; undefined leaves the slot out. */
export type FlatField =
  | { readonly i8: number }
  | { readonly u8: number }
  | { readonly i32: number }
  | { readonly u32: number }
  | { readonly u64: number | bigint }
  | { readonly table: FlatFields }
  | { readonly vector: FlatElements }
  | undefined;

/** One table, slot by slot. An object used twice is written once, and both places point to it. */
export type FlatFields = readonly FlatField[];

/** A vector of tables, or of numbers as they lie in memory. `count`: elements to claim where that is a lie. */
export type FlatElements =
  | { readonly tables: readonly FlatFields[] }
  | { readonly bytes: Uint8Array; readonly width: number; readonly count?: number };

const tableAlignment = 8;
const dataAlignment = 16;

const text = new TextEncoder();

/** A string field. */
export function flatText(value: string): FlatField {
  const bytes = text.encode(`${value}\0`);
  return { vector: { bytes, width: 1, count: bytes.length - 1 } };
}

/** A vector field of numbers. */
export function flatNumbers(
  values: Int32Array | Float32Array | BigInt64Array | Uint16Array | Uint8Array | readonly number[],
): FlatField {
  const array = ArrayBuffer.isView(values) ? values : Int32Array.from(values);
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  return { vector: { bytes, width: array.BYTES_PER_ELEMENT } };
}

/** A vector field of tables. */
export function flatTables(tables: readonly FlatFields[]): FlatField {
  return { vector: { tables } };
}

/** The file of a root table. */
export function encodeFlatBuffer(root: FlatFields, identifier: string): Uint8Array {
  const writer = new BackwardsWriter();
  const at = writer.table(root);
  return writer.finish(at, text.encode(identifier));
}

/** Places are counted from the end of the file, since that is what is known while writing. */
class BackwardsWriter {
  readonly #parts: Uint8Array[] = [];
  readonly #written = new Map<object, number>();
  #length = 0;

  table(fields: FlatFields): number {
    const known = this.#written.get(fields);
    if (known !== undefined) return known;
    // The last first, so that data stands behind what describes it, as the real writers have it.
    const children = fields
      .toReversed()
      .map((field) => this.#child(field))
      .toReversed();
    const slots: number[] = [];
    let size = 4;
    for (const field of fields) {
      const width = widthOf(field);
      size = Math.ceil(size / Math.max(1, width)) * Math.max(1, width);
      slots.push(width === 0 ? 0 : size);
      size += width;
    }
    const slotBytes = 4 + 2 * fields.length;
    const inline = new DataView(new ArrayBuffer(size));
    const at = this.#aligned(size, tableAlignment);
    inline.setInt32(0, slotBytes, true);
    for (const [i, field] of fields.entries()) put(inline, slots[i] ?? 0, field, at, children[i]);
    this.#prepend(new Uint8Array(inline.buffer), tableAlignment);
    const slotTable = new DataView(new ArrayBuffer(slotBytes));
    slotTable.setUint16(0, slotBytes, true);
    slotTable.setUint16(2, size, true);
    for (const [i, slot] of slots.entries()) slotTable.setUint16(4 + 2 * i, slot, true);
    this.#prepend(new Uint8Array(slotTable.buffer), 1);
    this.#written.set(fields, at);
    return at;
  }

  finish(root: number, identifier: Uint8Array): Uint8Array {
    this.#prepend(new Uint8Array(0), dataAlignment, 8);
    const head = new DataView(new ArrayBuffer(8));
    head.setUint32(0, this.#length + 8 - root, true);
    new Uint8Array(head.buffer).set(identifier, 4);
    this.#prepend(new Uint8Array(head.buffer), 1);
    const out = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts.toReversed()) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }

  #child(field: FlatField): number | undefined {
    if (field === undefined) return undefined;
    if ('table' in field) return this.table(field.table);
    return 'vector' in field ? this.#vector(field.vector) : undefined;
  }

  #vector(elements: FlatElements): number {
    const known = this.#written.get(elements);
    if (known !== undefined) return known;
    let count: number;
    if ('tables' in elements) {
      const places = elements.tables.map((fields) => this.table(fields));
      count = places.length;
      const at = this.#aligned(4 * count, 4);
      const view = new DataView(new ArrayBuffer(4 * count));
      for (const [i, place] of places.entries()) view.setUint32(4 * i, at - 4 * i - place, true);
      this.#prepend(new Uint8Array(view.buffer), 4);
    } else {
      count = elements.count ?? elements.bytes.length / elements.width;
      this.#prepend(elements.bytes, Math.max(4, elements.width === 1 ? dataAlignment : elements.width));
    }
    const head = new DataView(new ArrayBuffer(4));
    head.setUint32(0, count, true);
    this.#prepend(new Uint8Array(head.buffer), 1);
    this.#written.set(elements, this.#length);
    return this.#length;
  }

  /** The place that the next `size` bytes will have. */
  #aligned(size: number, alignment: number): number {
    return Math.ceil((this.#length + size) / alignment) * alignment;
  }

  /** `before`: bytes still to come before these that shall be aligned with them. */
  #prepend(bytes: Uint8Array, alignment: number, before = 0): void {
    const padding = this.#aligned(bytes.length + before, alignment) - this.#length - bytes.length - before;
    this.#parts.push(new Uint8Array(padding), bytes);
    this.#length += padding + bytes.length;
  }
}

function widthOf(field: FlatField): number {
  if (field === undefined) return 0;
  if ('u64' in field) return 8;
  return 'i8' in field || 'u8' in field ? 1 : 4;
}

function put(inline: DataView, slot: number, field: FlatField, table: number, child: number | undefined): void {
  if (field === undefined) return;
  if ('i8' in field) inline.setInt8(slot, field.i8);
  else if ('u8' in field) inline.setUint8(slot, field.u8);
  else if ('i32' in field) inline.setInt32(slot, field.i32, true);
  else if ('u32' in field) inline.setUint32(slot, field.u32, true);
  else if ('u64' in field) inline.setBigUint64(slot, BigInt.asUintN(64, BigInt(field.u64)), true);
  else inline.setUint32(slot, table - slot - (child ?? 0), true);
}
