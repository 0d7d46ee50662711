// In whose company is a low-rank update: of the candidate's own weights, of the other updates, and does it replay the suspect?
import type { Pair } from '../../align/alignment.ts';
import { roundTrip } from '../../formats/numbers/values.ts';
import type { LeadingParts } from '../../math/range-finder.ts';
import { isQuantised } from '../../model/model.ts';
import type { Slab } from './slab.ts';

/** Figures of one update; null where it has no direction, or they are not defined. */
export interface Company {
  /**
   * |cos| between the leading right vector and uᵀP, the candidate's own share of the leading left vector u (or, for token
   * tables, whose rows are written: between the leading left vector and P v): 1 where a direction was scaled or taken
   * out. Null, as the next three, where the slab is not the whole matrix and no share can be summed up.
   */
  readonly candidateShare: number | null;
  /** The same with the suspect's share. */
  readonly suspectShare: number | null;
  /** ‖uᵀP‖ over what a direction has on average, ‖P‖ / √(its side): 0 where the candidate has nothing along it. */
  readonly candidateLevel: number | null;
  readonly suspectLevel: number | null;
  /** Share of the elements in which the candidate plus the update, stored as the suspect is, equals the suspect. */
  readonly replayed: number | null;
  /** ⟨P, L⟩ / ‖L‖² for the update L: 0 where L knows nothing of P, -1 where it knows nothing of S. */
  readonly candidateCompany: number | null;
}

export const noCompany: Company = {
  candidateShare: null,
  suspectShare: null,
  candidateLevel: null,
  suspectLevel: null,
  replayed: null,
  candidateCompany: null,
};

/** Whether rows of this pair's matrices are vectors of the residual stream themselves, instead of ways into it. */
const isTable = ({ role }: Pair): boolean => role?.kind === 'token_embd' || role?.kind === 'output';

/** One more walk over the slab, with the update known. */
export async function companyOf(slab: Slab, pair: Pair, parts: LeadingParts, rank: number): Promise<Company> {
  const { columns, rows } = slab;
  const table = isTable(pair);
  const [u, v] = [parts.left[0] as Float64Array, parts.right[0] as Float64Array];
  // What P and S hold along the direction: a vector over columns, or for tables over rows.
  const theirs = new Float64Array(table ? rows : columns);
  const mine = new Float64Array(theirs.length);
  let [equal, elements, cross, square, candidateSquare, suspectSquare] = [0, 0, 0, 0, 0, 0];
  await slab.walk(({ suspect, candidate, first }) => {
    const replay = new Float32Array(suspect.length);
    for (let start = 0; start < suspect.length; start += columns) {
      const row = first + start / columns;
      const update = updateRow(parts, rank, row);
      for (let c = 0; c < columns; c++) {
        const i = start + c;
        const [p, s, l] = [candidate[i] as number, suspect[i] as number, update[c] as number];
        if (!(Number.isFinite(p) && Number.isFinite(s))) continue;
        replay[i] = p + l;
        cross += p * l;
        square += l * l;
        const [key, weight] = table ? [row, v[c] as number] : [c, u[row] as number];
        theirs[key] = (theirs[key] as number) + weight * p;
        mine[key] = (mine[key] as number) + weight * s;
        candidateSquare += p * p;
        suspectSquare += s * s;
      }
    }
    const stored = storedAs(pair, replay);
    for (let i = 0; i < stored.length; i++) if (stored[i] === suspect[i]) equal += 1;
    elements += stored.length;
  });
  const other = table ? u : v;
  const whole = table || rows === pair.rows;
  const cosine = (share: Float64Array): number | null => {
    const length = lengthOf(share);
    return whole && length > 0 ? Math.abs(product(share, other)) / length : null;
  };
  const level = (share: Float64Array, sum: number): number | null =>
    whole && sum > 0 ? lengthOf(share) / Math.sqrt(sum / (table ? columns : pair.rows)) : null;
  return {
    candidateShare: cosine(theirs),
    suspectShare: cosine(mine),
    candidateLevel: level(theirs, candidateSquare),
    suspectLevel: level(mine, suspectSquare),
    replayed: elements === 0 ? null : equal / elements,
    candidateCompany: square === 0 ? null : cross / square,
  };
}

