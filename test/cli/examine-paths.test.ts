// Trained weights from a disk: what training and noise do to real models is told apart.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { addNoise } from '../../forgeries/disguises.ts';
import { type ForgedModel, forgedTensor } from '../../forgeries/forged-model.ts';
import type { NumbersToWrite } from '../../forgeries/write-safetensors.ts';
import { encodeTfjs } from '../../forgeries/writers/tfjs.ts';
import { examine } from '../../src/case/examine.ts';
import { examineModels, openPath } from '../../src/cli/examine-paths.ts';
import { openForged } from '../case/in-memory.ts';

const zoo = (name: string): string => fileURLToPath(new URL(`../fixtures/zoo/${name}`, import.meta.url));

/** The fixture as a forger holds it. */
async function forgeable(name: string): Promise<ForgedModel> {
  await using model = await openPath(zoo(name), 'full');
  const tensors = new Map<string, ReturnType<typeof forgedTensor>>();
  for (const tensor of model.tensors)
    tensors.set(tensor.name, forgedTensor(tensor.shape, 'BF16', await model.read(tensor, 0, tensor.elements)));
  return tensors;
}

const operations = (verdict: { readonly operations: readonly { readonly operation: string }[] }): string[] =>
  verdict.operations.map(({ operation }) => operation);

describe('examineModels', () => {
  it('finds a trained model, its fine-tune and a stranger of the same data for what they are', async () => {
    const { comparisons } = await examineModels({
      suspectPath: zoo('finetuned-other'),
      candidatePaths: [zoo('base-0'), zoo('base-1')],
    });
    const [parent, stranger] = comparisons.map(({ verdict }) => verdict);
    expect(parent).toMatchObject({ answer: 'derived', direction: 'undecided' });
    expect(operations(parent!)).toEqual(['fine-tuned']);
    expect(stranger).toMatchObject({ answer: 'independent', operations: [] });
    expect(stranger?.detectable?.correlation).toBeLessThan(0.3);
  });

  it('finds nothing between two trainings on the same data', async () => {
    const { comparisons } = await examineModels({ suspectPath: zoo('base-1'), candidatePaths: [zoo('base-0')] });
    expect(comparisons[0]?.verdict.answer).toBe('independent');
    for (const { verdict } of comparisons[0]?.components ?? []) expect(verdict.answer).toBe('independent');
  });

  it.each([1.4e-3, 5e-3])('finds noise of sigma %d on trained weights, its width and its direction', async (sigma) => {
    const base = await forgeable('base-0');
    const [clean, noised] = await Promise.all([openForged(base), openForged(addNoise(base, sigma, 9))]);
    const { verdict } = (await examine(noised, [clean])).comparisons[0]!;
    expect(verdict).toMatchObject({ answer: 'derived', direction: 'suspect-from-candidate' });
    expect(operations(verdict)).toEqual(['noised']);
    expect(Math.abs((verdict.operations[0]?.parameters['sigma'] as number) / sigma - 1)).toBeLessThan(0.02);
  });

  it('opens one file by its own name, and finds it identical to its folder', async () => {
    const { comparisons, suspect } = await examineModels({
      suspectPath: `${zoo('base-0')}/model.safetensors`,
      candidatePaths: [zoo('base-0')],
      read: 'full',
    });
    expect(comparisons[0]?.verdict.answer).toBe('identical');
    expect(comparisons[0]?.reading.coverage).toBe(1);
    expect(suspect.files.map(({ path }) => path)).toEqual(['model.safetensors']);
  });

  it('opens a model of TensorFlow.js by its model.json, and finds it identical to its folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'forebear-tfjs-'));
    try {
      await using base = await openPath(zoo('base-0'), 'full');
      const tensors: NumbersToWrite[] = [];
      for (const { name, shape, elements } of base.tensors.slice(0, 6)) {
        const tensor = base.tensors.find((each) => each.name === name)!;
        tensors.push({ name, dtype: 'F32', shape, values: await base.read(tensor, 0, elements) });
      }
      for (const [name, bytes] of encodeTfjs(tensors, { shardBytes: 30_000 })) writeFileSync(join(folder, name), bytes);
      const suspectPath = join(folder, 'model.json');
      const { comparisons, suspect } = await examineModels({ suspectPath, candidatePaths: [folder], read: 'full' });
      expect(comparisons[0]?.verdict.answer).toBe('identical');
      expect(suspect.files.length).toBeGreaterThan(2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses what is not there', async () => {
    await expect(examineModels({ suspectPath: zoo('base-9'), candidatePaths: [zoo('base-0')] })).rejects.toMatchObject({
      code: 'source',
    });
  });

  it('refuses two files of one name as one model', async () => {
    const both = `${zoo('base-0')}/model.safetensors,${zoo('base-1')}/model.safetensors`;
    await expect(examineModels({ suspectPath: both, candidatePaths: [zoo('base-0')] })).rejects.toMatchObject({
      code: 'usage',
    });
  });

  it('holds digests of the files as they lie there', async () => {
    await using model = await openPath(zoo('base-0'), 'sample');
    const digest = Buffer.from(
      await crypto.subtle.digest('SHA-256', await readFile(`${zoo('base-0')}/model.safetensors`)),
    ).toString('hex');
    expect(model.files.find(({ path }) => path === 'model.safetensors')?.sha256).toBe(digest);
  });
});
