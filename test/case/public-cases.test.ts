// Synthetic twins of the cases that were argued in public: copies are found for what they are, and the innocent are not, whatever convicted them then.
import { describe, expect, it } from 'vitest';
import type { ForgedModel, ForgedTensor } from '../../forgeries/forged-model.ts';
import { forgedTensor } from '../../forgeries/forged-model.ts';
import { foundingCase, foundingRenames, foundingSigma } from '../../forgeries/founding-case.ts';
import { mergeLora } from '../../forgeries/low-rank-edits.ts';
import { mergeLinear } from '../../forgeries/merges.ts';
import { fineTune, tinyLlama, tinyLlamaConfig } from '../../forgeries/tiny-llama.ts';
import { tinyMoe } from '../../forgeries/tiny-moe.ts';
import { quantise } from '../../forgeries/writers/ggml-quantise.ts';
import { encodeGguf } from '../../forgeries/writers/gguf.ts';
import { llamaToGguf } from '../../forgeries/writers/gguf-models.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import type { Comparison } from '../../src/case/case-file.ts';
import { examine } from '../../src/case/examine.ts';
import type { Model } from '../../src/model/model.ts';
import { openModel } from '../../src/model/open.ts';
import { compareForged, openForged } from './in-memory.ts';
import { combinedZ, curveCorrelation, pearson, plainCosine } from './naive-statistics.ts';

const shape = { layers: 6, width: 96, heads: 8, keyValueHeads: 4, feedForward: 192, vocabulary: 259 };

const answers = ({ components }: Comparison): { [component: string]: string } =>
  Object.fromEntries(components.map(({ component, verdict }) => [component, verdict.answer]));

const said = ({ verdict }: Comparison): string[] =>
  [...verdict.statements.because, ...verdict.statements.against].map(({ id }) => id);

describe('Llama3-V and MiniCPM-Llama3-V 2.5', () => {
  it('is derived, renamed and noised by 1/708 in every component', async () => {
    const { copy, original } = foundingCase(3);
    const { verdict, components, alignment } = await compareForged(copy, original);
    expect([verdict.answer, verdict.direction]).toEqual(['derived', 'suspect-from-candidate']);
    const noise = verdict.operations.find(({ operation }) => operation === 'noised')!;
    const [low, high] = noise.parameters.interval as readonly [number, number];
    expect(low).toBeLessThan(foundingSigma);
    expect(high).toBeGreaterThan(foundingSigma);
    expect((high - low) / foundingSigma).toBeLessThan(0.02);
    for (const { verdict: part } of components) expect(part.answer).toBe('derived');
    expect(alignment.renames.map(({ from, to }) => [`${from}.`, `${to}.`])).toEqual(
      expect.arrayContaining(foundingRenames.map((rule) => [...rule])),
    );
  });
});

describe("a language model of one's own with another's vision tower (HyperCLOVA X SEED and Qwen2.5-VL)", () => {
  it('is derived in the tower and independent in the language, and neither answer stands for the other', async () => {
    const { original, cousin, stranger } = foundingCase(4);
    // The cousin's tower is another fine-tune of the tower that the original's was tuned from.
    const suspect = new Map(
      [...stranger].map(([name, own]) => [name, name.startsWith('vpm.') ? cousin.get(name)! : own]),
    );
    const comparison = await compareForged(suspect, original);
    expect(comparison.verdict.answer).toBe('partly-derived');
    expect(answers(comparison)).toEqual({
      text: 'independent',
      vision: 'derived',
      projector: 'independent',
      embeddings: 'independent',
    });
    const plain = plainCosine(suspect, original, /^vpm\..*(?:q_proj|k_proj|fc1)\.weight$/);
    expect(plain).toBeGreaterThan(0.98);
  });
});

describe('an independent model of experts with the same configuration (Solar-Open-100B and GLM-4.5-Air)', () => {
  const experts = { ...shape, layers: 24, width: 64, feedForward: 64, experts: 8 };
  const [solar, glm] = [tinyMoe(11, experts), tinyMoe(18, experts)];
  const routers = /block_sparse_moe\.gate\.weight$/;

  it('is not derived, though its norm gains and its routers convict it by the plain statistics', async () => {
    expect(plainCosine(solar, glm, /layernorm\.weight$/)).toBeGreaterThan(0.9);
    expect(Math.abs(combinedZ(solar, glm, routers))).toBeGreaterThan(6);
    const comparison = await compareForged(solar, glm);
    expect(comparison.verdict.answer).toBe('independent');
    expect(said(comparison)).toContain('gains.cosine-fallacy');
    for (const { verdict } of comparison.components) expect(['independent', 'inconclusive']).toContain(verdict.answer);
    const gains = comparison.evidence.find(({ test, component }) => test === 'norm-gains' && component === 'text');
    expect(Math.abs(gains?.status === 'measured' ? Number(gains.statistics.pearson) : 1)).toBeLessThan(0.2);
  }, 60_000);

  it('convicts no pair of many such models', async () => {
    const small = { ...experts, layers: 4 };
    const models = Array.from({ length: 4 }, (_, seed) => tinyMoe(15 + seed, small));
    let naive = 0;
    for (const [i, suspect] of models.entries()) {
      for (const candidate of models.slice(i + 1)) {
        if (Math.abs(combinedZ(suspect, candidate, routers)) > 4.9) naive += 1;
        expect((await compareForged(suspect, candidate)).verdict.answer).toBe('independent');
      }
    }
    expect(naive).toBeGreaterThan(0);
  }, 60_000);
});

