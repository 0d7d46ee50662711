// How fast a comparison is: beside the machine's own reading of the same files, and by what a sampled one reads.
import { execFileSync, spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { examine } from '../src/case/examine.ts';
import { openPath } from '../src/cli/examine-paths.ts';
import { startSpanWorkers } from '../src/cli/span-workers.ts';
import { decode } from '../src/formats/numbers/values.ts';
import { type BenchSection, benchRow } from './bench-section.ts';
import { type LargeShape, writeLargeModel } from './large-models.ts';
import { virtualModel } from './virtual-models.ts';

const folder = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'out', 'bench');

/** 0.55 GB in BF16: two of them and what compares them fit into any machine's memory. */
const half: LargeShape = { width: 2_048, units: 5_632, keyValue: 512, blocks: 6, vocabulary: 8_000 };

const names = ['noised', 'original'] as const;

const fileOf = (name: string): string => path.join(folder, name, 'model.safetensors');

/** Rounds of which the fastest counts: whatever else the machine does only ever slows a round. */
const rounds = 3;

const goals = { cold: 0.8, cached: 0.5, plain: 10 } as const;

export const compareSection: BenchSection = {
  name: 'compare',
  async run(signal) {
    await writeLargeModel(path.join(folder, 'original'), half, 0);
    await writeLargeModel(path.join(folder, 'noised'), half, 1 / 708);
    const bytes = (await Promise.all(names.map((name) => stat(fileOf(name))))).reduce((sum, { size }) => sum + size, 0);
    console.log(`compare: two models of ${(bytes / 2e9).toFixed(2)} GB, every element; GB/s of both files`);
    const widths = [46, 8, 10];
    console.log(benchRow(['', 'GB/s', 'of cat'], widths));
    const speed = (seconds: number): number => bytes / 1e9 / seconds;
    const print = (what: string, seconds: number, cat: number): number => {
      console.log(benchRow([what, speed(seconds).toFixed(2), (cat / seconds).toFixed(2)], widths));
      return cat / seconds;
    };
    const cat = (): Promise<void> =>
      Promise.resolve(void execFileSync('sh', ['-c', 'cat "$@" > /dev/null', 'sh', ...names.map(fileOf)]));
    const times = await fastest([cat, () => full(0, signal), () => full(2, signal), plainly], () => undefined);
    const [catTime, one, two, plain] = times as [number, number, number, number];
    print('cat, from the page cache', catTime, catTime);
    print('every figure of ours, in one thread', one, catTime);
    const cached = print('every figure of ours, two threads beside', two, catTime);
    print('straightforward sums in plain JavaScript', plain, catTime);
    console.log(`beside plain JavaScript: ${(plain / one).toFixed(1)} times as fast in one thread`);
    const coldTimes = canDrop() ? await fastest([cat, () => full(2, signal)], dropFromCache) : undefined;
    let isCold = true;
    if (coldTimes === undefined) console.log('from a cold disk: not measured, the cache cannot be dropped here');
    else {
      const [coldCat, cold] = coldTimes as [number, number];
      print('cat, from a cold disk', coldCat, coldCat);
      isCold = print('every figure of ours, from a cold disk', cold, coldCat) >= goals.cold;
    }
    const isSampled = await sampled(signal);
    const isFull = cached >= goals.cached && isCold;
    console.log(
      `goals: ${goals.cached} of cat from the cache, ${goals.cold} from a cold disk: ${isFull ? 'met' : 'missed'}`,
    );
    return isFull && isSampled;
  },
};

/** Seconds of each, the fastest of some rounds in which all take turns. */
async function fastest(contenders: readonly (() => Promise<void>)[], before: () => void): Promise<readonly number[]> {
  const best = contenders.map(() => Infinity);
  for (let round = 0; round < rounds; round++) {
    for (const [i, contender] of contenders.entries()) {
      before();
      const begun = performance.now();
      await contender();
      best[i] = Math.min(best[i] as number, (performance.now() - begun) / 1000);
    }
  }
  return best;
}

/** A full comparison as the program makes it, models opened and hashed, with so many threads beside the reading one. */
async function full(threads: number, signal: AbortSignal): Promise<void> {
  await using workers = threads === 0 ? undefined : startSpanWorkers(threads);
  const [suspect, candidate] = [
    await openPath(path.dirname(fileOf('noised')), 'full'),
    await openPath(path.dirname(fileOf('original')), 'full'),
  ];
  try {
    const scanner = workers === undefined ? {} : { scanner: workers };
    const { comparisons } = await examine(suspect, [candidate], { read: 'full', signal, ...scanner });
    if (comparisons[0]?.verdict.answer !== 'derived') throw new Error(`the pair is ${comparisons[0]?.verdict.answer}`);
  } finally {
    await suspect[Symbol.asyncDispose]();
    await candidate[Symbol.asyncDispose]();
  }
}

