// The solver on published shapes: the founding case, every template under another name, fine-tunes, dropped layers, other spellings.
import { describe, expect, it } from 'vitest';
import { fullWidths, miniCpmShape } from '../../../forgeries/minicpm-shape.ts';
import { createRandom } from '../../../src/math/random.ts';
import { foldNames } from '../../../src/model/architecture/name-fold.ts';
import type { Solution } from '../../../src/model/architecture/solution.ts';
import { solveArchitecture, templatesOfBytes } from '../../../src/model/architecture/solve.ts';
import { countTemplate, type Template, tensorsOf } from '../../../src/model/architecture/template.ts';
import { templates } from '../../../src/model/architecture/template-table.ts';
import { byId } from './by-id.ts';

interface Named {
  readonly name: string;
  readonly shape?: readonly number[];
}

const solve = (tensors: Iterable<Named>, bytes?: number, architecture?: string): Solution =>
  solveArchitecture({ names: foldNames(tensors), bytes, architecture });
const namesOf = (template: Template): string[] => [...tensorsOf(template)].map(({ name }) => name);
const named = (names: Iterable<string>): Named[] => [...names].map((name) => ({ name }));
const withSizes = (template: Template, sizes: Readonly<Record<string, number>>): Template => ({
  ...template,
  sizes: new Map([...template.sizes, ...Object.entries(sizes)]),
});

/** The 741 names of the founding case: two top prefixes of MiniCPM's exchanged. */
const suspect = miniCpmShape(fullWidths).map(({ name }) => ({
  name: name.replace(/^vpm\./, 'vison.').replace(/^resampler\./, 'projection.'),
}));

describe('the founding case', () => {
  const solution = solve(suspect, 34_148_369_344);
  const [best] = solution.hypotheses;

  it('derives 8,537,092,336 parameters at 4 bytes each from 741 names and one number', () => {
    expect(solution.tensors).toBe(741);
    expect(best).toMatchObject({
      template: 'minicpm-llama3-v-2.5',
      fit: 'exact',
      tensors: 741,
      parameters: 8_537_092_336,
      bytesPerParameter: 4,
      differences: [],
    });
    expect(best?.sizes).toMatchObject({ queries: 96, 'vision.positions': 4900, 'vision.blocks': 27, blocks: 32 });
  });

  it('is unique among all templates and variants, by its names and by its bytes', () => {
    expect(solution.hypotheses.length).toBe(1);
    expect(solution.sameBytes).toEqual([]);
    expect(templatesOfBytes(34_148_369_344)).toEqual(['minicpm-llama3-v-2.5']);
  });

  it('maps 741 names one to one by exchanging two prefixes', () => {
    expect(best?.prefixes).toEqual([
      { from: 'vison', to: 'vpm', tensors: 437 },
      { from: 'projection', to: 'resampler', tensors: 13 },
      { from: '', to: '', tensors: 291 },
    ]);
    expect([best?.missing, best?.extra]).toEqual([[], []]);
  });

  it.for([
    ['queries', 64, 741, 34_147_845_056, ['bytes']],
    ['vision.positions', 729, 741, 34_129_149_376, ['bytes']],
    ['vision.blocks', 26, 725, 34_087_411_328, ['names', 'bytes']],
  ] as const)('rejects %s %i, which would take other bytes', ([size, here, tensors, bytes, because]) => {
    const rejected = solution.rejected.find(
      ({ changes }) => changes.length === 1 && changes[0]?.size === size && changes[0].here === here,
    );
    expect(rejected).toMatchObject({ template: 'minicpm-llama3-v-2.5', tensors, bytes, because });
  });

  it('answers the same from the shapes of a header, without the number', () => {
    const shapes = new Map(miniCpmShape(fullWidths).map(({ name, shape }) => [name, shape]));
    const original = miniCpmShape(fullWidths).map(({ name }) => name);
    const header = suspect.map(({ name }, i) => ({ name, shape: shapes.get(original[i] ?? '') ?? [] }));
    const shaped = solve(header);
    expect(shaped.hypotheses.map(({ template, fit }) => [template, fit])).toEqual([['minicpm-llama3-v-2.5', 'exact']]);
    expect(shaped.parameters).toBe(8_537_092_336);
  });

  it('does not depend on the order of the names', () => {
    const shuffled = createRandom(5).permutation(suspect.length);
    const again = solve(
      [...shuffled].map((i) => suspect[i] as Named),
      34_148_369_344,
    );
    expect(again).toEqual(solution);
  });
});

