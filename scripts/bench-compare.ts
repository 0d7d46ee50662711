// How fast a full comparison is: beside the machine's own reading of the same files, and beside the same sums by others.
import { execFileSync, spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { examine } from '../src/case/examine.ts';
import { openPath } from '../src/cli/examine-paths.ts';
import { startHashWorkers } from '../src/cli/hash-workers.ts';
import { startSpanWorkers } from '../src/cli/span-workers.ts';
import { decode } from '../src/formats/numbers/values.ts';
import type { Model } from '../src/model/model.ts';
import { peers, peerTime } from './bench-peers.ts';
import { type BenchSection, benchRow } from './bench-section.ts';
import { billion, writeLargeModel } from './large-models.ts';

const folder = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'out', 'bench');

const names = ['noised', 'original'] as const;

const fileOf = (name: string): string => path.join(folder, name, 'model.safetensors');

/** Rounds of which the fastest counts: whatever else the machine does only ever slows a round. */
const rounds = 3;

const goals = { cold: 0.8, cached: 0.5, torch: 10 } as const;

export const compareSection: BenchSection = {
  name: 'compare',
  async run(signal) {
    await writeLargeModel(path.join(folder, 'original'), billion, 0);
    await writeLargeModel(path.join(folder, 'noised'), billion, 1 / 708);
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
    const sums = { meanSquare: 0 };
    const contenders = [
      cat,
      () => full(0, Infinity, signal),
      () => full(2, Infinity, signal),
      () => full(2, 0, signal),
      async () => void (sums.meanSquare = await plainly()),
    ];
    const times = await fastest(contenders, () => undefined);
    const [catTime, one, two, unhashed, plain] = times as [number, number, number, number, number];
    print('cat, from the page cache', catTime, catTime);
    print('ours: hash, sums, tests, in one thread', one, catTime);
    const cached = print('ours: the same, two threads beside', two, catTime);
    print('ours: without the hash, two threads beside', unhashed, catTime);
    print('sums alone, a loop in JavaScript', plain, catTime);
    let isAhead = true;
    for (const peer of peers) {
      const time = peerTime(peer, fileOf('noised'), fileOf('original'), 1, 2);
      if (time === undefined) {
        console.log(`sums alone, ${peer}: not measured, no Python here has it`);
        continue;
      }
      if (Math.abs(time.meanSquare / sums.meanSquare - 1) > 1e-6)
        throw new Error(`${peer} sums to ${time.meanSquare}, the loop to ${sums.meanSquare}`);
      print(`sums alone, ${peer}`, time.seconds, catTime);
      console.log(
        `  ours takes ${(two / time.seconds).toFixed(2)} of its time, without the hash ${(unhashed / time.seconds).toFixed(2)}`,
      );
      if (peer === 'torch') isAhead = time.seconds / unhashed >= goals.torch;
    }
    const coldTimes = canDrop() ? await fastest([cat, () => full(2, Infinity, signal)], dropFromCache) : undefined;
    let isCold = true;
    if (coldTimes === undefined) console.log('from a cold disk: not measured, the cache cannot be dropped here');
    else {
      const [coldCat, cold] = coldTimes as [number, number];
      print('cat, from a cold disk', coldCat, coldCat);
      isCold = print('ours: hash, sums, tests, from a cold disk', cold, coldCat) >= goals.cold;
    }
    const said = (isMet: boolean): string => (isMet ? 'met' : 'missed');
    console.log(`goal ${goals.cached} of cat from the cache: ${said(cached >= goals.cached)}`);
    console.log(`goal ${goals.cold} of cat from a cold disk: ${said(isCold)}`);
    console.log(`goal ${goals.torch} times as fast as torch: ${said(isAhead)}`);
    return cached >= goals.cached && isCold && isAhead;
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

/** A full comparison as the program makes it, with so many threads beside the reading one; hashed unless that is limited. */
async function full(threads: number, hashLimit: number, signal: AbortSignal): Promise<void> {
  await using workers = threads === 0 ? undefined : startSpanWorkers(threads);
  await using hasher = threads === 0 ? undefined : startHashWorkers(threads);
  // A sample hashes no file of this size.
  const mode = hashLimit === 0 ? 'sample' : 'full';
  const open = (name: string): Promise<Model> => openPath(path.dirname(fileOf(name)), mode, { hasher });
  const [suspect, candidate] = await Promise.all([open('noised'), open('original')]);
  try {
    const scanner = workers === undefined ? {} : { scanner: workers };
    const { comparisons } = await examine(suspect, [candidate], { read: 'full', signal, ...scanner });
    if (comparisons[0]?.verdict.answer !== 'derived') throw new Error(`the pair is ${comparisons[0]?.verdict.answer}`);
  } finally {
    await suspect[Symbol.asyncDispose]();
    await candidate[Symbol.asyncDispose]();
  }
}

/** The same sums as anybody would write them: both sides as floats, and a loop for the moments. Gives the mean square of d. */
async function plainly(): Promise<number> {
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
  return (sums[5] as number) / a.tensors.reduce((all, { elements }) => all + elements, 0);
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
