// `npm run calibrate`: trains hundreds of strangers and families of kin, compares them, and writes calibration/.
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { calibratedFigures, calibratedModule } from '../grower/calibration/calibrated-module.ts';
import type { Calibration } from '../grower/calibration/calibration.ts';
import { calibrationOf } from '../grower/calibration/calibration.ts';
import { calibrationPage } from '../grower/calibration/calibration-page.ts';
import type { KinFinding } from '../grower/calibration/kin-study.ts';
import { join, type NullCounts, nothing } from '../grower/calibration/null-counts.ts';
import { strangerShape } from '../grower/calibration/population.ts';
import { ForebearError } from '../src/errors.ts';
import { mostAsked } from '../src/evidence/weights/unit-assignment.ts';
import { assignmentNull } from '../src/verdict/thresholds.ts';
import {
  assignmentCode,
  digestOf,
  PieceCache,
  studyCode,
  tensorCode,
  testCode,
  trainingCode,
} from './calibrate-cache.ts';
import type { CalibrateTask, ExaminedPair, RowCounts, TrainedStranger } from './calibrate-tasks.ts';
import { Eta } from './eta.ts';
import { runScript } from './run-script.ts';
import { runTasks } from './worker-pool.ts';

/** Models that follow one and go through the whole tests with it; they cost four times what single nulls cost. */
const followers = 24;

/** Where the calibration lies that the product stands on. */
const committed = 'calibration';

const script = new URL('./calibrate-worker.ts', import.meta.url);

interface Settings {
  readonly models: number;
  readonly families: number;
  readonly examined: number;
  /** Each of so many models goes through the whole tests with the next `followers`. */
  readonly whole: number;
  readonly threads: number;
  readonly signal: AbortSignal;
}

/** Runs what is missing of `names` and gives the pieces of all, in their order. */
async function pieces(
  title: string,
  cache: PieceCache,
  wanted: readonly { readonly name: string; readonly task: CalibrateTask; readonly weight?: number }[],
  { threads, signal }: Settings,
  toText: (result: unknown) => Promise<string> | string = (result) => JSON.stringify(result),
): Promise<readonly string[]> {
  const found = await Promise.all(wanted.map(async ({ name }) => cache.read(name)));
  const missing = wanted.filter((_, i) => found[i] === undefined);
  const eta = new Eta(
    title,
    missing.reduce((sum, { weight }) => sum + (weight ?? 1), 0),
  );
  const writes: Promise<void>[] = [];
  const tasks = missing.map(({ task }) => task);
  await runTasks(script, tasks, threads, signal, (number, result) => {
    const piece = missing[number];
    if (piece === undefined) return;
    writes.push(Promise.resolve(toText(result)).then(async (text) => cache.write(piece.name, text)));
    eta.done(piece.weight ?? 1);
  });
  await Promise.all(writes);
  return Promise.all(wanted.map(async ({ name }) => (await cache.read(name)) ?? ''));
}

async function train(cache: PieceCache, settings: Settings): Promise<Calibration['models']> {
  const count = settings.models;
  const wanted = Array.from({ length: count }, (_, index) => ({
    name: `${index}.json`,
    task: { kind: 'train', index, count } as const,
  }));
  const texts = await pieces('training', cache, wanted, settings, async (result) => {
    const trained = result as TrainedStranger;
    await cache.write(`${trained.index}.safetensors`, trained.weights);
    const sha256 = createHash('sha256').update(trained.weights).digest('hex');
    return JSON.stringify({ loss: trained.loss, unigram: trained.unigram, sha256 });
  });
  return texts.map((text) => JSON.parse(text) as Calibration['models'][number]);
}

/** Pairs for the whole of `examine`: first those in which every model stands once, then neighbours further apart. */
function pairsToExamine(models: number, count: number): readonly (readonly [number, number])[] {
  const pairs: [number, number][] = [];
  for (let i = 0; i + 1 < models; i += 2) pairs.push([i, i + 1]);
  for (let apart = 3; pairs.length < count && apart < models; apart += 2)
    for (let i = 0; i + apart < models; i++) pairs.push([i, i + apart]);
  return pairs.slice(0, count);
}

