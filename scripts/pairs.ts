// `npm run pairs`: the published pair lists; with `-- --models FOLDER` every pair of which both models lie there is compared.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { examineModels } from '../src/cli/examine-paths.ts';
import { ForebearError, isForebearError } from '../src/errors.ts';
import { clean } from '../src/report/clean.ts';
import { pValueText } from '../src/report/summary.ts';
import type { Answer } from '../src/verdict/verdict.ts';
import { type ListName, labels, listNames, type Pair, pairsOf } from './pair-lists.ts';
import { runScript } from './run-script.ts';
import { tableRow } from './table-row.ts';

const widths = [14, 44, 44, 12, 14, 8];

/** Where models lie: `owner/name`, `owner--name`, `models--owner--name` (a Hub cache) or `name`, by lower-case name. */
async function modelsIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const note = (name: string, place: string): void => {
    const key = name.toLowerCase();
    if (!found.has(key)) found.set(key, place);
  };
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    const name = entry.name.replace(/^models--/, '').replace('--', '/');
    note(name, place);
    note(name.slice(name.indexOf('/') + 1), place);
    if (!entry.isDirectory() || name.includes('/')) continue;
    for (const inner of await readdir(place, { withFileTypes: true })) {
      if (inner.isDirectory()) note(`${entry.name}/${inner.name}`, path.join(place, inner.name));
    }
  }
  return found;
}

/** The folder of a model of a list, by its whole name or, where the list gives no owner, by the name alone. */
function placeOf(model: string, found: ReadonlyMap<string, string>): string | undefined {
  const key = model.toLowerCase();
  return found.get(key) ?? found.get(key.slice(key.indexOf('/') + 1));
}

async function comparePair(pair: Pair, places: readonly [string, string], signal: AbortSignal): Promise<boolean> {
  const request = {
    suspectPath: places[0],
    candidatePaths: [places[1]],
    seed: 1,
    read: 'sample' as const,
    alpha: 1e-6,
  };
  const row = (answer: string, p: string, isRight: boolean): boolean => {
    const names = pair.models.map((model) => clean(model, 44));
    console.log(tableRow([pair.id, ...names, pair.label, answer, p, isRight ? 'pass' : 'FAIL'], widths));
    return isRight;
  };
  try {
    const verdict = (await examineModels(request, { signal })).comparisons[0]?.verdict;
    if (verdict === undefined) return row('–', '–', false);
    const allowed: readonly Answer[] = labels[pair.label];
    return row(verdict.answer, pValueText(verdict), allowed.includes(verdict.answer));
  } catch (error) {
    if (!isForebearError(error)) throw error;
    return row(`not read: ${clean(error.message, 60)}`, '–', false);
  }
}

function counts(pairs: readonly Pair[]): string {
  const sums = new Map<string, number>();
  for (const { label } of pairs) sums.set(label, (sums.get(label) ?? 0) + 1);
  return [...sums].map(([label, count]) => `${count} ${label}`).join(', ');
}

await runScript(async (signal) => {
  const { values } = parseArgs({ options: { models: { type: 'string' }, list: { type: 'string' } } });
  const chosen = listNames.filter((name) => values.list === undefined || name === values.list);
  if (chosen.length === 0)
    throw new ForebearError('usage', '--list', `one of ${listNames.join(', ')}`, String(values.list));
  const lists = new Map<ListName, readonly Pair[]>();
  for (const name of chosen) lists.set(name, await pairsOf(name));
  for (const [name, pairs] of lists) {
    console.log(`${name}: ${pairs.length} pairs: ${counts(pairs)}`);
    for (const { id, models, publishedLabel, label, why } of pairs) {
      if (label !== publishedLabel) console.log(`  ${id}, ${models.join(' and ')}: ${label}. ${why}`);
    }
  }
  if (values.models === undefined) {
    console.log('\nWith the models on a disk: npm run pairs -- --models FOLDER');
    return true;
  }
  const found = await modelsIn(values.models);
  let [passed, failed, left] = [0, 0, 0];
  console.log('');
  for (const pair of [...lists.values()].flat()) {
    const [first, second] = pair.models.map((model) => placeOf(model, found));
    if (first === undefined || second === undefined) {
      left += 1;
      continue;
    }
    if (await comparePair(pair, [first, second], signal)) passed += 1;
    else failed += 1;
  }
  console.log(`\n${left} pairs left out, of which a model is not in the folder`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0;
});
