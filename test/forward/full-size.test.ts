// The full-size model from its headers alone: shapes, roles, and what running it would take. No weight of it is read.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fullWidths, miniCpmShape } from '../../forgeries/minicpm-shape.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import type { Folder, Source } from '../../src/bytes/source.ts';
import { planMemory } from '../../src/forward/memory-plan.ts';
import { shapeOf } from '../../src/forward/shape.ts';
import type { Model } from '../../src/model/model.ts';
import { openModel } from '../../src/model/open.ts';

const config = {
  architectures: ['MiniCPMV'],
  model_type: 'minicpmv',
  hidden_act: 'silu',
  hidden_size: 4096,
  intermediate_size: 14336,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  vocab_size: 128256,
  max_position_embeddings: 8192,
  rms_norm_eps: 1e-5,
  rope_theta: 500000,
  drop_vision_last_layer: false,
  vision_config: { hidden_size: 1152, num_attention_heads: 16, intermediate_size: 4304 },
};

/** One file of 17 GB whose header is there and whose weights are not: a read of them, beyond what comes along with a header, is a fault. */
function headersOnly(): Folder {
  const header: Record<string, object> = {};
  let at = 0;
  for (const { name, shape } of miniCpmShape(fullWidths)) {
    const end = at + 2 * shape.reduce((product, side) => product * side, 1);
    header[name] = { dtype: 'BF16', shape, data_offsets: [at, end] };
    at = end;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const head = new Uint8Array(8 + text.length);
  new DataView(head.buffer).setBigUint64(0, BigInt(text.length), true);
  head.set(text, 8);
  const weights: Source = {
    uri: 'model.safetensors',
    size: head.length + at,
    read: (start, end) =>
      end <= head.length + 1_048_576
        ? Promise.resolve(Uint8Array.from({ length: end - start }, (_, i) => head[start + i] ?? 0))
        : Promise.reject(new Error('a weight was read')),
    close: () => Promise.resolve(),
  };
  const files = new Map<string, Source>([
    ['model.safetensors', weights],
    ['config.json', memorySource(new TextEncoder().encode(JSON.stringify(config)), 'config.json')],
  ]);
  return {
    uri: 'full size',
    list: () => Promise.resolve([...files].map(([path, { size }]) => ({ path, bytes: size }))),
    open: (path) => Promise.resolve(files.get(path) as Source),
  };
}

let model: Model;
beforeAll(async () => {
  model = await openModel({ kind: 'folder', name: 'full', folder: headersOnly() }, { hashLimit: 0 });
});
afterAll(async () => {
  await model[Symbol.asyncDispose]();
});

describe('the full-size model, by its headers', () => {
  it('has the form that the forward pass runs', () => {
    const shape = shapeOf(model);
    expect(model.tensors).toHaveLength(741);
    expect(model.problems).toEqual([]);
    expect(shape.text).toMatchObject({
      hidden: 4096,
      layers: 32,
      heads: 32,
      keyValueHeads: 8,
      headSize: 128,
      vocabulary: 128256,
      tied: false,
    });
    expect(shape.vision).toMatchObject({ hidden: 1152, layers: 27, heads: 16, feedForward: 4304, patch: 14, side: 70 });
    expect(shape.vision?.resampler).toMatchObject({ queries: 96, heads: 32 });
    expect(model.tensors.filter(({ role }) => role === undefined).map(({ name }) => name)).toEqual([]);
  });

  it('is kept whole where 19 GB are allowed, and streamed in less than one layer, cache and 1 GB more', () => {
    const shape = shapeOf(model);
    const whole = planMemory(model, shape, 19e9, 3_072);
    expect([whole.mode, whole.weights]).toEqual(['resident', 17_074_184_672]);
    // Eight heads of 128 in 32 layers, keys and values in 32 bits.
    expect(whole.cache).toBe(2 * 4 * 32 * 8 * 128 * 3_072);
    const streamed = planMemory(model, shape, 4e9, 3_072);
    expect(streamed.mode).toBe('streaming');
    // The head is the largest thing that is read at once: 128256 × 4096 in 16 bits.
    expect(streamed.largestLayer).toBe(2 * 128_256 * 4_096);
    expect(streamed.held - 2 * streamed.largestLayer - streamed.cache).toBeLessThan(1e9);
  });

  it('is refused with its numbers where not even that fits', () => {
    expect(() => planMemory(model, shapeOf(model), 1e9, 3_072)).toThrow(
      /at most 1000000000 bytes .* two layers of 1050673152/,
    );
  });

  it('drops the last vision layer where its configuration says so', () => {
    const dropping = {
      ...model,
      config: new Map([...(model.config ?? []), ['drop_vision_last_layer', true] as const]),
    };
    expect(shapeOf(dropping as Model).vision?.layers).toBe(26);
  });

  it('is found under other prefixes, as in the founding case', () => {
    const renamed = model.tensors.map((tensor) => ({
      ...tensor,
      name: tensor.name.replace(/^vpm\./, 'vison.').replace(/^resampler\./, 'projection.'),
    }));
    const { vision } = shapeOf({ ...model, tensors: renamed });
    expect([vision?.prefix, vision?.resampler.prefix]).toEqual(['vison.', 'projection.']);
  });

  it.each<readonly [string, readonly (readonly [string, unknown])[], string]>([
    ['another activation', [['hidden_act', 'gelu']], 'SiLU'],
    [
      'another stretching',
      [['rope_scaling', new Map([['type', 'yarn']])]],
      "turns as they are or stretched as Llama 3.1's",
    ],
    ['sizes that do not fit', [['num_key_value_heads', 4]], 'k_proj.weight: expected 512 × 4096, found 1024 × 4096'],
    ['a size that is none', [['hidden_size', -1]], 'a number above 0'],
  ])('is refused with %s', (_, entries, message) => {
    const changed = { ...model, config: new Map([...(model.config ?? []), ...(entries as [])]) };
    expect(() => shapeOf(changed as Model)).toThrow(message);
  });
});
