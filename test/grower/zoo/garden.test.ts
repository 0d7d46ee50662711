// The zoo's garden on a shape that grows in no time: kinship of every sort leaves the marks that it should.
import { describe, expect, it } from 'vitest';
import type { ForgedModel } from '../../../forgeries/forged-model.ts';
import { growAdapter } from '../../../grower/adapter.ts';
import { forgedFrom, parametersFrom } from '../../../grower/grown-model.ts';
import { type GrownShape, slotsOf } from '../../../grower/shape.ts';
import { initialParameters, type Recipe } from '../../../grower/train.ts';
import { dropUnits, mergeLinear } from '../../../grower/zoo/changes.ts';
import { Garden, type Planted } from '../../../grower/zoo/garden.ts';
import { zooPlan } from '../../../grower/zoo/plan.ts';
import { parseLineage, rootsOf } from '../../../scripts/zoo-lineage.ts';

const shape: GrownShape = { layers: 2, width: 16, heads: 2, keyValueHeads: 1, feedForward: 24, vocabulary: 32 };
const recipe: Recipe = {
  shape,
  initSeed: 1,
  dataSeed: 1,
  orderSeed: 1,
  steps: 30,
  batch: 4,
  length: 16,
  rate: 0.01,
  warmup: 5,
};

const planted = (name: string, make: (garden: Garden) => ForgedModel): Planted => ({
  name,
  parents: [],
  how: '',
  shape,
  make,
});

function correlation(a: Float32Array, b: Float32Array): number {
  const slots = slotsOf(shape).filter((slot) => slot.shape.length > 1);
  let [xy, xx, yy] = [0, 0, 0];
  for (const { at, size } of slots) {
    for (let i = at; i < at + size; i++) {
      xy += a[i]! * b[i]!;
      xx += a[i]! ** 2;
      yy += b[i]! ** 2;
    }
  }
  return xy / Math.sqrt(xx * yy);
}

describe('a garden', () => {
  it('grows each model once, parents first, and kin that are alike as far as they should be', () => {
    const made: string[] = [];
    const garden = new Garden(
      [
        planted('tuned', (own) => own.trained({ ...recipe, steps: 5, rate: 0.001, orderSeed: 2 }, 'base')),
        planted('base', (own) => own.trained(recipe)),
        planted('stranger', (own) => own.trained({ ...recipe, initSeed: 2 })),
        planted('student', (own) => own.taught({ ...recipe, initSeed: 3 }, 'base')),
      ],
      (name) => made.push(name),
    );
    const parameters = (name: string): Float32Array => parametersFrom(shape, garden.get(name));
    expect(correlation(parameters('tuned'), parameters('base'))).toBeGreaterThan(0.99);
    expect(Math.abs(correlation(parameters('stranger'), parameters('base')))).toBeLessThan(0.1);
    expect(Math.abs(correlation(parameters('student'), parameters('base')))).toBeLessThan(0.1);
    garden.get('base');
    expect(made).toEqual(['base', 'tuned', 'stranger', 'student']);
    expect(() => garden.get('nobody')).toThrow(RangeError);
  });
});

describe('growAdapter', () => {
  const start = initialParameters(shape, 4);
  const tuned = growAdapter({ ...recipe, steps: 12 }, { rank: 3, targets: ['q_proj', 'down_proj'], scale: 2 }, start);

  it('changes its targets by exactly its rank, and leaves everything else as it was', () => {
    for (const { name, at, size, shape: sides } of slotsOf(shape)) {
      const difference = Float64Array.from({ length: size }, (_, i) => tuned[at + i]! - start[at + i]!);
      const isTarget = /q_proj|down_proj/.test(name);
      expect(rankOf(difference, sides[0]!, sides[1] ?? 1), name).toBe(isTarget ? 3 : 0);
    }
  });
});

/** Directions of a matrix that hold more than rounding: the largest row left is taken out until nothing is. */
function rankOf(values: Float64Array, rows: number, columns: number): number {
  const left = values.slice();
  const norm = (r: number): number => Math.hypot(...left.subarray(r * columns, (r + 1) * columns));
  const floor = 1e-4 * Math.hypot(...values);
  for (let rank = 0; ; rank++) {
    const largest = Array.from({ length: rows }, (_, r) => r).reduce((best, r) => (norm(r) > norm(best) ? r : best), 0);
    const length = norm(largest);
    if (length <= floor) return rank;
    const row = left.slice(largest * columns, (largest + 1) * columns).map((value) => value / length);
    for (let r = 0; r < rows; r++) {
      const share = row.reduce((sum, value, c) => sum + value * left[r * columns + c]!, 0);
      for (let c = 0; c < columns; c++) left[r * columns + c] = left[r * columns + c]! - share * row[c]!;
    }
  }
}

describe('changes without training', () => {
  const first = forgedFrom(shape, initialParameters(shape, 1), 'F32');
  const second = forgedFrom(shape, initialParameters(shape, 2), 'F32');

  it('merges value by value', () => {
    const name = 'model.layers.1.mlp.up_proj.weight';
    const merged = mergeLinear(first, second, 0.25).get(name)!.values;
    for (const i of [0, 17, merged.length - 1])
      expect(merged[i]).toBeCloseTo(0.25 * first.get(name)!.values[i]! + 0.75 * second.get(name)!.values[i]!, 6);
  });

  it('removes the same units from all three matrices of a block, in their order', () => {
    const narrowed = dropUnits(first, 0.75, 1);
    const rowsOf = (model: ForgedModel, name: string): string[] => {
      const { shape: sides, values } = model.get(name)!;
      return Array.from({ length: sides[0]! }, (_, r) => values.slice(r * sides[1]!, (r + 1) * sides[1]!).join());
    };
    const at = 'model.layers.0.mlp';
    const kept = rowsOf(narrowed, `${at}.gate_proj.weight`).map((row) =>
      rowsOf(first, `${at}.gate_proj.weight`).indexOf(row),
    );
    expect(kept).toHaveLength(18);
    expect(kept).toEqual(kept.toSorted((a, b) => a - b));
    const up = rowsOf(first, `${at}.up_proj.weight`);
    expect(rowsOf(narrowed, `${at}.up_proj.weight`)).toEqual(kept.map((unit) => up[unit]));
    const down = first.get(`${at}.down_proj.weight`)!.values;
    const expected = Array.from({ length: shape.width * 18 }, (_, i) => down[Math.floor(i / 18) * 24 + kept[i % 18]!]);
    expect([...narrowed.get(`${at}.down_proj.weight`)!.values]).toEqual(expected);
  });
});

describe('the plan of the zoo', () => {
  it('names every model once, parents before children, and leads back to bases', () => {
    const lineage = parseLineage(JSON.stringify(zooPlan.map(({ name, parents }) => ({ name, parents }))));
    const names = lineage.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const [i, { parents }] of lineage.entries())
      for (const parent of parents) expect(names.slice(0, i)).toContain(parent.split('~')[0]);
    const kinshipOf = (name: string) => Object.fromEntries(rootsOf(lineage.find((one) => one.name === name)!, lineage));
    expect(kinshipOf('sameinit-other-80')).toEqual({ 'base-0': 'init' });
    expect(kinshipOf('distilled')).toEqual({ 'base-0': 'distilled' });
    expect(kinshipOf('finetuned-of-1')).toEqual({ 'base-1': 'kin' });
    expect(kinshipOf('frankenstein')).toEqual({ 'base-0': 'kin', 'base-1': 'kin' });
  });
});
