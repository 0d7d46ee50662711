// Changes to grown models that make relatives without training: merges of two, and hidden units removed.
import { type ForgedModel, type ForgedTensor, forgedTensor } from '../../forgeries/forged-model.ts';
import { randomFor } from '../../forgeries/random.ts';

/** alpha times the first and 1 - alpha times the second, tensor by tensor. */
export function mergeLinear(first: ForgedModel, second: ForgedModel, alpha: number): ForgedModel {
  return new Map(
    [...first].map(([name, tensor]) => {
      const other = second.get(name);
      if (other === undefined) throw new RangeError(`no tensor called ${name} in the second`);
      const values = tensor.values.map((value, i) => alpha * value + (1 - alpha) * (other.values[i] as number));
      return [name, forgedTensor(tensor.shape, tensor.dtype, values)];
    }),
  );
}

/** Keeps a random `share` of the hidden units of every feed-forward part, in their order; the same number everywhere. */
export function dropUnits(model: ForgedModel, share: number, seed: number): ForgedModel {
  const out = new Map(model);
  for (const [name, gate] of model) {
    const prefix = /^(.*\.mlp\.)gate_proj\.weight$/.exec(name)?.[1];
    if (prefix === undefined) continue;
    const units = gate.shape[0] ?? 0;
    const kept = randomFor(seed, prefix).sample(units, Math.round(share * units));
    out.set(name, takeRows(gate, kept));
    out.set(`${prefix}up_proj.weight`, takeRows(tensorOf(model, `${prefix}up_proj.weight`), kept));
    out.set(`${prefix}down_proj.weight`, takeColumns(tensorOf(model, `${prefix}down_proj.weight`), kept));
  }
  return out;
}

function tensorOf(model: ForgedModel, name: string): ForgedTensor {
  const tensor = model.get(name);
  if (tensor === undefined) throw new RangeError(`no tensor called ${name}`);
  return tensor;
}

function takeRows({ shape, dtype, values }: ForgedTensor, rows: Uint32Array): ForgedTensor {
  const columns = shape[1] ?? 0;
  const taken = new Float32Array(rows.length * columns);
  for (const [i, row] of rows.entries()) taken.set(values.subarray(row * columns, (row + 1) * columns), i * columns);
  return forgedTensor([rows.length, columns], dtype, taken);
}

function takeColumns({ shape, dtype, values }: ForgedTensor, columns: Uint32Array): ForgedTensor {
  const [rows = 0, width = 0] = shape;
  const taken = new Float32Array(rows * columns.length);
  for (let r = 0; r < rows; r++)
    for (const [i, column] of columns.entries()) taken[r * columns.length + i] = values[r * width + column] as number;
  return forgedTensor([rows, columns.length], dtype, taken);
}
