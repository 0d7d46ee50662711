// Adapters: their products stand under the base's names, with the scale that their configuration gives, and their claims are kept.
import { describe, expect, it } from 'vitest';
import { encodeSafetensors, type TensorToWrite } from '../../../forgeries/write-safetensors.ts';
import { encodeLora, type LoraOptions } from '../../../forgeries/writers/lora.ts';
import { memorySource } from '../../../src/bytes/memory.ts';
import { createRandom } from '../../../src/math/random.ts';
import type { Model, Tensor } from '../../../src/model/model.ts';
import { openModel } from '../../../src/model/open.ts';
import { folderDoor, memoryFolder, textFile } from '../memory-model.ts';

const at = 'model.layers.0.self_attn';
const modules = new Map([
  [`${at}.q_proj`, [32, 24]],
  [`${at}.v_proj`, [16, 24]],
]);

const lora = (options: Partial<LoraOptions> = {}) =>
  encodeLora({ random: createRandom(1), rank: 4, alpha: 8, modules, ...options });

const open = (files: Readonly<Record<string, Uint8Array>>): Promise<Model> => openModel(folderDoor(files));

function find(model: Model, name: string): Tensor {
  const tensor = model.tensors.find((one) => one.name === name);
  if (tensor === undefined) throw new Error(`${name} is not there`);
  return tensor;
}

const all = (model: Model, name: string): Promise<Float32Array> => {
  const tensor = find(model, name);
  return model.read(tensor, 0, tensor.elements);
};

function turned(values: Float32Array, rows: number, columns: number): Float32Array {
  return Float32Array.from(values, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)] as number);
}

const matrix = (name: string, ...shape: readonly number[]): TensorToWrite => {
  const random = createRandom(shape.length + name.length);
  const length = shape.reduce((product, side) => product * side, 1);
  return { name, dtype: 'F32', shape, values: Float32Array.from({ length }, () => random.normal()) };
};

