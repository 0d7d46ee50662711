// Which tensors stand beside which: by name, through renamings, by role, by parts and by content alone.
import { describe, expect, it } from 'vitest';
import { addNoise, extendVocabulary, rename } from '../../forgeries/disguises.ts';
import { type ForgedModel, type ForgedTensor, forgedTensor } from '../../forgeries/forged-model.ts';
import { foundingRenames } from '../../forgeries/founding-case.ts';
import { miniCpmShape } from '../../forgeries/minicpm-shape.ts';
import { tinyLlamaConfig } from '../../forgeries/tiny-llama.ts';
import { align } from '../../src/align/align.ts';
import type { Alignment } from '../../src/align/alignment.ts';
import { bothRows } from '../../src/align/pair-values.ts';
import { createRandom } from '../../src/math/random.ts';
import { openForged } from '../model/memory-model.ts';
import { pairNames, scrambled, small, smallLlama, stacked, transposed } from './forged.ts';

const config = tinyLlamaConfig(small);

async function alignForged(suspect: ForgedModel, candidate: ForgedModel): Promise<Alignment> {
  return align(await openForged(suspect, config), await openForged(candidate, config));
}

const bases = (alignment: Alignment): string[] => [...new Set(alignment.pairs.map(({ basis }) => basis))].sort();

/** The largest difference between the two sides of a pair, row by row as the tests will read it. */
async function distance(alignment: Alignment): Promise<number> {
  let largest = 0;
  for (const pair of alignment.pairs) {
    const rows = Uint32Array.from({ length: pair.rows }, (_, i) => i);
    const { suspect, candidate } = await bothRows(alignment, pair, rows);
    expect(suspect.length).toBe(candidate.length);
    for (let i = 0; i < suspect.length; i++)
      largest = Math.max(largest, Math.abs((suspect[i] as number) - (candidate[i] as number)));
  }
  return largest;
}

/** The same names and shapes as the 741 tensors of the founding case, as small as their names allow. */
function miniature(): ForgedModel {
  const widths = {
    hidden: 16,
    heads: 4,
    keyValueHeads: 2,
    feedForward: 24,
    vocabulary: 20,
    visionHidden: 8,
    visionHeads: 2,
    visionFeedForward: 12,
    positions: 10,
    patch: 2,
    queries: 6,
  };
  return new Map(
    miniCpmShape(widths).map(({ name, shape }) => {
      const elements = shape.reduce((product, side) => product * side, 1);
      return [name, forgedTensor(shape, 'F32', new Float32Array(elements).fill(0.5))];
    }),
  );
}

function mapNames(model: ForgedModel, to: (name: string) => string): ForgedModel {
  return new Map([...model].map(([name, tensor]) => [to(name), tensor]));
}

