// T2: do hidden units find their namesakes? docs/tests/unit-coincidence.md

import { type UnitSpace, unitSpaces } from '../../align/label-spaces.ts';
import { sideRows } from '../../align/pair-values.ts';
import { countHits, likeness, nearestRows, standardise } from '../../math/coincidence.ts';
import { lnCoincidence, lnFisher } from '../../math/tails.ts';
import type { RunOptions } from '../../run.ts';
import type { Cell, Evidence } from '../evidence.ts';
import { inapplicable, measured, type Subject, type Test } from '../subject.ts';
import { sampleUnits } from './unit-sample.ts';

export const unitCoincidence: Test = { id: 'unit-coincidence', version: 1, family: 'units', run };

/** 8 of 8 have 1/8! = 2.5e-5: fewer units can never decide. */
const leastUnits = 8;

/** Blocks that a block may be looked for in, and the units that are enough to find it: 64 of 64 have 1/64!. */
const searchLimit = 128;
const searchUnits = 64;
/** A block counts as found elsewhere only when that is beyond chance by itself. */
const lnFound = Math.log(1e-6);

interface BlockHits {
  readonly space: UnitSpace;
  readonly other: UnitSpace;
  readonly hits: number;
  readonly asked: number;
  readonly crowd: number;
  readonly columns: number;
  readonly lnP: number;
  readonly likeness: number;
}

/**
 * In every (planned) block the asked units of the suspect look for their nearest unit among a crowd of the candidate's,
 * the same numbers on both sides. Where the labels of one model are exchangeable the hits obey the coincidence bound.
 *
 */
async function run(subject: Subject, options: RunOptions): Promise<Evidence> {
  const spaces: UnitSpace[] = [];
  const candidates = unitSpaces(subject.alignment, subject.component);
  if (candidates.length === 0) return inapplicable(unitCoincidence, subject, 'reason.no-tensors');
  for (const space of candidates) {
    if (space.size < leastUnits) continue;
    const scan = space.independent
      ? undefined
      : await subject.scan(space.pairs[0] as UnitSpace['pairs'][number], options);
    // A table that anyone computes alike has no labels of its own.
    if (scan === undefined || scan.information === 'learned') spaces.push(space);
  }
  if (spaces.length === 0)
    return inapplicable(unitCoincidence, subject, 'reason.too-few-units', { found: 0, needed: leastUnits });
  const chosen = subject.plan.blocks(spaces.length).map((i) => spaces[i] as UnitSpace);
  const found: BlockHits[] = [];
  for (const [done, space] of chosen.entries()) {
    options.onProgress?.({
      stage: 'test',
      subject: `${subject.component} ${space.name}`,
      done,
      total: chosen.length,
      unit: 'tests',
    });
    const hits = await findBlock(subject, space, spaces, options);
    if (hits !== undefined) found.push(hits);
  }
  if (found.length === 0)
    return inapplicable(unitCoincidence, subject, 'reason.too-few-units', { found: 0, needed: leastUnits });
  const independent = found.every(({ space }) => space.independent);
  const sum = (of: (block: BlockHits) => number): number => found.reduce((total, block) => total + of(block), 0);
  const combine = (blocks: readonly BlockHits[]): number =>
    independent
      ? lnFisher(blocks.map(({ lnP }) => lnP))
      : blocks.length === 0
        ? 0
        : Math.min(0, Math.min(...blocks.map(({ lnP }) => lnP)) + Math.log(found.length));
  const halves = [found.filter((_, i) => i % 2 === 0), found.filter((_, i) => i % 2 === 1)] as const;
  return measured(
    unitCoincidence,
    subject,
    sum(({ crowd, columns }) => crowd * columns),
    {
      hits: sum(({ hits }) => hits),
      sampled: sum(({ asked }) => asked),
      layers: found.length,
      expected: sum(({ asked, crowd }) => asked / crowd),
      columns: found[0]?.columns as number,
      crowd: found[0]?.crowd as number,
      likeness: sum((block) => block.likeness) / found.length,
      lnP: combine(found),
      lnPFirstHalf: combine(halves[0]),
      lnPSecondHalf: combine(halves[1]),
      independentLayers: independent ? 1 : 0,
      reordered: found.filter(({ space, other }) => space !== other).length,
    },
    ['block', 'candidateBlock', 'units', 'hits', 'sampled', 'columns', 'lnP', 'name', 'likeness'],
    found.map(({ space, other, hits, asked, crowd, columns, lnP, likeness: alike }): Cell[] => [
      space.block,
      other.block,
      crowd,
      hits,
      asked,
      columns,
      lnP,
      space.name,
      alike,
    ]),
  );
}