/** The same sums as anybody would write them: both sides as floats, and a loop for the moments. */
async function plainly(): Promise<void> {
  const [a, b] = [
    await openPath(path.dirname(fileOf('noised')), 'sample'),
    await openPath(path.dirname(fileOf('original')), 'sample'),
  ];
  const sums = new Float64Array(10);
  for (const [i, tensor] of a.tensors.entries()) {
    const other = b.tensors[i];
    if (other === undefined) continue;
    for (let from = 0; from < tensor.elements; from += 1_048_576) {
      const to = Math.min(tensor.elements, from + 1_048_576);
      const [x, y] = [await a.readStored(tensor, from, to), await b.readStored(other, from, to)];
      if (x === undefined || y === undefined) continue;
      addPlainly(sums, decode(x.type, x.bytes, to - from), decode(y.type, y.bytes, to - from));
    }
  }
  await a[Symbol.asyncDispose]();
  await b[Symbol.asyncDispose]();
}

function addPlainly(sums: Float64Array, x: Float32Array, y: Float32Array): void {
  let [sx, sy, sxx, syy, sxy, sd2, sd3, sd4, equal] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [p, q] = [x[i] as number, y[i] as number];
    const d = p - q;
    sx += p;
    sy += q;
    sxx += p * p;
    syy += q * q;
    sxy += p * q;
    sd2 += d * d;
    sd3 += d * d * d;
    sd4 += d * d * d * d;
    if (p === q) equal += 1;
  }
  for (const [t, sum] of [sx, sy, sxx, syy, sxy, sd2, sd3, sd4, equal].entries()) sums[t] = (sums[t] as number) + sum;
}

const drop = (file: string): readonly string[] => [
  `of=${file}`,
  'oflag=nocache',
  'conv=notrunc,fdatasync',
  'count=0',
  'status=none',
];

function canDrop(): boolean {
  return spawnSync('dd', drop(fileOf('original')), { stdio: 'ignore' }).status === 0;
}

function dropFromCache(): void {
  for (const name of names) execFileSync('dd', drop(fileOf(name)), { stdio: 'ignore' });
}

const sampleGoals = { bytes: 8 * 1_048_576, seconds: 2 } as const;

/** Llama shapes by the gigabytes that they take as BF16. */
const sizes: readonly (readonly [gigabytes: string, shape: LargeShape])[] = [
  ['0.1', { width: 768, units: 2_048, keyValue: 256, blocks: 6, vocabulary: 8_000 }],
  ['1', { width: 1_536, units: 4_096, keyValue: 512, blocks: 16, vocabulary: 32_000 }],
  ['16', { width: 4_096, units: 14_336, keyValue: 1_024, blocks: 32, vocabulary: 128_256 }],
  ['100', { width: 8_192, units: 22_528, keyValue: 1_024, blocks: 70, vocabulary: 128_256 }],
];

/** Sampled verdicts on models whose bytes are made when they are read: what a comparison asks for, whatever the disk. */
async function sampled(signal: AbortSignal): Promise<boolean> {
  console.log('\nsampled verdicts on pairs whose bytes are made when they are read (a noised copy)');
  const widths = [10, 12, 22, 10, 12];
  console.log(benchRow(['shape', 'GB', 'MiB read of each', 'seconds', 'answer'], widths));
  let good = true;
  for (const [size, shape] of sizes) {
    await using suspect = await virtualModel(shape, 1 / 708);
    await using candidate = await virtualModel(shape, 0);
    const begun = performance.now();
    const { comparisons } = await examine(suspect.model, [candidate.model], { signal });
    const seconds = (performance.now() - begun) / 1000;
    const read = Math.max(suspect.model.bytesRead, candidate.model.bytesRead);
    const answer = comparisons[0]?.verdict.answer ?? '–';
    const cells = [
      `${size} GB`,
      (suspect.bytes / 1e9).toFixed(2),
      (read / 1_048_576).toFixed(1),
      seconds.toFixed(1),
      answer,
    ];
    console.log(benchRow(cells, widths));
    if (size === '16') good = answer === 'derived' && read <= sampleGoals.bytes && seconds < sampleGoals.seconds;
  }
  console.log(`goals at 16 GB: 8 MiB of each and 2 s: ${good ? 'met' : 'missed'}`);
  return good;
}
