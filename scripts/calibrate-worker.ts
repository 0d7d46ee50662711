// One thread of `npm run calibrate`: trains strangers, compares rows of pairs, examines pairs, studies families of kin.
import { readFile } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';
import { studyFamily } from '../grower/calibration/kin-study.ts';
import { join, type NullCounts, nothing } from '../grower/calibration/null-counts.ts';
import { type Company, companyOf, strangerRecipe, strangerShape, strangers } from '../grower/calibration/population.ts';
import { type Prepared, prepare, singleNullsOf } from '../grower/calibration/single-nulls.ts';
import { assertTelling, assignPair, comparePair } from '../grower/calibration/stranger-pairs.ts';
import { tensorNullsOf, turnedMatrices } from '../grower/calibration/tensor-nulls.ts';
import { decoded, forgedFrom, openWeights, weightFile } from '../grower/grown-model.ts';
import { unigramEntropy } from '../grower/language.ts';
import type { Network } from '../grower/network.ts';
import { corpusFor, grow, heldOutLoss, networkFor } from '../grower/train.ts';
import { examine } from '../src/case/examine.ts';
import type { Model } from '../src/model/model.ts';
import type { CalibrateTask, RowCounts } from './calibrate-tasks.ts';

/** Seed of everything that the tests draw. */
const testSeed = 1;
/** Batches that the loss at the end is measured on. */
const heldOutBatches = 8;

let network: Network | undefined;
let population: { readonly folder: string; readonly models: Promise<readonly Model[]> } | undefined;

function theNetwork(): Network {
  network ??= networkFor({ ...strangerRecipe, initSeed: 0, dataSeed: 0, orderSeed: 0 });
  return network;
}

async function openAll(folder: string, count: number): Promise<readonly Model[]> {
  const models: Model[] = [];
  for (let index = 0; index < count; index++) {
    const bytes = new Uint8Array(await readFile(`${folder}/${index}.safetensors`));
    const model = await decoded(await openWeights(`stranger-${index}`, strangerShape, bytes));
    await assertTelling(model);
    models.push(model);
  }
  return models;
}

function opened(folder: string, count: number): Promise<readonly Model[]> {
  if (population?.folder !== folder) population = { folder, models: openAll(folder, count) };
  return population.models;
}

const prepared = new Map<number, Prepared>();

/** A model as the tests see it, prepared once. */
async function preparedOf(index: number, models: readonly Model[]): Promise<Prepared> {
  const known = prepared.get(index) ?? (await prepare(models[index] as Model, testSeed));
  prepared.set(index, known);
  return known;
}

const turned = new Map<number, Awaited<ReturnType<typeof turnedMatrices>>>();

async function turnedOf(index: number, models: readonly Model[]) {
  const known = turned.get(index) ?? (await turnedMatrices(models[index] as Model, testSeed));
  turned.set(index, known);
  return known;
}

async function run(task: CalibrateTask): Promise<unknown> {
  switch (task.kind) {
    case 'train': {
      const stranger = strangers(task.count)[task.index];
      if (stranger === undefined) throw new RangeError(`no stranger ${task.index}`);
      const corpus = corpusFor(stranger.recipe);
      const { parameters } = grow(stranger.recipe, { network: theNetwork() });
      const rounded = forgedFrom(strangerShape, parameters);
      const loss = heldOutLoss(theNetwork(), stranger.recipe, parameters, heldOutBatches);
      const unigram = unigramEntropy(corpus, strangerShape.vocabulary);
      return { index: task.index, loss, unigram, weights: weightFile(rounded) };
    }
    case 'row': {
      const models = await opened(task.folder, task.count);
      const all = strangers(task.count);
      const single: { [company in Company]?: NullCounts } = {};
      const whole: { [company in Company]?: NullCounts } = {};
      const mine = await preparedOf(task.row, models);
      for (let j = task.row + 1; j < task.count; j++) {
        const company = companyOf(all[task.row] as (typeof all)[number], all[j] as (typeof all)[number]);
        const nulls = singleNullsOf(mine, await preparedOf(j, models));
        single[company] = join(single[company] ?? nothing, nulls);
        if (j > task.row + task.wholeTests) continue;
        const pair = await comparePair(models[task.row] as Model, models[j] as Model, testSeed);
        whole[company] = join(whole[company] ?? nothing, pair);
      }
      return { single, whole } satisfies RowCounts;
    }
    case 'tensors': {
      const models = await opened(task.folder, task.count);
      const all = strangers(task.count);
      const counts: { [company in Company]?: NullCounts } = {};
      const mine = await turnedOf(task.row, models);
      for (let j = task.row + 1; j < task.count; j++) {
        const company = companyOf(all[task.row] as (typeof all)[number], all[j] as (typeof all)[number]);
        counts[company] = join(counts[company] ?? nothing, tensorNullsOf(mine, await turnedOf(j, models)));
      }
      return counts;
    }
    case 'assignments': {
      const models = await opened(task.folder, task.count);
      let counts = nothing;
      for (let j = task.row + 1; j < task.count; j++)
        counts = join(counts, await assignPair(models[task.row] as Model, models[j] as Model, testSeed));
      return counts.agreements;
    }
    case 'examine': {
      const models = await opened(task.folder, task.count);
      const [a, b] = task.pair;
      const { comparisons } = await examine(models[a] as Model, [models[b] as Model], { seed: testSeed });
      const components = comparisons[0]?.components.map(({ component, verdict }) => [component, verdict.answer]) ?? [];
      return { answer: comparisons[0]?.verdict.answer, components };
    }
    case 'kin':
      return studyFamily(task.family, theNetwork());
  }
}

const port = parentPort;
port?.on('message', ({ number, task }: { readonly number: number; readonly task: CalibrateTask }) => {
  run(task).then(
    (result) => port.postMessage({ number, result }),
    (error: unknown) =>
      port.postMessage({ number, failure: error instanceof Error ? String(error.stack) : String(error) }),
  );
});
