// `npm run agreement`: how far our forward pass and llama.cpp are from the 64-bit reference on the tiny pair, and whether they write the same.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { idOf } from '../forgeries/llama-token.ts';
import { memoryFolder } from '../forgeries/memory-folder.ts';
import { tinyFolder, tinyMiniCpm } from '../forgeries/tiny-minicpm.ts';
import { tinyGguf } from '../forgeries/tiny-minicpm-gguf.ts';
import { startLlama } from '../src/cli/llama-process.ts';
import { fastLinear } from '../src/forward/kernel-linear.ts';
import { encodePng } from '../src/image/encode-png.ts';
import { openModel } from '../src/model/open.ts';
import { llamaRuntime } from '../src/runtimes/llama-cpp.ts';
import { ownRuntime } from '../src/runtimes/own.ts';
import { greedy, type Runtime } from '../src/runtimes/runtime.ts';
import { modelSeed, prompts, question } from '../test/forward/prompts.ts';
import { runScript } from './run-script.ts';
import { tableRow } from './table-row.ts';

const widths = [14, 14, 14, 14, 18];
const goal = 1e-4;

await runScript(async (signal) => {
  const text = await readFile(
    path.join(import.meta.dirname, '..', 'test', 'fixtures', 'forward', 'chances.json'),
    'utf8',
  );
  const chances = JSON.parse(text) as Record<string, number[]>;
  const tiny = tinyMiniCpm(modelSeed);
  const files = tinyFolder(tiny);
  const folder = await mkdtemp(path.join(tmpdir(), 'forebear-agreement-'));
  const model = await openModel({ kind: 'folder', name: 'tiny', folder: memoryFolder(files) });
  const open = { tokenizer: files.get('tokenizer.json') as Uint8Array, name: 'tiny', budget: 1e9 };
  const load = {
    model: path.join(folder, 'model.gguf'),
    projector: path.join(folder, 'mmproj.gguf'),
    variant: undefined,
    context: 2_048,
  };
  const pair = tinyGguf(tiny);
  try {
    await writeFile(load.model, pair.model);
    await writeFile(load.projector, pair.projector);
    const native = await llamaRuntime(
      startLlama('pair'),
      { name: 'pair', files: [], load, chatTemplate: undefined },
      { signal },
    );
    const [own, fused] = [ownRuntime(model, open), ownRuntime(model, { ...open, linear: fastLinear() })];
    console.log(tableRow(['prompt', 'ours', 'ours, fused', 'llama.cpp', 'greedy, 20 tokens'], widths));
    let met = true;
    for (const { name, images } of prompts) {
      const asked = {
        prompt: question,
        images: images.map((pixels) => ({ type: 'image/png' as const, bytes: encodePng(pixels), sha256: '' })),
      };
      const farthest = async (runtime: Runtime): Promise<number> => {
        const { steps } = await runtime.ask(
          asked,
          { ...greedy, temperature: 1, mostTokens: 1, alternatives: 1_000 },
          { signal },
        );
        const expected = chances[name] ?? [];
        return (steps[0]?.alternatives ?? []).reduce(
          (most, { id, text: shown, lnProbability }) =>
            Math.max(most, Math.abs(Math.exp(lnProbability) - (expected[id < 0 ? idOf(shown) : id] ?? 1))),
          0,
        );
      };
      const tokens = async (runtime: Runtime): Promise<readonly number[]> => {
        const { steps } = await runtime.ask(asked, { ...greedy, mostTokens: 20, alternatives: 1 }, { signal });
        return steps.map(({ id, text: shown }) => (id < 0 ? idOf(shown) : id));
      };
      const found = [await farthest(own), await farthest(fused), await farthest(native)];
      const [ours, theirs] = [await tokens(own), await tokens(native)];
      const alike = ours.findIndex((token, at) => token !== theirs[at]);
      // What is not black is resized otherwise by llama.cpp where it is cut: another image.
      const comparable = name !== 'cut';
      met = met && (found[0] as number) <= goal && (!comparable || (found[2] as number) <= goal);
      const written = alike < 0 ? `the same ${ours.length}` : `the same ${alike}`;
      console.log(
        tableRow(
          [name, ...found.map((value) => value.toExponential(1)), comparable ? written : 'another image'],
          widths,
        ),
      );
    }
    await native.close();
    console.log(`goal ${goal.toExponential(0)}: ${met ? 'met' : 'missed'}`);
    return met;
  } finally {
    await model[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  }
});
