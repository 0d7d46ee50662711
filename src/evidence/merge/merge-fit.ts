// Are the suspect's values a mixture of several candidates'? Asked of the case, not of a pair. docs/tests/merge-fit.md
import type { Alignment } from '../../align/alignment.ts';
import type { Component } from '../../model/roles/component.ts';
import type { RunOptions } from '../../run.ts';
import { statement } from '../../wording/statement.ts';
import type { Cell, Evidence } from '../evidence.ts';
import type { Plan } from '../plan.ts';
import type { FoundMerge } from './found-merge.ts';
import { bestSingle, findLinear, type Sums, selectParents, sumsOf } from './linear-merge.ts';
import { type MixtureSample, sampleMixture } from './mixture-sample.ts';
import { linear } from './recipes.ts';
import { replay } from './replay-merge.ts';
import { findDare, findTies } from './sparse-merge.ts';

const id = { test: 'merge-fit', version: 2, family: 'difference' } as const;

/** With more than this left of the suspect beside the best candidate, relative to its own size, there is no kin among them to mix. */
const strangerShare = 0.5;
/** Of such candidates only what fits to this many times rounding is searched for a mixture: those of no kin fit thousands of times worse. */
const strangerRest = 2;
/** A rest this near to rounding needs no further explanation. */
const cleanRest = 1.15;
/** Changes that are summed place by place: of three, eight sums would fit too much by chance. */
const mostTuned = 2;

const columns = ['candidate', 'part', 'weight', 'low', 'high', 'method', 'single'] as const;

/**
 * Looks for a merge among all candidates, and gives each of them the finding from its side, in their order; nothing
 * where there are fewer than two. Statistics: `candidates` and `elements` looked at; `parents`; `weight`, `low`, `high` of
 * this candidate; `isBase`; `replayed`, `rest`, `chance`, `density`, `dropped` as in `FoundMerge`; `singleRest` and
 * `singleReplayed` of the best single candidate.
 */
export async function measureMerge(
  alignments: readonly Alignment[],
  component: Component,
  plans: readonly Plan[],
  options: RunOptions,
): Promise<readonly Evidence[]> {
  if (alignments.length < 2) return [];
  const sample = await sampleMixture(alignments, component, plans, options);
  const none: Evidence = { status: 'inapplicable', ...id, component, reason: statement('reason.no-mixture') };
  if (sample === undefined) return alignments.map(() => none);
  const sums = sumsOf(sample.tensors, sample.candidates.length);
  const single = bestSingle(sums);
  const found = search(sample, sums, single.rest);
  if (found === undefined) return alignments.map(() => none);
  const alone = replay(sample.tensors, linear([single.candidate], [1]));
  const ids = sample.candidates.map((i) => alignments[i]?.candidate.id ?? '');
  const rows = sample.candidates.map((_, at): Cell[] => {
    const part = found.parts.find(({ candidate }) => candidate === at);
    const role = at === found.base ? 'base' : part === undefined ? 'none' : 'parent';
    const cells = [part?.weight ?? null, part?.low ?? null, part?.high ?? null];
    return [ids[at] as string, role, ...cells, found.method, at === single.candidate];
  });
  return alignments.map((_, i): Evidence => {
    const at = sample.candidates.indexOf(i);
    if (at < 0) return none;
    const part = found.parts.find(({ candidate }) => candidate === at);
    return {
      status: 'measured',
      ...id,
      component,
      elementsRead: sample.elements,
      statistics: {
        candidates: sample.candidates.length,
        parents: found.parts.length + (found.base === null ? 0 : 1),
        weight: part?.weight ?? null,
        low: part?.low ?? null,
        high: part?.high ?? null,
        isBase: found.base === at ? 1 : 0,
        replayed: found.replayed,
        rest: found.rest,
        chance: found.chance,
        density: found.density,
        dropped: found.dropped,
        singleRest: single.rest,
        singleReplayed: alone.elements === 0 ? null : alone.equal / alone.elements,
      },
      table: { columns, rows },
    };
  });
}

function search(sample: MixtureSample, sums: Sums, singleRest: number): FoundMerge | undefined {
  const { count, total, elements } = sums;
  const size = (total[count * count - 1] as number) / Math.max(1, elements);
  if (elements === 0 || singleRest === 0) return undefined;
  const start = selectParents(sums);
  // A mixture of strangers leaves most of the suspect to each of them, and to both together nothing but rounding.
  const hasKin = singleRest <= strangerShare * size;
  if (start === undefined || (!hasKin && start.rest > strangerRest * elements)) return undefined;
  const straight = withBase(findLinear(sample.tensors, sums, start), sums);
  if (straight.rest <= cleanRest) return straight;
  if (!hasKin) return undefined;
  const sparse = basesOf(sums, start.members).flatMap(({ base, tuned }) => {
    const byChance = findDare(sample.tensors, base, tuned);
    return [findTies(sample.tensors, base, tuned), ...(byChance === undefined ? [] : [byChance])];
  });
  const best = sparse.toSorted((a, b) => b.replayed - b.chance - (a.replayed - a.chance))[0];
  return best !== undefined && best.replayed - best.chance > straight.replayed ? best : straight;
}

/** ⟨v_i − v_q, v_j − v_q⟩ over the lengths: about 0 where q is the ancestor of both, about 1/√2 where it is one of three siblings or more. */
function cosineAt({ count, total }: Sums, q: number, i: number, j: number): number {
  const g = (x: number, y: number): number => total[x * count + y] as number;
  const delta = (x: number, y: number): number => g(x, y) - g(x, q) - g(q, y) + g(q, q);
  return delta(i, j) / Math.sqrt(Math.max(Number.MIN_VALUE, delta(i, i) * delta(j, j)));
}

/** The member from which the others go apart most squarely. */
function ancestorOf(sums: Sums, members: readonly number[]): number {
  const bend = (q: number): number => {
    const others = members.filter((i) => i !== q);
    const cosines = others.flatMap((i) => others.filter((j) => j > i).map((j) => Math.abs(cosineAt(sums, q, i, j))));
    return cosines.reduce((sum, one) => sum + one, 0);
  };
  return members.toSorted((a, b) => bend(a) - bend(b) || a - b)[0] as number;
}

/** Which candidate may be the base, and whose changes are summed: of two either, of more the ancestor. */
function basesOf(
  sums: Sums,
  selected: readonly number[],
): readonly { readonly base: number; readonly tuned: readonly number[] }[] {
  const all = Array.from({ length: sums.count - 1 }, (_, i) => i);
  if (all.length === 2) return all.map((base) => ({ base, tuned: all.filter((i) => i !== base) }));
  const base = ancestorOf(sums, all.length <= 4 ? all : [...new Set([...selected, ...all])].slice(0, 4));
  const tuned = [...new Set([...selected, ...all])].filter((i) => i !== base).slice(0, mostTuned);
  return [{ base, tuned }];
}

/** Three members or more, or weights outside 0…1, are told as changes to the ancestor: the same sum, said as it was made. */
function withBase(found: FoundMerge, sums: Sums): FoundMerge {
  const members = found.parts.map(({ candidate }) => candidate);
  const isInside = found.parts.every(({ weight }) => weight >= 0 && weight <= 1);
  if (found.method !== 'linear' || (members.length === 2 && isInside)) return found;
  const base =
    members.length === 2
      ? (found.parts.toSorted((a, b) => a.weight - b.weight)[0]?.candidate as number)
      : ancestorOf(sums, members);
  return {
    ...found,
    method: 'task-arithmetic',
    base,
    parts: found.parts.filter(({ candidate }) => candidate !== base),
  };
}
