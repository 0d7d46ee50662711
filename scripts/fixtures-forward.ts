// The chances of the next token by the 64-bit reference, as the tests of the forward pass hold ours to them; about a minute.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { tinyMiniCpm } from '../forgeries/tiny-minicpm.ts';
import { modelSeed, prompts, referencePrompt } from '../test/forward/prompts.ts';
import { referenceChances } from '../test/forward/reference.ts';

const folder = path.join(import.meta.dirname, '..', 'test', 'fixtures', 'forward');
export async function makeForwardFixtures(): Promise<void> {
  const model = tinyMiniCpm(modelSeed);
  const chances = Object.fromEntries(
    prompts.map(({ name, images }) => [name, referenceChances(model, referencePrompt(images))]),
  );
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'chances.json'), `${JSON.stringify(chances)}\n`);
}
