// Roles of GGUF tensors: what llama.cpp's converters do to names, rows and gains, and how it is told from metadata and shapes.
import { describe, expect, it } from 'vitest';
import type { TensorInfo } from '../../../src/formats/format.ts';
import { type DType, isBlockType } from '../../../src/formats/numbers/dtype.ts';
import { headsOf } from '../../../src/model/config.ts';
import { configFromGguf } from '../../../src/model/gguf/gguf-config.ts';
import type { GgufSet } from '../../../src/model/gguf/gguf-shards.ts';
import { type Role, roleKey } from '../../../src/model/roles/role.ts';
import { rolesOf } from '../../../src/model/roles/tensor-roles.ts';

type Shapes = { readonly [name: string]: readonly number[] };

function infosOf(shapes: Shapes, dtype: DType = 'F32'): TensorInfo[] {
  expect(isBlockType(dtype)).toBe(false);
  return Object.entries(shapes).map(([name, shape]) => ({
    name,
    dtype,
    shape,
    file: 'm.gguf',
    start: 0,
    end: 0,
    encoding: 'raw',
  }));
}

/** The roles of tensors of a GGUF file with this metadata, by name. */
function rolesIn(shapes: Shapes, metadata: { readonly [key: string]: string }): ReadonlyMap<string, Role | undefined> {
  const infos = infosOf(shapes);
  const sets: GgufSet[] = [{ paths: ['m.gguf'], metadata: new Map(Object.entries(metadata)) }];
  const told = rolesOf(infos, sets);
  return new Map(infos.map((info) => [info.name, told.get(info)?.role]));
}

const llama = {
  'general.architecture': 'llama',
  'llama.attention.head_count': '8',
  'llama.attention.head_count_kv': '2',
};

describe('rows in the pairs of a rotary embedding', () => {
  const shapes: Shapes = {
    'blk.0.attn_q.weight': [64, 64],
    'blk.0.attn_q.bias': [64],
    'blk.0.attn_k.weight': [16, 64],
    'blk.0.attn_v.weight': [16, 64],
    'blk.0.attn_qkv.weight': [96, 64],
    'blk.0.attn_output.weight': [64, 64],
  };
  const pairs = (metadata: { readonly [key: string]: string }): (number | undefined)[] =>
    [...rolesIn(shapes, metadata).values()].map((role) => role?.ropePairs);

  it('are as wide as a head, in queries, keys and their biases, and in all of them fused', () => {
    expect(pairs(llama)).toEqual([8, 8, 8, undefined, 8, undefined]);
  });

  it('take the number of queries’ heads where that of keys is not given', () => {
    const { 'llama.attention.head_count_kv': _, ...without } = llama;
    expect(pairs(without)).toEqual([8, 8, 2, undefined, 4, undefined]);
  });

  it('are left where the heads do not fit', () => {
    for (const heads of ['0', '7', '64', '-8', 'many', '99999999999999999', '[8, 8'])
      expect(pairs({ ...llama, 'llama.attention.head_count': heads })[0]).toBeUndefined();
  });

  it.for(['qwen2', 'gemma2', 'phi3', 'llama4', 'deepseek2', 'gpt2', 'falcon', 'clip', ''])('are not in %s', (name) => {
    const metadata = {
      'general.architecture': name,
      [`${name}.attention.head_count`]: '8',
      [`${name}.attention.head_count_kv`]: '2',
    };
    expect(new Set(pairs(metadata))).toEqual(new Set([undefined]));
  });

  it('follow the list of heads by layer', () => {
    const roles = rolesIn(
      { 'blk.0.attn_q.weight': [64, 64], 'blk.1.attn_q.weight': [64, 64], 'blk.2.attn_q.weight': [64, 64] },
      { ...llama, 'llama.attention.head_count': '[8, 4]' },
    );
    expect([...roles.values()].map((role) => role?.ropePairs)).toEqual([8, 16, undefined]);
  });

  it('are in the vision towers of some projectors', () => {
    const vision = { 'general.architecture': 'clip', 'clip.vision.attention.head_count': '4' };
    const q = { 'v.blk.0.attn_q.weight': [32, 32] };
    const pairsOf = (type: string): number | undefined =>
      rolesIn(q, { ...vision, 'clip.projector_type': type }).get('v.blk.0.attn_q.weight')?.ropePairs;
    expect(['pixtral', 'lightonocr', 'resampler', 'mlp'].map(pairsOf)).toEqual([8, 8, undefined, undefined]);
  });

  it('are nobody’s business in other formats', () => {
    const [info] = infosOf({ 'blk.0.attn_q.weight': [64, 64] });
    expect(rolesOf([info as TensorInfo], []).get(info as TensorInfo)?.role?.ropePairs).toBeUndefined();
  });
});