describe('a LoRA adapter of PEFT', () => {
  it("gives the products under the base's names and shapes, in any range", async () => {
    const { files, deltas } = lora();
    const model = await open(files);
    expect(model.problems).toEqual([]);
    expect(model.tensors.map(({ name }) => name)).toEqual([`${at}.q_proj.weight`, `${at}.v_proj.weight`]);
    for (const [name, expected] of deltas) {
      const tensor = find(model, name);
      expect([tensor.dtype, tensor.assembly?.delta, tensor.assembly?.scheme]).toEqual([
        'F32',
        true,
        'LoRA, rank 4, scale 2',
      ]);
      expect(tensor.shape).toEqual(modules.get(name.replace(/\.weight$/, '')));
      expect(await model.read(tensor, 0, expected.length)).toEqual(expected);
      expect(await model.read(tensor, 13, 77)).toEqual(expected.slice(13, 77));
      expect(await model.read(tensor, 30, 30)).toEqual(new Float32Array(0));
      expect(await model.requantise(tensor, 0, expected)).toBeUndefined();
    }
  });

  it('says what it is, and what it says of itself', async () => {
    expect((await open(lora().files)).adapter).toEqual({
      kind: 'LoRA',
      ranks: [4],
      alpha: 8,
      targets: ['q_proj', 'v_proj'],
      base: 'someone/base',
      deltas: 2,
      magnitudes: false,
    });
  });

  it.for([
    [{ use_rslora: true }, 8 / Math.sqrt(4), 8 / Math.sqrt(4)],
    [{ alpha_pattern: { v_proj: 2 } }, 2, 0.5],
    [{ alpha_pattern: { 'layers.0.self_attn.q_proj': 1 } }, 0.25, 2],
    [{ alpha_pattern: { '^model\\.layers\\.0\\.self_attn\\.q_proj$': 1 } }, 0.25, 2],
    [{ alpha_pattern: { proj: 1 } }, 2, 2],
    [{ lora_alpha: 'much' }, 2, 2],
  ] as const)('scales as %j says', async ([config, q, v]) => {
    const { files, deltas } = lora({ config });
    const model = await open(files);
    for (const [name, scale] of [
      ['q_proj', q],
      ['v_proj', v],
    ] as const) {
      const plain = deltas.get(`${at}.${name}.weight`)!;
      const expected = plain.map((x) => Math.fround(x / 2) * Math.fround(scale));
      expect(await all(model, `${at}.${name}.weight`)).toEqual(expected);
    }
  });

  it('runs no pattern of its configuration, however it is made', async () => {
    const { files } = lora({
      config: { alpha_pattern: { '(a+)+$': 3, '.*q_proj': 5 }, rank_pattern: { 'q_(proj|b)': 9 } },
    });
    const model = await open(files);
    expect(find(model, `${at}.q_proj.weight`).assembly?.scheme).toBe('LoRA, rank 4, scale 2');
    expect(model.problems).toEqual([
      expect.objectContaining({ code: 'unsupported', subject: 'adapter_config.json', lost: [] }),
    ]);
  });

  it('believes the factors, not the declared rank', async () => {
    const model = await open(lora({ config: { r: 64 } }).files);
    expect(model.adapter?.ranks).toEqual([4]);
    expect(model.problems.map(({ found, lost }) => [found, lost])).toEqual([['rank 64', []]]);
    expect((await open(lora({ config: { r: 64, rank_pattern: { q_proj: 4, v_proj: 4 } } }).files)).problems).toEqual(
      [],
    );
  });

  it('turns products where the base keeps its weights the other way round, by the name before the configuration', async () => {
    const conv = new Map([
      ['transformer.h.0.attn.c_attn', [36, 12]],
      ['encoder.dense', [20, 12]],
    ]);
    const { files, deltas } = lora({ modules: conv, config: { fan_in_fan_out: true } });
    const model = await open(files);
    for (const [module, [outputs, inputs]] of conv as Map<string, [number, number]>) {
      expect(find(model, `${module}.weight`).shape).toEqual([inputs, outputs]);
      const expected = turned(deltas.get(`${module}.weight`)!, outputs, inputs);
      expect(await all(model, `${module}.weight`)).toEqual(expected);
    }
    const straight = await open(lora({ config: { fan_in_fan_out: true } }).files);
    expect(find(straight, `${at}.q_proj.weight`).shape).toEqual([32, 24]);
  });

  it('reads embeddings, whose factors are named and laid otherwise', async () => {
    const down = matrix('base_model.model.model.embed_tokens.lora_embedding_A', 4, 50);
    const up = matrix('base_model.model.model.embed_tokens.lora_embedding_B', 12, 4);
    const files = {
      'adapter_model.safetensors': encodeSafetensors([down, up]),
      'adapter_config.json': textFile({ r: 4, lora_alpha: 4 }),
    };
    const model = await open(files);
    const tensor = find(model, 'model.embed_tokens.weight');
    expect(tensor.shape).toEqual([50, 12]);
    const [a, b] = [down.values as Float32Array, up.values as Float32Array];
    const expected = Float32Array.from({ length: 600 }, (_, i) => {
      const [token, channel] = [Math.floor(i / 12), i % 12];
      let sum = 0;
      for (let k = 0; k < 4; k++) sum += (a[k * 50 + token] as number) * (b[channel * 4 + k] as number);
      return sum;
    });
    expect(await all(model, tensor.name)).toEqual(expected);
  });

  it("gives modules saved whole as plain tensors under the base's names", async () => {
    const saved = [
      matrix('base_model.model.lm_head.weight', 6, 24),
      matrix('base_model.model.score.modules_to_save.default.weight', 2, 24),
      matrix(`base_model.model.${at}.q_proj.lora_B.bias`, 32),
    ];
    const model = await open(lora({ saved }).files);
    for (const [name, from] of [
      ['lm_head.weight', 0],
      ['score.weight', 1],
    ] as const) {
      expect(find(model, name).assembly).toBeUndefined();
      expect(await all(model, name)).toEqual(saved[from]?.values);
    }
    expect(model.adapter?.deltas).toBe(2);
  });

  it('names DoRA, whose lengths need the base', async () => {
    const saved = [matrix(`base_model.model.${at}.q_proj.lora_magnitude_vector`, 32)];
    const model = await open(lora({ saved }).files);
    expect(model.adapter?.magnitudes).toBe(true);
    expect(find(model, `${at}.q_proj.weight`).assembly?.scheme).toBe('LoRA with magnitudes (DoRA), rank 4, scale 2');
  });

  it('is known by its file alone, with the configuration beside it and without', async () => {
    const { files } = lora();
    const path = 'adapter_model.safetensors';
    const one = { path, source: memorySource(files[path]!, path) };
    const beside = await openModel({ kind: 'files', name: path, files: [one], folder: memoryFolder(files) });
    expect(find(beside, `${at}.q_proj.weight`).assembly?.scheme).toBe('LoRA, rank 4, scale 2');
    const alone = await openModel({ kind: 'files', name: path, files: [one] });
    expect(find(alone, `${at}.q_proj.weight`).assembly?.scheme).toBe('LoRA, rank 4, scale 1');
    expect(alone.problems).toEqual([expect.objectContaining({ expected: 'the scale of the products', lost: [] })]);
  });
});

