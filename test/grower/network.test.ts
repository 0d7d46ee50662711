// The network by hand against its plain twin in 64 bits: the loss, and every gradient against central differences.
import { describe, expect, it } from 'vitest';
import { Network } from '../../grower/network.ts';
import { type GrownShape, slotsOf } from '../../grower/shape.ts';
import { initialParameters } from '../../grower/train.ts';
import { createRandom } from '../../src/math/random.ts';
import { plainLoss } from './plain-llama.ts';

const length = 7;
const batch = 2;

const shapes: readonly (readonly [string, GrownShape])[] = [
  ['grouped heads', { layers: 2, width: 16, heads: 4, keyValueHeads: 2, feedForward: 20, vocabulary: 24 }],
  ['one head of keys and values', { layers: 1, width: 12, heads: 3, keyValueHeads: 1, feedForward: 8, vocabulary: 16 }],
  ['a tied head', { layers: 2, width: 8, heads: 1, keyValueHeads: 1, feedForward: 12, vocabulary: 20, tied: true }],
];

/** Initial weights with gains and all else moved, so that no gradient vanishes by symmetry. */
function parametersOf(shape: GrownShape): Float32Array {
  const random = createRandom(5);
  return initialParameters(shape, 3).map((value) => value * 1.5 + 0.1 * random.normal());
}

function textOf(shape: GrownShape, seed: number): Uint8Array {
  const random = createRandom(seed);
  return Uint8Array.from({ length: batch * length }, () => random.integer(shape.vocabulary));
}

function distributionsOf(shape: GrownShape): Float32Array {
  const random = createRandom(11);
  const wanted = Float32Array.from({ length: batch * length * shape.vocabulary }, () => random.uniform());
  for (let r = 0; r < batch * length; r++) {
    const row = wanted.subarray(r * shape.vocabulary, (r + 1) * shape.vocabulary);
    const sum = row.reduce((total, value) => total + value, 0);
    for (let c = 0; c < row.length; c++) row[c] = row[c]! / sum;
  }
  return wanted;
}

describe.each(shapes)('a network with %s', (_, shape) => {
  const parameters = parametersOf(shape);
  const tokens = textOf(shape, 1);

  it.each([
    ['tokens', textOf(shape, 2)],
    ['distributions', distributionsOf(shape)],
  ])('has the loss and the gradients of its plain twin against %s', (_, targets) => {
    const network = new Network(shape, batch, length);
    network.parameters().set(parameters);
    network.forward(tokens);
    const loss = network.loss(targets);
    expect(loss).toBeCloseTo(plainLoss(shape, parameters, tokens, targets, length), 5);
    network.backward();
    const gradients = network.gradients();
    const at = Float64Array.from(parameters);
    const step = 1e-5;
    for (const slot of slotsOf(shape)) {
      // A few places of every tensor, the first and the last among them.
      const places = new Set([0, slot.size - 1, ...createRandom(slot.at).sample(slot.size, 6)]);
      let squares = 0;
      let errors = 0;
      for (const place of places) {
        const i = slot.at + place;
        const here = parameters[i]!;
        at[i] = here + step;
        const above = plainLoss(shape, at, tokens, targets, length);
        at[i] = here - step;
        const below = plainLoss(shape, at, tokens, targets, length);
        at[i] = here;
        const expected = (above - below) / (2 * step);
        squares += expected ** 2;
        errors += (gradients[i]! - expected) ** 2;
      }
      expect(Math.sqrt(errors), slot.name).toBeLessThan(2e-4 * Math.sqrt(squares) + 1e-7);
    }
  });
});

describe('the shape of a network', () => {
  it('is refused where the kernels cannot hold it', () => {
    const shape: GrownShape = { layers: 1, width: 18, heads: 2, keyValueHeads: 1, feedForward: 8, vocabulary: 16 };
    expect(() => new Network(shape, 1, 4)).toThrow(RangeError);
    expect(() => new Network({ ...shape, width: 16, vocabulary: 260 }, 1, 4)).toThrow(RangeError);
  });
});