describe('align by name', () => {
  it('pairs equal names and nothing else', async () => {
    const alignment = await alignForged(smallLlama(1), smallLlama(2));
    expect(bases(alignment)).toEqual(['name']);
    expect([...pairNames(alignment)].every(([a, b]) => a === b)).toBe(true);
    expect(alignment.pairs.length).toBe(small.layers * 9 + 3);
    expect(alignment.pairs.every((pair) => pair.comparable)).toBe(true);
    expect([alignment.unpairedSuspect, alignment.unpairedCandidate, alignment.renamings]).toEqual([[], [], []]);
    expect(alignment.tried).toBe(0);
  });

  it('reads nothing for it', async () => {
    const alignment = await alignForged(smallLlama(1), smallLlama(2));
    expect([alignment.suspect.bytesRead, alignment.candidate.bytesRead]).toEqual([0, 0]);
  });

  it('does not take names for agreement: swapped names are paired, and their values differ', async () => {
    const original = smallLlama(1);
    const swapped = mapNames(original, (name) =>
      name.replace(/[qo]_proj/, (found) => (found === 'q_proj' ? 'o_proj' : 'q_proj')),
    );
    const alignment = await alignForged(swapped, original);
    expect([...pairNames(alignment)].every(([a, b]) => a === b)).toBe(true);
    expect(await distance(alignment)).toBeGreaterThan(0.01);
    const crossed = mapNames(original, (name) =>
      name.replace(/(?:q|k)_proj/, (found) => (found === 'q_proj' ? 'k_proj' : 'q_proj')),
    );
    const other = await alignForged(crossed, original);
    expect(other.pairs.filter((pair) => !pair.comparable).length).toBe(2 * small.layers);
    expect(await distance(other)).toBeGreaterThan(0.01);
  });

  it('does not pair a matrix with a vector of the same name', async () => {
    const one = (shape: number[]): ForgedModel => new Map([['x', forgedTensor(shape, 'F32', new Float32Array(12))]]);
    const alignment = await alignForged(one([12]), one([3, 4]));
    expect(alignment.pairs).toEqual([]);
    expect([alignment.unpairedSuspect.length, alignment.unpairedCandidate.length]).toEqual([1, 1]);
  });

  it('lets an equal name of no known role join equal shapes only', async () => {
    const random = createRandom(4);
    const matrix = (rows: number, columns: number) =>
      forgedTensor(
        [rows, columns],
        'F32',
        Float32Array.from({ length: rows * columns }, () => random.normal()),
      );
    const left = new Map([['conv2d_1.w_0', matrix(24, 40)]]);
    const right = new Map([['conv2d_1.w_0', matrix(32, 40)]]);
    const alignment = await alignForged(left, right);
    expect(alignment.pairs).toEqual([]);
    expect(alignment.unpairedSuspect.map(({ name }) => name)).toEqual(['conv2d_1.w_0']);
  });

  it('compares grown embeddings over the rows that both have', async () => {
    const original = smallLlama(1);
    const alignment = await alignForged(extendVocabulary(original, 7, 2), original);
    const tables = alignment.pairs.filter((pair) => pair.component === 'embeddings');
    expect(tables.map((pair) => [pair.rows, pair.suspect.rows, pair.comparable])).toEqual([
      [50, 57, true],
      [50, 57, true],
    ]);
    expect(await distance(alignment)).toBe(0);
  });

  it('does not call planes comparable that differ in width or in units', async () => {
    const wide = new Map(smallLlama(1));
    wide.set('model.layers.0.mlp.up_proj.weight', forgedTensor([60, 32], 'F32', new Float32Array(60 * 32)));
    wide.set('model.embed_tokens.weight', forgedTensor([50, 40], 'F32', new Float32Array(2000)));
    const alignment = await alignForged(wide, smallLlama(1));
    const odd = alignment.pairs.filter((pair) => !pair.comparable);
    expect(odd.map((pair) => [pair.role?.kind, pair.rows, pair.columns])).toEqual([
      ['token_embd', 50, 32],
      ['ffn_up', 60, 32],
    ]);
  });
});

