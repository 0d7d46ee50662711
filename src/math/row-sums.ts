// Sums over pairs of rows as they are stored: the one pass that sees every element of a full comparison.
import { ForebearError } from '../errors.ts';
import { heapStart, kernels, reserve } from './kernels.ts';

/** How numbers lie: little-endian 32-bit floats, bfloat16 or half precision. */
export type NumberType = 'F32' | 'BF16' | 'F16';

/** Rows of numbers, row-major, as they are stored. */
export interface StoredRows {
  readonly type: NumberType;
  readonly bytes: Uint8Array;
}

/**
 * Slots of the sums over pairs (suspect a, candidate b, d = a - b). `power`: squared powers of two below |a|, for the
 * variance of rounding. `excluded`: pairs of which a side is NaN or infinite, left out of all sums before it;
 * `excludedEqual`: those that are equal, no number being equal to no number. `cosine`: sum of the cosines of rows with 16
 * columns or more that are finite and not zero; `cosineRows`: how many these are.
 */
export const slot = {
  a: 0,
  b: 1,
  aa: 2,
  bb: 3,
  ab: 4,
  d: 5,
  d2: 6,
  d3: 7,
  d4: 8,
  equal: 9,
  power: 10,
  zeroA: 11,
  zeroBoth: 12,
  count: 13,
  excluded: 14,
  excludedEqual: 15,
  cosine: 16,
  cosineRows: 17,
} as const;

export const slots = 18;

const typeNumbers = { F32: 0, BF16: 1, F16: 2 } as const satisfies { readonly [type in NumberType]: number };

const sizes = { F32: 4, BF16: 2, F16: 2 } as const satisfies { readonly [type in NumberType]: number };

/** Shorter rows point nowhere in particular. */
const leastCosine = 16;

/** Numbers that the kernel widens at once; its scratch holds two such runs and the sums of a row. */
const scratchBytes = 2 * 4 * 2_048 + 8 * 16;

/** Rows that are handed to the kernel at once; its memory stays small whatever the rows are. */
const mostBytes = 8_388_608;

/**
 * Adds rows × columns pairs to `sums` (length `slots`). Throws `usage` where a side holds fewer or more. The result depends on the values and on which rows one call is
 * given, not on the machine nor on what else is added where: sums of single calls may be made anywhere and added in order.
 */
export function addRows(sums: Float64Array, a: StoredRows, b: StoredRows, rows: number, columns: number): void {
  for (const { type, bytes } of [a, b]) {
    const expected = rows * columns * sizes[type];
    if (bytes.length !== expected) throw new ForebearError('usage', type, `${expected} bytes`, `${bytes.length}`);
  }
  // Rows too short for a cosine are one long row, whose cosine is nobody's.
  if (columns < leastCosine) {
    const [cosine, cosineRows] = [sums[slot.cosine] as number, sums[slot.cosineRows] as number];
    addLong(sums, a, b, 1, rows * columns);
    sums[slot.cosine] = cosine;
    sums[slot.cosineRows] = cosineRows;
  } else addLong(sums, a, b, rows, columns);
}

function addLong(sums: Float64Array, a: StoredRows, b: StoredRows, rows: number, columns: number): void {
  const widest = Math.max(sizes[a.type], sizes[b.type]);
  const step = Math.max(1, Math.floor(mostBytes / Math.max(1, columns * widest)));
  for (let r = 0; r < rows; r += step) addSome(sums, a, b, r, Math.min(rows, r + step), columns);
}

