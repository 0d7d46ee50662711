// What is declared beside what is so: configurations that lie, files under false names, GGUF's words for itself.
import { describe, expect, it } from 'vitest';
import { fullWidths, miniCpmShape } from '../../../forgeries/minicpm-shape.ts';
import { parseJsonBounded } from '../../../src/json/json-value.ts';
import { foldNames } from '../../../src/model/architecture/name-fold.ts';
import { solveArchitecture } from '../../../src/model/architecture/solve.ts';
import { tensorsOf } from '../../../src/model/architecture/template.ts';
import { type Declarations, declaredFacts, type Fact } from '../../../src/model/facts/declared-facts.ts';
import type { Model, Tensor } from '../../../src/model/model.ts';
import { byId } from '../architecture/by-id.ts';
import { textFile } from '../memory-model.ts';

const configOf = (value: object): Model['config'] => parseJsonBounded(textFile(value)) as Model['config'];

const nothing: Declarations = {
  config: undefined,
  metadata: new Map(),
  contents: [],
  tensors: [],
  indexBytes: undefined,
  storedBytes: undefined,
  solution: solveArchitecture({ names: foldNames([]) }),
};

/** A stored tensor of which only type and size matter. */
function tensorOf(name: string, dtype: Tensor['dtype'], elements: number, scheme?: string): Tensor {
  const assembly =
    scheme === undefined ? {} : { assembly: { scheme, parts: [], values: () => Promise.reject(new Error()) } };
  return { name, dtype, shape: [elements], file: '', start: 0, end: 0, encoding: 'raw', elements, ...assembly };
}

const against = (declarations: Partial<Declarations>): string[] =>
  declaredFacts({ ...nothing, ...declarations })
    .filter(({ agrees }) => !agrees)
    .map(({ subject, declared, implied }) => `${subject}: ${declared}, ${implied}`);

const llama = solveArchitecture({ names: foldNames(tensorsOf(byId('llama-3-8b'))) });
const honest = {
  hidden_size: 4096,
  num_hidden_layers: 32,
  vocab_size: 128256,
  intermediate_size: 14336,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  tie_word_embeddings: false,
};

