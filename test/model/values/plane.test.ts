// A weight as rows and columns however it is stored: every reading against a naive one over all values.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Model, Tensor } from '../../../src/model/model.ts';
import type { Role, RoleKind } from '../../../src/model/roles/role.ts';
import { isPlain, type Plane, readRowSpan, readRows, wholePlane } from '../../../src/model/values/plane.ts';
import { type HeadCounts, planesOf } from '../../../src/model/values/plane-parts.ts';
import { counting, modelOfTensors } from '../memory-model.ts';

async function one(name: string, ...shape: number[]): Promise<{ model: Model; tensor: Tensor; values: Float32Array }> {
  const model = await modelOfTensors([counting(name, ...shape)]);
  const tensor = model.tensors[0] as Tensor;
  return { model, tensor, values: await model.read(tensor, 0, tensor.elements) };
}

const all = (n: number): Uint32Array => Uint32Array.from({ length: n }, (_, i) => i);

/** Rows of a row-major matrix, copied one by one. */
function take(values: Float32Array, columns: number, rows: readonly number[]): number[] {
  return rows.flatMap((row) => [...values.subarray(row * columns, (row + 1) * columns)]);
}

const kinds = (planes: readonly Plane[]): (string | undefined)[] => planes.map((plane) => plane.role?.kind);
const span = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);

describe('wholePlane', () => {
  it.for([
    [[6, 4], 6, 4],
    [[5], 5, 1],
    [[], 1, 1],
    [[1, 8, 3], 8, 3],
    [[4, 3, 2, 2], 4, 12],
    [[1, 1], 1, 1],
    [[0, 5], 0, 0],
    [[5, 0], 5, 0],
  ] as const)('sees %j as %i rows of %i', async ([shape, rows, columns]) => {
    const { tensor } = await one('x', ...shape);
    const plane = wholePlane(tensor);
    expect([plane.rows, plane.columns]).toEqual([rows, columns]);
  });

  it('turns a matrix that is stored [in, out], but not its bias', async () => {
    const weight = wholePlane((await one('h.0.mlp.c_fc.weight', 3, 12)).tensor);
    expect([weight.rows, weight.columns, weight.transposed]).toEqual([12, 3, true]);
    const bias = wholePlane((await one('h.0.mlp.c_fc.bias', 12)).tensor);
    expect([bias.rows, bias.columns, bias.transposed]).toEqual([12, 1, false]);
  });

  it('counts a complex element as two numbers', async () => {
    const model = await modelOfTensors([counting('x', 2, 4)]);
    const tensor = { ...(model.tensors[0] as Tensor), elements: 16 };
    expect(wholePlane(tensor).columns).toBe(8);
  });
});

