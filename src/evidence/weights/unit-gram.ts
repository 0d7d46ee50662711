// T2 without channels or tokens: do hidden units stand to one another as their namesakes do? docs/tests/unit-gram.md
import { allRows, foldedRows, type TextBlock, textBlocks } from '../../align/text-blocks.ts';
import { countHits, likeness, nearestRows, standardise, tellingShare } from '../../math/coincidence.ts';
import { rowProducts } from '../../math/kernels.ts';
import type { Random } from '../../math/random.ts';
import { lnCoincidence, lnFisher } from '../../math/tails.ts';
import type { RunOptions } from '../../run.ts';
import type { Cell, Evidence } from '../evidence.ts';
import { inapplicable, measured, type Subject, type Test } from '../subject.ts';
import { sampleUnits } from './unit-sample.ts';

export const unitGram: Test = { id: 'unit-gram', version: 2, family: 'units', run };

/** Half of them are asked and half are what they are asked about: 16 of 16 have 1/16! = 5e-14. */
const leastUnits = 32;
const mostAsked = 64;
const mostCrowd = 256;
/** A block with more units than this that hold one value, or no number, has nothing to say of any. */
const leastTelling = 0.5;
/** Blocks of a model that is read by sample, one for each half: two megabytes of a large one. */
const sampledBlocks = 2;

interface Labels {
  /** Units that are asked, and those that they are asked about; ascending, disjoint, the same numbers on both sides. */
  readonly crowd: Uint32Array;
  readonly others: Uint32Array;
  readonly asked: Uint32Array;
}

interface Found {
  readonly block: number;
  readonly other: number;
  readonly hits: number;
  readonly asked: number;
  readonly crowd: number;
  readonly columns: number;
  readonly likeness: number;
  readonly lnP: number;
}

/**
 * A unit of the crowd is described by its cosines with the units outside of it, which no rotation, permutation or sign of
 * the residual channels changes. Under the null the crowd's labels are exchangeable while the others keep theirs, so that
 * nearest units obey the coincidence bound: exact, with no shared vocabulary, and for models of different width.
 */
