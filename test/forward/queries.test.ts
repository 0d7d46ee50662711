// Images of few patches against the 64-bit reference as it computes: every number of queries, and every row of slices in its place.
import { expect, it } from 'vitest';
import { memoryFolder } from '../../forgeries/memory-folder.ts';
import { tinyFolder, tinyMiniCpm, tinyWidths } from '../../forgeries/tiny-minicpm.ts';
import { type ForwardModel, reply, type SeenImage } from '../../src/forward/reply.ts';
import { createRandom } from '../../src/math/random.ts';
import type { PatchedImage } from '../../src/minicpm/patches.ts';
import { slicePlan } from '../../src/minicpm/slice-plan.ts';
import { openModel } from '../../src/model/open.ts';
import { ownForward } from '../../src/runtimes/own.ts';
import { question, referencePromptOf } from './prompts.ts';
import { referenceChances } from './reference.ts';

/** Noise in the form of a tower's input, far smaller than any image is resized to. */
function patches(rows: number, columns: number, seed: number): PatchedImage {
  const random = createRandom(seed);
  const values = Float32Array.from({ length: 3 * 14 * 14 * rows * columns }, () => random.normal() / 2);
  return { rows, columns, patch: 14, values };
}

async function firstChances(forward: ForwardModel, seen: readonly SeenImage[]): Promise<Float64Array> {
  const rule = { temperature: 0, topP: 1, topK: 0, mostTokens: 1, seed: 0 };
  for await (const { ln } of reply(forward, question, seen, rule)) return ln.map(Math.exp);
  throw new Error('no step');
}

const whole = slicePlan({ width: 448, height: 448 });
const nine = slicePlan({ width: 1344, height: 1344 });

it.each([
  ['fewer queries than the released one', 12, [{ plan: whole, images: [patches(3, 5, 1)] }]],
  ['more queries', 112, [{ plan: whole, images: [patches(3, 5, 1)] }]],
  ['nine slices in three rows', 8, [{ plan: nine, images: Array.from({ length: 10 }, (_, at) => patches(2, 3, at)) }]],
  [
    'two images, the first cut',
    6,
    [
      { plan: nine, images: Array.from({ length: 10 }, (_, at) => patches(2, 2, at)) },
      { plan: whole, images: [patches(4, 2, 99)] },
    ],
  ],
] as const)(
  'the chances are the reference’s with %s',
  async (_, queries, seen) => {
    const tiny = tinyMiniCpm(11, { ...tinyWidths, queries });
    const files = tinyFolder(tiny);
    await using model = await openModel({ kind: 'folder', name: 'tiny', folder: memoryFolder(files) });
    const tokenizer = files.get('tokenizer.json') as Uint8Array;
    const found = await firstChances(ownForward(model, { tokenizer, name: 'tiny', budget: 1e9 }), seen);
    const expected = referenceChances(tiny, referencePromptOf(seen, queries));
    const worst = found.reduce((most, chance, at) => Math.max(most, Math.abs(chance - (expected[at] as number))), 0);
    expect(found).toHaveLength(expected.length);
    expect(worst).toBeLessThan(1e-6);
  },
  120_000,
);
