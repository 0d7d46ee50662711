// What a number of bytes says of a number of parameters.

/** Bytes that one parameter takes in the types models are stored in: 4-bit packed, 8-bit, 16-bit, 32-bit, 64-bit. */
const bytesPerParameter = [0.5, 1, 2, 4, 8] as const;

/** Those that whole models come in; where something is left unexplained, the others explain too much. */
const usualBytes = [1, 2, 4] as const;

/** What each parameter takes, and what is left over that no table explains. */
export interface EvenBytes {
  readonly bytes: number;
  readonly over: number;
}

/**
 * The even number of bytes per parameter that leaves least of `total` unexplained, and at most `spare`; tables beside the
 * parameters take one of `besides`. Undefined where none does.
 */
export function evenBytes(
  total: number,
  parameters: number,
  besides: readonly number[] = [0],
  spare = 0,
): EvenBytes | undefined {
  let best: EvenBytes | undefined;
  for (const bytes of spare > 0 ? usualBytes : bytesPerParameter) {
    for (const beside of besides) {
      const over = total - bytes * parameters - beside;
      if (over >= 0 && over <= spare && (best === undefined || over < best.over)) best = { bytes, over };
    }
  }
  return best;
}

/** The even number of bytes that comes nearest, as a ratio. */
export function nearestBytes(total: number, parameters: number): number {
  const ratio = Math.log(total / parameters);
  let best: number = bytesPerParameter[0];
  for (const bytes of bytesPerParameter) {
    if (Math.abs(Math.log(bytes) - ratio) < Math.abs(Math.log(best) - ratio)) best = bytes;
  }
  return best;
}

/** All totals that a number of parameters may come to. */
export function totalsOf(parameters: number): readonly number[] {
  return bytesPerParameter.map((bytes) => bytes * parameters);
}