describe('planesOf', () => {
  const grouped: HeadCounts = { heads: 4, keyValueHeads: 2 };

  it('cuts a fused qkv by the heads that share keys and values', async () => {
    const { model, tensor, values } = await one('model.layers.0.self_attn.qkv_proj.weight', 24, 5);
    const planes = planesOf(tensor, grouped);
    expect(kinds(planes)).toEqual(['attn_q', 'attn_k', 'attn_v']);
    expect(planes.map((plane) => plane.rows)).toEqual([12, 6, 6]);
    const read = await Promise.all(planes.map((plane) => readRows(model, plane, all(plane.rows))));
    expect([...(read[0] as Float32Array)]).toEqual(take(values, 5, span(0, 12)));
    expect([...(read[1] as Float32Array)]).toEqual(take(values, 5, span(12, 6)));
    expect([...(read[2] as Float32Array)]).toEqual(take(values, 5, span(18, 6)));
  });

  it('cuts it in thirds where the configuration is silent, and its bias alike', async () => {
    const weight = planesOf((await one('model.layers.0.self_attn.qkv_proj.weight', 24, 5)).tensor, undefined);
    expect(weight.map((plane) => plane.rows)).toEqual([8, 8, 8]);
    const bias = planesOf((await one('resampler.attn.in_proj_bias', 24)).tensor, undefined);
    expect(bias.map((plane) => [plane.role?.part, plane.rows, plane.columns])).toEqual([
      ['bias', 8, 1],
      ['bias', 8, 1],
      ['bias', 8, 1],
    ]);
  });

  it('cuts a fused gate and up in two', async () => {
    const { model, tensor, values } = await one('model.layers.0.mlp.gate_up_proj.weight', 10, 3);
    const planes = planesOf(tensor, undefined);
    expect(kinds(planes)).toEqual(['ffn_gate', 'ffn_up']);
    expect([...(await readRows(model, planes[1] as Plane, Uint32Array.of(1, 4)))]).toEqual(take(values, 3, [6, 9]));
  });

  it('collects q, k and v of a tensor that has them head by head', async () => {
    // Two heads of width 2: q0 k0 v0 q1 k1 v1, two rows each.
    const { model, tensor, values } = await one('gpt_neox.layers.0.attention.query_key_value.weight', 12, 4);
    const planes = planesOf(tensor, { heads: 2, keyValueHeads: 2 });
    expect(kinds(planes)).toEqual(['attn_q', 'attn_k', 'attn_v']);
    const rows = [
      [0, 1, 6, 7],
      [2, 3, 8, 9],
      [4, 5, 10, 11],
    ];
    for (const [i, plane] of planes.entries()) {
      expect(plane.role?.interleaved).toBeUndefined();
      expect([...(await readRows(model, plane, all(4)))]).toEqual(take(values, 4, rows[i] as number[]));
      expect([...(await readRows(model, plane, Uint32Array.of(1, 2)))]).toEqual(
        take(values, 4, (rows[i] as number[]).slice(1, 3)),
      );
    }
  });

  it('cuts a fused qkv that is stored [in, out] by its columns', async () => {
    const { model, tensor, values } = await one('h.0.attn.c_attn.weight', 4, 12);
    const planes = planesOf(tensor, { heads: 2, keyValueHeads: 2 });
    expect(planes.map((plane) => [plane.rows, plane.columns])).toEqual([
      [4, 4],
      [4, 4],
      [4, 4],
    ]);
    for (const [part, plane] of planes.entries()) {
      const expected = [0, 2].flatMap((r) => [0, 1, 2, 3].map((c) => values[c * 12 + part * 4 + r]));
      expect([...(await readRows(model, plane, Uint32Array.of(0, 2)))]).toEqual(expected);
    }
  });

  it('collects the groups of a tensor that has several queries to each key and value', async () => {
    // Two groups of two queries, a key and a value of width 2: q0 q1 k0 v0 q2 q3 k1 v1.
    const { model, tensor, values } = await one('model.layers.0.attention.wqkv.weight', 16, 3);
    const planes = planesOf(tensor, { heads: 4, keyValueHeads: 2 });
    const rows = [
      [0, 1, 2, 3, 8, 9, 10, 11],
      [4, 5, 12, 13],
      [6, 7, 14, 15],
    ];
    expect(planes.map((plane) => plane.role?.kind)).toEqual(['attn_q', 'attn_k', 'attn_v']);
    for (const [i, plane] of planes.entries())
      expect([...(await readRows(model, plane, all(plane.rows)))]).toEqual(take(values, 3, rows[i] as number[]));
    expect(planesOf(tensor, { heads: 4, keyValueHeads: 3 }).length).toBe(1);
  });

  it('leaves whole what does not divide, what is interleaved by an unknown number of heads, and what has no role', async () => {
    const fused = (await one('model.layers.0.self_attn.qkv_proj.weight', 25, 3)).tensor;
    expect(kinds(planesOf(fused, grouped))).toEqual(['attn_qkv']);
    expect(kinds(planesOf(fused, undefined))).toEqual(['attn_qkv']);
    const mixed = (await one('gpt_neox.layers.0.attention.query_key_value.weight', 12, 4)).tensor;
    expect(planesOf(mixed, undefined).length).toBe(1);
    expect(planesOf(mixed, { heads: 5, keyValueHeads: 5 }).length).toBe(1);
    expect(planesOf((await one('model.layers.0.mlp.gate_up_proj.weight', 9, 2)).tensor, undefined).length).toBe(1);
    expect(kinds(planesOf((await one('t0', 12, 4)).tensor, grouped))).toEqual([undefined]);
  });

  it('is cut by another tensor’s role where it has none of its own', async () => {
    const fused = (await one('model.layers.0.self_attn.qkv_proj.weight', 24, 5)).tensor;
    const nameless = (await one('t0', 24, 5)).tensor;
    expect(kinds(planesOf(nameless, grouped, fused.role))).toEqual(['attn_q', 'attn_k', 'attn_v']);
  });

  it('covers every row of a tensor exactly once', async () => {
    for (const [name, heads] of [
      ['model.layers.0.self_attn.qkv_proj.weight', grouped],
      ['gpt_neox.layers.0.attention.query_key_value.weight', { heads: 4, keyValueHeads: 4 }],
      ['model.layers.0.mlp.gate_up_proj.weight', undefined],
    ] as const) {
      const { model, tensor, values } = await one(name, 24, 2);
      const read = await Promise.all(planesOf(tensor, heads).map((plane) => readRows(model, plane, all(plane.rows))));
      expect(read.flatMap((part) => [...part]).toSorted((a, b) => a - b)).toEqual([...values]);
    }
  });
});