/**
 * The block of its own number, or, where that shows little and there are others of its shape, the best of those. Two ways
 * are looked at, so every p-value is doubled, and the best of k others pays for k.
 */
async function findBlock(
  subject: Subject,
  space: UnitSpace,
  spaces: readonly UnitSpace[],
  options: RunOptions,
): Promise<BlockHits | undefined> {
  const own = await answer(subject, await ask(subject, space, Infinity, options), space, options);
  const others = spaces.filter((other) => other !== space && alike(space, other));
  if (
    own === undefined ||
    !space.independent ||
    !subject.plan.whole ||
    others.length === 0 ||
    others.length > searchLimit
  )
    return own;
  const paid = { ...own, lnP: Math.min(0, own.lnP + Math.LN2) };
  if (own.hits * 4 >= own.asked) return paid;
  const question = await ask(subject, space, searchUnits, options);
  let best: BlockHits | undefined;
  for (const other of others) {
    options.signal?.throwIfAborted();
    const hits = await answer(subject, question, other, options);
    if (hits !== undefined && (best === undefined || hits.lnP < best.lnP)) best = hits;
  }
  if (best === undefined) return paid;
  const lnP = Math.min(0, best.lnP + Math.log(others.length) + Math.LN2);
  return lnP < paid.lnP && lnP <= lnFound ? { ...best, lnP } : paid;
}

const alike = (a: UnitSpace, b: UnitSpace): boolean =>
  a.size === b.size &&
  a.pairs.length === b.pairs.length &&
  a.pairs.every((pair, i) => pair.columns === b.pairs[i]?.columns);

/** The suspect's side of a block: which units form the crowd, and which of them are asked. */
export interface Question {
  readonly space: UnitSpace;
  readonly units: Uint32Array;
  readonly asked: Uint32Array;
  readonly columns: number;
  /** The suspect's units, standardised. */
  readonly suspect: Float32Array;
}

/** Draws the crowd and the asked of a block, at most `most` units, and reads the suspect's side. */
export async function ask(subject: Subject, space: UnitSpace, most: number, options: RunOptions): Promise<Question> {
  const columns = space.pairs.reduce((sum, pair) => sum + pair.columns * space.gates, 0);
  // In a square tensor rows and columns may bear the same labels: half of them are then asked, over the columns of the others.
  const square = space.pairs.some((pair) => pair.columns === space.size);
  const limit = Math.min(most, square ? Math.floor(space.size / 2) : space.size);
  const { units, asked } = sampleUnits(subject.plan, space, columns, limit);
  const suspect = await unitRows(subject, space, 'suspect', units, options);
  return { space, units, asked, columns, suspect: standardise(suspect, units.length, columns) };
}

/** Puts the question to a block of the candidate; undefined where its rows are of another length. */
async function answer(
  subject: Subject,
  question: Question,
  other: UnitSpace,
  options: RunOptions,
): Promise<BlockHits | undefined> {
  const { space, units, asked, columns, suspect } = question;
  if (other.size < space.size) return undefined;
  const candidate = await unitRows(subject, other, 'candidate', units, options);
  if (suspect.length !== candidate.length) return undefined;
  standardise(candidate, units.length, columns);
  const hits = countHits(asked, nearestRows(suspect, asked, candidate, units.length, columns));
  return {
    space,
    other,
    hits,
    asked: asked.length,
    crowd: units.length,
    columns,
    lnP: lnCoincidence(hits, asked.length, units.length),
    likeness: likeness(suspect, candidate, units.length),
  };
}

/** Units × (columns of every tensor and gate of the space, side by side). */
async function unitRows(
  subject: Subject,
  space: UnitSpace,
  side: 'suspect' | 'candidate',
  units: Uint32Array,
  options: RunOptions,
): Promise<Float32Array> {
  const columns = space.pairs.reduce((sum, pair) => sum + pair.columns * space.gates, 0);
  const out = new Float32Array(units.length * columns);
  let at = 0;
  for (const pair of space.pairs) {
    for (let gate = 0; gate < space.gates; gate++) {
      const values = await sideRows(
        subject.alignment,
        pair,
        side,
        units.map((unit) => gate * space.size + unit),
        options,
      );
      for (let i = 0; i < units.length; i++) {
        const row = values.subarray(i * pair.columns, (i + 1) * pair.columns);
        if (pair.columns === space.size) for (const unit of units) row[unit] = 0;
        out.set(row, i * columns + at);
      }
      at += pair.columns;
    }
  }
  return out;
}