function addSome(sums: Float64Array, a: StoredRows, b: StoredRows, from: number, to: number, columns: number): void {
  const [left, right] = [a, b].map(({ type, bytes }) =>
    bytes.subarray(from * columns * sizes[type], to * columns * sizes[type]),
  ) as [Uint8Array, Uint8Array];
  // Each part begins at a multiple of sixteen.
  const round = (bytes: number): number => Math.ceil(bytes / 16) * 16;
  const [leftAt, rightAt] = [heapStart, heapStart + round(left.length)];
  const scratchAt = rightAt + round(right.length);
  const outAt = scratchAt + scratchBytes;
  const buffer = reserve(outAt + 8 * slots - heapStart);
  new Uint8Array(buffer, leftAt, left.length).set(left);
  new Uint8Array(buffer, rightAt, right.length).set(right);
  const out = new Float64Array(buffer, outAt, slots);
  out.fill(0);
  kernels().scanRows(leftAt, typeNumbers[a.type], rightAt, typeNumbers[b.type], to - from, columns, scratchAt, outAt);
  for (let i = 0; i < slots; i++) sums[i] = (sums[i] as number) + (out[i] as number);
}

const bits = new Uint32Array(1);
const bitsAsFloat = new Float32Array(bits.buffer);

/** Numbers of a row that the kernel adds up before it adds them to the row's sums. */
const segment = 2_048;

/** The plain twin of one call for 32-bit floats in rows of 16 columns or more: the same sums in the same order of lanes. */
export function addRowsPlain(
  sums: Float64Array,
  a: Float32Array,
  b: Float32Array,
  rows: number,
  columns: number,
): void {
  const call = new Float64Array(slots);
  for (let r = 0; r < rows; r++) {
    const [x, y] = [a, b].map((values) => values.subarray(r * columns, (r + 1) * columns)) as [
      Float32Array,
      Float32Array,
    ];
    const isFinite = x.every(Number.isFinite) && y.every(Number.isFinite);
    const row = isFinite ? rowSums(x, y) : finiteSums(x, y);
    const [aa, bb, ab] = [slot.aa, slot.bb, slot.ab].map((i) => row[i] as number) as [number, number, number];
    if (isFinite && columns >= 16 && aa > 0 && bb > 0) {
      row[slot.cosine] = ab / Math.sqrt(aa * bb);
      row[slot.cosineRows] = 1;
    }
    for (let i = 0; i < slots; i++) call[i] = (call[i] as number) + (row[i] as number);
  }
  for (let i = 0; i < slots; i++) sums[i] = (sums[i] as number) + (call[i] as number);
}

/** Every second pair has a lane of its own. */
function rowSums(x: Float32Array, y: Float32Array): Float64Array {
  const row = new Float64Array(slots);
  for (let start = 0; start < x.length; start += segment) {
    const end = Math.min(x.length, start + segment);
    const lanes = [new Float64Array(slots), new Float64Array(slots)] as const;
    for (let i = start; i < end; i++) addPair(lanes[(i - start) % 2 === 0 ? 0 : 1], x[i] as number, y[i] as number);
    for (let i = 0; i < slots; i++) row[i] = (row[i] as number) + ((lanes[0][i] as number) + (lanes[1][i] as number));
  }
  return row;
}

function finiteSums(x: Float32Array, y: Float32Array): Float64Array {
  const row = new Float64Array(slots);
  for (let i = 0; i < x.length; i++) {
    const [left, right] = [x[i] as number, y[i] as number];
    if (Number.isFinite(left) && Number.isFinite(right)) addPair(row, left, right);
    else {
      row[slot.excluded] = (row[slot.excluded] as number) + 1;
      if (left === right || (Number.isNaN(left) && Number.isNaN(right)))
        row[slot.excludedEqual] = (row[slot.excludedEqual] as number) + 1;
    }
  }
  return row;
}

function addPair(into: Float64Array, x: number, y: number): void {
  const d = x - y;
  const d2 = d * d;
  bitsAsFloat[0] = x;
  bits[0] = (bits[0] as number) & 0x7f800000;
  const power = bitsAsFloat[0];
  const terms = [
    x,
    y,
    x * x,
    y * y,
    x * y,
    d,
    d2,
    d2 * d,
    d2 * d2,
    x === y ? 1 : 0,
    power * power,
    x === 0 ? 1 : 0,
    x === 0 && y === 0 ? 1 : 0,
    1,
  ];
  for (let t = 0; t < terms.length; t++) into[t] = (into[t] as number) + (terms[t] as number);
}
