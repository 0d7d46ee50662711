// Do two endpoints answer by the same chances? A two-sample test on sampled replies: maximum mean discrepancy with a Hamming kernel.

import { createRandom } from '../math/random.ts';

/** Sampled replies to one prompt, of either side. */
export interface PromptSamples {
  readonly prompt: string;
  readonly one: readonly string[];
  readonly other: readonly string[];
}

export interface DistributionTest {
  /** Unbiased squared discrepancy, mean over prompts; around 0 where both answer alike, and then as often below it. */
  readonly discrepancy: number;
  /** (1 + shuffles with as large a discrepancy) / (1 + shuffles). */
  readonly p: number;
  readonly shuffles: number;
  readonly prompts: number;
  /** Replies of both sides in all. */
  readonly replies: number;
}

/** Characters compared; what is shorter counts as ending there. */
const compared = 200;

/**
 * Share of the first `compared` places at which two replies have the same character (Gao et al. 2024, "Model equality testing", with
 * characters for tokens, since endpoints rarely tell theirs). Both ended counts as the same.
 */
export function hammingKernel(a: string, b: string): number {
  const [x, y] = [[...a].slice(0, compared), [...b].slice(0, compared)];
  let same = compared - Math.max(x.length, y.length);
  for (let at = 0; at < Math.min(x.length, y.length); at++) if (x[at] === y[at]) same++;
  return same / compared;
}

/**
 * MMD (Gretton et al. 2012, equation 3, unbiased) averaged over prompts, and its p by shuffling whose reply is whose within each prompt:
 * exact under the hypothesis that both sides draw from the same chances, whatever these are. Prompts with fewer than two replies of
 * either side are left out.
 *
 * @param seed of the shuffles
 */
export function testDistributions(samples: readonly PromptSamples[], seed: number, shuffles = 999): DistributionTest {
  const usable = samples.filter(({ one, other }) => one.length > 1 && other.length > 1);
  const tables = usable.map(({ one, other }) => {
    const all = [...one, ...other];
    const kernel = new Float64Array(all.length ** 2);
    for (let i = 0; i < all.length; i++) {
      for (let j = 0; j <= i; j++) {
        const value = hammingKernel(all[i] as string, all[j] as string);
        kernel[i * all.length + j] = value;
        kernel[j * all.length + i] = value;
      }
    }
    return { kernel, size: all.length, first: one.length };
  });
  const mean = (orders: readonly Uint32Array[]): number =>
    tables.reduce((sum, table, at) => sum + discrepancyOf(table, orders[at] as Uint32Array), 0) / tables.length;
  const discrepancy = mean(tables.map(({ size }) => Uint32Array.from({ length: size }, (_, at) => at)));
  const random = createRandom(seed);
  let reached = 0;
  for (let round = 0; round < shuffles && tables.length > 0; round++) {
    // A hair's breadth for sums in another order: equal ones count as reached.
    if (mean(tables.map(({ size }) => random.permutation(size))) >= discrepancy - 1e-12) reached++;
  }
  return {
    discrepancy: tables.length === 0 ? Number.NaN : discrepancy,
    p: tables.length === 0 ? 1 : (1 + reached) / (1 + shuffles),
    shuffles,
    prompts: tables.length,
    replies: tables.reduce((sum, { size }) => sum + size, 0),
  };
}

function discrepancyOf(
  { kernel, size, first }: { readonly kernel: Float64Array; readonly size: number; readonly first: number },
  order: Uint32Array,
): number {
  const second = size - first;
  let [within, beyond, across] = [0, 0, 0];
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const value = kernel[(order[i] as number) * size + (order[j] as number)] as number;
      if (i < first) within += value;
      else if (j >= first) beyond += value;
      else across += value;
    }
  }
  return (
    (2 * within) / (first * (first - 1)) + (2 * beyond) / (second * (second - 1)) - (2 * across) / (first * second)
  );
}

/** Holm's step-down correction (1979): p-values so raised that the smallest of all is right for the family. In the order given. */
export function holm(ps: readonly number[]): number[] {
  const order = [...ps.keys()].toSorted((a, b) => (ps[a] as number) - (ps[b] as number) || a - b);
  const out = new Array<number>(ps.length).fill(1);
  let most = 0;
  for (const [rank, at] of order.entries()) {
    most = Math.max(most, Math.min(1, (ps.length - rank) * (ps[at] as number)));
    out[at] = most;
  }
  return out;
}
