// What a comparison costs by the size of the models: a full one by their bytes, a sampled one hardly by anything.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { examine } from '../src/case/examine.ts';
import { openPath } from '../src/cli/examine-paths.ts';
import { startHashWorkers } from '../src/cli/hash-workers.ts';
import { startSpanWorkers } from '../src/cli/span-workers.ts';
import type { Model } from '../src/model/model.ts';
import { type BenchSection, benchRow } from './bench-section.ts';
import { type LargeShape, writeLargeModel } from './large-models.ts';
import { virtualModel } from './virtual-models.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, 'out', 'bench');

const goals = { bytes: 8 * 1_048_576, seconds: 2, memory: 300e6 } as const;

/** Llama shapes by the gigabytes that they take as BF16. */
const shapes: readonly (readonly [gigabytes: string, shape: LargeShape])[] = [
  ['0.1', { width: 768, units: 2_048, keyValue: 256, blocks: 6, vocabulary: 8_000 }],
  ['1', { width: 1_536, units: 4_096, keyValue: 512, blocks: 16, vocabulary: 32_000 }],
  ['10', { width: 4_096, units: 11_008, keyValue: 1_024, blocks: 28, vocabulary: 64_000 }],
  ['16', { width: 4_096, units: 14_336, keyValue: 1_024, blocks: 32, vocabulary: 128_256 }],
  ['100', { width: 8_192, units: 22_528, keyValue: 1_024, blocks: 70, vocabulary: 128_256 }],
];

/** Models that are written to disk, by their number of blocks: all of one width, so that nothing but their length differs. */
const written = [1, 3, 8, 24] as const;
const block: Omit<LargeShape, 'blocks'> = { width: 2_048, units: 5_632, keyValue: 512, vocabulary: 8_000 };

interface Point {
  readonly gigabytes: number;
  readonly seconds: number;
  readonly mebibytes: number;
  readonly mode: 'sample' | 'full';
}

export const sizesSection: BenchSection = {
  name: 'sizes',
  async run(signal) {
    const points = [...(await sampled(signal)), ...(await full(signal))];
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'speed.svg'), drawing(points));
    console.log(`\ndrawn: ${path.relative(root, path.join(folder, 'speed.svg'))}`);
    const decided = points.find(({ mode, gigabytes }) => mode === 'sample' && gigabytes > 14 && gigabytes < 20);
    const good =
      decided !== undefined && decided.mebibytes * 1_048_576 <= goals.bytes && decided.seconds < goals.seconds;
    console.log(`goals of the sampled 16 GB: 8 MiB of each and 2 s: ${good ? 'met' : 'missed'}`);
    return good;
  },
};

/** Models whose bytes are made when they are read: what a comparison asks for, whatever the disk. */
async function sampled(signal: AbortSignal): Promise<readonly Point[]> {
  console.log('sampled verdicts on pairs whose bytes are made when they are read (a noised copy)');
  const widths = [10, 12, 22, 10, 14, 10];
  console.log(benchRow(['shape', 'GB', 'MiB read of each', 'seconds', 'MB resident', 'answer'], widths));
  const points: Point[] = [];
  for (const [size, shape] of shapes) {
    await using suspect = await virtualModel(shape, 1 / 708);
    await using candidate = await virtualModel(shape, 0);
    const begun = performance.now();
    const { comparisons } = await examine(suspect.model, [candidate.model], { signal });
    const seconds = (performance.now() - begun) / 1000;
    const mebibytes = Math.max(suspect.model.bytesRead, candidate.model.bytesRead) / 1_048_576;
    const cells = [
      `${size} GB`,
      (suspect.bytes / 1e9).toFixed(2),
      mebibytes.toFixed(1),
      seconds.toFixed(1),
      (process.memoryUsage().rss / 1e6).toFixed(0),
      comparisons[0]?.verdict.answer ?? '–',
    ];
    console.log(benchRow(cells, widths));
    points.push({ gigabytes: suspect.bytes / 1e9, seconds, mebibytes, mode: 'sample' });
  }
  return points;
}

async function full(signal: AbortSignal): Promise<readonly Point[]> {
  console.log('\nfull comparisons of files, hashed, with two threads beside the reading one');
  const widths = [10, 12, 10, 14];
  console.log(benchRow(['blocks', 'GB', 'seconds', 's per GB of it'], widths));
  const points: Point[] = [];
  await using workers = startSpanWorkers(2);
  await using hasher = startHashWorkers(2);
  for (const blocks of written) {
    const [one, other] = ['sizes-noised', 'sizes-original'].map((name) => path.join(folder, `${name}-${blocks}`));
    await writeLargeModel(one as string, { ...block, blocks }, 1 / 708);
    await writeLargeModel(other as string, { ...block, blocks }, 0);
    const begun = performance.now();
    const models = await Promise.all([one, other].map((name) => openPath(name as string, 'full', { hasher })));
    await using suspect = models[0] as Model;
    await using candidate = models[1] as Model;
    await examine(suspect, [candidate], { read: 'full', signal, scanner: workers });
    const seconds = (performance.now() - begun) / 1000;
    const gigabytes = suspect.files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e9;
    console.log(
      benchRow([String(blocks), gigabytes.toFixed(2), seconds.toFixed(1), (seconds / gigabytes).toFixed(2)], widths),
    );
    points.push({ gigabytes, seconds, mebibytes: suspect.bytesRead / 1_048_576, mode: 'full' });
  }
  return points;
}

/** Both kinds over the size, both axes logarithmic: what is proportional to the size rises as the thin line does. */
function drawing(points: readonly Point[]): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const fulls = points.filter(({ mode }) => mode === 'full');
  const last = fulls.at(-1);
  const slope = last === undefined ? 1 : last.seconds / last.gigabytes;
  const proportional = [0.05, 100].map((gigabytes) => ({ gigabytes, seconds: slope * gigabytes }));
  const figure = Plot.plot({
    document,
    width: 640,
    height: 400,
    marginLeft: 50,
    style: { background: 'white', color: 'black' },
    x: { type: 'log', label: 'size of one model in GB', domain: [0.05, 200], tickFormat: '~g' },
    y: { type: 'log', label: 'seconds', grid: true, domain: [0.2, 200], tickFormat: '~g' },
    marks: [
      Plot.line(proportional, { x: 'gigabytes', y: 'seconds', stroke: '#999', strokeDasharray: '4 3', clip: true }),
      ...(['sample', 'full'] as const).flatMap((mode) => {
        const own = points.filter((point) => point.mode === mode);
        const symbol = mode === 'sample' ? 'circle' : 'square';
        return [
          Plot.line(own, { x: 'gigabytes', y: 'seconds', stroke: 'black' }),
          Plot.dot(own, {
            x: 'gigabytes',
            y: 'seconds',
            symbol,
            fill: mode === 'sample' ? 'white' : 'black',
            stroke: 'black',
          }),
          Plot.text(own.slice(-1), { x: 'gigabytes', y: 'seconds', text: () => `--read ${mode}`, dy: -12 }),
        ];
      }),
    ],
  });
  const svg = figure as unknown as Element;
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return `${svg.outerHTML}\n`;
}
