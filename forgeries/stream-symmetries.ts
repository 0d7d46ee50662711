// Disguises of the residual stream and of units by order and sign: what a network computes stays exactly as it was.
import type { ForgedModel } from './forged-model.ts';
import { scaleColumns, scaleRows, takeColumns, takeRows, tensorOf } from './matrices.ts';
import { randomFor } from './random.ts';
import { writesStream } from './symmetries.ts';

const widthOf = (model: ForgedModel): number => tensorOf(model, 'model.norm.weight').shape[0] ?? 0;

/**
 * Puts the channels of the residual stream in a random order, in gains, tables and matrices alike. Hopes to fool everything
 * that knows the channels by number.
 */
export function permuteChannels(model: ForgedModel, seed: number): ForgedModel {
  const order = randomFor(seed, 'channels').permutation(widthOf(model));
  return new Map(
    [...model].map(([name, tensor]) => [
      name,
      tensor.shape.length === 1 || writesStream(name) ? takeRows(tensor, order) : takeColumns(tensor, order),
    ]),
  );
}

/**
 * Turns the sign of about half of the channels. Gains are factors of what has lost its sign by then, and stay. Hopes to
 * fool correlations of whole rows.
 */
export function flipChannels(model: ForgedModel, seed: number): ForgedModel {
  const random = randomFor(seed, 'signs');
  const signs = Float64Array.from({ length: widthOf(model) }, () => (random.uniform() < 0.5 ? -1 : 1));
  return new Map(
    [...model].map(([name, tensor]) => {
      if (tensor.shape.length === 1) return [name, tensor];
      return [name, writesStream(name) ? scaleRows(tensor, signs) : scaleColumns(tensor, signs)];
    }),
  );
}

/** Turns the sign of about half of the hidden units, in `up` and `down`; the gate's is not free. Hopes as above. */
export function flipUnits(model: ForgedModel, seed: number): ForgedModel {
  const out = new Map(model);
  for (const [name, up] of model) {
    if (!name.endsWith('.mlp.up_proj.weight')) continue;
    const random = randomFor(seed, `signs ${name}`);
    const signs = Float64Array.from({ length: up.shape[0] ?? 0 }, () => (random.uniform() < 0.5 ? -1 : 1));
    const down = name.replace('up_proj', 'down_proj');
    out.set(name, scaleRows(up, signs));
    out.set(down, scaleColumns(tensorOf(model, down), signs));
  }
  return out;
}