describe('declaredFacts', () => {
  it('finds nothing against an honest configuration, and says what it held', () => {
    const facts = declaredFacts({ ...nothing, config: configOf(honest), solution: llama });
    expect(facts.map(({ subject }) => subject)).toEqual([
      'hidden_size',
      'num_hidden_layers',
      'vocab_size',
      'intermediate_size',
      'num_attention_heads',
      'num_key_value_heads',
      'tie_word_embeddings',
    ]);
    expect(facts.every(({ agrees }) => agrees)).toBe(true);
  });

  it.for([
    [{ hidden_size: 4000 }, ['hidden_size: 4000, 4096']],
    [{ num_hidden_layers: 31 }, ['num_hidden_layers: 31, 32']],
    [{ vocab_size: 128264 }, ['vocab_size: 128264, 128256']],
    [{ intermediate_size: 14335 }, ['intermediate_size: 14335, 14336']],
    [{ num_key_value_heads: 32 }, ['num_key_value_heads: 32, 8']],
    [{ head_dim: 64 }, ['num_attention_heads: 32, 64', 'num_key_value_heads: 8, 16']],
    [{ tie_word_embeddings: true }, ['tie_word_embeddings: true, head']],
  ] as const)('finds %j against the shapes', ([lie, expected]) => {
    expect(against({ config: configOf({ ...honest, ...lie }), solution: llama })).toEqual(expected);
  });

  it('reads the sections of models of several towers', () => {
    const solution = solveArchitecture({ names: foldNames(tensorsOf(byId('idefics2-8b'))) });
    const config = {
      text_config: { hidden_size: 4096, vocab_size: 32000 },
      vision_config: { hidden_size: 1152, num_hidden_layers: 26, image_size: 384, patch_size: 14 },
    };
    expect(against({ config: configOf(config), solution })).toEqual([
      'vocab_size: 32000, 32003',
      'num_hidden_layers: 26, 27',
      'image_size / patch_size: 729, 4900',
    ]);
  });

  it('holds the declared type against the bytes of an index: the founding case', () => {
    const names = foldNames(miniCpmShape(fullWidths).map(({ name }) => ({ name })));
    const solution = solveArchitecture({ names, bytes: 34_148_369_344 });
    const config = configOf({ torch_dtype: 'float16', query_num: 96 });
    expect(against({ config, solution })).toEqual(['torch_dtype: float16, 4']);
    expect(against({ config: configOf({ torch_dtype: 'float32', query_num: 64 }), solution })).toEqual([
      'query_num: 64, 96',
    ]);
  });

  it('holds the declared type against the stored one, but not of quantised models', () => {
    const config = configOf({ dtype: 'bfloat16' });
    const stored = [tensorOf('a', 'F32', 900), tensorOf('b', 'BF16', 100)];
    expect(against({ config, tensors: stored })).toEqual(['dtype: bfloat16, F32']);
    expect(against({ config, tensors: [tensorOf('a', 'BF16', 900), tensorOf('b', 'F32', 100)] })).toEqual([]);
    expect(declaredFacts({ ...nothing, config, tensors: [tensorOf('a', 'Q4_K', 256)] })).toEqual([]);
    expect(against({ config: configOf({ dtype: 'torch.float16' }), tensors: stored })).toEqual(['dtype: float16, F32']);
    expect(declaredFacts({ ...nothing, config: configOf({ dtype: 'auto' }), tensors: stored })).toEqual([]);
  });

  it('holds a declared quantisation against the schemes that were found', () => {
    const tensors = [tensorOf('a', 'F32', 900, 'GPTQ, 4 bits, groups of 128'), tensorOf('b', 'F16', 100)];
    const declare = (quantization_config: object): Partial<Declarations> => ({
      config: configOf({ quantization_config }),
      tensors,
    });
    expect(against(declare({ quant_method: 'gptq', bits: 4 }))).toEqual([]);
    expect(against(declare({ quant_method: 'gptq', bits: 8 }))).toEqual([
      'quantization_config: gptq, 8 bits, GPTQ, 4 bits, groups of 128',
    ]);
    expect(against(declare({ quant_method: 'awq' }))).toEqual([
      'quantization_config: awq, GPTQ, 4 bits, groups of 128',
    ]);
    expect(declaredFacts({ ...nothing, ...declare({ quant_method: 'of tomorrow' }) })).toEqual([]);
  });

  it('holds GGUF’s words for a file against its tensors', () => {
    const tensors = [tensorOf('a', 'Q4_K', 7_000_000_000), tensorOf('b', 'Q6_K', 1_000_000_000)];
    const declare = (file: string, label: string, version?: string): Partial<Declarations> => ({
      metadata: new Map([
        ['general.architecture', 'llama'],
        ['general.file_type', file],
        ['general.size_label', label],
        ...(version === undefined ? [] : [['general.quantization_version', version] as const]),
      ]),
      tensors,
    });
    expect(against(declare('15', '8B', '2'))).toEqual([]);
    expect(against(declare('7', '13B'))).toEqual([
      'general.file_type: Q8_0, Q4_K',
      'general.size_label: 13B, 8000000000',
      'general.quantization_version: –, Q4_K',
    ]);
    expect(declaredFacts({ ...nothing, ...declare('99', '8x7B', '2') }).map(({ subject }) => subject)).toEqual([
      'general.quantization_version',
    ]);
  });

  it('holds the index against the stored bytes', () => {
    expect(against({ indexBytes: 100, storedBytes: 96 })).toEqual(['total_size: 100, 96']);
    expect(against({ indexBytes: 96.5, storedBytes: 96 })).toEqual([]);
    expect(declaredFacts({ ...nothing, indexBytes: 100 })).toEqual([]);
  });

  it('holds the endings of files against what they are', () => {
    const content = (path: string, type: string): Declarations['contents'][number] => ({
      path,
      type,
      bytes: 1,
      tensors: 1,
      undeclaredBytes: 0,
    });
    const contents = [
      content('model.safetensors', 'safetensors'),
      content('pytorch_model.bin', 'pytorch'),
      content('model.bin', 'gguf'),
      content('pack.zip!/inner.onnx', 'safetensors'),
      content('noending', 'gguf'),
      content('model.unknown', 'gguf'),
    ];
    expect(against({ contents })).toEqual(['model.bin: .bin, gguf', 'pack.zip!/inner.onnx: .onnx, safetensors']);
  });

  it.for([
    { hidden_size: 'many', num_attention_heads: [], text_config: 7, quantization_config: [], vision_config: null },
    { hidden_size: -1, num_hidden_layers: 1e308, vocab_size: 0.5, num_attention_heads: 0, head_dim: 0 },
    { vision_config: { image_size: 0, patch_size: 0 }, tie_word_embeddings: 'yes', torch_dtype: 16 },
  ])('makes no fact of %j', (config) => {
    const facts: readonly Fact[] = declaredFacts({ ...nothing, config: configOf(config), solution: llama });
    expect(facts).toEqual([]);
  });
});
