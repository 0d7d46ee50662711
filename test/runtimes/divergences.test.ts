// llama.cpp's cut of images as we account for it: known sizes, shares of many, and the library itself; and which runtimes may be compared.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blackImage, chancesOfCut, farthest } from '../../forgeries/black-image.ts';
import { memoryFolder } from '../../forgeries/memory-folder.ts';
import { tinyFolder, tinyMiniCpm } from '../../forgeries/tiny-minicpm.ts';
import { tinyGguf } from '../../forgeries/tiny-minicpm-gguf.ts';
import { startLlama } from '../../src/cli/llama-process.ts';
import type { ForwardModel } from '../../src/forward/reply.ts';
import { encodePng } from '../../src/image/encode-png.ts';
import { createRandom } from '../../src/math/random.ts';
import { slicePlan } from '../../src/minicpm/slice-plan.ts';
import type { Model } from '../../src/model/model.ts';
import { openModel } from '../../src/model/open.ts';
import { cutsDiffer, llamaCut, mismatches } from '../../src/runtimes/divergences.ts';
import { llamaRuntime } from '../../src/runtimes/llama-cpp.ts';
import { ownForward } from '../../src/runtimes/own.ts';
import { greedy, type Runtime, type RuntimeIdentity } from '../../src/runtimes/runtime.ts';
import { modelSeed, question } from '../forward/prompts.ts';

describe("llama.cpp's cut", () => {
  it.each([
    [100, 60, '448x448', 'sizes'],
    [536, 255, '532x252 + 2x1 of 462x434', 'parts'],
    [72, 1_843, '70x1848 + 1x2 of 126x1610', 'parts'],
    [1_028, 1_572, '364x560 + 2x4 of 518x392', 'sizes'],
    [448, 448, '448x448', 'no'],
    [600, 448, '518x392 + 2x1 of 364x546', 'no'],
    [1_344, 1_344, '448x448 + 3x3 of 448x448', 'no'],
  ] as const)('of %i × %i is %s', (width, height, expected, differ) => {
    const { overview, grid, refined } = llamaCut({ width, height });
    const { columns, rows } = grid ?? { columns: 1, rows: 1 };
    const parts =
      grid === undefined ? '' : ` + ${columns}x${rows} of ${refined.width / columns}x${refined.height / rows}`;
    expect(`${overview.width}x${overview.height}${parts}`).toBe(expected);
    expect(cutsDiffer({ width, height })).toBe(differ);
  });

  it('differs from the released one for more than a quarter of all sizes, and in the number of parts for one in seven', () => {
    const random = createRandom(1);
    const side = (): number => 14 + random.integer(1_987);
    const counts = { no: 0, sizes: 0, parts: 0 };
    for (let i = 0; i < 20_000; i++) counts[cutsDiffer({ width: side(), height: side() })] += 1;
    expect((counts.sizes + counts.parts) / 20_000).toBeCloseTo(0.288, 2);
    expect(counts.parts / 20_000).toBeCloseTo(0.141, 2);
  });
});

describe('the library itself', () => {
  const folder = mkdtempSync(join(tmpdir(), 'forebear-cuts-'));
  const load = {
    model: join(folder, 'model.gguf'),
    projector: join(folder, 'mmproj.gguf'),
    variant: undefined,
    context: 2_048,
  };
  let model: Model;
  let own: ForwardModel;
  let library: Runtime;
  beforeAll(async () => {
    const tiny = tinyMiniCpm(modelSeed);
    const released = tinyFolder(tiny);
    const pair = tinyGguf(tiny);
    writeFileSync(load.model, pair.model);
    writeFileSync(load.projector, pair.projector);
    library = await llamaRuntime(startLlama('tiny'), { name: 'tiny', files: [], load, chatTemplate: undefined });
    model = await openModel({ kind: 'folder', name: 'tiny', folder: memoryFolder(released) });
    own = ownForward(model, { tokenizer: released.get('tokenizer.json') as Uint8Array, name: 'tiny', budget: 1e9 });
  }, 60_000);
  afterAll(async () => {
    await library.close();
    await model[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  it.each([
    [100, 60],
    [536, 255],
    [72, 1_843],
    [449, 20],
  ])(
    'answers about a black image of %i × %i as our forward pass does under that cut, and under no other',
    async (width, height) => {
      const size = { width, height };
      const image = { type: 'image/png' as const, bytes: encodePng(blackImage(size)), sha256: '' };
      const decoding = { ...greedy, temperature: 1, mostTokens: 1, alternatives: 1_000 };
      const reply = await library.ask({ prompt: question, images: [image] }, decoding);
      const emulated = await chancesOfCut(own, question, llamaCut(size));
      expect(reply.promptTokens).toBe(emulated.promptTokens);
      expect(farthest(reply, emulated.chances)).toBeLessThan(1e-4);
      const released = await chancesOfCut(own, question, slicePlan(size));
      expect(farthest(reply, released.chances)).toBeGreaterThan(1e-3);
    },
    60_000,
  );
});

describe('two runtimes', () => {
  const own: RuntimeIdentity = { kind: 'own', version: '1 wasm', preprocessing: 'released', model: 'a', files: [] };
  const native: RuntimeIdentity = { ...own, kind: 'llama.cpp', version: 'build 1', preprocessing: 'llama.cpp build 1' };
  const server: RuntimeIdentity = { ...own, kind: 'server', version: 'unknown', preprocessing: 'unknown' };

  it.each([
    ['one program twice, whatever the model', own, { ...own, model: 'b' }, false, []],
    ['another program', own, native, false, ['kind', 'version', 'preprocessing']],
    ['another build', native, { ...native, version: 'build 2' }, false, ['version']],
    ['another way with images', own, { ...own, preprocessing: 'none' }, false, ['preprocessing']],
    ['two servers that do not say what they are', server, { ...server, model: 'b' }, false, ['unknown']],
    ['two models of one server', server, { ...server, model: 'b' }, true, []],
    ['servers of one version', { ...server, version: 'v/1' }, { ...server, version: 'v/1' }, false, []],
    ['servers of two versions', { ...server, version: 'v/1' }, { ...server, version: 'v/2' }, false, ['version']],
  ] as const)('are held against each other: %s', (_, a, b, sameServer, expected) => {
    expect(mismatches(a, b, sameServer)).toEqual(expected);
    expect(mismatches(b, a, sameServer)).toEqual(expected);
  });
});