describe('every template', () => {
  it('is recognised by its own names behind another prefix and by its own bytes', () => {
    const random = createRandom(11);
    for (const template of templates) {
      const prefix = `x${Math.floor(random.uniform() * 1e6)}.y.`;
      const [best] = solve(
        named(namesOf(template).map((name) => prefix + name)),
        2 * countTemplate(template).parameters,
      ).hypotheses;
      expect([best?.template, best?.fit, best?.bytesPerParameter], template.id).toEqual([template.id, 'exact', 2]);
      expect(best?.prefixes.every(({ from, to }) => from === prefix.slice(0, -1) && to === '')).toBe(true);
    }
  });

  it('is recognised by its own shapes, with each tower behind another prefix', () => {
    for (const template of templates) {
      const first = (name: string): string => name.split('.')[0] ?? '';
      const list = [...tensorsOf(template)];
      const towers = new Map<string, number>();
      for (const { name } of list) towers.set(first(name), (towers.get(first(name)) ?? 0) + 1);
      const tensors = list.map(({ name, shape }) => {
        const isTower = (towers.get(first(name)) ?? 0) > 10;
        return {
          name: isTower ? `part.of.${name.replace(/^[^.]*/, `z${[...towers.keys()].indexOf(first(name))}`)}` : name,
          shape,
        };
      });
      const { hypotheses } = solve(tensors);
      expect([hypotheses[0]?.template, hypotheses[0]?.fit], template.id).toEqual([template.id, 'exact']);
    }
  });

  it('is found by its own bytes; those that another comes to as well are few', () => {
    const shared: string[][] = [];
    for (const template of templates) {
      const found = templatesOfBytes(2 * countTemplate(template).parameters);
      expect(found).toContain(template.id);
      if (found.length > 1) shared.push([...found]);
    }
    const pairs = [...new Set(shared.map((found) => found.toSorted().join(' + ')))].toSorted();
    // The same model in other names: what Qwen fused, Qwen1.5 took apart.
    expect(pairs).toEqual([
      'qwen-1.8b + qwen1.5-1.8b',
      'qwen-14b + qwen1.5-14b',
      'qwen-72b + qwen1.5-72b',
      'qwen-7b + qwen1.5-7b',
    ]);
  });

  it('is confused with no other of the same names and bytes', () => {
    const seen = new Map<string, string>();
    for (const template of templates) {
      const { tensors, parameters } = countTemplate(template);
      const key = `${template.family.id} ${tensors} ${parameters}`;
      expect(seen.get(key), template.id).toBeUndefined();
      seen.set(key, template.id);
    }
  });
});

