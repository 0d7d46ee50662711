// Finds sums of sparse changes to a base: TIES, whose entries are chosen by size and sign, and DARE, whose entries are chosen by chance.
import { type FoundMerge, measured } from './found-merge.ts';
import type { TensorSample } from './mixture-sample.ts';
import { type Change, changesOf, dare, nearestSum, ties, tiesChange } from './recipes.ts';
import { roundingOf, thinned } from './replay-merge.ts';

/** Elements that a search over densities looks at. */
const searchedElements = 65_536;

/** The best TIES merge of these changes to this base, in equal parts or else in the best of nine ratios. */
export function findTies(tensors: readonly TensorSample[], base: number, tuned: readonly number[]): FoundMerge {
  const prepare = (sample: readonly TensorSample[]): Prepared[] =>
    sample.map((tensor) => ({ tensor, changes: changesOf(tensor, base, tuned) }));
  const few = prepare(thinned(tensors, searchedElements));
  const even = tuned.map(() => 1 / tuned.length);
  const grid = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);
  let best = bestDensity(few, grid, even);
  if (tuned.length === 2) {
    for (const first of [0.2, 0.3, 0.4, 0.6, 0.7, 0.8]) {
      const other = fitScale(few, best.density, [first, 1 - first]);
      if (other.rest < 0.8 * best.rest) best = bestDensity(few, grid, other.weights);
    }
  }
  const near = Array.from({ length: 11 }, (_, i) => best.density + (i - 5) / 100).filter((d) => d > 0 && d <= 1);
  const { density, weights, scale } = bestDensity(prepare(tensors), near, best.weights);
  const recipe = ties({ base, tuned, density, weights, scale });
  return {
    method: 'ties',
    // The factor of each change is its share of the mean, times the factor of the whole.
    parts: tuned.map((candidate, k) => {
      const weight = (weights[k] as number) * scale;
      return { candidate, weight, low: weight, high: weight };
    }),
    base,
    density,
    dropped: null,
    chance: 0,
    ...measured(tensors, recipe),
  };

  function bestDensity(sample: readonly Prepared[], densities: readonly number[], parts: readonly number[]): Fit {
    return densities.map((one) => fitScale(sample, one, parts)).toSorted((a, b) => a.rest - b.rest)[0] as Fit;
  }

  /** The factor of the merged change by least squares, in units of each tensor's rounding. */
  function fitScale(sample: readonly Prepared[], density: number, weights: readonly number[]): Fit {
    let [cross, square, total] = [0, 0, 0];
    for (const { tensor, changes } of sample) {
      const width = roundingOf(tensor);
      if (!(width > 0)) continue;
      const origin = tensor.parents[base] as Float32Array;
      const merged = tiesChange(changes, density, weights);
      for (let i = 0; i < merged.length; i++) {
        const [change, target] = [merged[i] as number, (tensor.suspect[i] as number) - (origin[i] as number)];
        cross += (change * target) / width;
        square += (change * change) / width;
        total += (target * target) / width;
      }
    }
    const scale = square > 0 ? cross / square : 0;
    return { density, weights, scale, rest: total - scale * cross };
  }
}

/** A tensor with its changes, which no density alters. */
interface Prepared {
  readonly tensor: TensorSample;
  readonly changes: readonly Change[];
}

interface Fit {
  readonly density: number;
  readonly weights: readonly number[];
  readonly scale: number;
  readonly rest: number;
}

/** Changes this many units of the last place large tell their factor. */
const tellingUnits = 8;
/** Width of a bin of factors, as a share of the factor. */
const binWidth = 0.03;
const rounds = 8;
/** Factors moved so far that they mean nothing, to see how often one of the sums fits by chance. */
const meaningless: readonly number[] = [0.73, 1.37, 0.81];

/** The best DARE merge of these changes to this base; undefined where no factor stands out. */
export function findDare(
  tensors: readonly TensorSample[],
  base: number,
  tuned: readonly number[],
): FoundMerge | undefined {
  const few = thinned(tensors, 4 * searchedElements);
  const guesses = tuned.map((member) => commonFactor(few, base, member));
  if (guesses.some((guess) => guess === undefined)) return undefined;
  let factors: readonly number[] = guesses.map((guess) => guess as number);
  for (let round = 0; round < rounds; round++) factors = refit(few, base, tuned, factors);
  const kept = keptShares(tensors, base, tuned, factors);
  const recipe = dare({ base, tuned, factors });
  const chance = measured(
    few,
    dare({ base, tuned, factors: factors.map((factor, k) => factor * (meaningless[k % 3] as number)) }),
  );
  return {
    method: 'dare',
    parts: tuned.map((candidate, k) => {
      const weight = (factors[k] as number) * (kept[k] as number);
      return { candidate, weight, low: weight, high: weight };
    }),
    base,
    density: null,
    dropped: 1 - kept.reduce((sum, one) => sum + one, 0) / kept.length,
    chance: chance.replayed,
    ...measured(tensors, recipe),
  };
}

