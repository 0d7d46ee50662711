// Small forged models and the pairings that the tests of this room expect of them.
import { type ForgedModel, type ForgedTensor, forgedTensor } from '../../forgeries/forged-model.ts';
import { type TinyLlamaShape, tinyLlama } from '../../forgeries/tiny-llama.ts';
import type { Alignment } from '../../src/align/alignment.ts';
import { createRandom } from '../../src/math/random.ts';

/** Two blocks, with sides that all differ but those of q and o. */
export const small: TinyLlamaShape = {
  layers: 2,
  width: 32,
  heads: 4,
  keyValueHeads: 2,
  feedForward: 72,
  vocabulary: 50,
};

/** A trained-looking model of that shape in 32 bits. */
export const smallLlama = (seed: number): ForgedModel => tinyLlama(seed, small, 'F32');

/** The matrix the other way round. */
export function transposed(tensor: ForgedTensor): ForgedTensor {
  const [rows = 0, columns = 0] = tensor.shape;
  const values = new Float32Array(tensor.values.length);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) values[c * rows + r] = tensor.values[r * columns + c] as number;
  return forgedTensor([columns, rows], tensor.dtype, values);
}

/** Rows of several tensors one after another, as fused weights keep them. */
export function stacked(...parts: readonly ForgedTensor[]): ForgedTensor {
  const [first] = parts as [ForgedTensor];
  const rows = parts.reduce((sum, part) => sum + (part.shape[0] as number), 0);
  return forgedTensor(
    [rows, ...first.shape.slice(1)],
    first.dtype,
    Float32Array.from(parts.flatMap((p) => [...p.values])),
  );
}

/** The tensors as t0, t1, … in a random order, and which is which. */
export function scrambled(
  model: ForgedModel,
  seed: number,
): { model: ForgedModel; truth: ReadonlyMap<string, string> } {
  const names = [...model.keys()];
  const order = createRandom(seed).permutation(names.length);
  const out = new Map<string, ForgedTensor>();
  const truth = new Map<string, string>();
  for (const [i, from] of order.entries()) {
    const name = names[from] as string;
    out.set(`t${i}`, model.get(name) as ForgedTensor);
    truth.set(`t${i}`, name);
  }
  return { model: out, truth };
}

/** Suspect's name to candidate's name for every pair, parts of one tensor once. */
export function pairNames(alignment: Alignment): ReadonlyMap<string, string> {
  return new Map(alignment.pairs.map(({ suspect, candidate }) => [suspect.tensor.name, candidate.tensor.name]));
}
