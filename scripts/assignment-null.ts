// The null of `unit-assignment`: unrelated models put through the very test, forged ones by the thousand and trained ones all with all.
import path from 'node:path';
import type { ForgedModel } from '../forgeries/forged-model.ts';
import { randomFor } from '../forgeries/random.ts';
import { languageStranger } from '../forgeries/shared-language.ts';
import type { TinyLlamaShape } from '../forgeries/tiny-llama.ts';
import { examine } from '../src/case/examine.ts';
import { openPath } from '../src/cli/examine-paths.ts';
import type { Evidence, TestId } from '../src/evidence/evidence.ts';
import type { Model } from '../src/model/model.ts';

/** What was seen on blocks of unrelated models. */
export interface NullTally {
  compared: number;
  /** Pairs of which any verdict, the pair's or a component's, says kin. */
  kin: number;
  /** Pairs in which the assignment was measured. */
  pairs: number;
  blocks: number;
  /** Blocks by the share of asked units on which three views agreed, in steps of 1 %. */
  readonly shares: Map<number, number>;
  largest: number;
  /** Sums for the correlation of the pair counts of neighbouring blocks. */
  readonly neighbours: { n: number; x: number; y: number; xx: number; yy: number; xy: number };
  /** Smallest ln p of `unit-gram`, whose null needs no tally, and how many were below 1e-3. */
  smallestGram: number;
  rareGrams: number;
}

export const emptyTally = (): NullTally => ({
  compared: 0,
  kin: 0,
  pairs: 0,
  blocks: 0,
  shares: new Map(),
  largest: 0,
  neighbours: { n: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 },
  smallestGram: 0,
  rareGrams: 0,
});

/** Compares a pair of unrelated models as anybody would, and adds what the two tests and the verdicts say. */
export async function tallyPair(tally: NullTally, suspect: Model, candidate: Model, seed: number): Promise<void> {
  const [comparison] = (await examine(suspect, [candidate], { seed })).comparisons;
  if (comparison === undefined) return;
  tally.compared += 1;
  const answers = [comparison.verdict, ...comparison.components.map(({ verdict }) => verdict)].map(
    ({ answer }) => answer,
  );
  if (answers.some((answer) => answer !== 'independent' && answer !== 'inconclusive')) tally.kin += 1;
  const of = (test: TestId): Evidence | undefined =>
    comparison.evidence.find((one) => one.test === test && one.component === 'text');
  const [assignment, gram] = [of('unit-assignment'), of('unit-gram')];
  if (gram?.status === 'measured') {
    const lnP = gram.statistics['lnP'] ?? 0;
    tally.smallestGram = Math.min(tally.smallestGram, lnP);
    if (lnP <= Math.log(1e-3)) tally.rareGrams += 1;
  }
  if (assignment?.status !== 'measured') return;
  tally.pairs += 1;
  const counts = assignment.table.rows.map((row) => ({
    asked: Number(row[4]),
    three: Number(row[5]),
    two: Number(row[6]),
  }));
  for (const [i, { asked, three, two }] of counts.entries()) {
    const share = three / asked;
    tally.blocks += 1;
    tally.largest = Math.max(tally.largest, share);
    const step = Math.floor(100 * share);
    tally.shares.set(step, (tally.shares.get(step) ?? 0) + 1);
    const next = counts[i + 1];
    if (next === undefined) continue;
    const sums = tally.neighbours;
    const [x, y] = [two / asked, next.two / next.asked];
    sums.n += 1;
    sums.x += x;
    sums.y += y;
    sums.xx += x * x;
    sums.yy += y * y;
    sums.xy += x * y;
  }
}

/** Pearson of the counts of neighbouring blocks: near 0 where blocks may be multiplied. */
export function neighbourCorrelation({ neighbours: { n, x, y, xx, yy, xy } }: NullTally): number {
  const covariance = xy - (x * y) / n;
  return covariance / Math.sqrt((xx - (x * x) / n) * (yy - (y * y) / n));
}

const forgedShape: TinyLlamaShape = {
  layers: 4,
  width: 32,
  heads: 4,
  keyValueHeads: 2,
  feedForward: 64,
  vocabulary: 80,
};

/** The i-th of the forged strangers: ten languages, 0 to 6 % universal units, in a ring so that every pair shares one. */
export function forgedStranger(i: number): ForgedModel {
  const language = Math.floor(i / 50) % 10;
  const random = randomFor(language, 'language');
  return languageStranger(10_000 + i, forgedShape, {
    language,
    universal: 0.06 * random.uniform(),
    fidelity: 0.7 + 0.25 * random.uniform(),
  });
}

export { forgedShape };

/** Bases of a zoo that are unrelated to one another, and what was made of one of them. */
export const zooStrangers = ['base-0', 'base-1', 'base-2', 'base-5', 'distilled', 'untrained'] as const;
export const zooDisguised = ['disguised', 'rotated', 'permuted', 'narrowed', 'continued', 'finetuned-other'] as const;

/** All pairs of unrelated models of a zoo, both ways. */
export async function tallyZoo(tally: NullTally, folder: string, signal: AbortSignal): Promise<void> {
  const open = (name: string): Promise<Model> => openPath(path.join(folder, name), 'sample');
  for (const name of [...zooStrangers, ...zooDisguised]) {
    for (const other of zooStrangers) {
      const related = name === other || (zooDisguised.some((one) => one === name) && other === 'base-0');
      // One gave the other its answers or its initial weights: that is for other tables.
      const bound = [name, other].includes('untrained') && [name, other].includes('base-0');
      if (related || bound) continue;
      signal.throwIfAborted();
      await using suspect = await open(name);
      await using candidate = await open(other);
      await tallyPair(tally, suspect, candidate, 1);
    }
  }
}
