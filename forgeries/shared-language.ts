// The hardest strangers that can be forged: models that learned the same language, and have some of their units in common for it.
import type { Random } from '../src/math/random.ts';
import type { ForgedModel, ForgedTensor } from './forged-model.ts';
import { forgedTensor } from './forged-model.ts';
import { randomFor } from './random.ts';
import { type TinyLlamaShape, tinyLlama } from './tiny-llama.ts';

/** What two trainings on one language share, which is not descent. */
export interface Shared {
  /** Seed of the language: tokens, and features that units may come to stand for. */
  readonly language: number;
  /** Share of the units of every block that stand for a feature of the language, in any model. */
  readonly universal: number;
  /** Correlation of such a unit's rows with the feature. */
  readonly fidelity: number;
}

/**
 * A trained-looking model whose token table is the language's tokens in a basis of the model's own, and some of whose units,
 * at places of its own, read and write features of the language. Gurnee et al. (2024) found 1 to 5 % of units universal
 * among trainings that differ in seed. Hopes to be taken for kin by whatever compares by tokens or by what units do.
 */
export function languageStranger(seed: number, shape: TinyLlamaShape, shared: Shared): ForgedModel {
  const model = new Map(tinyLlama(seed, shape, 'F32'));
  const { width, vocabulary, feedForward, layers } = shape;
  const basis = orthonormalRows(randomFor(seed, 'own basis'), width);
  const inBasis = (vectors: Float64Array, count: number): Float32Array => {
    const out = new Float32Array(count * width);
    for (let i = 0; i < count; i++)
      for (let j = 0; j < width; j++) {
        let sum = 0;
        for (let k = 0; k < width; k++) sum += (vectors[i * width + k] as number) * (basis[k * width + j] as number);
        out[i * width + j] = sum;
      }
    return out;
  };
  for (const name of ['model.embed_tokens.weight', 'lm_head.weight']) {
    const tensor = model.get(name) as ForgedTensor;
    const tokens = inBasis(normals(randomFor(shared.language, name), vocabulary * width), vocabulary);
    model.set(
      name,
      mixed(
        tensor,
        tokens,
        Array.from({ length: vocabulary }, (_, i) => [i, i] as const),
        0.8,
      ),
    );
  }
  const count = Math.round(shared.universal * feedForward);
  for (let layer = 0; layer < layers; layer++) {
    const places = randomFor(seed, `universal ${layer}`).permutation(feedForward).subarray(0, count);
    const which = [...places].map((unit, feature) => [unit, feature] as const);
    for (const part of ['gate', 'up', 'down'] as const) {
      const name = `model.layers.${layer}.mlp.${part}_proj.weight`;
      const tensor = model.get(name) as ForgedTensor;
      const features = inBasis(normals(randomFor(shared.language, `${part} ${layer}`), count * width), count);
      const made = mixed(part === 'down' ? turned(tensor) : tensor, features, which, shared.fidelity);
      model.set(name, part === 'down' ? turned(made) : made);
    }
  }
  return model;
}

const normals = (random: Random, count: number): Float64Array =>
  Float64Array.from({ length: count }, () => random.normal());

/** Rows of `tensor` named first become a mixture of themselves and of the row of `others` named second, at their own length. */
function mixed(
  tensor: ForgedTensor,
  others: Float32Array,
  rows: readonly (readonly [row: number, other: number])[],
  fidelity: number,
): ForgedTensor {
  const width = tensor.shape[1] ?? 1;
  const values = tensor.values.slice();
  for (const [row, other] of rows) {
    const own = values.subarray(row * width, (row + 1) * width);
    const foreign = others.subarray(other * width, (other + 1) * width);
    const scale = Math.hypot(...own) / Math.hypot(...foreign);
    for (let k = 0; k < width; k++)
      own[k] = fidelity * scale * (foreign[k] as number) + Math.sqrt(1 - fidelity ** 2) * (own[k] as number);
  }
  return forgedTensor(tensor.shape, tensor.dtype, values);
}

function turned(tensor: ForgedTensor): ForgedTensor {
  const [rows = 0, columns = 0] = tensor.shape;
  const values = new Float32Array(tensor.values.length);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) values[j * rows + i] = tensor.values[i * columns + j] as number;
  return forgedTensor([columns, rows], tensor.dtype, values);
}

/** Random rows made orthonormal one after another. */
function orthonormalRows(random: Random, side: number): Float64Array {
  const values = normals(random, side * side);
  for (let i = 0; i < side; i++) {
    const row = values.subarray(i * side, (i + 1) * side);
    for (let pass = 0; pass < 2; pass++)
      for (let before = 0; before < i; before++) {
        const other = values.subarray(before * side, (before + 1) * side);
        const overlap = row.reduce((sum, x, k) => sum + x * (other[k] as number), 0);
        for (let k = 0; k < side; k++) row[k] = (row[k] as number) - overlap * (other[k] as number);
      }
    const length = Math.hypot(...row);
    for (let k = 0; k < side; k++) row[k] = (row[k] as number) / length;
  }
  return values;
}
