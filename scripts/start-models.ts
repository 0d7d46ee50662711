// The models of `npm start` on disk: made when they are not there, kept when every byte of them still is.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { foundingRoles, writeFoundingCase } from '../forgeries/founding-case.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Everything that the models are made by: another line in one of them may mean another model. */
export const generators: readonly string[] = [
  'forgeries/disguises.ts',
  'forgeries/forged-model.ts',
  'forgeries/founding-case.ts',
  'forgeries/founding-code.ts',
  'forgeries/founding-surroundings.ts',
  'forgeries/minicpm-shape.ts',
  'forgeries/random.ts',
  'forgeries/trained-look.ts',
  'forgeries/write-safetensors.ts',
  'src/formats/numbers/values.ts',
  'src/math/random.ts',
];

const weightFiles = [1, 2, 3].map((number) => `model-0000${number}-of-00003.safetensors`);
const otherFiles = [
  'model.safetensors.index.json',
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'README.md',
];

/** Whether the models in `folder` are the ones that `seed` gives, by a stamp over their files and their makers. */
export async function foundingCaseIsThere(folder: string, seed: number): Promise<boolean> {
  try {
    const stamp = await readFile(stampPath(folder), 'utf8');
    return stamp === (await stampOf(folder, seed));
  } catch {
    return false; // a file is missing, so they are not
  }
}

/** Makes the models anew and stamps them. */
export async function makeFoundingCase(folder: string, seed: number): Promise<void> {
  await writeFoundingCase(folder, seed);
  await writeFile(stampPath(folder), await stampOf(folder, seed));
}

function stampPath(folder: string): string {
  return path.join(folder, 'models.sha256');
}

async function stampOf(folder: string, seed: number): Promise<string> {
  const files = foundingRoles.flatMap((role) => [...weightFiles, ...otherFiles].map((file) => `${role}/${file}`));
  const lines = [`seed ${seed}`];
  for (const [base, names] of [
    [root, generators],
    [folder, files],
  ] as const) {
    for (const name of names) {
      const digest = createHash('sha256')
        .update(await readFile(path.join(base, name)))
        .digest('hex');
      lines.push(`${digest}  ${name}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
