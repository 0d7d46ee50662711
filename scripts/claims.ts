// `npm run claims FOLDER…`: how often the words of models contradict their files, for the background in
// src/surroundings/claims/background.ts. Each folder below the ones given that holds an index or weights is one model.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspectPath } from '../src/cli/inspect-path.ts';
import { isForebearError } from '../src/errors.ts';
import { clean } from '../src/report/clean.ts';
import { placeText } from '../src/report/findings/survey-sections.ts';
import { say } from '../src/wording/catalogue.ts';
import { runScript } from './run-script.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

async function modelsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const isModel = entries.some(({ name }) => /\.(?:safetensors|gguf|index\.json)$/i.test(name));
  const below = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const inner = await Promise.all(below.map(({ name }) => modelsIn(path.join(folder, name))));
  return [...(isModel ? [folder] : []), ...inner.flat()].toSorted();
}

const groups = new Map<string, { models: number; contradicted: number; comparisons: number; contradictions: number }>();

const totals = { models: 0, contradicted: 0, comparisons: 0, contradictions: 0, unread: 0 };

async function look(folder: string, signal: AbortSignal): Promise<void> {
  try {
    const { surroundings } = await inspectPath(folder, { signal });
    const survey = surroundings?.find(({ analysis }) => analysis === 'claims');
    if (survey?.status !== 'measured') return;
    const counts = survey.examined.find(({ id }) => id === 'claims.compared')?.values ?? {};
    const compared = Number(counts['compared']);
    const against = compared - Number(counts['agree']);
    // A model with nothing to compare says nothing about how often others contradict themselves.
    if (compared === 0) return;
    totals.models += 1;
    for (const [group, all, agree] of survey.tables[0]?.rows ?? []) {
      if (typeof group !== 'string' || typeof all !== 'number' || typeof agree !== 'number' || all === 0) continue;
      const sums = groups.get(group) ?? { models: 0, contradicted: 0, comparisons: 0, contradictions: 0 };
      groups.set(group, {
        models: sums.models + 1,
        contradicted: sums.contradicted + (agree < all ? 1 : 0),
        comparisons: sums.comparisons + all,
        contradictions: sums.contradictions + all - agree,
      });
    }
    totals.comparisons += compared;
    totals.contradictions += against;
    if (against > 0) totals.contradicted += 1;
    console.log(`${clean(path.basename(folder))}: ${compared} comparisons, ${against} that do not agree`);
    for (const { statement, places } of survey.findings) {
      console.log(
        `  ${clean(say(statement, 'en'))} ${places.map((place) => clean(placeText(place, 'en'))).join(' | ')}`,
      );
    }
  } catch (error) {
    if (!isForebearError(error)) throw error;
    totals.unread += 1;
    console.log(`${clean(path.basename(folder))}: not read (${clean(error.message)})`);
  }
}

await runScript(async (signal) => {
  const given = process.argv.slice(2);
  const folders = given.length > 0 ? given : [path.join(root, '..', 'shared', 'zoo')];
  for (const folder of folders) for (const model of await modelsIn(folder)) await look(model, signal);
  console.log(
    `${totals.models} models with anything to compare, ${totals.contradicted} with a contradiction; ${totals.contradictions} of ${totals.comparisons} comparisons; ${totals.unread} folders not read.`,
  );
  for (const [group, counts] of groups) console.log(`${group}: ${JSON.stringify(counts)}`);
  if (totals.models === 0) console.log('No model is there: nothing was counted.');
  return true;
});