describe('align through renamings', () => {
  it('finds the two renamed prefixes of the founding case and how many tensors they moved', async () => {
    const original = miniature();
    const alignment = await alignForged(rename(original, foundingRenames), original);
    expect(alignment.unpairedSuspect).toEqual([]);
    for (const [a, b] of pairNames(alignment))
      expect(b).toBe(a.replace(/^vison\./, 'vpm.').replace(/^projection\./, 'resampler.'));
    const counts = (from: string): number =>
      alignment.renamings.filter((rule) => rule.from.startsWith(from)).reduce((sum, rule) => sum + rule.tensors, 0);
    expect(counts('vpm')).toBe(437);
    expect(counts('resampler')).toBe(13);
    expect(alignment.renamings).toEqual([
      { from: 'vpm', to: 'vison', tensors: 437 },
      { from: 'resampler', to: 'projection', tensors: 13 },
    ]);
    expect(bases(alignment)).toEqual(['name', 'rename']);
    expect(new Set(alignment.pairs.map((pair) => pair.component))).toEqual(
      new Set(['embeddings', 'text', 'vision', 'projector']),
    );
  });

  it('finds new words for every part of a block', async () => {
    const words: Readonly<Record<string, string>> = {
      'self_attn.q_proj': 'attention.q',
      'self_attn.k_proj': 'attention.k',
      'self_attn.v_proj': 'attention.v',
      'self_attn.o_proj': 'attention.o',
      'mlp.gate_proj': 'ffn.gate',
      'mlp.up_proj': 'ffn.up',
      'mlp.down_proj': 'ffn.down',
    };
    const original = smallLlama(1);
    const renamed = mapNames(original, (name) => {
      let out = name.replace('model.layers.', 'transformer.blocks.');
      for (const [from, to] of Object.entries(words)) out = out.replace(from, to);
      return out;
    });
    const alignment = await alignForged(renamed, original);
    expect(alignment.unpairedSuspect).toEqual([]);
    expect(await distance(alignment)).toBe(0);
    expect(bases(alignment)).toEqual(['name', 'rename']);
    expect(alignment.renamings).toContainEqual({
      from: 'model.layers.{n}.mlp.gate_proj',
      to: 'transformer.blocks.{n}.ffn.gate',
      tensors: small.layers,
    });
    expect(alignment.tried).toBe(0);
  });

  it('lends the role of the known side to the other, for cutting and turning alike', async () => {
    const fused = new Map<string, ForgedTensor>();
    const nameless = new Map<string, ForgedTensor>();
    for (const [i, seed] of [1, 2].entries()) {
      const llama = smallLlama(seed);
      const part = (kind: string): ForgedTensor =>
        llama.get(`model.layers.0.self_attn.${kind}_proj.weight`) as ForgedTensor;
      const qkv = transposed(stacked(part('q'), part('k'), part('v')));
      fused.set(`h.${i}.attn.c_attn.weight`, qkv);
      nameless.set(`piece.${i}.c_attn.weight`, qkv);
    }
    for (const [suspect, candidate] of [
      [fused, nameless],
      [nameless, fused],
    ] as const) {
      const alignment = await alignForged(suspect, candidate);
      expect(alignment.pairs.map((pair) => pair.role?.kind)).toEqual([
        'attn_q',
        'attn_k',
        'attn_v',
        'attn_q',
        'attn_k',
        'attn_v',
      ]);
      expect(alignment.pairs.map((pair) => [pair.rows, pair.comparable])).toContainEqual([16, true]);
      expect(await distance(alignment)).toBe(0);
    }
  });
});

describe('align by role and by parts', () => {
  const part = (model: ForgedModel, layer: number, name: string): ForgedTensor =>
    model.get(`model.layers.${layer}.${name}.weight`) as ForgedTensor;

  /** The same model with fused attention and fused gates, as Phi-3 keeps them. */
  function fused(model: ForgedModel): ForgedModel {
    const out = new Map([...model].filter(([name]) => !/(?:q|k|v|gate|up)_proj/.test(name)));
    for (let i = 0; i < small.layers; i++) {
      const qkv = ['q', 'k', 'v'].map((kind) => part(model, i, `self_attn.${kind}_proj`));
      out.set(`model.layers.${i}.self_attn.qkv_proj.weight`, stacked(...qkv));
      const gates = ['gate', 'up'].map((kind) => part(model, i, `mlp.${kind}_proj`));
      out.set(`model.layers.${i}.mlp.gate_up_proj.weight`, stacked(...gates));
    }
    return out;
  }

  it('pairs the parts of fused tensors with split ones, either way round', async () => {
    const original = smallLlama(1);
    for (const [suspect, candidate] of [
      [fused(original), original],
      [original, fused(original)],
    ] as const) {
      const alignment = await alignForged(suspect, candidate);
      expect([alignment.unpairedSuspect, alignment.unpairedCandidate]).toEqual([[], []]);
      expect(alignment.pairs.length).toBe(small.layers * 9 + 3);
      expect(alignment.pairs.every((pair) => pair.comparable)).toBe(true);
      expect(await distance(alignment)).toBe(0);
    }
  });

  it('pairs by role where the spelling is another family’s', async () => {
    const spelling: readonly (readonly [RegExp, string])[] = [
      [/^model\.layers\.(\d+)\./, 'blk.$1.'],
      [/self_attn\.([qkv])_proj/, 'attn_$1'],
      [/self_attn\.o_proj/, 'attn_output'],
      [/mlp\.(gate|up|down)_proj/, 'ffn_$1'],
      [/input_layernorm/, 'attn_norm'],
      [/post_attention_layernorm/, 'ffn_norm'],
      [/^model\.embed_tokens/, 'token_embd'],
      [/^model\.norm/, 'output_norm'],
      [/^lm_head/, 'output'],
    ];
    const original = smallLlama(1);
    const gguf = mapNames(original, (name) => spelling.reduce((text, [from, to]) => text.replace(from, to), name));
    const alignment = await alignForged(gguf, original);
    expect(alignment.unpairedSuspect).toEqual([]);
    expect(await distance(alignment)).toBe(0);
  });
});

