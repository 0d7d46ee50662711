// llama.cpp and our forward pass on one tiny pair: the same chances over the whole vocabulary, and the same replies.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idOf } from '../../forgeries/llama-token.ts';
import { memoryFolder } from '../../forgeries/memory-folder.ts';
import { tinyFolder, tinyMiniCpm } from '../../forgeries/tiny-minicpm.ts';
import { tinyGguf } from '../../forgeries/tiny-minicpm-gguf.ts';
import { startLlama } from '../../src/cli/llama-process.ts';
import { encodePng } from '../../src/image/encode-png.ts';
import { openModel } from '../../src/model/open.ts';
import { llamaRuntime } from '../../src/runtimes/llama-cpp.ts';
import { ownRuntime } from '../../src/runtimes/own.ts';
import { greedy, type Question, type Runtime } from '../../src/runtimes/runtime.ts';
import { modelSeed, prompts, question } from '../forward/prompts.ts';

const folder = mkdtempSync(join(tmpdir(), 'forebear-pair-'));
const tiny = tinyMiniCpm(modelSeed);
const pair = tinyGguf(tiny);
const files = {
  model: join(folder, 'model.gguf'),
  projector: join(folder, 'mmproj.gguf'),
  variant: undefined,
  context: 2_048,
};
const chances = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'fixtures', 'forward', 'chances.json'), 'utf8'),
) as Record<string, number[]>;

/** Cut in four; black, so that two ways of resizing agree. In the smaller black one two tokens are likely alike, to 3e-6. */
const square = { width: 700, height: 700, channels: 3, data: new Uint8Array(700 * 700 * 3) };

const asked = (name: string): Question => ({
  prompt: question,
  images: (name === 'square, cut' ? [square] : (prompts.find((one) => one.name === name)?.images ?? [])).map(
    (pixels) => ({
      type: 'image/png' as const,
      bytes: encodePng(pixels),
      sha256: '',
    }),
  ),
});

let runtime: Runtime;
let own: Runtime;
beforeAll(async () => {
  writeFileSync(files.model, pair.model);
  writeFileSync(files.projector, pair.projector);
  runtime = await llamaRuntime(startLlama('pair'), { name: 'pair', files: [], load: files, chatTemplate: undefined });
  const released = tinyFolder(tiny);
  const model = await openModel({ kind: 'folder', name: 'tiny', folder: memoryFolder(released) });
  own = ownRuntime(model, { tokenizer: released.get('tokenizer.json') as Uint8Array, name: 'tiny', budget: 1e9 });
}, 60_000);
afterAll(async () => {
  await runtime.close();
  rmSync(folder, { recursive: true });
});

describe('llama.cpp on the tiny pair', () => {
  it.each(['words', 'whole', 'cut, black'])(
    'gives the chances of the reference over the whole vocabulary: %s',
    async (name) => {
      const reply = await runtime.ask(asked(name), { ...greedy, temperature: 1, mostTokens: 1, alternatives: 1_000 });
      const found = reply.steps[0]?.alternatives ?? [];
      const expected = chances[name] as number[];
      expect(new Set(found.map(({ text }) => idOf(text))).size).toBe(expected.length);
      const worst = found.reduce(
        (most, { text, lnProbability }) =>
          Math.max(most, Math.abs(Math.exp(lnProbability) - (expected[idOf(text)] as number))),
        0,
      );
      expect(worst).toBeLessThan(1e-4);
    },
    60_000,
  );

  it('writes the same greedy reply as our own forward pass, about an image and about words', async () => {
    for (const name of ['words', 'whole', 'square, cut']) {
      const decoding = { ...greedy, mostTokens: 20, alternatives: 1 };
      const [native, ours] = [await runtime.ask(asked(name), decoding), await own.ask(asked(name), decoding)];
      // The bytes of a random model are no text: tokens are compared by number.
      expect([name, native.steps.map(({ text }) => idOf(text))]).toEqual([name, ours.steps.map(({ id }) => id)]);
      expect([native.promptTokens, native.finish]).toEqual([ours.promptTokens, ours.finish]);
    }
  }, 120_000);

  it('does not let an earlier question speak in a later reply', async () => {
    const decoding = { ...greedy, mostTokens: 8 };
    const first = await runtime.ask(asked('whole'), decoding);
    await runtime.ask(asked('words'), decoding);
    expect((await runtime.ask(asked('whole'), decoding)).steps).toEqual(first.steps);
    expect(first.steps.map(({ text }) => idOf(text))).toHaveLength(8);
  }, 60_000);

  it('refuses files that the library ends over, and goes on itself', async () => {
    const broken = { ...files, model: join(folder, 'broken.gguf') };
    writeFileSync(broken.model, pair.model.slice(0, 5_000));
    const load = llamaRuntime(startLlama('broken'), {
      name: 'broken',
      files: [],
      load: broken,
      chatTemplate: undefined,
    });
    await expect(load).rejects.toThrow('broken: expected files that llama.cpp can run');
    // A number of another type makes the library abort its process.
    const text = Buffer.from(pair.projector).indexOf('clip.minicpmv_query_num');
    const aborting = pair.projector.slice();
    aborting[text + 'clip.minicpmv_query_num'.length] = 5;
    writeFileSync(join(folder, 'aborting.gguf'), aborting);
    const abort = llamaRuntime(startLlama('aborting'), {
      name: 'aborting',
      files: [],
      load: { ...files, projector: join(folder, 'aborting.gguf') },
      chatTemplate: undefined,
    });
    await expect(abort).rejects.toThrow('its process ended');
  }, 60_000);

  it('refuses images without a projector, and marks of its own in a prompt', async () => {
    const bare = await llamaRuntime(startLlama('bare'), {
      name: 'bare',
      files: [],
      load: { ...files, projector: undefined },
      chatTemplate: undefined,
    });
    await expect(bare.ask(asked('whole'), greedy)).rejects.toThrow('a projector file beside it');
    await expect(bare.ask({ prompt: 'a <__media__>', images: [] }, greedy)).rejects.toThrow('without <__media__>');
    await bare.close();
  }, 60_000);
});
