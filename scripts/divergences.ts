// `npm run divergences`: how often llama.cpp's cut of an image differs from the released one, and whether our account of its cut is true of the
// library itself: a tiny pair is shown black images of drawn sizes, and must answer as our forward pass does under that cut.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { blackImage, chancesOfCut, farthest } from '../forgeries/black-image.ts';
import { memoryFolder } from '../forgeries/memory-folder.ts';
import { tinyFolder, tinyMiniCpm } from '../forgeries/tiny-minicpm.ts';
import { tinyGguf } from '../forgeries/tiny-minicpm-gguf.ts';
import { startLlama } from '../src/cli/llama-process.ts';
import { isForebearError } from '../src/errors.ts';
import { encodePng } from '../src/image/encode-png.ts';
import { createRandom } from '../src/math/random.ts';
import { type Size, slicePlan } from '../src/minicpm/slice-plan.ts';
import { openModel } from '../src/model/open.ts';
import { type Cut, cutsDiffer, llamaCut } from '../src/runtimes/divergences.ts';
import { llamaRuntime } from '../src/runtimes/llama-cpp.ts';
import { ownForward } from '../src/runtimes/own.ts';
import { greedy } from '../src/runtimes/runtime.ts';
import { runScript } from './run-script.ts';
import { tableRow } from './table-row.ts';

const drawn = 20_000;
const [least, most] = [14, 2_000];

/** Sizes that are asked about stay below this: a tower over ten parts takes ten seconds. */
const mostAsked = 900;
const asked = 32;

const question = 'Read the slip.';

const examples: readonly Size[] = [
  { width: 100, height: 60 },
  { width: 448, height: 448 },
  { width: 536, height: 255 },
  { width: 600, height: 448 },
  { width: 72, height: 1_843 },
  { width: 1_028, height: 1_572 },
  { width: 1_344, height: 1_344 },
];

const sizeText = ({ width, height }: Size): string => `${width}x${height}`;

function cutText({ overview, grid, refined }: Cut): string {
  if (grid === undefined) return sizeText(overview);
  const part = { width: refined.width / grid.columns, height: refined.height / grid.rows };
  return `${sizeText(overview)} + ${grid.columns}x${grid.rows} of ${sizeText(part)}`;
}

await runScript(async (signal) => {
  printExamples();
  printShares();
  return againstTheLibrary(signal);
});

function printExamples(): void {
  const widths = [10, 30, 30];
  console.log(tableRow(['image', 'released', 'llama.cpp', 'differ'], widths));
  for (const size of examples)
    console.log(
      tableRow([sizeText(size), cutText(slicePlan(size)), cutText(llamaCut(size)), cutsDiffer(size)], widths),
    );
}

function printShares(): void {
  const random = createRandom(1);
  const side = (): number => least + random.integer(most - least + 1);
  const counts = { no: 0, sizes: 0, parts: 0 };
  for (let i = 0; i < drawn; i++) counts[cutsDiffer({ width: side(), height: side() })] += 1;
  const share = (count: number): string => `${((100 * count) / drawn).toFixed(1)} %`;
  console.log(
    `\n${drawn} sizes of ${least} to ${most} a side: ${share(counts.sizes + counts.parts)} are cut otherwise,`,
  );
  console.log(`${share(counts.parts)} into another number of parts.\n`);
}

async function againstTheLibrary(signal: AbortSignal): Promise<boolean> {
  const folder = await mkdtemp(path.join(tmpdir(), 'forebear-divergences-'));
  try {
    const tiny = tinyMiniCpm(7);
    const released = tinyFolder(tiny);
    const { model, projector } = tinyGguf(tiny);
    const load = {
      model: path.join(folder, 'model.gguf'),
      projector: path.join(folder, 'mmproj.gguf'),
      variant: undefined,
      context: 2_048,
    };
    await writeFile(load.model, model);
    await writeFile(load.projector, projector);
    const library = await llamaRuntime(startLlama('tiny'), { name: 'tiny', files: [], load, chatTemplate: undefined });
    await using opened = await openModel({ kind: 'folder', name: 'tiny', folder: memoryFolder(released) });
    const tokenizer = released.get('tokenizer.json') as Uint8Array;
    const own = ownForward(opened, { tokenizer, name: 'tiny', budget: 1e9 });
    const random = createRandom(2);
    const side = (): number => least + random.integer(mostAsked - least + 1);
    const figures = { told: 0, counts: 0, far: 0, released: 0 };
    for (let i = 0; i < asked; i++) {
      const size = { width: side(), height: side() };
      const image = { type: 'image/png' as const, bytes: encodePng(blackImage(size)), sha256: '' };
      const decoding = { ...greedy, temperature: 1, mostTokens: 1, alternatives: 1_000 };
      const reply = await library.ask({ prompt: question, images: [image] }, decoding, { signal });
      const emulated = await chancesOfCut(own, question, llamaCut(size));
      if (emulated.promptTokens === reply.promptTokens) figures.counts += 1;
      figures.far = Math.max(figures.far, farthest(reply, emulated.chances));
      if (cutsDiffer(size) === 'no') continue;
      const other = await chancesOfCut(own, question, slicePlan(size));
      figures.told += 1;
      figures.released = Math.max(figures.released, farthest(reply, other.chances));
    }
    await library.close();
    console.log(`${library.identity.version}, black images of ${asked} sizes up to ${mostAsked} a side:`);
    console.log(`${figures.counts} prompts are as long as our account of its cut says;`);
    console.log(`chances are within ${figures.far.toExponential(1)} of our forward pass under that cut,`);
    console.log(
      `and up to ${figures.released.toExponential(1)} from it under the released one (${figures.told} sizes).`,
    );
    return figures.counts === asked && figures.far < 1e-4;
  } catch (error) {
    if (!isForebearError(error, 'unsupported')) throw error;
    console.log(`The library was not asked: ${error.message}.`);
    return true;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