describe('what was made from a published model', () => {
  it('with tokens added: another vocabulary, by its shapes and by its bytes', () => {
    const tuned = withSizes(byId('llama-3-8b'), { vocabulary: 128_264 });
    const difference = { size: 'vocabulary', here: 128_264, there: 128_256 };
    const { parameters } = countTemplate(tuned);
    for (const solution of [solve(tensorsOf(tuned)), solve(named(namesOf(tuned)), 2 * parameters)]) {
      expect(solution.hypotheses[0]).toMatchObject({ template: 'llama-3-8b', fit: 'near', differences: [difference] });
      expect(solution.hypotheses[0]?.parameters).toBe(parameters);
    }
  });

  it('with layers dropped, or doubled', () => {
    for (const blocks of [24, 48]) {
      const cut = withSizes(byId('llama-3-8b'), { blocks });
      const difference = { size: 'blocks', here: blocks, there: 32 };
      const bytes = 4 * countTemplate(cut).parameters;
      for (const solution of [solve(tensorsOf(cut)), solve(named(namesOf(cut)), bytes)]) {
        expect(solution.hypotheses[0]).toMatchObject({
          template: 'llama-3-8b',
          fit: 'near',
          differences: [difference],
        });
      }
    }
  });

  it('with blocks taken out of the middle: no template fits, and the gap is seen', () => {
    const gap = [...tensorsOf(byId('llama-3-8b'))].filter(({ name }) => !/\.layers\.(?:12|13)\./.test(name));
    const solution = solve(gap);
    expect(solution.hypotheses).toEqual([]);
    expect(solution.stacks[0]).toMatchObject({ prefix: 'model.layers', blocks: 30, width: 4096 });
  });

  it('without a head and with a score: near, with what is missing and what is more', () => {
    const reward = [...tensorsOf(byId('llama-3-8b'))].filter(({ name }) => name !== 'lm_head.weight');
    const solution = solve([...reward, { name: 'score.weight', shape: [1, 4096] }]);
    expect(solution.hypotheses[0]).toMatchObject({
      template: 'llama-3-8b',
      fit: 'near',
      missing: ['lm_head.weight'],
      extra: ['score.weight'],
    });
  });

  it('with another tower beside it: a part', () => {
    const text = [...tensorsOf(byId('llama-3-8b'))].map(({ name, shape }) => ({ name: `llm.${name}`, shape }));
    const eyes = Array.from({ length: 20 }, (_, i) => ({ name: `eyes.${i}.kernel`, shape: [64, 3, 3, 3] }));
    const solution = solve([...text, ...eyes]);
    expect(solution.hypotheses[0]).toMatchObject({ template: 'llama-3-8b', fit: 'part', tensors: 291 });
    expect(solution.families[0]).toMatchObject({ family: 'llama', tensors: 291 });
  });

  it('with the head stored though the table of tokens is the head', () => {
    const template = byId('qwen3-0.6b');
    const names = [...namesOf(template), 'lm_head.weight'];
    expect(solve(named(names), 2 * 751_632_384).hypotheses[0]).toMatchObject({
      template: 'qwen3-0.6b',
      fit: 'exact',
      headStored: true,
      parameters: 751_632_384,
    });
  });
});

describe('what is stored beside the parameters', () => {
  const llama = byId('llama-7b');
  const angles = Array.from({ length: 32 }, (_, i) => `model.layers.${i}.self_attn.rotary_emb.inv_freq`);

  it.for([13_476_835_328, 13_476_839_424])('tables of angles in %i bytes are no parameters', (bytes) => {
    const solution = solve(named([...namesOf(llama), ...angles]), bytes);
    expect(solution.hypotheses[0]).toMatchObject({ template: 'llama-7b', fit: 'exact', bytesPerParameter: 2 });
    expect(solution.buffers).toBe(32);
  });

  it('masks in an index that counts their bits', () => {
    const template = byId('pythia-12b');
    const beside = Array.from({ length: 36 }, (_, i) =>
      ['bias', 'masked_bias', 'rotary_emb.inv_freq'].map((name) => `gpt_neox.layers.${i}.attention.${name}`),
    ).flat();
    const solution = solve(named([...namesOf(template), ...beside]), 47_403_166_096);
    expect(solution.hypotheses[0]).toMatchObject({ template: 'pythia-12b', fit: 'exact', bytesPerParameter: 4 });
  });

  it('scales of packed weights: names fit, bytes are no rule', () => {
    const packed = namesOf(llama).flatMap((name) =>
      name.includes('_proj.')
        ? ['qweight', 'qzeros', 'scales', 'g_idx', 'bias'].map((end) => name.replace(/weight$/, end))
        : [name],
    );
    const solution = solve(named(packed), 3_900_000_000);
    const fitting = solution.hypotheses.map(({ template, fit }) => `${template} ${fit}`);
    expect(fitting).toContain('llama-7b names');
    expect(solution.hypotheses.every(({ bytesPerParameter }) => bytesPerParameter === null)).toBe(true);
    expect(solution.companions).toBe(4 * 224 - 224);
  });
});