describe('align by content', () => {
  const original = smallLlama(1);

  it('finds every tensor of an equal copy whose names were scrambled', async () => {
    const { model, truth } = scrambled(original, 5);
    const alignment = await alignForged(model, original);
    expect(bases(alignment)).toEqual(['content']);
    expect(pairNames(alignment)).toEqual(truth);
    expect(await distance(alignment)).toBe(0);
  });

  it('finds the matrices of a noised copy whose names were scrambled, and counts what it tried', async () => {
    const { model, truth } = scrambled(addNoise(original, 1e-3, 3), 6);
    const alignment = await alignForged(model, original);
    for (const [a, b] of pairNames(alignment)) expect(b).toBe(truth.get(a));
    expect(alignment.pairs.length).toBe(small.layers * 7 + 2);
    expect(alignment.unpairedSuspect.every((tensor) => tensor.shape.length === 1)).toBe(true);
    expect(alignment.tried).toBeGreaterThanOrEqual(small.layers * 7 + 2);
    expect(await distance(alignment)).toBeLessThan(0.01);
  });

  it.for([0, 1e-3])('finds matrices whose axes were exchanged as well, noised by %d', async (sigma) => {
    const turned = new Map(
      [...original].map(([name, tensor]) => [name, tensor.shape.length === 2 ? transposed(tensor) : tensor] as const),
    );
    const { model, truth } = scrambled(sigma === 0 ? turned : addNoise(turned, sigma, 4), 7);
    const alignment = await alignForged(model, original);
    for (const [a, b] of pairNames(alignment)) expect(b).toBe(truth.get(a));
    const matrices = alignment.pairs.filter((pair) => pair.columns > 1);
    expect(matrices.length).toBe(small.layers * 7 + 2);
    expect(matrices.every((pair) => pair.suspect.transposed && pair.axes === undefined)).toBe(true);
    expect(matrices.every((pair) => pair.suspect.rows === pair.candidate.rows)).toBe(true);
    expect(await distance(alignment)).toBeLessThan(0.01);
  });

  it.for([false, true])(
    'reads a candidate that stores [in, out] the right way round; suspect turned: %s',
    async (turn) => {
      const square = original.get('model.layers.0.self_attn.q_proj.weight') as ForgedTensor;
      const oblong = original.get('model.layers.0.mlp.up_proj.weight') as ForgedTensor;
      const candidate = new Map([
        ['h.0.attn.c_proj.weight', square],
        ['h.0.mlp.c_fc.weight', oblong],
      ]);
      const suspect = new Map([
        ['t0', turn ? transposed(oblong) : oblong],
        ['t1', turn ? transposed(square) : square],
      ]);
      const alignment = await alignForged(suspect, candidate);
      expect(pairNames(alignment)).toEqual(
        new Map([
          ['t0', 'h.0.mlp.c_fc.weight'],
          ['t1', 'h.0.attn.c_proj.weight'],
        ]),
      );
      const up = alignment.pairs.find((pair) => pair.role?.kind === 'ffn_up');
      expect([up?.suspect.rows, up?.suspect.columns, up?.suspect.transposed]).toEqual([32, 72, !turn]);
      expect(await distance(alignment)).toBe(0);
    },
  );

  it('finds a tensor of four axes whose axes were exchanged', async () => {
    const random = smallLlama(9).get('model.layers.0.mlp.up_proj.weight') as ForgedTensor;
    const kernel = forgedTensor([18, 16, 2, 4], 'F32', random.values);
    const [o, i, h, w] = [18, 16, 2, 4];
    const values = new Float32Array(random.values.length);
    // [h, w, in, out], as TensorFlow keeps convolutions.
    for (let a = 0; a < o; a++)
      for (let b = 0; b < i; b++)
        for (let c = 0; c < h; c++)
          for (let d = 0; d < w; d++)
            values[((c * w + d) * i + b) * o + a] = kernel.values[((a * i + b) * h + c) * w + d] as number;
    const alignment = await alignForged(
      new Map([['t0', forgedTensor([2, 4, 16, 18], 'F32', values)]]),
      new Map([['conv', kernel]]),
    );
    expect(alignment.pairs.map((pair) => [pair.axes, pair.rows, pair.columns])).toEqual([[[3, 2, 0, 1], 18, 128]]);
    expect(await distance(alignment)).toBe(0);
  });

  it('pairs nothing of a stranger', async () => {
    const alignment = await alignForged(scrambled(smallLlama(2), 8).model, original);
    expect(alignment.pairs).toEqual([]);
    expect(alignment.tried).toBeGreaterThan(0);
    expect(alignment.unpairedCandidate.length).toBe(original.size);
  });

  it('does not use up its tries on vectors, which cannot be told apart by rows', async () => {
    const [suspect, candidate] = [new Map<string, ForgedTensor>(), new Map<string, ForgedTensor>()];
    const random = createRandom(1);
    for (let i = 0; i < 40; i++) {
      suspect.set(`a${i}`, forgedTensor([11], 'F32', new Float32Array(11).fill(i + 0.5, 3)));
      candidate.set(`b${i}`, forgedTensor([11], 'F32', new Float32Array(11).fill(i + 0.25, 3)));
    }
    for (let i = 0; i < 60; i++) {
      const values = Float32Array.from({ length: 96 }, () => random.normal());
      suspect.set(`c${i}`, forgedTensor([12, 8], 'F32', values));
      const noised = values.map((x) => x + 1e-4 * random.normal());
      candidate.set(`d${i}`, forgedTensor([12, 8], 'F32', noised));
    }
    const alignment = await alignForged(suspect, candidate);
    // 3,600 pairs of matrices; the vectors cost a comparison each and none of the tries.
    expect(alignment.tried).toBe(3600 + 1600);
    expect(pairNames(alignment)).toEqual(new Map(Array.from({ length: 60 }, (_, i) => [`c${i}`, `d${i}`])));
  });

  it('does not depend on the order of the tensors', async () => {
    const { model } = scrambled(addNoise(original, 1e-3, 3), 6);
    const forward = await alignForged(model, original);
    const backward = await alignForged(new Map([...model].toReversed()), new Map([...original].toReversed()));
    expect(pairNames(backward)).toEqual(pairNames(forward));
  });
});

describe('align under an abort', () => {
  it('stops with the reason of the signal', async () => {
    const suspect = await openForged(scrambled(smallLlama(1), 1).model);
    const candidate = await openForged(smallLlama(1));
    const reason = new Error('enough');
    await expect(align(suspect, candidate, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
