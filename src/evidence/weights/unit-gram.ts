// T2 without channels or tokens: do hidden units stand to one another as their namesakes do? docs/tests/unit-gram.md
import { allRows, foldedRows, type TextBlock, textBlocks } from '../../align/text-blocks.ts';
import { countHits, likeness, nearestRows, standardise, tellingShare } from '../../math/coincidence.ts';
import { rowProducts } from '../../math/kernels.ts';
import { lnCoincidence, lnFisher } from '../../math/tails.ts';
import type { RunOptions } from '../../run.ts';
import type { Cell, Evidence } from '../evidence.ts';
import { inapplicable, measured, type Subject, type Test } from '../subject.ts';

export const unitGram: Test = { id: 'unit-gram', version: 1, family: 'units', run };

/** Half of them are asked and half are what they are asked about: 16 of 16 have 1/16! = 5e-14. */
const leastUnits = 32;
const mostAsked = 64;
const mostCrowd = 256;
/** A block with more units than this that hold one value, or no number, has nothing to say of any. */
const leastTelling = 0.5;
/** Blocks of a model that is read by sample, one for each half: two megabytes of a large one. */
const sampledBlocks = 2;

interface Labels {
  /** Units that are asked, and those that they are asked about; ascending, disjoint, the same numbers in every block. */
  readonly crowd: Uint32Array;
  readonly others: Uint32Array;
  readonly asked: Uint32Array;
}

interface Found {
  readonly block: number;
  readonly other: number;
  readonly hits: number;
  readonly likeness: number;
  readonly lnP: number;
}

/**
 * A unit of the crowd is described by its cosines with the units outside of it, which no rotation, permutation or sign of
 * the residual channels changes. Under the null the crowd's labels are exchangeable while the others keep theirs, so that
 * nearest units obey the coincidence bound: exact, with no shared vocabulary, and for models of different width.
 */
async function run(subject: Subject, options: RunOptions): Promise<Evidence> {
  const { alignment, component, plan } = subject;
  if (component !== 'text' && !component.startsWith('expert:'))
    return inapplicable(unitGram, subject, 'reason.text-only');
  const [mine, theirs] = [textBlocks(alignment, 'suspect', component), textBlocks(alignment, 'candidate', component)];
  const sizes = [...mine, ...theirs].map(({ weights }) => weights.get('ffn_up')?.rows ?? 0);
  const size = mine.length === 0 || theirs.length === 0 ? 0 : Math.min(...sizes);
  if (size < leastUnits)
    return inapplicable(unitGram, subject, 'reason.too-few-units', { found: size, needed: leastUnits });
  const kinds = [...mine, ...theirs].every(({ weights }) => weights.has('ffn_gate'))
    ? (['ffn_gate', 'ffn_up'] as const)
    : (['ffn_up'] as const);
  const width = Math.max(...[...mine, ...theirs].map(({ weights }) => weights.get('ffn_up')?.columns ?? 0));
  const labels = drawLabels(subject, size, width * 4 * kinds.length);
  const numbered = plan.whole
    ? plan.costlyBlocks(mine.length)
    : plan.random('gram blocks').sample(mine.length, sampledBlocks);
  const suspects = chosen(mine, [...numbered]);
  const numbers = new Set(suspects.map(({ block }) => block));
  // A sample looks for a block at its own number alone: all others would have to be read.
  const candidates = plan.whole
    ? chosen(theirs, plan.costlyBlocks(theirs.length))
    : theirs.filter(({ block }) => numbers.has(block));
  if (suspects.length === 0 || candidates.length === 0) return inapplicable(unitGram, subject, 'reason.not-sampled');
  const columns = labels.others.length * kinds.length ** 2;
  const described = new Map<number, Float32Array>();
  for (const other of candidates) {
    const y = await describe(other, kinds, labels, options);
    if (tellingShare(y, labels.crowd.length) >= leastTelling) described.set(other.block, y);
  }
  const found: Found[] = [];
  const own: Found[] = [];
  for (const block of suspects) {
    options.signal?.throwIfAborted();
    const x = await describe(block, kinds, labels, options);
    if (tellingShare(x, labels.crowd.length) < leastTelling) continue;
    let best: Found | undefined;
    for (const [other, y] of described) {
      const hits = countHits(labels.asked, nearestRows(x, labels.asked, y, labels.crowd.length, columns));
      const one: Found = {
        block: block.block,
        other,
        hits,
        // A cosine is a product of two rows: its likeness is the square of theirs.
        likeness: Math.sqrt(Math.max(0, likeness(x, y, labels.crowd.length))),
        lnP: lnCoincidence(hits, labels.asked.length, labels.crowd.length),
      };
      if (other === block.block) own.push(one);
      if (best === undefined || one.lnP < best.lnP || (one.lnP === best.lnP && other === block.block)) best = one;
    }
    if (best !== undefined) found.push(best);
  }
  if (found.length === 0) return inapplicable(unitGram, subject, 'reason.no-tensors');
  const halves = [0, 1].map((parity) => {
    const isIn = ({ block }: Found): boolean => suspects.findIndex((one) => one.block === block) % 2 === parity;
    return combine(own.filter(isIn), found.filter(isIn), described.size);
  });
  const sum = (of: (one: Found) => number): number => found.reduce((total, one) => total + of(one), 0);
  return measured(
    unitGram,
    subject,
    (suspects.length + candidates.length) * (labels.crowd.length + labels.others.length) * width * kinds.length,
    {
      hits: sum(({ hits }) => hits),
      sampled: labels.asked.length * found.length,
      layers: found.length,
      expected: (labels.asked.length / labels.crowd.length) * found.length,
      columns,
      crowd: labels.crowd.length,
      likeness: sum((one) => one.likeness) / found.length,
      lnP: combine(own, found, described.size),
      lnPFirstHalf: halves[0] as number,
      lnPSecondHalf: halves[1] as number,
      reordered: found.filter(({ block, other, lnP }) => block !== other && lnP <= lnFound).length,
    },
    ['block', 'candidateBlock', 'units', 'hits', 'sampled', 'columns', 'lnP', 'likeness'],
    found.map(({ block, other, hits, lnP, likeness: alike }): Cell[] => [
      block,
      other,
      labels.crowd.length,
      hits,
      labels.asked.length,
      columns,
      lnP,
      alike,
    ]),
  );
}