describe('other spellings', () => {
  const gguf = (name: string): string =>
    name
      .replace('model.embed_tokens', 'token_embd')
      .replace('model.norm', 'output_norm')
      .replace('lm_head', 'output')
      .replace(/^model\.layers\.(\d+)\./, 'blk.$1.')
      .replace(/self_attn\.([qkv])_proj/, 'attn_$1')
      .replace('self_attn.o_proj', 'attn_output')
      .replace(/mlp\.(gate|up|down)_proj/, 'ffn_$1')
      .replace('input_layernorm', 'attn_norm')
      .replace('post_attention_layernorm', 'ffn_norm');

  it('GGUF names are read by their roles', () => {
    const tensors = [...tensorsOf(byId('llama-3-8b'))].map(({ name, shape }) => ({ name: gguf(name), shape }));
    const solution = solve([...tensors, { name: 'rope_freqs.weight', shape: [64] }], undefined, 'llama');
    expect(solution.hypotheses[0]).toMatchObject({ template: 'llama-3-8b', fit: 'exact', basis: 'roles' });
  });

  it('GGUF’s experts, which lie in one tensor, are counted', () => {
    const template = byId('mixtral-8x7b');
    const stacks = new Map<string, readonly number[]>();
    for (const { name, shape } of tensorsOf(template)) {
      const leaf = { w1: 'ffn_gate_exps', w2: 'ffn_down_exps', w3: 'ffn_up_exps' }[
        /\.(w[123])\./.exec(name)?.[1] ?? ''
      ];
      const plain = gguf(name).replace('block_sparse_moe.gate', 'ffn_gate_inp');
      if (leaf === undefined) stacks.set(plain, shape);
      else stacks.set(plain.replace(/block_sparse_moe.*/, `${leaf}.weight`), [8, ...shape]);
    }
    const solution = solve(
      [...stacks].map(([name, shape]) => ({ name, shape })),
      undefined,
      'llama',
    );
    expect(solution.hypotheses[0]).toMatchObject({ template: 'mixtral-8x7b', fit: 'exact', basis: 'roles' });
  });

  it('a family that GGUF takes apart is found again by its sizes', () => {
    const sizes = Object.fromEntries(byId('internlm2-7b').sizes);
    const apart = [...tensorsOf(withSizes(byId('llama-3-8b'), sizes))];
    const tensors = apart.map(({ name, shape }) => ({ name: gguf(name), shape }));
    expect(solve(tensors, undefined, 'internlm2').hypotheses[0]).toMatchObject({
      template: 'internlm2-7b',
      fit: 'exact',
    });
  });

  it('an unknown family is described by its blocks', () => {
    const layer = (i: number): Named[] => [
      { name: `trunk/${i}/mix/w`, shape: [96, 96] },
      { name: `trunk/${i}/up/w`, shape: [384, 96] },
      { name: `trunk/${i}/down/w`, shape: [96, 384] },
    ];
    const solution = solve([
      { name: 'words', shape: [5000, 96] },
      ...Array.from({ length: 7 }, (_, i) => layer(i)).flat(),
    ]);
    expect(solution.hypotheses).toEqual([]);
    expect(solution.stacks).toEqual([{ prefix: 'trunk', blocks: 7, tensorsPerBlock: 3, width: 96, units: 384 }]);
    expect(solution.vocabulary).toBe(5000);
    expect(solution.parameters).toBe(5000 * 96 + 7 * (96 * 96 + 2 * 96 * 384));
  });
});