/** Where row `row` of Hugging Face's order lies in llama.cpp's, as its converter's reshape and swap of axes put it. */
function pairedPlace(row: number, width: number): number {
  const head = Math.floor(row / width);
  const [half, i] = [Math.floor((row % width) / (width / 2)), (row % width) % (width / 2)];
  return head * width + 2 * i + half;
}

describe('rows in the pairs of a rotary embedding', () => {
  const role = (kind: RoleKind, ropePairs: number, part: 'weight' | 'bias' = 'weight'): Role => {
    return { tower: 'text', kind, part, block: 0, ropePairs };
  };

  it('are read in the order of the model, whichever are asked for', async () => {
    const { model, tensor, values } = await one('x', 48, 6);
    for (const width of [2, 8, 12, 48]) {
      const plane = planesOf(tensor, undefined, role('attn_q', width))[0] as Plane;
      const expected = (rows: readonly number[]): number[] =>
        take(
          values,
          6,
          rows.map((row) => pairedPlace(row, width)),
        );
      expect([...(await readRows(model, plane, all(48)))]).toEqual(expected(span(0, 48)));
      expect([...(await readRowSpan(model, plane, 5, 29))]).toEqual(expected(span(5, 24)));
      expect([...(await readRows(model, plane, Uint32Array.of(0, 1, 7, 23, 47)))]).toEqual(expected([0, 1, 7, 23, 47]));
    }
  });

  it('are read by heads, not one by one', async () => {
    const { model, tensor } = await one('x', 64, 100);
    const plane = planesOf(tensor, undefined, role('attn_k', 16))[0] as Plane;
    const before = model.bytesRead;
    await readRowSpan(model, plane, 16, 48);
    expect(model.bytesRead - before).toBe(4 * 32 * 100);
  });

  it('are unpaired in biases, and in the queries and keys of a fused weight', async () => {
    const bias = await one('b', 16);
    const [vector] = planesOf(bias.tensor, undefined, role('attn_q', 8, 'bias'));
    const order = span(0, 16).map((row) => pairedPlace(row, 8));
    expect([...(await readRows(bias.model, vector as Plane, all(16)))]).toEqual(order);
    const fused = await one('f', 32, 3);
    const planes = planesOf(fused.tensor, { heads: 2, keyValueHeads: 1 }, role('attn_qkv', 8));
    expect(planes.map((plane) => [plane.role?.kind, plane.rows, plane.pairs, plane.role?.ropePairs])).toEqual([
      ['attn_q', 16, 8, undefined],
      ['attn_k', 8, 8, undefined],
      ['attn_v', 8, undefined, undefined],
    ]);
    const keys = span(16, 8).map((row) => 16 + pairedPlace(row - 16, 8));
    expect([...(await readRows(fused.model, planes[1] as Plane, all(8)))]).toEqual(take(fused.values, 3, keys));
  });

  it('stay where they are stored where heads do not fill the rows', async () => {
    const { tensor } = await one('x', 20, 2);
    const plane = planesOf(tensor, undefined, role('attn_q', 8))[0] as Plane;
    expect(plane.pairs).toBeUndefined();
    expect(isPlain(plane)).toBe(true);
    expect(isPlain({ ...plane, pairs: 4 })).toBe(false);
    expect(isPlain({ ...plane, raise: 1 })).toBe(false);
  });
});

describe('values raised to another model’s', () => {
  it('are sums in 32 bits, and in 16 where they are stored in 16', async () => {
    const values = Float32Array.of(1e-5, -0.25, 0.1, 2 ** -24);
    for (const dtype of ['F32', 'BF16', 'F16'] as const) {
      const model = await modelOfTensors([{ name: 'x', dtype, shape: [4], values }]);
      const tensor = model.tensors[0] as Tensor;
      const plane = { ...wholePlane(tensor), raise: 1 };
      const stored = await model.read(tensor, 0, 4);
      const sums = stored.map((value) => value + 1);
      const expected = dtype === 'F16' ? new Float32Array(new Float16Array(sums)) : sums;
      expect([...(await readRows(model, plane, all(4)))]).toEqual([...expected]);
    }
  });
});

