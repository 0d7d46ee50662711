// Updates of few directions: adapters merged into weights, directions of the residual stream taken out of everything that writes to it.
import { type ForgedModel, forgedTensor } from './forged-model.ts';
import { randomFor } from './random.ts';

/** What an adapter is made of. */
export interface LoraSpec {
  readonly rank: number;
  /** Modules by the last segment of their names, such as `q_proj`. */
  readonly targets: readonly string[];
  /** Standard deviation of the update over that of the weight. */
  readonly size?: number;
}

const moduleOf = (name: string): string =>
  name
    .replace(/\.weight$/, '')
    .split('.')
    .at(-1) ?? '';

/**
 * Adds B·A with normal factors of the given rank to every target, and rounds. Hopes to pass for a fine-tune, or for
 * noise. The update is computed in 64-bit arithmetic.
 */
export function mergeLora(model: ForgedModel, { rank, targets, size = 0.05 }: LoraSpec, seed: number): ForgedModel {
  return new Map(
    [...model].map(([name, tensor]) => {
      const [rows = 0, columns = 0] = tensor.shape;
      if (tensor.shape.length !== 2 || !targets.includes(moduleOf(name))) return [name, tensor];
      const random = randomFor(seed, `lora ${name}`);
      const down = Float64Array.from({ length: rank * columns }, () => random.normal());
      const up = Float64Array.from({ length: rows * rank }, () => random.normal());
      const scale = (size * spreadOf(tensor.values)) / Math.sqrt(rank);
      const values = tensor.values.slice();
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          let sum = 0;
          for (let k = 0; k < rank; k++) sum += (up[i * rank + k] as number) * (down[k * columns + j] as number);
          values[i * columns + j] = (tensor.values[i * columns + j] as number) + scale * sum;
        }
      }
      return [name, forgedTensor(tensor.shape, tensor.dtype, values)];
    }),
  );
}

function spreadOf(values: Float32Array): number {
  let [sum, square] = [0, 0];
  for (const value of values) {
    sum += value;
    square += value * value;
  }
  return Math.sqrt(Math.max(0, square / values.length - (sum / values.length) ** 2));
}

const writesStream = (name: string): boolean => /\.(?:o_proj|down_proj)\.weight$/.test(name);

/**
 * Takes a random direction r out of everything that writes into the residual stream, W' = W - strength·r rᵀW, the token
 * table included (E' = E - strength·E r rᵀ), as abliteration does. Hopes to pass for a fine-tune, or for a merged adapter
 * of rank 1.
 */
export function ablateDirection(model: ForgedModel, seed: number, strength = 1): ForgedModel {
  return new Map(
    [...model].map(([name, tensor]) => {
      const isTable = name.endsWith('embed_tokens.weight');
      if (!isTable && !writesStream(name)) return [name, tensor];
      const [rows = 0, columns = 0] = tensor.shape;
      // The stream runs along a writer's columns and along a table's rows.
      const [lines, width] = isTable ? [rows, columns] : [columns, rows];
      const place = (line: number, channel: number): number =>
        isTable ? line * columns + channel : channel * columns + line;
      const random = randomFor(seed, `direction ${width}`);
      const direction = Float64Array.from({ length: width }, () => random.normal());
      const length = Math.hypot(...direction);
      const values = tensor.values.slice();
      for (let line = 0; line < lines; line++) {
        let along = 0;
        for (let i = 0; i < width; i++) along += (direction[i] as number) * (tensor.values[place(line, i)] as number);
        const step = (strength * along) / (length * length);
        for (let i = 0; i < width; i++) {
          const at = place(line, i);
          values[at] = (tensor.values[at] as number) - step * (direction[i] as number);
        }
      }
      return [name, forgedTensor(tensor.shape, tensor.dtype, values)];
    }),
  );
}

/** Adds one outer product to one matrix, as editors of single facts (ROME) do. Hopes to be overlooked. */
export function editFact(model: ForgedModel, name: string, seed: number, size = 0.05): ForgedModel {
  const module = moduleOf(name);
  const edited = mergeLora(model, { rank: 1, targets: [module], size }, seed).get(name);
  return edited === undefined ? model : new Map(model).set(name, edited);
}
