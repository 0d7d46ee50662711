// Our forward pass against the 64-bit reference, whose chances are committed: words, an image, an image that is cut.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryFolder } from '../../forgeries/memory-folder.ts';
import { tinyFolder, tinyMiniCpm } from '../../forgeries/tiny-minicpm.ts';
import { kernelLinear } from '../../src/forward/kernel-linear.ts';
import { plainLinear } from '../../src/forward/linear.ts';
import { planMemory } from '../../src/forward/memory-plan.ts';
import { shapeOf } from '../../src/forward/shape.ts';
import { encodePng } from '../../src/image/encode-png.ts';
import type { Model } from '../../src/model/model.ts';
import { openModel } from '../../src/model/open.ts';
import { ownRuntime } from '../../src/runtimes/own.ts';
import { greedy } from '../../src/runtimes/runtime.ts';
import { modelSeed, prompts, question } from './prompts.ts';

const files = tinyFolder(tinyMiniCpm(modelSeed));
const tokenizer = files.get('tokenizer.json') as Uint8Array;
const chances = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'fixtures', 'forward', 'chances.json'), 'utf8'),
) as Record<string, number[]>;

let model: Model;
beforeAll(async () => {
  model = await openModel({ kind: 'folder', name: 'tiny', folder: memoryFolder(files) });
});
afterAll(async () => {
  await model[Symbol.asyncDispose]();
});

const images = (name: string) =>
  (prompts.find((one) => one.name === name)?.images ?? []).map((pixels) => ({
    type: 'image/png' as const,
    bytes: encodePng(pixels),
    sha256: '',
  }));

describe('the forward pass', () => {
  it.each([
    ['words', plainLinear],
    ['words', kernelLinear()],
    ['whole', kernelLinear()],
    ['cut', kernelLinear()],
    ['cut, black', kernelLinear()],
  ] as const)(
    'agrees with the reference over the whole vocabulary: %s',
    async (name, linear) => {
      const runtime = ownRuntime(model, { tokenizer, name: 'tiny', budget: 1e9, linear });
      const asked = { prompt: question, images: images(name) };
      const { steps } = await runtime.ask(asked, { ...greedy, mostTokens: 1, alternatives: 1_000 });
      const found = steps[0]?.alternatives ?? [];
      const expected = chances[name] as number[];
      expect(found).toHaveLength(expected.length);
      const worst = found.reduce(
        (most, { id, lnProbability }) => Math.max(most, Math.abs(Math.exp(lnProbability) - (expected[id] as number))),
        0,
      );
      expect(worst).toBeLessThan(1e-6);
    },
    60_000,
  );

  it('gives the same bits where each layer is read again, and where it is kept', async () => {
    const asked = { prompt: question, images: images('whole') };
    const decoding = { ...greedy, mostTokens: 6, alternatives: 3 };
    const kept = await ownRuntime(model, { tokenizer, name: 'tiny', budget: 1e9 }).ask(asked, decoding);
    const plan = planMemory(model, shapeOf(model), 1e9, 3_072);
    const streamed = await ownRuntime(model, { tokenizer, name: 'tiny', budget: plan.held - 1 }).ask(asked, decoding);
    expect(planMemory(model, shapeOf(model), plan.held - 1, 3_072).mode).toBe('streaming');
    expect(streamed).toEqual(kept);
    expect(kept.promptTokens).toBe(131);
  }, 60_000);

  it('tells of what passes through, layer by layer', async () => {
    const names: string[] = [];
    const onActivation = (name: string): number => names.push(name);
    const runtime = ownRuntime(model, { tokenizer, name: 'tiny', budget: 1e9, onActivation });
    await runtime.ask({ prompt: question, images: images('whole') }, { ...greedy, mostTokens: 1 });
    expect(names).toEqual([
      'vpm.embeddings',
      'vpm.encoder.layers.0',
      'vpm.encoder.layers.1',
      'vpm.post_layernorm',
      'resampler.out',
      'llm.model.layers.0',
      'llm.model.layers.1',
      'llm.scores',
    ]);
  }, 60_000);

  it('draws the same reply from the same seed, and another from another', async () => {
    const runtime = ownRuntime(model, { tokenizer, name: 'tiny', budget: 1e9 });
    const draw = async (seed: number) =>
      (await runtime.ask({ prompt: question, images: [] }, { ...greedy, mostTokens: 12, temperature: 1, seed })).text;
    expect(await draw(1)).toBe(await draw(1));
    expect(await draw(1)).not.toBe(await draw(2));
  }, 60_000);

  it('ends at a text that stops it, and tells no part of it', async () => {
    const runtime = ownRuntime(model, { tokenizer, name: 'tiny', budget: 1e9 });
    const asked = { prompt: question, images: [] };
    const whole = await runtime.ask(asked, { ...greedy, mostTokens: 12 });
    const stop = [...whole.text].slice(3, 5).join('');
    let told = '';
    const cut = await runtime.ask(asked, { ...greedy, mostTokens: 12, stop: [stop] }, { onText: (t) => (told += t) });
    expect(stop.length).toBeGreaterThan(0);
    expect(cut.text).toBe(whole.text.slice(0, whole.text.indexOf(stop)));
    expect(told).toBe(cut.text);
    expect(cut.finish).toBe('stop');
  }, 60_000);

  it('stops when it is asked to', async () => {
    const abort = new AbortController();
    const runtime = ownRuntime(model, { tokenizer, name: 'tiny', budget: 1e9 });
    const asking = runtime.ask(
      { prompt: question, images: [] },
      { ...greedy, mostTokens: 200 },
      { signal: abort.signal, onText: () => abort.abort(new DOMException('enough', 'AbortError')) },
    );
    await expect(asking).rejects.toThrow('enough');
  }, 60_000);
});
