// Which base is this adapter for? Two trained ones beside their base, a fine-tune of it and a stranger; the claims decide nothing.
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { tinyLlama, tinyLlamaConfig } from '../../forgeries/tiny-llama.ts';
import { encodeLora } from '../../forgeries/writers/lora.ts';
import type { CaseFile, Comparison } from '../../src/case/case-file.ts';
import { examine } from '../../src/case/examine.ts';
import { parseCaseFile } from '../../src/case/parse-case-file.ts';
import { createRandom } from '../../src/math/random.ts';
import type { Model } from '../../src/model/model.ts';
import { openModel } from '../../src/model/open.ts';
import { printJson } from '../../src/report/json.ts';
import { printTerminal } from '../../src/report/terminal.ts';
import { folderDoor, textFile } from '../model/memory-model.ts';
import { openForged } from './in-memory.ts';

const fixtures = new URL('../fixtures/', import.meta.url);
const bytes = async (path: string): Promise<Uint8Array> => new Uint8Array(await readFile(new URL(path, fixtures)));

async function adapter(name: string, config?: object): Promise<Model> {
  const weights = 'adapter_model.safetensors';
  const json = config === undefined ? await bytes(`adapters/${name}/adapter_config.json`) : textFile(config);
  const files = { [weights]: await bytes(`adapters/${name}/${weights}`), 'adapter_config.json': json };
  return openModel(folderDoor(files, name));
}

async function base(name: string): Promise<Model> {
  const files = {
    'model.safetensors': await bytes(`zoo/${name}/model.safetensors`),
    'config.json': textFile(tinyLlamaConfig()),
  };
  return openModel(folderDoor(files, name));
}

async function compare(suspect: Model, candidate: Model): Promise<Comparison> {
  return (await examine(suspect, [candidate])).comparisons[0]!;
}

const ids = ({ verdict }: Comparison): string[] =>
  [...verdict.statements.because, ...verdict.statements.against].map(({ id }) => id);

describe.for(['projections', 'attention'])('an adapter (%s)', (name) => {
  it.for([
    ['base-0', 'common-origin'],
    ['finetuned-other', 'common-origin'],
    ['base-1', 'inconclusive'],
  ] as const)('beside %s is %s', async ([candidate, answer]) => {
    const comparison = await compare(await adapter(name), await base(candidate));
    expect(comparison.verdict.answer).toBe(answer);
    expect(comparison.verdict.operations.map(({ operation }) => operation)).toEqual(
      answer === 'common-origin' ? ['adapter'] : [],
    );
    expect(ids(comparison)).toContain('adapter.declares');
    expect(ids(comparison)).not.toContain('against.independent-residue');
  });
});

describe('a case with an adapter', () => {
  let caseFile: CaseFile;
  beforeAll(async () => {
    caseFile = await examine(await adapter('projections'), [await base('base-1'), await base('base-0')]);
  });

  it('finds the one base among strangers', () => {
    expect(caseFile.comparisons.map(({ verdict }) => verdict.answer)).toEqual(['inconclusive', 'common-origin']);
    expect(caseFile.comparisons[1]?.verdict.operations[0]?.parameters).toMatchObject({ rank: 4 });
  });

  it('keeps what the adapter is and says, and can be read back', () => {
    expect(caseFile.suspect.adapter).toMatchObject({
      kind: 'LoRA',
      ranks: [4],
      alpha: 8,
      base: 'zoo/base-0',
      products: 28,
    });
    expect(parseCaseFile(printJson(caseFile), 'case')).toEqual(caseFile);
  });

  it.for(['en', 'zh'] as const)('is told in %s without a word of coverage', (language) => {
    const text = printTerminal(caseFile, language, { colour: false });
    expect(text).toContain('zoo/base-0');
    expect(text).not.toContain('Only 0');
  });

  it('gives the same answer whichever of the two is the suspect', async () => {
    const { verdict } = await compare(await base('base-0'), await adapter('projections'));
    expect([verdict.answer, verdict.operations[0]?.operation]).toEqual(['common-origin', 'adapter']);
  });
});

describe('what an adapter says of itself', () => {
  it('turns no stranger into its base, whatever it declares and however it scales', async () => {
    const lies = { peft_type: 'LORA', r: 4, lora_alpha: 1e6, base_model_name_or_path: 'base-1' };
    const comparison = await compare(await adapter('projections', lies), await base('base-1'));
    expect(comparison.verdict.answer).toBe('inconclusive');
  });
});

describe('adapters without a trace', () => {
  const shape = { layers: 2, width: 64, heads: 8, keyValueHeads: 4, feedForward: 160, vocabulary: 160 };
  const model = tinyLlama(1, shape);
  const modules = new Map(
    [...model].flatMap(([name, tensor]) =>
      name.includes('proj') ? [[name.slice(0, -'.weight'.length), tensor.shape]] : [],
    ),
  );

  it('of random factors leave the question open', async () => {
    const { files } = encodeLora({ random: createRandom(3), rank: 4, alpha: 8, modules });
    const suspect = await openModel(folderDoor(files));
    const comparison = await compare(suspect, await openForged(model, { config: tinyLlamaConfig(shape) }));
    expect(comparison.verdict.answer).toBe('inconclusive');
    expect(ids(comparison)).toContain('adapter.open');
  });

  it('to modules that the candidate has not say that nothing fits', async () => {
    const elsewhere = new Map([['encoder.block.0.thing.other', [32, 32]]]);
    const { files } = encodeLora({ random: createRandom(3), rank: 4, alpha: 8, modules: elsewhere });
    const comparison = await compare(await openModel(folderDoor(files)), await openForged(model));
    expect(comparison.verdict.answer).toBe('inconclusive');
    expect(ids(comparison)).toContain('adapter.nothing-fits');
  });

  it('are compared as they are with one another: equal ones are identical, others an open question', async () => {
    const make = async (seed: number): Promise<Model> =>
      openModel(folderDoor(encodeLora({ random: createRandom(seed), rank: 4, alpha: 8, modules }).files));
    expect((await compare(await make(3), await make(3))).verdict.answer).toBe('identical');
    const other = await compare(await make(3), await make(4));
    expect([other.verdict.answer, ids(other).includes('adapter.both')]).toEqual(['inconclusive', true]);
  });

  it('speak through the modules that they hold whole', async () => {
    const table = model.get('model.embed_tokens.weight')!;
    const saved = [
      {
        name: 'base_model.model.model.embed_tokens.weight',
        dtype: 'F32',
        shape: table.shape,
        values: table.values,
      } as const,
    ];
    const { files } = encodeLora({ random: createRandom(3), rank: 4, alpha: 8, modules, saved });
    const comparison = await compare(await openModel(folderDoor(files)), await openForged(model));
    const embeddings = comparison.components.find(({ component }) => component === 'embeddings');
    expect(embeddings?.verdict.answer).toBe('identical');
    expect(comparison.components.find(({ component }) => component === 'text')?.verdict.answer).toBe('inconclusive');
  });
});