function updateRow(parts: LeadingParts, rank: number, row: number): Float64Array {
  const update = new Float64Array(parts.columns);
  for (let k = 0; k < rank; k++) {
    const weight = (parts.values[k] as number) * ((parts.left[k] as Float64Array)[row] as number);
    const right = parts.right[k] as Float64Array;
    for (let c = 0; c < update.length; c++) update[c] = (update[c] as number) + weight * (right[c] as number);
  }
  return update;
}

/** The values as the suspect's type would hold them. */
function storedAs({ suspect: { tensor } }: Pair, values: Float32Array): Float32Array {
  if (isQuantised(tensor)) return values;
  const { dtype } = tensor;
  switch (dtype) {
    case 'F16':
    case 'BF16':
    case 'F8_E4M3':
    case 'F8_E5M2':
      return roundTrip(dtype, values);
    default:
      return values;
  }
}

interface Update {
  readonly pair: Pair;
  readonly parts: LeadingParts;
  readonly rank: number | null;
}

/** Ways into the residual stream: their left vectors are directions of it. Token tables hold such directions on their right. */
const writers: ReadonlySet<string> = new Set(['attn_output', 'ffn_down']);

/**
 * For every update with a direction: |cos| of its direction in the residual stream with the one that all have most in
 * common (`left` for matrices that write into the stream, `right` for tables and for those that read it). Null where
 * fewer than two share a space.
 */
export function shareDirections(
  updates: readonly Update[],
): readonly { readonly left: number | null; readonly right: number | null }[] {
  const directions = updates.map(({ pair, parts, rank }) => {
    if (rank === null || rank === 0) return undefined;
    const writes = writers.has(pair.role?.kind ?? '');
    return { side: writes ? 'left' : 'right', vector: (writes ? parts.left[0] : parts.right[0]) as Float64Array };
  });
  const along = (side: string): (number | null)[] => {
    // Only vectors over the same channels can be compared; the most frequent length stands for the stream.
    const mine = directions.map((one) => (one?.side === side ? one.vector : undefined));
    const lengths = mine.flatMap((one) => (one === undefined ? [] : [one.length]));
    const usual = mostFrequent(lengths);
    const members = mine.map((one) => (one?.length === usual ? one : undefined));
    if (members.filter((one) => one !== undefined).length < 2) return members.map(() => null);
    const common = commonDirection(members.filter((one) => one !== undefined));
    return members.map((one) => (one === undefined ? null : Math.abs(product(one, common))));
  };
  const [left, right] = [along('left'), along('right')];
  return updates.map((_, i) => ({ left: left[i] ?? null, right: right[i] ?? null }));
}

/** The leading eigenvector of Σ x xᵀ, by power iteration from the member of the largest overlap with all others. */
function commonDirection(members: readonly Float64Array[]): Float64Array {
  const overlap = members.map((one) => members.reduce((sum, other) => sum + product(one, other) ** 2, 0));
  let vector = members[overlap.indexOf(Math.max(...overlap))] as Float64Array;
  for (let round = 0; round < 32; round++) {
    const next = new Float64Array(vector.length);
    for (const one of members) {
      const weight = product(one, vector);
      for (let i = 0; i < next.length; i++) next[i] = (next[i] as number) + weight * (one[i] as number);
    }
    const size = lengthOf(next);
    if (size === 0) return vector;
    vector = next.map((x) => x / size);
  }
  return vector;
}

function mostFrequent(lengths: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const one of lengths) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 0;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

const lengthOf = (vector: Float64Array): number => Math.sqrt(product(vector, vector));
