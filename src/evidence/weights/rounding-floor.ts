// How large a singular value can rounding alone make? The floor above which a direction of a difference is real.
import type { Pair } from '../../align/alignment.ts';
import { mantissaBitsOf } from '../../formats/numbers/dtype.ts';
import { isQuantised, type Tensor } from '../../model/model.ts';

const bits = new Uint32Array(1);
const bitsAsFloat = new Float32Array(bits.buffer);

/** 2^⌊log₂|x|⌋, 0 for zero and for subnormal numbers. */
function powerOf(x: number): number {
  bitsAsFloat[0] = x;
  bits[0] = (bits[0] as number) & 0x7f800000;
  return bitsAsFloat[0];
}

/** Gathers, tile by tile, the variance that rounding leaves in each row and column of a difference. */
export interface RoundingFloor {
  /** Row-major rows of both sides. */
  add(suspect: Float32Array, candidate: Float32Array): void;
  /**
   * The largest row's root sum of variances plus the largest column's, which bounds the spectral norm of a matrix of
   * independent centred entries of these variances (Bandeira and van Handel 2016, up to lower order). With equal
   * variances it is σ (√m + √n).
   */
  value(): number;
  /** Root mean square of the rounding errors. */
  sigma(): number;
}

/** Variance of the rounding of a value x, over 2^(2⌊log₂|x|⌋); undefined where values are codes, which round in their own way. */
function unitOf(tensor: Tensor): number | undefined {
  const mantissa = mantissaBitsOf(tensor.dtype);
  if (mantissa === undefined || isQuantised(tensor) || tensor.assembly !== undefined) return undefined;
  return 2 ** (-2 * mantissa) / 12;
}

/**
 * The suspect was rounded when it was stored; and the candidate too, if what was worked on was not the stored file but the
 * finer weights that it was stored from. Both are allowed for. Undefined where the suspect's values are no plain floats.
 */
export function createRoundingFloor({ suspect, candidate, columns }: Pair): RoundingFloor | undefined {
  const own = unitOf(suspect.tensor);
  if (own === undefined) return undefined;
  const other = unitOf(candidate.tensor) ?? 0;
  const perColumn = new Float64Array(columns);
  let [largestRow, total, elements] = [0, 0, 0];
  return {
    add: (left, right) => {
      for (let start = 0; start < left.length; start += columns) {
        let row = 0;
        for (let c = 0; c < columns; c++) {
          const [s, p] = [left[start + c] as number, right[start + c] as number];
          if (!(Number.isFinite(s) && Number.isFinite(p))) continue;
          const variance = own * powerOf(s) ** 2 + other * powerOf(p) ** 2;
          row += variance;
          perColumn[c] = (perColumn[c] as number) + variance;
        }
        largestRow = Math.max(largestRow, row);
        total += row;
      }
      elements += left.length;
    },
    value: () => Math.sqrt(largestRow) + Math.sqrt(perColumn.reduce((most, sum) => Math.max(most, sum), 0)),
    sigma: () => (elements === 0 ? 0 : Math.sqrt(total / elements)),
  };
}
