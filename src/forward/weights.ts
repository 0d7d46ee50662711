// Weights for a forward pass: kept as they are stored while they fit a budget, read again for each pass where they do not.
import { ForebearError } from '../errors.ts';
import type { Model, Tensor } from '../model/model.ts';
import type { RunOptions } from '../run.ts';
import { type Matrix, type MatrixFormat, rowsOf } from './linear.ts';

export interface Weights {
  readonly has: (name: string) => boolean;
  /** Two axes, or more flattened behind the first. */
  matrix(name: string, options?: RunOptions): Promise<Matrix>;
  vector(name: string, options?: RunOptions): Promise<Float32Array>;
  /** Rows of a matrix by number, one after another, without reading the others. */
  rows(name: string, numbers: readonly number[], options?: RunOptions): Promise<Float32Array>;
  /** Bytes held. */
  readonly held: number;
}

const formats: { readonly [type: string]: MatrixFormat } = { F32: 'f32', BF16: 'bf16', F16: 'f16' };

/** @param budget bytes of weights that may be kept; 0 keeps none, so that one layer at a time is in memory. */
export function openWeights(model: Model, budget: number): Weights {
  const tensors = new Map<string, Tensor>(model.tensors.map((tensor) => [tensor.name, tensor]));
  const kept = new Map<string, Matrix>();
  const vectors = new Map<string, Float32Array>();
  let held = 0;
  const find = (name: string): Tensor => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new ForebearError('format', model.id, `a tensor ${name}`, 'none of that name');
    return tensor;
  };
  const read = async (tensor: Tensor, from: number, to: number, options?: RunOptions): Promise<Matrix> => {
    const rows = tensor.shape[0] ?? 0;
    const columns = tensor.elements / Math.max(1, rows);
    const [start, end] = [from * columns, to * columns];
    const stored = await model.readStored(tensor, start, end, options);
    if (stored !== undefined) {
      return { rows: to - from, columns, format: formats[stored.type] as MatrixFormat, bytes: stored.bytes };
    }
    const values = await model.read(tensor, start, end, options);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return { rows: to - from, columns, format: 'f32', bytes };
  };
  return {
    has: (name) => tensors.has(name),
    get held() {
      return held;
    },
    async matrix(name, options) {
      const known = kept.get(name);
      if (known !== undefined) return known;
      const tensor = find(name);
      const matrix = await read(tensor, 0, tensor.shape[0] ?? 0, options);
      if (held + matrix.bytes.length <= budget) {
        kept.set(name, matrix);
        held += matrix.bytes.length;
      }
      return matrix;
    },
    async vector(name, options) {
      const known = vectors.get(name);
      if (known !== undefined) return known;
      const tensor = find(name);
      const values = await model.read(tensor, 0, tensor.elements, options);
      vectors.set(name, values);
      held += values.byteLength;
      return values;
    },
    async rows(name, numbers, options) {
      const tensor = find(name);
      const columns = tensor.elements / Math.max(1, tensor.shape[0] ?? 0);
      const known = kept.get(name);
      const out = new Float32Array(numbers.length * columns);
      for (const [at, number] of numbers.entries()) {
        const row =
          known === undefined
            ? await model.read(tensor, number * columns, (number + 1) * columns, options)
            : rowsOf(known, number, number + 1);
        out.set(row, at * columns);
      }
      return out;
    },
  };
}