/** The factor that the suspect's change most often is of this member's: the fullest of bins 3 % wide. */
function commonFactor(tensors: readonly TensorSample[], base: number, member: number): number | undefined {
  const bins = new Map<number, number[]>();
  for (const tensor of tensors) {
    const least = tellingUnits * Math.sqrt(12 * (tensor.rounding.at(-1) as number));
    const [origin, tuned] = [tensor.parents[base] as Float32Array, tensor.parents[member] as Float32Array];
    for (let i = 0; i < origin.length; i++) {
      const change = (tuned[i] as number) - (origin[i] as number);
      const factor = ((tensor.suspect[i] as number) - (origin[i] as number)) / change;
      // A dropped entry has factor 0, and rounding puts little beside it.
      if (Math.abs(change) < least || !(factor > 0.05)) continue;
      const bin = Math.round(Math.log(factor) / binWidth);
      const known = bins.get(bin);
      if (known === undefined) bins.set(bin, [factor]);
      else known.push(factor);
    }
  }
  const [fullest] = [...bins.values()].toSorted((a, b) => b.length - a.length);
  if (fullest === undefined) return undefined;
  return fullest.reduce((sum, factor) => sum + factor, 0) / fullest.length;
}

/** Least squares of the factors, each place standing for the sum that is nearest now. */
function refit(
  tensors: readonly TensorSample[],
  base: number,
  tuned: readonly number[],
  factors: readonly number[],
): readonly number[] {
  const count = tuned.length;
  const normal = Array.from({ length: count }, () => new Float64Array(count + 1));
  for (const tensor of tensors) {
    const width = roundingOf(tensor);
    if (!(width > 0)) continue;
    const origin = tensor.parents[base] as Float32Array;
    for (let i = 0; i < origin.length; i++) {
      const { mask } = nearestSum(tensor, origin, tuned, factors, i);
      if (mask === 0) continue;
      const entries = tuned.map((member, k) =>
        (mask & (1 << k)) === 0 ? 0 : (tensor.parents[member]?.[i] as number) - (origin[i] as number),
      );
      const target = (tensor.suspect[i] as number) - (origin[i] as number);
      for (const [k, row] of normal.entries()) {
        const scaled = (entries[k] as number) / width;
        if (scaled === 0) continue;
        for (let j = 0; j < count; j++) row[j] = (row[j] as number) + scaled * (entries[j] as number);
        row[count] = (row[count] as number) + scaled * target;
      }
    }
  }
  // Gauss–Seidel: the changes are nearly orthogonal, so that few sweeps suffice.
  const solved = [...factors];
  for (let sweep = 0; sweep < 20; sweep++) {
    for (const [k, row] of normal.entries()) {
      if (!((row[k] as number) > 0)) continue;
      const others = solved.reduce((sum, factor, j) => (j === k ? sum : sum + factor * (row[j] as number)), 0);
      solved[k] = ((row[count] as number) - others) / (row[k] as number);
    }
  }
  return solved;
}

/** Of places where an entry is large enough to be told from nothing, the share in which it was kept. */
function keptShares(
  tensors: readonly TensorSample[],
  base: number,
  tuned: readonly number[],
  factors: readonly number[],
): readonly number[] {
  const seen = tuned.map(() => 0);
  const kept = tuned.map(() => 0);
  for (const tensor of tensors) {
    const least = tellingUnits * Math.sqrt(12 * (tensor.rounding.at(-1) as number));
    const origin = tensor.parents[base] as Float32Array;
    for (let i = 0; i < origin.length; i++) {
      const sizes = tuned.map((member, k) =>
        Math.abs((factors[k] as number) * ((tensor.parents[member]?.[i] as number) - (origin[i] as number))),
      );
      if (sizes.some((size) => size < least)) continue;
      const { mask } = nearestSum(tensor, origin, tuned, factors, i);
      for (let k = 0; k < tuned.length; k++) {
        seen[k] = (seen[k] as number) + 1;
        if ((mask & (1 << k)) !== 0) kept[k] = (kept[k] as number) + 1;
      }
    }
  }
  return kept.map((one, k) => (seen[k] === 0 ? 1 : one / (seen[k] as number)));
}