describe('stacked experts', () => {
  const stack = (kind: RoleKind, part: 'weight' | 'bias' = 'weight'): Role => {
    return { tower: 'text', kind, part, block: 1, stacked: true };
  };

  it('are a matrix each', async () => {
    const { model, tensor, values } = await one('x', 3, 4, 5);
    const planes = planesOf(tensor, undefined, stack('ffn_up'));
    expect(planes.map(({ role, rows, columns }) => [role?.kind, role?.expert, role?.stacked, rows, columns])).toEqual(
      [0, 1, 2].map((expert) => ['ffn_up', expert, undefined, 4, 5]),
    );
    const read = await Promise.all(planes.map((plane) => readRows(model, plane, Uint32Array.of(1, 3))));
    expect(read.map((part) => [...part])).toEqual([0, 1, 2].map((e) => take(values, 5, [4 * e + 1, 4 * e + 3])));
  });

  it('are two matrices each where gate and up are fused, and a vector each in a bias', async () => {
    const fused = await one('x', 2, 6, 5);
    const planes = planesOf(fused.tensor, undefined, stack('ffn_gate_up'));
    expect(planes.map(({ role, first, rows }) => [role?.kind, role?.expert, first, rows])).toEqual([
      ['ffn_gate', 0, 0, 3],
      ['ffn_up', 0, 3, 3],
      ['ffn_gate', 1, 6, 3],
      ['ffn_up', 1, 9, 3],
    ]);
    const bias = await one('b', 2, 6);
    const vectors = planesOf(bias.tensor, undefined, stack('ffn_down', 'bias'));
    expect(vectors.map(({ role, rows, columns }) => [role?.expert, rows, columns])).toEqual([
      [0, 6, 1],
      [1, 6, 1],
    ]);
    expect([...(await readRows(bias.model, vectors[1] as Plane, all(6)))]).toEqual([6, 7, 8, 9, 10, 11]);
  });

  it('stay together where the sides are not those of a stack, or too many', async () => {
    const flat = (await one('x', 4, 5)).tensor;
    expect(planesOf(flat, undefined, stack('ffn_up')).length).toBe(1);
    const crowd = { ...flat, shape: [2000, 1, 1] };
    expect(planesOf(crowd, undefined, stack('ffn_up')).length).toBe(1);
  });
});

describe('readRows', () => {
  it('equals a naive reading for any rows of any storage', async () => {
    const wide = await one('x', 40, 700);
    const turned = await one('h.0.mlp.c_fc.weight', 700, 40);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(39), { maxLength: 40 }), async (list) => {
        const rows = list.toSorted((a, b) => a - b);
        const indices = Uint32Array.from(rows);
        const plain = await readRows(wide.model, wholePlane(wide.tensor), indices);
        expect([...plain]).toEqual(take(wide.values, 700, rows));
        const other = await readRows(turned.model, wholePlane(turned.tensor), indices);
        expect([...other]).toEqual(rows.flatMap((r) => span(0, 700).map((c) => turned.values[c * 40 + r])));
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  it('reads a transposed matrix of more than one chunk', async () => {
    const { model, tensor, values } = await one('h.0.mlp.c_fc.weight', 1100, 300);
    const read = await readRows(model, wholePlane(tensor), Uint32Array.of(0, 299));
    expect([...read]).toEqual([0, 299].flatMap((r) => span(0, 1100).map((c) => values[c * 300 + r])));
  });

  it('reads far rows apart and near rows together', async () => {
    const { model, tensor } = await one('x', 1000, 100);
    const before = model.bytesRead;
    await readRows(model, wholePlane(tensor), Uint32Array.of(0, 999));
    expect(model.bytesRead - before).toBe(2 * 400);
    await readRows(model, wholePlane(tensor), Uint32Array.of(10, 12));
    expect(model.bytesRead - before).toBe(2 * 400 + 3 * 400);
  });

  it('are read once: rows asked for again cost no byte, and are the same', async () => {
    const { model, tensor } = await one('x', 100, 600);
    const rows = Uint32Array.of(3, 50, 99);
    const first = await readRows(model, wholePlane(tensor), rows);
    const before = model.bytesRead;
    expect(before).toBeGreaterThanOrEqual(3 * 2400);
    expect(await readRows(model, wholePlane(tensor), rows)).toEqual(first);
    expect(model.bytesRead).toBe(before);
  });

  it('of no rows, and of rows without columns, is nothing', async () => {
    const { model, tensor } = await one('x', 4, 3);
    expect((await readRows(model, wholePlane(tensor), new Uint32Array(0))).length).toBe(0);
    const empty = await one('x', 4, 0);
    expect((await readRows(empty.model, wholePlane(empty.tensor), all(4))).length).toBe(0);
  });
});

describe('readRowSpan', () => {
  it('reads [from, to)', async () => {
    const { model, tensor, values } = await one('x', 9, 4);
    expect([...(await readRowSpan(model, wholePlane(tensor), 3, 6))]).toEqual(take(values, 4, [3, 4, 5]));
    expect((await readRowSpan(model, wholePlane(tensor), 3, 3)).length).toBe(0);
  });
});
