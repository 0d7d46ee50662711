// Claims beside files: the founding case's contradictions from an index alone, honest models without any, and files beside one another.
import { describe, expect, it } from 'vitest';
import { fullWidths, miniCpmShape } from '../../../forgeries/minicpm-shape.ts';
import { decodeDocument, type TextDocument } from '../../../src/documents/document.ts';
import { foldNames } from '../../../src/model/architecture/name-fold.ts';
import { solveArchitecture } from '../../../src/model/architecture/solve.ts';
import { tensorsOf } from '../../../src/model/architecture/template.ts';
import { sizeInName } from '../../../src/surroundings/claims/compare-claims.ts';
import { type ClaimsInput, surveyClaims } from '../../../src/surroundings/claims/survey.ts';
import { say } from '../../../src/wording/catalogue.ts';
import { byId } from '../../model/architecture/by-id.ts';

const document = (path: string, text: string): TextDocument => decodeDocument(path, new TextEncoder().encode(text));

/** Names of the founding case's index, with its number of bytes. */
const names = miniCpmShape(fullWidths).map(({ name }) =>
  name.replace(/^vpm\./, 'vison.').replace(/^resampler\./, 'projection.'),
);
const folded = foldNames(names.map((name) => ({ name })));
const solution = solveArchitecture({ names: folded, bytes: 34_148_369_344 });

const config = (more: object = {}): string =>
  JSON.stringify(
    { torch_dtype: 'float16', hidden_size: 4096, num_hidden_layers: 32, vocab_size: 128_256, query_num: 96, ...more },
    null,
    2,
  );

function survey(files: Readonly<Record<string, string>>, more: Partial<ClaimsInput> = {}) {
  return surveyClaims({
    name: 'tailor',
    documents: Object.entries(files).map(([path, text]) => document(path, text)),
    solution,
    tensors: [],
    names: folded.patterns,
    metadata: new Map(),
    facts: [],
    index: 'model.safetensors.index.json',
    ...more,
  });
}

function found(files: Readonly<Record<string, string>>, more?: Partial<ClaimsInput>): string[] {
  const result = survey(files, more);
  if (result.status !== 'measured') throw new Error(result.status);
  return result.findings.map(({ statement }) => statement.id);
}

const auto = { auto_map: { AutoModel: 'modeling.Tailor' } };