describe('names that mean something else', () => {
  const key = (roles: ReadonlyMap<string, Role | undefined>, name: string): string =>
    roleKey(roles.get(name) as Role).split(' ')[1] as string;

  it('are a fused gate and up called up, where it is twice as high as down is wide', () => {
    const fused = { 'blk.0.ffn_up.weight': [160, 32], 'blk.0.ffn_down.weight': [32, 80] };
    expect(key(rolesIn(fused, llama), 'blk.0.ffn_up.weight')).toBe('ffn_gate_up');
    expect(key(rolesIn({ ...fused, 'blk.0.ffn_gate.weight': [80, 32] }, llama), 'blk.0.ffn_up.weight')).toBe('ffn_up');
    const plain = { ...fused, 'blk.0.ffn_up.weight': [80, 32] };
    expect(key(rolesIn(plain, llama), 'blk.0.ffn_up.weight')).toBe('ffn_up');
  });

  const clip = { 'general.architecture': 'clip', 'clip.vision.embedding_length': '32' };
  const swapped = {
    'v.blk.0.ffn_down.weight': [80, 32],
    'v.blk.0.ffn_down.bias': [80],
    'v.blk.0.ffn_up.weight': [32, 80],
    'v.blk.0.ffn_up.bias': [32],
  };

  it('are feed-forward matrices that old converters swapped, told by their sides', () => {
    const roles = rolesIn(swapped, clip);
    expect(Object.keys(swapped).map((name) => key(roles, name))).toEqual(['ffn_up', 'ffn_up', 'ffn_down', 'ffn_down']);
    const right = { 'v.blk.0.ffn_up.weight': [80, 32], 'v.blk.0.ffn_down.weight': [32, 80] };
    expect(Object.keys(right).map((name) => key(rolesIn(right, clip), name))).toEqual(['ffn_up', 'ffn_down']);
  });

  it('are the same where both sides are equal, told by the projector', () => {
    const square = { 'v.blk.0.ffn_up.weight': [32, 32], 'v.blk.0.ffn_down.weight': [32, 32] };
    const up = (type: string): string =>
      key(rolesIn(square, { ...clip, 'clip.projector_type': type }), 'v.blk.0.ffn_up.weight');
    expect(['resampler', 'mlp', 'pixtral', 'internvl'].map(up)).toEqual(['ffn_down', 'ffn_down', 'ffn_up', 'ffn_up']);
  });

  it('are left alone in language models and where the width is not told', () => {
    const text = { 'blk.0.ffn_up.weight': [32, 80], 'blk.0.ffn_down.weight': [80, 32] };
    expect(key(rolesIn(text, { ...llama, ...clip }), 'blk.0.ffn_up.weight')).toBe('ffn_up');
    expect(key(rolesIn(swapped, { 'general.architecture': 'clip' }), 'v.blk.0.ffn_up.weight')).toBe('ffn_up');
  });

  it('are the resampler’s matrix, which a converter transposed', () => {
    const roles = rolesIn({ 'resampler.proj.weight': [32, 32] }, clip);
    expect(roles.get('resampler.proj.weight')).toMatchObject({ kind: 'resampler_proj', transposed: true });
  });

  it('are Llama’s second norm, in models with four', () => {
    const at = 'model.layers.0';
    const two = { [`${at}.input_layernorm.weight`]: [8], [`${at}.post_attention_layernorm.weight`]: [8] };
    const four = {
      ...two,
      [`${at}.pre_feedforward_layernorm.weight`]: [8],
      [`${at}.post_feedforward_layernorm.weight`]: [8],
    };
    const kinds = (shapes: Shapes): string[] =>
      Object.keys(shapes).map((name) => key(rolesIn(shapes, { 'general.architecture': 'x' }), name));
    expect(kinds(two)).toEqual(['attn_norm', 'ffn_norm']);
    expect(kinds(four)).toEqual(['attn_norm', 'attn_post_norm', 'ffn_norm', 'ffn_post_norm']);
  });
});