async function calibrate(settings: Settings): Promise<Calibration> {
  const { models: count } = settings;
  const [training, testing] = [await digestOf(trainingCode), await digestOf(testCode)];
  const models = await PieceCache.open(`models-${count}-${training}`);
  const trained = await train(models, settings);
  const folder = models.folder;

  const pairCache = await PieceCache.open(`pairs-${count}-${training}-${testing}`);
  const rows = Array.from({ length: count - 1 }, (_, row) => {
    const wholeTests = row < settings.whole ? followers : 0;
    return {
      name: `row-${row}-${wholeTests}.json`,
      task: { kind: 'row', row, wholeTests, count, folder } as const,
      weight: count - 1 - row,
    };
  });
  const counted = await pieces('pairs', pairCache, rows, settings);

  const tensorCache = await PieceCache.open(`tensors-${count}-${training}-${testing}-${await digestOf(tensorCode)}`);
  const tensorRows = rows.map(({ weight }, row) => ({
    name: `row-${row}.json`,
    task: { kind: 'tensors', row, count, folder } as const,
    weight,
  }));
  const byTensor = await pieces('tensors', tensorCache, tensorRows, settings);

  const pairs = pairsToExamine(count, settings.examined).map((pair) => ({
    name: `examined-${pair.join('-')}.json`,
    task: { kind: 'examine', pair, count, folder } as const,
  }));
  const examined = await pieces('examine', pairCache, pairs, settings);

  const studying = await digestOf(studyCode);
  const kinCache = await PieceCache.open(`kin-${training}-${testing}-${studying}`);
  const families = Array.from({ length: settings.families }, (_, family) => ({
    name: `${family}.json`,
    task: { kind: 'kin', family } as const,
  }));
  const kin = await pieces('kin', kinCache, families, settings);

  return calibrationOf({
    command: `npm run calibrate -- --models ${count} --families ${settings.families} --whole ${settings.whole} --examined ${settings.examined}`,
    code: { training, tests: testing },
    models: trained,
    rows: counted.map((text, row) => ({
      ...(JSON.parse(text) as RowCounts),
      tensors: JSON.parse(byTensor[row] ?? '{}') as RowCounts['single'],
    })),
    examined: examined.map((text, i) => ({
      ...(JSON.parse(text) as ExaminedPair),
      disjoint: i < Math.floor(count / 2),
    })),
    kin: kin.flatMap((text) => JSON.parse(text) as readonly KinFinding[]),
  });
}

/** What `npm run calibrate -- --assignments` counts: blocks by how many of the asked units all three views agreed on. */
async function assignments(settings: Settings): Promise<boolean> {
  const { models: count } = settings;
  const training = await digestOf(trainingCode);
  const models = await PieceCache.open(`models-${count}-${training}`);
  await train(models, settings);
  const testing = await digestOf(assignmentCode);
  const cache = await PieceCache.open(`assignments-${count}-${training}-${testing}`);
  const rows = Array.from({ length: count - 1 }, (_, row) => ({
    name: `row-${row}.json`,
    task: { kind: 'assignments', row, count, folder: models.folder } as const,
    weight: count - 1 - row,
  }));
  const counted = await pieces('assignments', cache, rows, settings);
  const counts = counted
    .map((text): NullCounts => ({ ...nothing, agreements: JSON.parse(text) as NullCounts['agreements'] }))
    .reduce(join, nothing);
  const blocks = counts.agreements['unit-assignment layer'];
  const pairs = counts.agreements['unit-assignment pair'];
  if (blocks === undefined || pairs === undefined) throw new ForebearError('format', 'cache', 'counted blocks', 'none');
  const asked = Math.min(mostAsked, strangerShape.feedForward);
  const needed = Math.ceil(assignmentNull.share * asked);
  const found = blocks.byCount.slice(needed).reduce((sum, times) => sum + times, 0);
  const document = {
    command: `npm run calibrate -- --assignments --models ${count}`,
    code: { training, tests: testing },
    models: count,
    pairs: pairs.count,
    blocks: blocks.count,
    candidates: strangerShape.layers,
    asked,
    needed,
    found,
    byCount: blocks.byCount,
    pairsByCount: pairs.byCount,
  };
  await mkdir(committed, { recursive: true });
  await writeFile(path.join(committed, 'assignments.json'), `${JSON.stringify(document)}\n`);
  console.log(document);
  return found === 0;
}

function whole(text: string, option: string, least: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least)
    throw new ForebearError('usage', option, `a whole number from ${least}`, text);
  return number;
}

await runScript(async (signal) => {
  const { values } = parseArgs({
    options: {
      models: { type: 'string', default: '688' },
      families: { type: 'string', default: '5' },
      whole: { type: 'string', default: '160' },
      examined: { type: 'string', default: '344' },
      threads: { type: 'string', default: '2' },
      out: { type: 'string', default: committed },
      assignments: { type: 'boolean', default: false },
    },
  });
  const settings: Settings = {
    models: whole(values.models, '--models', 8),
    families: whole(values.families, '--families', 1),
    examined: whole(values.examined, '--examined', 1),
    whole: whole(values.whole, '--whole', 1),
    threads: whole(values.threads, '--threads', 1),
    signal,
  };
  if (values.assignments) return assignments(settings);
  const calibration = await calibrate(settings);
  await mkdir(values.out, { recursive: true });
  await writeFile(path.join(values.out, 'calibration.json'), `${JSON.stringify(calibration, undefined, 1)}\n`);
  const page = calibrationPage(calibration);
  await writeFile(path.join(values.out, 'README.md'), page);
  // The summary that the package ships goes with the calibration that is committed, and with no other.
  if (values.out === committed)
    await writeFile('src/verdict/calibrated.ts', calibratedModule(calibratedFigures(calibration)));
  console.log(page);
  return Object.values(calibration.falseFindings).every((found) => found === 0);
});
