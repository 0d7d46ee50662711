// The product of two thin matrices as a tensor: what a LoRA adapter adds to a weight, a few rows at a time.
import { ForebearError } from '../../errors.ts';
import type { TensorInfo } from '../../formats/format.ts';
import type { RunOptions } from '../../run.ts';
import { product } from '../schemes/scheme.ts';
import type { Assembly, PartReader } from '../values/assembly.ts';

/** One factor as stored: `rank` rows or `rank` columns. */
export interface Factor {
  readonly part: TensorInfo;
  /** The side that is not the rank. */
  readonly length: number;
  /** Stored [rank, length] rather than [length, rank]. */
  readonly rankFirst: boolean;
}

/** Both factors of one tensor are held while it is read: larger ones than these no adapter has. */
const factorLimit = 16_777_216;

/**
 * Element (i, j) is scale * sum over k of left(i, k) * right(k, j): the sum in 64-bit floats, rounded once to 32 bits, then
 * times the scale. Throws `limit` for factors too large to hold.
 */
export function lowRank(
  scheme: string,
  left: Factor,
  right: Factor,
  rank: number,
  scale: number,
): Omit<Assembly, 'parts'> {
  for (const { part, length } of [left, right]) {
    const elements = product([length, rank], part.name);
    if (elements > factorLimit) {
      throw new ForebearError('limit', part.name, `a factor of at most ${factorLimit} elements`, `${elements}`);
    }
  }
  const columns = right.length;
  const rounded = Math.fround(scale);
  return {
    scheme,
    delta: true,
    async values(reader, from, to, options) {
      options?.signal?.throwIfAborted();
      const out = new Float32Array(to - from);
      if (out.length === 0) return out;
      const rows = await held(reader, left, rank, false, options);
      const across = await held(reader, right, rank, true, options);
      const lines = Array.from({ length: rank }, (_, k) => across.subarray(k * columns, (k + 1) * columns));
      const sums = new Float64Array(columns);
      for (let at = 0; at < out.length; ) {
        const row = Math.floor((from + at) / columns);
        const first = from + at - row * columns;
        const end = Math.min(columns, first + out.length - at);
        sums.fill(0, first, end);
        addProducts(sums, rows.subarray(row * rank, (row + 1) * rank), lines, first, end);
        for (let j = first; j < end; j++) out[at + j - first] = Math.fround(sums[j] as number) * rounded;
        at += end - first;
      }
      return out;
    },
  };
}

/** Adds factor k times line k to the sums, in the order of k; four at a time, for a quarter of the stores. */
function addProducts(
  sums: Float64Array,
  factors: Float32Array,
  lines: readonly Float32Array[],
  first: number,
  end: number,
): void {
  let k = 0;
  for (; k + 4 <= factors.length; k += 4) {
    const [a, b, c, d] = factors.subarray(k, k + 4) as unknown as readonly [number, number, number, number];
    const [w, x, y, z] = lines.slice(k, k + 4) as [Float32Array, Float32Array, Float32Array, Float32Array];
    for (let j = first; j < end; j++) {
      const sum = (sums[j] as number) + a * (w[j] as number) + b * (x[j] as number);
      sums[j] = sum + c * (y[j] as number) + d * (z[j] as number);
    }
  }
  for (; k < factors.length; k++) {
    const factor = factors[k] as number;
    const line = lines[k] as Float32Array;
    for (let j = first; j < end; j++) sums[j] = (sums[j] as number) + factor * (line[j] as number);
  }
}

/** A factor with the rank along its rows or its columns, whichever way it is stored. */
function held(
  reader: PartReader,
  { part, length, rankFirst }: Factor,
  rank: number,
  wantRankFirst: boolean,
  options?: RunOptions,
): Promise<Float32Array> {
  return reader.held(part, async () => {
    const stored = await reader.values(part, 0, length * rank, options);
    if (rankFirst === wantRankFirst) return stored;
    const turned = new Float32Array(stored.length);
    const [rows, columns] = rankFirst ? [rank, length] : [length, rank];
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) turned[c * rows + r] = stored[r * columns + c] as number;
    }
    return turned;
  });
}
