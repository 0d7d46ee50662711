// The plain twin of the grower's network: the same model in 64-bit floats, forward alone, written from the formulas.
import { epsilon, type GrownShape, headSize, slotsOf } from '../../grower/shape.ts';

/** Mean cross-entropy in nats of sequences of `length` tokens under the parameters (in the order of `slotsOf`). */
export function plainLoss(
  shape: GrownShape,
  parameters: ArrayLike<number>,
  tokens: Uint8Array,
  targets: Uint8Array | Float32Array,
  length: number,
): number {
  const weights = new Map(
    slotsOf(shape).map(({ name, at, size, shape: sides }) => [
      name,
      { columns: sides[1] ?? 1, values: Array.from({ length: size }, (_, i) => parameters[at + i]!) },
    ]),
  );
  const of = (name: string) => weights.get(name)!;
  const times = (name: string, x: readonly number[]): number[] => {
    const { columns, values } = of(name);
    return Array.from({ length: values.length / columns }, (_, r) =>
      x.reduce((sum, value, c) => sum + values[r * columns + c]! * value, 0),
    );
  };
  const normed = (name: string, x: readonly number[]): number[] => {
    const scale = 1 / Math.sqrt(x.reduce((sum, value) => sum + value * value, 0) / x.length + epsilon);
    return x.map((value, i) => value * scale * of(name).values[i]!);
  };
  const head = shape.tied === true ? 'model.embed_tokens.weight' : 'lm_head.weight';
  let total = 0;
  for (let start = 0; start < tokens.length; start += length) {
    let rows = Array.from({ length }, (_, i) => {
      const at = tokens[start + i]! * shape.width;
      return of('model.embed_tokens.weight').values.slice(at, at + shape.width);
    });
    for (let layer = 0; layer < shape.layers; layer++) {
      const at = `model.layers.${layer}`;
      const inputs = rows.map((row) => normed(`${at}.input_layernorm.weight`, row));
      const [q, k, v] = ['q', 'k', 'v'].map((part) =>
        inputs.map((x) => times(`${at}.self_attn.${part}_proj.weight`, x)),
      );
      const mixed = attention(shape, q!.map(rotated(shape)), k!.map(rotated(shape)), v!);
      rows = rows.map((row, i) => add(row, times(`${at}.self_attn.o_proj.weight`, mixed[i]!)));
      rows = rows.map((row) => {
        const x = normed(`${at}.post_attention_layernorm.weight`, row);
        const [gate, up] = [times(`${at}.mlp.gate_proj.weight`, x), times(`${at}.mlp.up_proj.weight`, x)];
        const hidden = gate.map((g, i) => (g / (1 + Math.exp(-g))) * up[i]!);
        return add(row, times(`${at}.mlp.down_proj.weight`, hidden));
      });
    }
    for (const [i, row] of rows.entries()) {
      const logits = times(head, normed('model.norm.weight', row));
      const most = Math.max(...logits);
      const lnSum = most + Math.log(logits.reduce((sum, x) => sum + Math.exp(x - most), 0));
      if (targets instanceof Uint8Array) total += lnSum - logits[targets[start + i]!]!;
      else for (const [c, x] of logits.entries()) total += targets[(start + i) * shape.vocabulary + c]! * (lnSum - x);
    }
  }
  return total / tokens.length;
}

const add = (x: readonly number[], y: readonly number[]): number[] => x.map((value, i) => value + y[i]!);

/** Rotary positions: element i of each head's first half with element i of its second. */
function rotated(shape: GrownShape): (row: readonly number[], position: number) => number[] {
  const size = headSize(shape);
  return (row, position) =>
    row.map((value, at) => {
      const i = at % size;
      const pair = i % (size / 2);
      const angle = position * 10_000 ** ((-2 * pair) / size);
      const other = row[i < size / 2 ? at + size / 2 : at - size / 2]!;
      return value * Math.cos(angle) + (i < size / 2 ? -1 : 1) * other * Math.sin(angle);
    });
}

function attention(
  shape: GrownShape,
  q: readonly (readonly number[])[],
  k: readonly (readonly number[])[],
  v: readonly (readonly number[])[],
): number[][] {
  const size = headSize(shape);
  const share = shape.heads / shape.keyValueHeads;
  return q.map((row, i) =>
    row.map((_, at) => {
      const head = Math.floor(at / size);
      const from = Math.floor(head / share) * size;
      const scores = Array.from({ length: i + 1 }, (_, j) => {
        let sum = 0;
        for (let e = 0; e < size; e++) sum += row[head * size + e]! * k[j]![from + e]!;
        return Math.exp(sum / Math.sqrt(size));
      });
      const whole = scores.reduce((sum, x) => sum + x, 0);
      return scores.reduce((sum, x, j) => sum + (x / whole) * v[j]![from + (at % size)]!, 0);
    }),
  );
}
