// `npm run zoo:grow -- --out FOLDER`: grows a zoo of known lineage, for `npm run zoo -- FOLDER`.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeGrown } from '../grower/grown-model.ts';
import { Garden, type Planted } from '../grower/zoo/garden.ts';
import { zooPlan } from '../grower/zoo/plan.ts';
import { ForebearError } from '../src/errors.ts';
import { Eta } from './eta.ts';
import { runScript } from './run-script.ts';
import { parseLineage } from './zoo-lineage.ts';

/** The models that were asked for, and those that they descend from. */
function wanted(only: string | undefined): readonly Planted[] {
  if (only === undefined) return zooPlan;
  const names = new Set<string>();
  const add = (name: string): void => {
    const planted = zooPlan.find((one) => one.name === name);
    if (planted === undefined)
      throw new ForebearError('usage', '--only', `some of ${zooPlan.map((one) => one.name).join(', ')}`, name);
    names.add(name);
    for (const parent of planted.parents) add(parent.split('~')[0] as string);
  };
  for (const name of only.split(',')) add(name.trim());
  return zooPlan.filter(({ name }) => names.has(name));
}

/** What an earlier run listed in the folder, so that `--only` adds to it. */
async function listed(folder: string) {
  const text = await readFile(path.join(folder, 'zoo.json'), 'utf8').catch(() => '[]');
  return parseLineage(text);
}

await runScript(async (signal) => {
  const { values } = parseArgs({ options: { out: { type: 'string' }, only: { type: 'string' } } });
  if (values.out === undefined) throw new ForebearError('usage', 'npm run zoo:grow', '-- --out FOLDER', 'no folder');
  const plan = wanted(values.only);
  const before = new Set((await listed(values.out)).map(({ name }) => name));
  await mkdir(values.out, { recursive: true });
  const eta = new Eta('growing', plan.length);
  const garden = new Garden(zooPlan);
  for (const { name, shape } of plan) {
    signal.throwIfAborted();
    await writeGrown(path.join(values.out, name), shape, garden.get(name));
    before.add(name);
    eta.done();
    // Between two models the loop must turn, so that Ctrl-C is heard.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const lineage = zooPlan
    .filter(({ name }) => before.has(name))
    .map(({ name, parents, how }) => ({ name, parents, how }));
  await writeFile(path.join(values.out, 'zoo.json'), `${JSON.stringify(lineage, undefined, 1)}\n`);
  console.log(`${plan.length} models in ${values.out}; compare them: npm run zoo -- ${values.out}`);
  return true;
});
