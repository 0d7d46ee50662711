// The same model once more, in the plainest 64-bit arithmetic and sharing nothing with src/forward: what the fixtures are made by.
import type { TinyMiniCpm } from '../../forgeries/tiny-minicpm.ts';

type Rows = number[][];

/** A prompt: numbers of tokens, and images as rows of patches (channel, row, column), by the place of their first row. */
export interface ReferencePrompt {
  readonly tokens: readonly number[];
  readonly images: readonly {
    readonly at: number;
    readonly rows: number;
    readonly columns: number;
    readonly patches: Rows;
  }[];
}

/** Chances of the next token. */
export function referenceChances(model: TinyMiniCpm, { tokens, images }: ReferencePrompt): number[] {
  const { widths } = model;
  const x = tokens.map((token) => rowsOf(model, 'llm.model.embed_tokens.weight')[Math.max(0, token)] as number[]);
  for (const { at, rows, columns, patches } of images) {
    const out = resampled(model, seen(model, rows, columns, patches), rows, columns);
    for (const [i, row] of out.entries()) x[at + i] = row;
  }
  let state = x.map((row) => [...row]);
  for (let layer = 0; layer < widths.textLayers; layer++) state = block(model, `llm.model.layers.${layer}`, state);
  const last = rms(state.at(-1) as number[], vectorOf(model, 'llm.model.norm.weight'));
  return softmax(times(rowsOf(model, 'llm.lm_head.weight'), last));
}

function tensor(model: TinyMiniCpm, name: string): { shape: readonly number[]; values: Float32Array } {
  const found = model.tensors.get(name);
  if (found === undefined) throw new Error(name);
  return found;
}

const cache = new WeakMap<TinyMiniCpm, Map<string, Rows>>();

function rowsOf(model: TinyMiniCpm, name: string): Rows {
  const known = cache.get(model) ?? new Map<string, Rows>();
  cache.set(model, known);
  const have = known.get(name);
  if (have !== undefined) return have;
  const { shape, values } = tensor(model, name);
  const width = values.length / (shape[0] as number);
  const rows = Array.from({ length: shape[0] as number }, (_, r) => [...values.subarray(r * width, (r + 1) * width)]);
  known.set(name, rows);
  return rows;
}

const vectorOf = (model: TinyMiniCpm, name: string): number[] => [...tensor(model, name).values];

const dot = (a: readonly number[], b: readonly number[]): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
};

const times = (matrix: Rows, x: readonly number[], bias?: readonly number[]): number[] =>
  matrix.map((row, r) => dot(row, x) + (bias?.[r] ?? 0));

const linear = (model: TinyMiniCpm, name: string, x: readonly number[]): number[] =>
  times(rowsOf(model, `${name}.weight`), x, vectorOf(model, `${name}.bias`));

const plus = (a: readonly number[], b: readonly number[]): number[] => a.map((v, i) => v + (b[i] as number));

function rms(x: readonly number[], gain: readonly number[]): number[] {
  const scale = Math.sqrt(dot(x, x) / x.length + 1e-5);
  return x.map((v, i) => (v / scale) * (gain[i] as number));
}

function norm(model: TinyMiniCpm, name: string, x: readonly number[]): number[] {
  const mean = x.reduce((sum, v) => sum + v, 0) / x.length;
  const variance = x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / x.length;
  const [gain, shift] = [vectorOf(model, `${name}.weight`), vectorOf(model, `${name}.bias`)];
  return x.map((v, i) => ((v - mean) / Math.sqrt(variance + 1e-6)) * (gain[i] as number) + (shift[i] as number));
}

function softmax(x: readonly number[]): number[] {
  const most = Math.max(...x);
  const raised = x.map((v) => Math.exp(v - most));
  const sum = raised.reduce((total, v) => total + v, 0);
  return raised.map((v) => v / sum);
}

/** Each row of q looks at the first `visible(i)` rows of k and v, head by head. */
function look(q: Rows, k: Rows, v: Rows, heads: number, groups: number, visible: (i: number) => number): Rows {
  const size = (q[0] as number[]).length / heads;
  return q.map((row, i) => {
    const out: number[] = [];
    for (let head = 0; head < heads; head++) {
      const group = Math.floor((head * groups) / heads);
      const own = row.slice(head * size, (head + 1) * size);
      const places = k.slice(0, visible(i));
      const chances = softmax(
        places.map((key) => {
          let sum = 0;
          for (let e = 0; e < size; e++) sum += (own[e] as number) * (key[group * size + e] as number);
          return sum / Math.sqrt(size);
        }),
      );
      for (let e = 0; e < size; e++) {
        let sum = 0;
        for (const [j, chance] of chances.entries()) sum += chance * ((v[j] as number[])[group * size + e] as number);
        out.push(sum);
      }
    }
    return out;
  });
}

/** Turns a place by pair, Llama 3.1's way where there is one: long waves go slower, short ones stay, those between are mixed. */
function speed({ ropeTheta, ropeScaling: scaling }: TinyMiniCpm, share: number): number {
  const plain = ropeTheta ** -share;
  if (scaling === undefined) return plain;
  const turns = (scaling.original_max_position_embeddings * plain) / (2 * Math.PI);
  const [low, high] = [scaling.low_freq_factor, scaling.high_freq_factor];
  const kept = Math.min(1, Math.max(0, (turns - low) / (high - low)));
  return plain * (kept + (1 - kept) / scaling.factor);
}