describe('surveyClaims', () => {
  it('finds the founding case from an index alone: number type, table of places, class beside configuration, names beside class', () => {
    const files = {
      'README.md': '# tailor\n\nIt is powered by [s](https://x/google/siglip-so400m-patch14-384).\n',
      'model.safetensors.index.json': '{\n "metadata": {\n  "total_size": 34148369344\n }\n}\n',
      'inner/config.json': config(auto),
      'inner/config.py': 'class Config(LlamaConfig):\n    def __init__(self):\n        self.query_num = 64\n',
      'inner/modeling.py':
        'class Tailor(Base):\n    def __init__(self, config):\n        self.model = A(config)\n        self.vision_model = B\n',
    };
    const result = survey(files);
    if (result.status !== 'measured') throw new Error(result.status);
    expect(result.findings.map(({ statement }) => statement.id)).toEqual([
      'claims.positions',
      'claims.fact',
      'claims.class-sets',
      'claims.module-tree',
    ]);
    const [positions, fact, sets] = result.findings;
    expect(positions?.statement.values).toEqual({ claimed: 729, implied: 4900 });
    expect(positions?.places).toMatchObject([
      { file: 'README.md', line: 3 },
      { file: 'model.safetensors.index.json', line: 3 },
    ]);
    expect(fact?.statement.values).toMatchObject({ subject: 'torch_dtype', declared: 'float16', implied: '4' });
    expect(fact?.places[0]).toMatchObject({ file: 'inner/config.json', line: 2 });
    expect(sets?.places).toMatchObject([
      { file: 'inner/config.py', line: 3 },
      { file: 'inner/config.json', line: 6 },
    ]);
    for (const { statement, background } of result.findings) {
      expect(background).not.toBeNull();
      expect(say(statement, 'en')).toMatch(/\.$/);
      expect(say(statement, 'zh')).toMatch(/。$/);
    }
    expect(result.against.length).toBeGreaterThan(2);
    expect(JSON.stringify(survey(files))).toBe(JSON.stringify(result));
  });

  it('finds nothing where words fit, rounded as people round', () => {
    const files = {
      'README.md': 'The model has 8.5B parameters. The model has 96 queries.',
      'config.json': config({ torch_dtype: 'float32' }),
    };
    expect(found(files)).toEqual([]);
    expect(found({ 'README.md': 'The model has 8B parameters.' })).toEqual([]);
    expect(found({ 'README.md': 'The model has 7B parameters.' })).toEqual([]);
  });

  it('finds words that do not fit', () => {
    expect(found({ 'README.md': 'The model has 3B parameters.' })).toEqual(['claims.parameters']);
    expect(found({ 'README.md': 'The model has 64 queries.' })).toEqual(['claims.queries']);
    expect(found({ 'README.md': 'The model has 40 layers.' })).toEqual(['claims.layers']);
    expect(found({ 'README.md': 'The weights are stored in float16.' })).toEqual(['claims.bits']);
    expect(found({ 'README.md': 'x' }, { name: 'Tailor-70B' })).toEqual(['claims.parameters']);
  });

  it('says once what stands in two languages, with both places', () => {
    const files = { 'README.md': 'The model has 3B parameters.', 'README_zh.md': '该模型有 3B 参数。' };
    const result = survey(files);
    if (result.status !== 'measured') throw new Error(result.status);
    expect(result.findings).toHaveLength(1);
    expect(result.findings[0]?.places.map(({ file }) => file)).toEqual([
      'README.md',
      'README_zh.md',
      'model.safetensors.index.json',
    ]);
  });

  it('finds training from scratch beside a base model, and beside a comparison of weights', () => {
    const files = { 'README.md': '---\nbase_model: a/b\n---\nOur model was trained from scratch.' };
    expect(found(files)).toEqual(['claims.from-scratch']);
    const origin = { candidate: 'b', relation: 'derived' } as const;
    expect(found({ 'README.md': 'Our model was trained from scratch.' }, { origin })).toEqual([
      'claims.from-scratch-weights',
    ]);
    expect(found({ 'README.md': 'Our model was trained from scratch.' })).toEqual([]);
  });

  it('leaves a class alone that has one of the names, loads in its own way, or is not here', () => {
    const tree = (body: string) =>
      found({ 'config.json': config({ torch_dtype: 'float32', ...auto }), 'modeling.py': body });
    expect(tree('class Tailor(B):\n    def __init__(self):\n        self.odd = 1\n')).toEqual(['claims.module-tree']);
    expect(tree('class Tailor(B):\n    def __init__(self):\n        self.llm = 1\n')).toEqual([]);
    expect(
      tree('class Tailor(B):\n    base_model_prefix = "odd"\n    def __init__(self):\n        self.odd = 1\n'),
    ).toEqual([]);
    expect(tree('class Other(B):\n    def __init__(self):\n        self.odd = 1\n')).toEqual([]);
    expect(tree('class B:\n    def __init__(self):\n        self.llm = 1\nclass Tailor(B):\n    x = 1\n')).toEqual([]);
  });

  it('does not take defaults that a caller can set for what a class sets', () => {
    const files = {
      'config.json': config({ torch_dtype: 'float32' }),
      'config.py': 'class Config(B):\n    def __init__(self, query_num=64):\n        self.query_num = query_num\n',
    };
    expect(found(files)).toEqual([]);
  });

  it('contradicts nobody where nothing is settled', () => {
    const nothing = solveArchitecture({ names: foldNames([]) });
    const files = { 'README.md': 'The model has 3B parameters and 7 layers.', 'config.json': config() };
    expect(found(files, { solution: nothing, names: [] })).toEqual([]);
  });

  it('contradicts nobody with an honest published model', () => {
    const llama = solveArchitecture({ names: foldNames(tensorsOf(byId('llama-3-8b'))) });
    const files = {
      'README.md': 'The model has 8B parameters and 32 layers.',
      'config.json': JSON.stringify({ hidden_size: 4096, num_hidden_layers: 32, vocab_size: 128_256 }),
    };
    expect(found(files, { solution: llama, names: [], name: 'Llama-3-8B' })).toEqual([]);
  });

  it('is not applicable without words, stops when told to, and ends on hostile files', () => {
    expect(survey({}).status).toBe('inapplicable');
    const abort = new AbortController();
    abort.abort(new Error('enough'));
    expect(() => surveyClaims({ ...({} as ClaimsInput) }, { signal: abort.signal })).toThrow('enough');
    survey({
      'config.json': '['.repeat(100_000),
      'config.py': `class Config:\n    self.x = ${'1'.repeat(1_000_000)}\n${'    self.a = 1\n'.repeat(20_000)}`,
      'README.md': '<script>alert(1)</script> The model has 8B parameters.\u001b[31m',
    });
  }, 5_000);
});

describe('sizeInName', () => {
  it('reads one size, and none where there are several or a part of a mixture', () => {
    expect(sizeInName('Tailor-8B-Instruct')?.value).toBe(8e9);
    expect(sizeInName('tailor_350m')?.value).toBe(3.5e8);
    for (const name of ['Tailor-8x7B', 'Tailor-30B-A3B', 'Tailor-7B-to-3B', 'Tailor', '8Bit']) {
      expect(sizeInName(name), name).toBeUndefined();
    }
  });
});
