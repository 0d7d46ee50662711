// Places in sorted lists, found by halving.

/** The first of `length` places at which `before` no longer holds; `length` where it holds throughout. It must hold up to some place and not after. */
export function firstNotBefore(length: number, before: (at: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first place in a list, sorted upwards, that holds `value` or more. */
export function lowerBound(sorted: Uint32Array | Float64Array, value: number): number {
  return firstNotBefore(sorted.length, (at) => (sorted[at] as number) < value);
}