describe("an architecture taken over with two tensors renamed and weights of one's own (Yi-34B and Llama)", () => {
  it('is independent, and the names are said to be no evidence', async () => {
    const renamed = (name: string): string =>
      name.replace('post_attention_layernorm', 'ln2').replace('input_layernorm', 'ln1');
    const yi = new Map([...tinyLlama(21, shape)].map(([name, tensor]) => [renamed(name), tensor]));
    const comparison = await compareForged(yi, tinyLlama(22, shape));
    expect(comparison.verdict.answer).toBe('independent');
    expect(comparison.verdict.operations).toEqual([]);
    expect(comparison.alignment.renames.map(({ to }) => to).join(' ')).toMatch(/ln1.*ln2|ln2.*ln1/);
    expect(said(comparison)).toContain('against.name-only');
  });
});

describe('curves over the layers that look alike (Pangu Pro MoE and Qwen2.5-14B)', () => {
  it('convict nobody, though they correlate by more than the 0.927 of the accusation', async () => {
    const deep = { ...shape, layers: 16, width: 64, feedForward: 96 };
    const [pangu, qwen] = [tinyLlama(31, deep), tinyLlama(32, deep)];
    const matrices = [/q_proj/, /k_proj/, /v_proj/, /o_proj/];
    const smooth = (model: ForgedModel): ForgedModel => smoothed(model, deep.layers);
    expect(curveCorrelation(smooth(pangu), smooth(qwen), matrices)).toBeGreaterThan(0.927);
    const { verdict } = await compareForged(smooth(pangu), smooth(qwen));
    expect(verdict.answer).toBe('independent');
    expect(verdict.detectable!.correlation).toBeLessThan(0.2);
  });
});

describe('one configuration and two trainings (pythia-6.9b and RedPajama-INCITE-7B)', () => {
  it('are independent, though everything but the weights is equal', async () => {
    const config = tinyLlamaConfig(shape);
    const [pythia, incite] = [tinyLlama(41, shape), tinyLlama(42, shape)];
    expect([...pythia].map(([name, tensor]) => [name, tensor.shape])).toEqual(
      [...incite].map(([name, tensor]) => [name, tensor.shape]),
    );
    const { verdict } = await compareForged(await openForged(pythia, { config }), await openForged(incite, { config }));
    expect(verdict.answer).toBe('independent');
  });
});

describe('a leak known from a GGUF file alone (Miqu and Llama-2-70B)', () => {
  it('is derived through heavy continued training and four-bit codes', async () => {
    const base = tinyLlama(61, shape);
    // Each round moves every matrix by up to 13 %; ten of them leave little more than a correlation.
    let continued = base;
    for (let round = 0; round < 10; round++) continued = fineTune(continued, 62 + round, shape);
    const name = 'model.layers.3.mlp.up_proj.weight';
    expect(pearson(continued.get(name)!.values, base.get(name)!.values)).toBeLessThan(0.99);
    const config = tinyLlamaConfig(shape);
    const bytes = encodeGguf(llamaToGguf(continued, config, { dtype: 'Q4_0', quantise }));
    const leak = await openModel({
      kind: 'files',
      name: 'leak',
      files: [{ path: 'leak.gguf', source: memorySource(bytes) }],
    });
    const { verdict, alignment } = await compareForged(leak, await openForged(base, { config }));
    expect(verdict.answer).toBe('derived');
    expect(verdict.lnPValue!).toBeLessThan(-100);
    expect(alignment.byName).toBe(0);
    expect(verdict.operations.map(({ operation }) => operation)).toEqual(
      expect.arrayContaining(['requantised', 'converted']),
    );
    const other = await compareForged(leak, await openForged(tinyLlama(63, shape), { config }));
    expect(other.verdict.answer).toBe('independent');
  });
});

