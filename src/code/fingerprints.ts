// Winnowing (Schleimer, Wilkerson and Aiken 2003): of the hashes of a source's runs those are kept by which any long common run is found.

/** Runs of this many hashes lose none but the smallest: of any common run of `gram + window - 1` tokens one hash is kept on both sides. */
export const winnowWindow = 5;

/** The smallest hash of every window, the rightmost of equal ones, each place once; all where there are fewer than a window. */
export function winnowed(grams: Uint32Array, window: number = winnowWindow): Uint32Array {
  if (grams.length <= window) return grams.length === 0 ? grams : Uint32Array.of(smallest(grams, 0, grams.length));
  const kept: number[] = [];
  let last = -1;
  for (let start = 0; start + window <= grams.length; start++) {
    // The smallest of the window before is the smallest still, unless it has left or the one that came is smaller.
    if (last >= start && (grams[start + window - 1] as number) > (grams[last] as number)) continue;
    const at = placeOfSmallest(grams, start, start + window);
    if (at === last) continue;
    last = at;
    kept.push(grams[at] as number);
  }
  return Uint32Array.from(kept);
}

function placeOfSmallest(grams: Uint32Array, start: number, end: number): number {
  let at = start;
  for (let next = start + 1; next < end; next++) if ((grams[next] as number) <= (grams[at] as number)) at = next;
  return at;
}

function smallest(grams: Uint32Array, start: number, end: number): number {
  return grams[placeOfSmallest(grams, start, end)] as number;
}