describe('gains that were raised', () => {
  const shapes: Shapes = {
    'blk.0.attn_norm.weight': [8],
    'blk.0.attn_norm.bias': [8],
    'blk.0.post_attention_norm.weight': [8],
    'blk.0.attn_q_norm.weight': [8],
    'output_norm.weight': [8],
    'blk.0.ffn_down.weight': [8, 8],
  };
  const raises = (architecture: string): (number | undefined)[] =>
    [...rolesIn(shapes, { 'general.architecture': architecture }).values()].map((role) => role?.raised);

  it.for([
    ['gemma2', [1, undefined, 1, 1, 1, undefined]],
    ['nemotron', [1, undefined, 1, 1, 1, undefined]],
    ['muse-glimmer', [1, undefined, 1, undefined, undefined, undefined]],
    ['gemma3n', [undefined, undefined, undefined, undefined, undefined, undefined]],
    ['llama', [undefined, undefined, undefined, undefined, undefined, undefined]],
  ] as const)('are those of %s', ([architecture, expected]) => {
    expect(raises(architecture)).toEqual(expected);
  });

  it('are the projector’s norm of Gemma 3, and no other of its vision file', () => {
    const clip = { 'general.architecture': 'clip', 'clip.projector_type': 'gemma3' };
    const roles = rolesIn({ 'mm.soft_emb_norm.weight': [8], 'v.blk.0.ln1.weight': [8] }, clip);
    expect([...roles.values()].map((role) => role?.raised)).toEqual([1, undefined]);
  });
});

describe('tables that a converter computed', () => {
  it('are known by name and sides, in GGUF alone', () => {
    const infos = infosOf({
      'rope_freqs.weight': [32],
      'resampler.pos_embed_k': [4900, 64],
      'rope_factors_long.weight': [32, 1000],
      'output.weight': [5, 5],
    });
    const set: GgufSet = { paths: ['m.gguf'], metadata: new Map() };
    const computed = (sets: readonly GgufSet[]): boolean[] => {
      const told = rolesOf(infos, sets);
      return infos.map((info) => told.get(info)?.computed === true);
    };
    expect(computed([set])).toEqual([true, true, false, false]);
    expect(computed([])).toEqual([false, false, false, false]);
  });
});

describe('configFromGguf', () => {
  const clip = new Map([
    ['general.architecture', 'clip'],
    ['clip.vision.embedding_length', '64'],
    ['clip.vision.attention.head_count', '4'],
    ['clip.audio.attention.head_count', '6'],
  ]);
  const text = new Map(Object.entries({ ...llama, 'llama.embedding_length': '64', 'llama.block_count': '4' }));

  it('has the heads of every tower of a pair, in either order', () => {
    for (const sets of [
      [text, clip],
      [clip, text],
    ]) {
      const config = configFromGguf(sets);
      expect(headsOf(config, 'text')).toEqual({ heads: 8, keyValueHeads: 2 });
      expect(headsOf(config, 'vision')).toEqual({ heads: 4, keyValueHeads: 4 });
      expect(headsOf(config, 'audio')).toEqual({ heads: 6, keyValueHeads: 6 });
      expect(config?.get('architectures')).toEqual(['llama']);
      expect(config?.get('hidden_size')).toBe(64);
    }
  });

  it('is none where nothing is GGUF, and believes no nonsense', () => {
    expect(configFromGguf([])).toBeUndefined();
    expect(configFromGguf([new Map([['format', 'pt']])])).toBeUndefined();
    const lies = new Map([
      ['general.architecture', '__proto__'],
      ['__proto__.attention.head_count', '1e9'],
    ]);
    expect(headsOf(configFromGguf([lies]), 'text')).toBeUndefined();
  });
});