describe('a merge given out as a training (Rio-3.5-Open-397B of Nex-N2-Pro and Qwen3.5-397B)', () => {
  it('is a merge of both candidates, with the share inside its interval', async () => {
    const base = tinyLlama(81, shape);
    const child = fineTune(base, 82, shape);
    const merge = mergeLinear([
      [child, 0.571],
      [base, 0.429],
    ]);
    const open = (model: ForgedModel, name: string): Promise<Model> => openForged(model, { config, name });
    const config = tinyLlamaConfig(shape);
    const candidates = [await open(child, 'nex'), await open(base, 'qwen'), await open(tinyLlama(83, shape), 'other')];
    const { comparisons } = await examine(await open(merge, 'rio'), candidates);
    expect(comparisons.map(({ verdict }) => verdict.answer)).toEqual(['derived', 'derived', 'independent']);
    const merged = comparisons[0]!.verdict.operations.find(({ operation }) => operation === 'merged')!;
    const [low, high] = merged.parameters.interval as readonly [number, number];
    expect(low).toBeLessThanOrEqual(0.571);
    expect(high).toBeGreaterThanOrEqual(0.571);
    expect(high - low).toBeLessThan(0.01);
    expect(merged.reconstructed!).toBeGreaterThan(0.99);
  });
});

describe('the wrong base on the card (Reflection-70B, said to come from Llama 3.1 and made from Llama 3)', () => {
  it('is an adapter on the one, with its rank, and no adapter on the other', async () => {
    const older = tinyLlama(91, shape);
    const newer = fineTune(older, 92, shape);
    const suspect = mergeLora(older, { rank: 8, targets: ['q_proj', 'v_proj'] }, 93);
    const [onOlder, onNewer] = [await compareForged(suspect, older), await compareForged(suspect, newer)];
    const [first] = onOlder.verdict.operations;
    expect([first?.operation, first?.parameters.rank]).toEqual(['lora-merged', 8]);
    expect(onNewer.verdict.answer).toBe('derived');
    expect(onNewer.verdict.operations.map(({ operation }) => operation)).not.toContain('lora-merged');
    expect(onNewer.verdict.direction).toBe('undecided');
  });
});

describe('a declared fine-tune called a shell (Kimi-Dev-72B)', () => {
  it('is derived, which the report calls no wrongdoing', async () => {
    const base = tinyLlama(71, shape);
    const { verdict } = await compareForged(fineTune(base, 72, shape), base);
    expect(verdict.answer).toBe('derived');
    expect(verdict.operations.map(({ operation }) => operation)).toEqual(['fine-tuned']);
    expect(verdict.statements.against.map(({ id }) => id)).toContain('lawful');
  });
});

describe('one initialisation and two trainings (pythia and pythia-deduped)', () => {
  it('share an origin and no more, and are never called derived', async () => {
    const start = tinyLlama(50, shape);
    const [pythia, deduped] = [trainedFrom(start, 51), trainedFrom(start, 52)];
    const name = 'model.layers.1.mlp.up_proj.weight';
    expect(pearson(pythia.get(name)!.values, deduped.get(name)!.values)).toBeGreaterThan(0.3);
    const comparison = await compareForged(pythia, deduped);
    expect(comparison.verdict.answer).toBe('common-origin');
    expect(comparison.verdict.direction).toBe('undecided');
    expect(said(comparison)).toContain('origin.shared-init');
  });
});

/** The same model, its matrices scaled so that their size follows one smooth curve over the layers, as depth alone gives. */
function smoothed(model: ForgedModel, layers: number): ForgedModel {
  const out = new Map<string, ForgedTensor>();
  for (const [name, tensor] of model) {
    const block = /layers\.(\d+)\.self_attn/.exec(name);
    if (block === null) {
      out.set(name, tensor);
      continue;
    }
    const depth = Number(block[1]) / (layers - 1);
    const size = Math.sqrt(tensor.values.reduce((sum, value) => sum + value * value, 0) / tensor.values.length);
    const wanted = 0.02 * (0.6 + 0.8 * depth);
    out.set(
      name,
      forgedTensor(
        tensor.shape,
        tensor.dtype,
        tensor.values.map((value) => (value * wanted) / size),
      ),
    );
  }
  return out;
}

/** A training of its own from given initial weights: matrices move as far again as they were large, gains from one to their own. */
function trainedFrom(start: ForgedModel, seed: number): ForgedModel {
  const moved = tinyLlama(seed, shape);
  return new Map(
    [...start].map(([name, { shape: sides, dtype, values }]) => {
      const own = moved.get(name)!.values;
      return [
        name,
        forgedTensor(sides, dtype, name.endsWith('norm.weight') ? own : values.map((value, i) => value + own[i]!)),
      ];
    }),
  );
}