describe('adapters of other spellings', () => {
  const unet = new Map([
    ['down_blocks.0.attentions.1.transformer_blocks.0.attn1.to_q', [16, 16]],
    ['mid_block.resnets.0.conv1', [8, 4, 3, 3]],
    ['up_blocks.1.attentions.0.proj_in', [8, 8]],
  ]);

  it.for(['kohya', 'diffusers'] as const)('are read too: %s', async (spelling) => {
    const { files, deltas } = lora({ modules: unet, spelling, alpha: 2 });
    const model = await open(files);
    expect(model.tensors.map(({ name }) => name)).toEqual([...unet.keys()].map((name) => `${name}.weight`));
    for (const [name, expected] of deltas) {
      expect(find(model, name).shape).toEqual(unet.get(name.replace(/\.weight$/, '')));
      expect(await all(model, name)).toEqual(expected);
    }
  });
});

describe('adapters that are no LoRA', () => {
  it.for([
    ['IA3', { peft_type: 'IA3' }, 'base_model.model.a.ia3_l'],
    ['LoHa', {}, 'base_model.model.a.hada_w1_a'],
    ['prefix tuning', { peft_type: 'PREFIX_TUNING' }, 'prompt_embeddings'],
    ['SHINY_NEW', { peft_type: 'SHINY_NEW' }, 'base_model.model.a.new_thing'],
    ['AdaLoRA', { peft_type: 'ADALORA' }, 'base_model.model.a.lora_E'],
  ] as const)('are named, and their tensors left as stored: %s', async ([kind, config, name]) => {
    const files = {
      'adapter_model.safetensors': encodeSafetensors([matrix(name, 4, 4)]),
      'adapter_config.json': textFile(config),
    };
    const model = await open(files);
    expect(model.adapter).toMatchObject({ kind, deltas: 0 });
    expect(model.problems).toEqual([expect.objectContaining({ code: 'unsupported', found: kind, lost: [] })]);
  });
});

describe('a model that is no adapter', () => {
  it('is not taken for one because it holds factors beside its own weights', async () => {
    const tensors = [
      ...['a', 'b', 'c', 'd', 'e'].map((name) => matrix(`${name}.weight`, 4, 4)),
      matrix('a.lora_A.speech.weight', 2, 4),
      matrix('a.lora_B.speech.weight', 4, 2),
    ];
    const model = await open({ 'model.safetensors': encodeSafetensors(tensors) });
    expect(model.adapter).toBeUndefined();
    expect(model.tensors.length).toBe(7);
  });
});

describe('factors that contradict one another', () => {
  const down = (name: string, ...shape: readonly number[]): TensorToWrite =>
    matrix(`base_model.model.${name}.lora_A.weight`, ...shape);
  const up = (name: string, ...shape: readonly number[]): TensorToWrite =>
    matrix(`base_model.model.${name}.lora_B.weight`, ...shape);

  it.for([
    ['a factor alone', [down('x', 4, 8)]],
    ['factors of different ranks', [down('x', 4, 8), up('x', 8, 3)]],
    ['a rank of nothing', [down('x', 0, 8), up('x', 8, 0)]],
    ['factors that are vectors', [down('x', 8), up('x', 8)]],
    ['factors of 2^40 rows and no column', [down('x', 2 ** 40, 0), up('x', 0, 2 ** 40)]],
    ['thin factors of an endless product', [down('x', 1, 100_000), up('x', 100_000, 1)]],
    ['factors of whole numbers', [{ ...down('x', 4, 8), dtype: 'I32' }, up('x', 8, 4)]],
  ] as const)('stay as stored: %s', async ([, tensors]) => {
    const fine = [down('y', 4, 8), up('y', 8, 4)];
    const files = {
      'adapter_model.safetensors': encodeSafetensors([...tensors, ...fine] as TensorToWrite[]),
      'adapter_config.json': textFile({ r: 4 }),
    };
    const model = await open(files);
    expect(model.problems.flatMap(({ lost }) => lost)).toEqual(['x.weight']);
    expect(find(model, 'y.weight').assembly?.delta).toBe(true);
    for (const tensor of model.tensors)
      expect((await model.read(tensor, 0, tensor.elements)).length).toBe(tensor.elements);
  });

  it.for([
    '{',
    '[]',
    '{"r":[],"lora_alpha":{},"alpha_pattern":3,"peft_type":7,"base_model_name_or_path":["x"]}',
    'null',
  ])('and configurations that are none cost only what they would have said: %s', async (text) => {
    const model = await open({ ...lora().files, 'adapter_config.json': textFile(text) });
    expect(model.adapter).toMatchObject({ kind: 'LoRA', deltas: 2, base: undefined });
  });
});