async function run(subject: Subject, options: RunOptions): Promise<Evidence> {
  const { alignment, component } = subject;
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
  const task = { subject, kinds, size, width };
  const seen = await lookAtBlocks(task, mine, theirs, options);
  const { own, found, others } = seen;
  if (seen.suspects.length === 0 || seen.candidates.length === 0)
    return inapplicable(unitGram, subject, 'reason.not-sampled');
  if (found.length === 0) return inapplicable(unitGram, subject, 'reason.no-tensors');
  const halves = [0, 1].map((parity) => {
    const isIn = ({ block }: Found): boolean => seen.suspects.findIndex((one) => one.block === block) % 2 === parity;
    return combine(own.filter(isIn), found.filter(isIn), others, seen.looks);
  });
  const sum = (of: (one: Found) => number): number => found.reduce((total, one) => total + of(one), 0);
  return measured(
    unitGram,
    subject,
    (seen.suspects.length + seen.candidates.length) * seen.units * width * kinds.length,
    {
      hits: sum(({ hits }) => hits),
      sampled: sum(({ asked }) => asked),
      layers: found.length,
      expected: sum(({ asked, crowd }) => asked / crowd),
      columns: found[0]?.columns as number,
      crowd: found[0]?.crowd as number,
      likeness: sum((one) => one.likeness) / found.length,
      lnP: combine(own, found, others, seen.looks),
      lnPFirstHalf: halves[0] as number,
      lnPSecondHalf: halves[1] as number,
      reordered: found.filter(({ block, other, lnP }) => block !== other && lnP <= lnFound).length,
    },
    ['block', 'candidateBlock', 'units', 'hits', 'sampled', 'columns', 'lnP', 'likeness'],
    found.map(({ block, other, crowd, hits, asked, columns, lnP, likeness: alike }): Cell[] => [
      block,
      other,
      crowd,
      hits,
      asked,
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
function combine(own: readonly Found[], found: readonly Found[], candidates: number, looks: number): number {
  if (found.length === 0) return 0;
  const together = lnFisher(own.map(({ lnP }) => lnP));
  const best = Math.min(...found.map(({ lnP }) => lnP)) + Math.log(found.length * candidates);
  return Math.min(0, Math.min(together, best) + Math.LN2 + Math.log(looks));
}

interface Task {
  readonly subject: Subject;
  readonly kinds: readonly ('ffn_gate' | 'ffn_up')[];
  readonly size: number;
  readonly width: number;
}

interface Look {
  readonly suspects: readonly TextBlock[];
  readonly candidates: readonly TextBlock[];
  readonly own: readonly Found[];
  readonly found: readonly Found[];
  /** Blocks of the candidate that each was held against. */
  readonly others: number;
  /** Units read of a block. */
  readonly units: number;
  readonly looks: number;
}

/**
 * Every block against every other; of a large model a few at their own numbers, over the units that other tests ask too,
 * and where those are not found and all may be read, then every block after all.
 */
async function lookAtBlocks(
  task: Task,
  mine: readonly TextBlock[],
  theirs: readonly TextBlock[],
  options: RunOptions,
): Promise<Look> {
  const { plan } = task.subject;
  const shared = drawLabels(task);
  if (!plan.large)
    return lookFor(
      task,
      chosen(mine, plan.costlyBlocks(mine.length)),
      chosen(theirs, plan.costlyBlocks(theirs.length)),
      () => shared,
      options,
    );
  const some = chosen(
    mine,
    plan.blocks(mine.length).filter((_, i) => i % 2 === 0),
  ).slice(0, sampledBlocks);
  const looks: Look[] = [];
  for (const block of some) {
    const other = theirs.filter((one) => one.block === block.block);
    looks.push(await lookFor(task, [block], other, () => ownLabels(task, block), options));
  }
  const first: Look = {
    suspects: some,
    candidates: looks.flatMap(({ candidates }) => candidates),
    own: looks.flatMap(({ own }) => own),
    found: looks.flatMap(({ found }) => found),
    others: 1,
    units: looks[0]?.units ?? 0,
    looks: 1,
  };
  if (!plan.whole || first.own.some(({ lnP }) => lnP <= lnFound)) return first;
  return { ...(await lookFor(task, mine, theirs, () => shared, options)), looks: 2 };
}

async function lookFor(
  { kinds }: Task,
  suspects: readonly TextBlock[],
  candidates: readonly TextBlock[],
  labelsOf: (block: TextBlock) => Labels,
  options: RunOptions,
): Promise<Look> {
  const described = new Map<number, Float32Array>();
  for (const other of candidates) {
    const { crowd } = labelsOf(other);
    const y = await describe(other, kinds, labelsOf(other), options);
    if (tellingShare(y, crowd.length) >= leastTelling) described.set(other.block, y);
  }
  const own: Found[] = [];
  const found: Found[] = [];
  for (const block of suspects) {
    options.signal?.throwIfAborted();
    const labels = labelsOf(block);
    const columns = labels.others.length * kinds.length ** 2;
    const x = await describe(block, kinds, labels, options);
    if (tellingShare(x, labels.crowd.length) < leastTelling) continue;
    let best: Found | undefined;
    for (const [other, y] of described) {
      const hits = countHits(labels.asked, nearestRows(x, labels.asked, y, labels.crowd.length, columns));
      const one: Found = {
        block: block.block,
        other,
        hits,
        asked: labels.asked.length,
        crowd: labels.crowd.length,
        columns,
        // A cosine is a product of two rows: its likeness is the square of theirs.
        likeness: Math.sqrt(Math.max(0, likeness(x, y, labels.crowd.length))),
        lnP: lnCoincidence(hits, labels.asked.length, labels.crowd.length),
      };
      if (other === block.block) own.push(one);
      if (best === undefined || one.lnP < best.lnP || (one.lnP === best.lnP && other === block.block)) best = one;
    }
    if (best !== undefined) found.push(best);
  }
  const units =
    suspects[0] === undefined ? 0 : labelsOf(suspects[0]).crowd.length + labelsOf(suspects[0]).others.length;
  return { suspects, candidates, own, found, others: described.size, units, looks: 1 };
}

const chosen = (blocks: readonly TextBlock[], indices: readonly number[]): readonly TextBlock[] =>
  indices.map((i) => blocks[i] as TextBlock);

/** The same units in every block. */
function drawLabels({ subject: { plan, component }, size, width, kinds }: Task): Labels {
  const random = plan.random(`gram ${component}`);
  const most = plan.large ? plan.unitCounts(size, 4 * width * kinds.length).crowd : 2 * mostCrowd;
  return divided(random.sample(size, Math.min(size, most)), random);
}

/** The units of this block that other tests ask. */
function ownLabels({ subject: { plan, component }, size, width, kinds }: Task, { block }: TextBlock): Labels {
  const { units } = sampleUnits(plan, { component, name: `block ${block}`, size }, width * kinds.length);
  return divided(units, plan.random(`gram ${component} ${block}`));
}

function divided(units: Uint32Array, random: Random): Labels {
  const crowd = units.filter((_, i) => i % 2 === 0);
  return { crowd, others: units.filter((_, i) => i % 2 === 1), asked: random.sample(crowd.length, mostAsked) };
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
