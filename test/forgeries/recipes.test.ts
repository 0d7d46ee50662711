// The disguises that claim to leave a model's function alone do: logits of a whole forward pass, before and after.
import { describe, expect, it } from 'vitest';
import type { ForgedModel } from '../../forgeries/forged-model.ts';
import { randomFor } from '../../forgeries/random.ts';
import { combinations, type Disguise, reshapings, symmetries, together } from '../../forgeries/recipes.ts';
import { fuse, split } from '../../forgeries/reshaped.ts';
import { type TinyLlamaShape, tinyLlama } from '../../forgeries/tiny-llama.ts';
import { logits } from './forward.ts';

const shape: TinyLlamaShape = {
  layers: 3,
  width: 32,
  heads: 8,
  keyValueHeads: 4,
  feedForward: 40,
  vocabulary: 30,
};
/** Unpruned scales are small: larger ones make attention and gates do something. */
const model: ForgedModel = new Map(
  [...tinyLlama(1, shape, 'F32')].map(([name, tensor]) => [
    name,
    tensor.shape.length < 2 ? tensor : { ...tensor, values: tensor.values.map((x) => 6 * x) },
  ]),
);
const text = [3, 14, 15, 9, 26, 5];
const before = logits(model, text, shape);

/** The largest difference of the logits relative to their largest value, after putting the tokens back in order. */
function distance(disguise: Disguise, seed: number, layers = shape.layers): number {
  const made = disguise.apply(model, shape, seed);
  const order = disguise.effect === 'reordered' ? randomFor(seed, 'tokens').permutation(shape.vocabulary) : undefined;
  const place = (token: number): number => (order === undefined ? token : order.indexOf(token));
  const after = logits(made, text.map(place), { ...shape, layers });
  const largest = Math.max(...before.flatMap((row) => [...row].map(Math.abs)));
  return (
    Math.max(
      ...before.flatMap((row, t) => [...row].map((x, token) => Math.abs(x - (after[t]?.[place(token)] ?? Number.NaN)))),
    ) / largest
  );
}

function changedTensors(made: ForgedModel): number {
  return [...made].filter(([name, { values }]) => {
    const old = model.get(name)?.values;
    return old === undefined || old.length !== values.length || values.some((x, i) => x !== old[i]);
  }).length;
}

describe('a disguise that leaves the function alone', () => {
  it.each(symmetries.map((one) => [one.name, one] as const))('%s', (_, disguise) => {
    for (const seed of [1, 2]) {
      expect(changedTensors(disguise.apply(model, shape, seed))).toBeGreaterThan(0);
      expect(distance(disguise, seed)).toBeLessThan(2e-5);
    }
  });

  it('all of them together', () => {
    const all = together(symmetries.filter(({ effect }) => effect === 'same'));
    expect(distance(all, 5)).toBeLessThan(1e-4);
  });

  it('a block put in that writes nothing', () => {
    const inserted = reshapings.find(({ name }) => name === 'block inserted')!;
    expect(distance(inserted, 1, shape.layers + 1)).toBeLessThan(1e-6);
  });

  it('weights fused and taken apart again are the same tensors', () => {
    const back = split(fuse(model), shape);
    expect([...back.keys()].toSorted()).toEqual([...model.keys()].toSorted());
    expect(changedTensors(back)).toBe(0);
  });
});

describe('a disguise that does not', () => {
  it('is seen by this test: the sign of one gate row is enough', () => {
    const name = 'model.layers.1.mlp.gate_proj.weight';
    const gate = model.get(name)!;
    const apply = () => new Map(model).set(name, { ...gate, values: gate.values.map((x, i) => (i < 32 ? -x : x)) });
    expect(distance({ name: '', effect: 'same', turn: 0, apply }, 1)).toBeGreaterThan(1e-3);
  });

  it.each(reshapings.map((one) => [one.name, one] as const))('%s changes tensors or names', (_, disguise) => {
    expect(changedTensors(disguise.apply(model, shape, 3))).toBeGreaterThan(0);
  });
});

describe('combinations', () => {
  it('are different, of the asked size, and the same for the same seed', () => {
    const triples = combinations(3, 12, 4);
    expect(new Set(triples.map(({ name }) => name)).size).toBe(12);
    for (const { name } of triples) expect(name.split(' + ')).toHaveLength(4);
    expect(combinations(3, 12, 4).map(({ name }) => name)).toEqual(triples.map(({ name }) => name));
    for (const one of triples) expect(changedTensors(one.apply(model, shape, 9))).toBeGreaterThan(0);
  });
});