function turned(model: TinyMiniCpm, x: readonly number[], heads: number, place: number): number[] {
  const size = x.length / heads;
  const half = size / 2;
  const out = [...x];
  for (let head = 0; head < heads; head++) {
    for (let i = 0; i < half; i++) {
      const angle = place * speed(model, i / half);
      const [a, b] = [x[head * size + i] as number, x[head * size + half + i] as number];
      out[head * size + i] = a * Math.cos(angle) - b * Math.sin(angle);
      out[head * size + half + i] = a * Math.sin(angle) + b * Math.cos(angle);
    }
  }
  return out;
}

function block(model: TinyMiniCpm, at: string, x: Rows): Rows {
  const { heads, keyValueHeads } = model.widths;
  const matrix = (name: string): Rows => rowsOf(model, `${at}.${name}.weight`);
  const normed = x.map((row) => rms(row, vectorOf(model, `${at}.input_layernorm.weight`)));
  const q = normed.map((row, i) => turned(model, times(matrix('self_attn.q_proj'), row), heads, i));
  const k = normed.map((row, i) => turned(model, times(matrix('self_attn.k_proj'), row), keyValueHeads, i));
  const v = normed.map((row) => times(matrix('self_attn.v_proj'), row));
  const attended = look(q, k, v, heads, keyValueHeads, (i) => i + 1);
  const middle = x.map((row, i) => plus(row, times(matrix('self_attn.o_proj'), attended[i] as number[])));
  return middle.map((row) => {
    const inner = rms(row, vectorOf(model, `${at}.post_attention_layernorm.weight`));
    const up = times(matrix('mlp.up_proj'), inner);
    const gate = times(matrix('mlp.gate_proj'), inner).map((g, i) => (g / (1 + Math.exp(-g))) * (up[i] as number));
    return plus(row, times(matrix('mlp.down_proj'), gate));
  });
}

function seen(model: TinyMiniCpm, rows: number, columns: number, patches: Rows): Rows {
  const { visionHeads, visionLayers } = model.widths;
  const table = rowsOf(model, 'vpm.embeddings.position_embedding.weight');
  let x = patches.map((patch, i) => {
    const row = Math.floor((70 * Math.floor(i / columns)) / rows);
    const column = Math.floor((70 * (i % columns)) / columns);
    return plus(linear(model, 'vpm.embeddings.patch_embedding', patch), table[row * 70 + column] as number[]);
  });
  for (let layer = 0; layer < visionLayers; layer++) {
    const at = `vpm.encoder.layers.${layer}`;
    const normed = x.map((row) => norm(model, `${at}.layer_norm1`, row));
    const of = (name: string): Rows => normed.map((row) => linear(model, `${at}.self_attn.${name}`, row));
    const attended = look(of('q_proj'), of('k_proj'), of('v_proj'), visionHeads, visionHeads, () => x.length);
    const middle = x.map((row, i) => plus(row, linear(model, `${at}.self_attn.out_proj`, attended[i] as number[])));
    x = middle.map((row) => {
      const wide = linear(model, `${at}.mlp.fc1`, norm(model, `${at}.layer_norm2`, row)).map(
        (v) => 0.5 * v * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v ** 3))),
      );
      return plus(row, linear(model, `${at}.mlp.fc2`, wide));
    });
  }
  return x.map((row) => norm(model, 'vpm.post_layernorm', row));
}

function resampled(model: TinyMiniCpm, features: Rows, rows: number, columns: number): Rows {
  const { hidden } = model.widths;
  const values = features.map((row) =>
    norm(model, 'resampler.ln_kv', times(rowsOf(model, 'resampler.kv_proj.weight'), row)),
  );
  const quarter = hidden / 4;
  const keys = values.map((row, i) => {
    const place: number[] = [];
    for (const at of [i % columns, Math.floor(i / columns)]) {
      const angles = Array.from({ length: quarter }, (_, e) => at / 10_000 ** (e / quarter));
      place.push(...angles.map(Math.sin), ...angles.map(Math.cos));
    }
    return plus(row, place);
  });
  const query = rowsOf(model, 'resampler.query').map((row) => norm(model, 'resampler.ln_q', row));
  const fused = rowsOf(model, 'resampler.attn.in_proj_weight');
  const shifts = vectorOf(model, 'resampler.attn.in_proj_bias');
  const third = (x: Rows, at: number): Rows => {
    const [from, to] = [at * hidden, (at + 1) * hidden];
    return x.map((row) => times(fused.slice(from, to), row, shifts.slice(from, to)));
  };
  if (rows * columns !== features.length) throw new Error('patches');
  const attended = look(
    third(query, 0),
    third(keys, 1),
    third(values, 2),
    hidden / 128,
    hidden / 128,
    () => keys.length,
  );
  const projection = rowsOf(model, 'resampler.proj');
  return attended.map((row) => {
    const out = norm(model, 'resampler.ln_post', linear(model, 'resampler.attn.out_proj', row));
    return Array.from({ length: hidden }, (_, c) => {
      let sum = 0;
      for (let r = 0; r < hidden; r++) sum += (out[r] as number) * ((projection[r] as number[])[c] as number);
      return sum;
    });
  });
}
