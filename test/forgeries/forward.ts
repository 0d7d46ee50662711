// A Llama in plain 64-bit arithmetic: what a forged model computes, for forgeries that must not change it.
import type { ForgedModel } from '../../forgeries/forged-model.ts';
import type { Heads } from '../../forgeries/head-symmetries.ts';

type Vector = Float64Array;

function apply(model: ForgedModel, name: string, input: Vector): Vector {
  const tensor = model.get(name);
  if (tensor === undefined) throw new RangeError(`no tensor called ${name}`);
  const [rows = 0, columns = 0] = tensor.shape;
  if (columns !== input.length) throw new RangeError(`${name} reads ${columns} and not ${input.length}`);
  return Float64Array.from({ length: rows }, (_, i) =>
    input.reduce((sum, value, j) => sum + value * (tensor.values[i * columns + j] as number), 0),
  );
}

function normed(model: ForgedModel, name: string, input: Vector): Vector {
  const gain = model.get(name)?.values ?? new Float32Array();
  const size = Math.sqrt(input.reduce((sum, x) => sum + x * x, 0) / input.length + 1e-9);
  return input.map((x, i) => (x / size) * (gain[i] as number));
}

/** Rotary embedding in Hugging Face's layout: dimension i of a head turns with i + half. */
function turned(head: Vector, position: number): Vector {
  const half = head.length / 2;
  return head.map((own, i) => {
    const angle = position / 10_000 ** ((i % half) / half);
    const other = head[i < half ? i + half : i - half] as number;
    return own * Math.cos(angle) + (i < half ? -other : other) * Math.sin(angle);
  });
}

const dot = (a: Vector, b: Vector): number => a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);

function attention(
  model: ForgedModel,
  at: string,
  inputs: readonly Vector[],
  { heads, keyValueHeads }: Heads,
): Vector[] {
  const [queries, keys, values] = (['q', 'k', 'v'] as const).map((part) =>
    inputs.map((input) => apply(model, `${at}.${part}_proj.weight`, input)),
  ) as [Vector[], Vector[], Vector[]];
  const width = (queries[0] as Vector).length / heads;
  const perGroup = heads / keyValueHeads;
  const part = (of: Vector, head: number): Vector => of.slice(head * width, (head + 1) * width);
  return inputs.map((_, position) => {
    const mixed = new Float64Array(heads * width);
    for (let head = 0; head < heads; head++) {
      const group = Math.floor(head / perGroup);
      const query = turned(part(queries[position] as Vector, head), position);
      const weights = Array.from({ length: position + 1 }, (__, before) =>
        Math.exp(dot(query, turned(part(keys[before] as Vector, group), before)) / Math.sqrt(width)),
      );
      const all = weights.reduce((sum, weight) => sum + weight, 0);
      for (const [before, weight] of weights.entries()) {
        const value = part(values[before] as Vector, group);
        for (let i = 0; i < width; i++)
          mixed[head * width + i] = (mixed[head * width + i] as number) + (weight / all) * (value[i] as number);
      }
    }
    return apply(model, `${at}.o_proj.weight`, mixed);
  });
}

/** Logits after every token of a short text; `layers` blocks in their order. */
export function logits(
  model: ForgedModel,
  tokens: readonly number[],
  shape: Heads & { readonly layers: number },
): Vector[] {
  const table = model.get('model.embed_tokens.weight');
  const width = table?.shape[1] ?? 0;
  let stream: Vector[] = tokens.map((token) =>
    Float64Array.from(table?.values.subarray(token * width, (token + 1) * width) ?? []),
  );
  const add = (changes: readonly Vector[]): void => {
    stream = stream.map((row, t) => row.map((x, i) => x + ((changes[t] as Vector)[i] as number)));
  };
  for (let layer = 0; layer < shape.layers; layer++) {
    const at = `model.layers.${layer}`;
    add(
      attention(
        model,
        `${at}.self_attn`,
        stream.map((row) => normed(model, `${at}.input_layernorm.weight`, row)),
        shape,
      ),
    );
    add(
      stream.map((row) => {
        const input = normed(model, `${at}.post_attention_layernorm.weight`, row);
        const gate = apply(model, `${at}.mlp.gate_proj.weight`, input);
        const up = apply(model, `${at}.mlp.up_proj.weight`, input);
        const hidden = gate.map((x, i) => (x / (1 + Math.exp(-x))) * (up[i] as number));
        return apply(model, `${at}.mlp.down_proj.weight`, hidden);
      }),
    );
  }
  return stream.map((row) => apply(model, 'lm_head.weight', normed(model, 'model.norm.weight', row)));
}