/** A block counts as found elsewhere only where that is beyond chance by itself. */
const lnFound = Math.log(1e-6);

/**
 * Blocks at their own numbers have labels of their own each, and multiply (Fisher); the best of all pairs of blocks pays
 * for their number, and stands alone. Two ways are looked at: the better one is doubled.
 */
function combine(own: readonly Found[], found: readonly Found[], candidates: number): number {
  if (found.length === 0) return 0;
  const together = lnFisher(own.map(({ lnP }) => lnP));
  const best = Math.min(...found.map(({ lnP }) => lnP)) + Math.log(found.length * candidates);
  return Math.min(0, Math.min(together, best) + Math.LN2);
}

const chosen = (blocks: readonly TextBlock[], indices: readonly number[]): readonly TextBlock[] =>
  indices.map((i) => blocks[i] as TextBlock);

function drawLabels({ plan, component }: Subject, size: number, rowBytes: number): Labels {
  const random = plan.random(`gram ${component}`);
  const most = plan.whole ? 2 * mostCrowd : plan.unitCounts(size, rowBytes).crowd;
  const drawn = random.sample(size, Math.min(size, most));
  const crowd = drawn.filter((_, i) => i % 2 === 0);
  return { crowd, others: drawn.filter((_, i) => i % 2 === 1), asked: random.sample(crowd.length, mostAsked) };
}

/** Crowd × (others, for each two of gate and up): cosines, standardised. */
async function describe(
  block: TextBlock,
  kinds: readonly ('ffn_gate' | 'ffn_up')[],
  { crowd, others }: Labels,
  options: RunOptions,
): Promise<Float32Array> {
  const directions = async (units: Uint32Array): Promise<Float32Array[]> => {
    const parts: Float32Array[] = [];
    for (const kind of kinds) {
      const rows = (await foldedRows(block, kind, 'ffn_norm', units, options)) ?? new Float32Array();
      parts.push(unitRows(rows, units.length));
    }
    return parts;
  };
  const [asked, about] = [await directions(crowd), await directions(others)];
  const columns = others.length * kinds.length ** 2;
  const out = new Float32Array(crowd.length * columns);
  let at = 0;
  for (const x of asked) {
    for (const y of about) {
      const cosines = rowProducts(x, crowd.length, y, others.length, x.length / crowd.length);
      for (let i = 0; i < crowd.length; i++)
        for (let j = 0; j < others.length; j++) out[i * columns + at + j] = cosines[i * others.length + j] as number;
      at += others.length;
    }
  }
  return standardise(out, crowd.length, columns);
}

/** Rows scaled to unit length in place; rows without a finite length become zero. */
export function unitRows(values: Float32Array, rows: number): Float32Array {
  const columns = rows === 0 ? 0 : values.length / rows;
  for (const r of allRows(rows)) {
    const row = values.subarray(r * columns, (r + 1) * columns);
    let square = 0;
    for (const value of row) square += value * value;
    const scale = square > 0 && Number.isFinite(square) ? 1 / Math.sqrt(square) : 0;
    for (let k = 0; k < columns; k++) row[k] = scale === 0 ? 0 : (row[k] as number) * scale;
  }
  return values;
}
