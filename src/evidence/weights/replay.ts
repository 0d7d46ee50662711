// Replaying a cast: does rounding one side give the other?
import type { Pair } from '../../align/alignment.ts';
import { bitsPerElement, mantissaBitsOf } from '../../formats/numbers/dtype.ts';
import type { RoundableDType } from '../../formats/numbers/values.ts';
import { isQuantised } from '../../model/model.ts';

const roundable: readonly RoundableDType[] = ['F32', 'F16', 'BF16', 'F8_E4M3', 'F8_E5M2'];

/** Narrower types than the candidate's, where the suspect is stored so or is wide enough to hold a cast. */
export function castsToTry(pair: Pair): readonly RoundableDType[] {
  // Values that are made from codes are no casts of anything.
  if (isQuantised(pair.suspect.tensor) || pair.suspect.tensor.assembly !== undefined) return [];
  const from = pair.candidate.tensor.dtype;
  const to = pair.suspect.tensor.dtype;
  return roundable.filter(
    (dtype) =>
      dtype !== from &&
      (dtype === to || (to === 'F32' && bitsPerElement(from) > 16)) &&
      // Everything but F64 fits into F32 unchanged.
      (dtype !== 'F32' || from === 'F64'),
  );
}

/** The candidate's type where it keeps fewer bits of the mantissa than the suspect's. */
export function castBackType(pair: Pair): RoundableDType | undefined {
  const { dtype, affine } = pair.candidate.tensor;
  if (affine !== undefined) return undefined;
  const [own, other] = [mantissaBitsOf(pair.suspect.tensor.dtype), mantissaBitsOf(dtype)];
  return own !== undefined && other !== undefined && other < own ? roundable.find((one) => one === dtype) : undefined;
}

/** Places where both hold the same value; -0 equals 0. */
export function countEqual(a: Float32Array, b: Float32Array): number {
  let equal = 0;
  for (let i = 0; i < a.length; i++) if (a[i] === b[i]) equal += 1;
  return equal;
}

const bits = new Uint32Array(1);

const bitsAsFloat = new Float32Array(bits.buffer);

/** Counts |a - b| of at most half a unit in the last of b's stored mantissa bits: what rounding a finer original can leave. */
export function countWithinRounding(a: Float32Array, b: Float32Array, mantissaBits: number): number {
  const half = 0.5 * 2 ** -mantissaBits * (1 + 1e-6);
  let within = 0;
  for (let i = 0; i < a.length; i++) {
    bitsAsFloat[0] = b[i] as number;
    bits[0] = (bits[0] as number) & 0x7f800000;
    if (Math.abs((a[i] as number) - (b[i] as number)) <= half * bitsAsFloat[0]) within += 1;
  }
  return within;
}
