// A small pickler for forgeries: protocol 2 without a memo, from values that name their Python form.

/** What can be pickled. A tuple, a list and a dictionary are told apart by their form. */
export type ToPickle =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | { readonly tuple: readonly ToPickle[] }
  | { readonly list: readonly ToPickle[] }
  | { readonly dict: Iterable<readonly [ToPickle, ToPickle]> }
  | { readonly global: readonly [module: string, name: string] }
  /** A call with positional arguments, and then what it is filled with. */
  | {
      readonly call: ToPickle;
      readonly args: readonly ToPickle[];
      readonly entries?: Iterable<readonly [ToPickle, ToPickle]>;
      readonly state?: ToPickle;
    }
  /** An object of a class, made without calling it, and its attributes. */
  | { readonly object: ToPickle; readonly state: ToPickle }
  | { readonly persistent: ToPickle };

/** One whole pickle. Bytes make it protocol 3, which has an opcode for them; everything else fits protocol 2. */
export function pickle(value: ToPickle, protocol = 2): Uint8Array {
  const out: number[] = [0x80, protocol];
  write(value, out);
  out.push(code('.'));
  return Uint8Array.from(out);
}

function write(value: ToPickle, out: number[]): void {
  if (value === null) out.push(code('N'));
  else if (typeof value === 'boolean') out.push(value ? 0x88 : 0x89);
  else if (typeof value === 'number') writeNumber(value, out);
  else if (typeof value === 'string') sized('X', new TextEncoder().encode(value), out);
  else if (value instanceof Uint8Array) sized('B', value, out);
  else if ('tuple' in value) within(value.tuple, code('t'), out);
  else if ('list' in value) {
    out.push(code(']'));
    within(value.list, code('e'), out);
  } else if ('dict' in value) {
    out.push(code('}'));
    within([...value.dict].flat(), code('u'), out);
  } else if ('global' in value) line('c', value.global, out);
  else if ('persistent' in value) {
    write(value.persistent, out);
    out.push(code('Q'));
  } else if ('object' in value) {
    write(value.object, out);
    out.push(code(')'), 0x81);
    write(value.state, out);
    out.push(code('b'));
  } else {
    write(value.call, out);
    write({ tuple: value.args }, out);
    out.push(code('R'));
    if (value.entries !== undefined) within([...value.entries].flat(), code('u'), out);
    if (value.state !== undefined) {
      write(value.state, out);
      out.push(code('b'));
    }
  }
}

function writeNumber(value: number, out: number[]): void {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) {
    view.setInt32(0, value, true);
    out.push(code('J'), ...bytes.subarray(0, 4));
  } else if (Number.isSafeInteger(value)) {
    view.setBigInt64(0, BigInt(value), true);
    out.push(0x8a, 8, ...bytes);
  } else {
    view.setFloat64(0, value, false);
    out.push(code('G'), ...bytes);
  }
}

function within(values: readonly ToPickle[], end: number, out: number[]): void {
  out.push(code('('));
  for (const value of values) write(value, out);
  out.push(end);
}

function sized(opcode: string, bytes: Uint8Array, out: number[]): void {
  const length = new Uint8Array(Uint32Array.of(bytes.length).buffer);
  out.push(code(opcode), ...length);
  for (const byte of bytes) out.push(byte);
}

function line(opcode: string, words: readonly string[], out: number[]): void {
  out.push(code(opcode), ...new TextEncoder().encode(`${words.join('\n')}\n`));
}

function code(letter: string): number {
  return letter.charCodeAt(0);
}
