// Low-rank adapters (LoRA, Hu and others, ICLR 2022): trained beside frozen weights, then merged into them.
import { randomFor } from '../forgeries/random.ts';
import { AdamW } from './adamw.ts';
import type { Network } from './network.ts';
import { type Slot, slotsOf } from './shape.ts';
import { type Batch, batchesOf, networkFor, type Recipe, rateAt } from './train.ts';

/** Which matrices get an adapter, by the ending of their module's name, and how wide it is. */
export interface AdapterPlan {
  readonly rank: number;
  /** As in PEFT: `q_proj`, `v_proj` and so on. */
  readonly targets: readonly string[];
  /** Weight of the product: alpha / rank in the terms of the paper. */
  readonly scale: number;
}

/** A target with the places of its two factors in the adapter's own run: A is rank × inputs, B outputs × rank. */
interface Pair {
  readonly slot: Slot;
  readonly inputs: number;
  readonly outputs: number;
  readonly a: Slot;
  readonly b: Slot;
}

/**
 * The weights at `start` with an adapter trained by the recipe and merged: W + scale · B A. B starts at zero, A at random
 * by the recipe's initial seed. All other tensors stay as they are, bit for bit. Sides must be multiples of 4.
 */
export function growAdapter(
  recipe: Recipe,
  plan: AdapterPlan,
  start: Float32Array,
  network: Network = networkFor(recipe),
): Float32Array {
  const { arena } = network;
  const pairs = pairsOf(recipe, plan);
  const slots = pairs.flatMap(({ a, b }) => [a, b]);
  const size = slots.reduce((sum, slot) => sum + slot.size, 0);
  const places = { factors: arena.take(4 * size), gradients: arena.take(4 * size) };
  const factors = arena.floats(places.factors, size);
  for (const { a, inputs } of pairs) {
    const random = randomFor(recipe.initSeed, a.name);
    for (let i = 0; i < a.size; i++) factors[a.at + i] = random.normal() / Math.sqrt(inputs);
  }
  const adam = new AdamW(arena, slots);
  const batches = batchesOf(recipe);
  for (let step = 0; step < recipe.steps; step++) {
    network.parameters().set(merged(start, arena.floats(places.factors, size), pairs, plan));
    const { tokens, targets } = batches.next().value as Batch;
    network.forward(tokens);
    network.loss(targets);
    network.backward();
    const gradients = arena.floats(places.gradients, size);
    for (const pair of pairs)
      factorGradients(network.gradients(), arena.floats(places.factors, size), gradients, pair, plan);
    adam.step(places.factors, places.gradients, rateAt(recipe, step));
  }
  return merged(start, arena.floats(places.factors, size), pairs, plan);
}

function pairsOf({ shape }: Recipe, { rank, targets }: AdapterPlan): readonly Pair[] {
  let at = 0;
  const take = (name: string, rows: number, columns: number): Slot => {
    const slot = { name, shape: [rows, columns], at, size: rows * columns };
    at += slot.size;
    return slot;
  };
  return slotsOf(shape)
    .filter(({ name }) => targets.some((target) => name.endsWith(`.${target}.weight`)))
    .map((slot) => {
      const [outputs = 0, inputs = 0] = slot.shape;
      return {
        slot,
        inputs,
        outputs,
        a: take(`${slot.name} A`, rank, inputs),
        b: take(`${slot.name} B`, outputs, rank),
      };
    });
}

function merged(
  start: Float32Array,
  factors: Float32Array,
  pairs: readonly Pair[],
  { rank, scale }: AdapterPlan,
): Float32Array {
  const out = start.slice();
  for (const { slot, inputs, outputs, a, b } of pairs) {
    for (let i = 0; i < outputs; i++) {
      for (let r = 0; r < rank; r++) {
        const factor = scale * (factors[b.at + i * rank + r] as number);
        if (factor === 0) continue;
        const [to, from] = [slot.at + i * inputs, a.at + r * inputs];
        for (let j = 0; j < inputs; j++) out[to + j] = (out[to + j] as number) + factor * (factors[from + j] as number);
      }
    }
  }
  return out;
}

/** With D the gradient of W: that of B is scale · D Aᵀ, that of A scale · Bᵀ D. */
function factorGradients(
  whole: Float32Array,
  factors: Float32Array,
  gradients: Float32Array,
  { slot, inputs, outputs, a, b }: Pair,
  { rank, scale }: AdapterPlan,
): void {
  gradients.fill(0, a.at, a.at + a.size);
  for (let i = 0; i < outputs; i++) {
    const row = slot.at + i * inputs;
    for (let r = 0; r < rank; r++) {
      const [to, factor] = [a.at + r * inputs, scale * (factors[b.at + i * rank + r] as number)];
      let sum = 0;
      for (let j = 0; j < inputs; j++) {
        const d = whole[row + j] as number;
        sum += d * (factors[to + j] as number);
        gradients[to + j] = (gradients[to + j] as number) + factor * d;
      }
      gradients[b.at + i * rank + r] = scale * sum;
    }
  }
}
