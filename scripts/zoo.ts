// `npm run zoo -- FOLDER`: compares every model of a zoo of known lineage with all of its bases, its own and the others, and
// merges with their parents; says whether the operations and parameters are those that zoo.json states.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Comparison, Verdict } from '../src/case/case-file.ts';
import { examineModels } from '../src/cli/examine-paths.ts';
import { ForebearError } from '../src/errors.ts';
import { clean } from '../src/report/clean.ts';
import { operationsText, pValueText } from '../src/report/summary.ts';
import { runScript } from './run-script.ts';
import { tableRow } from './table-row.ts';
import { type Kinship, kinshipWith, parseLineage, rootsOf, type ZooModel } from './zoo-lineage.ts';
import { expectedOperations, isMerge, missesOf } from './zoo-operations.ts';

const head = ['suspect', 'candidate', 'kinship', 'answer', 'p', 'seconds', 'result', 'operations'];
const widths = [16, 13, 9, 14, 8, 7, 6];

/** A rename map belongs in the report, not in a row. */
const longestOperations = 100;

/** Whether the answer says that the weights are akin. */
function saysKin({ answer }: Verdict): boolean {
  return answer !== 'independent' && answer !== 'inconclusive';
}

/** Whether a verdict may stand. An operation that is not told, and an honest "inconclusive" about kin, may. */
function acceptable(kinship: Kinship, verdict: Verdict): boolean {
  switch (kinship) {
    case 'none':
      return !saysKin(verdict);
    case 'kin':
      return verdict.answer !== 'independent';
    case 'init':
      return !saysKin(verdict) || verdict.answer === 'common-origin';
    case 'distilled':
      return verdict.answer === 'independent';
  }
}

interface Outcome {
  readonly kinship: Kinship;
  readonly answer: string;
  readonly passed: boolean;
  /** What zoo.json states and the verdict does not say; undefined where nothing is stated of this pair. */
  readonly misses: readonly string[] | undefined;
}

interface Settings {
  readonly verbose: boolean;
  readonly read: 'sample' | 'full';
  readonly signal: AbortSignal;
}

async function compareWith(
  folder: string,
  suspect: ZooModel,
  candidates: readonly string[],
  { read, signal }: Settings,
): Promise<readonly Comparison[]> {
  const request = {
    suspectPath: path.join(folder, suspect.name),
    candidatePaths: candidates.map((name) => path.join(folder, name)),
    seed: 1,
    read,
    alpha: 1e-6,
  };
  const { comparisons } = await examineModels(request, { signal });
  if (comparisons.length !== candidates.length)
    throw new Error(
      `${suspect.name} and ${candidates.join(', ')}: the case file holds ${comparisons.length} comparisons`,
    );
  return comparisons;
}

async function comparePair(
  folder: string,
  suspect: ZooModel,
  candidate: string,
  kinship: Kinship,
  settings: Settings,
): Promise<Outcome> {
  const begun = performance.now();
  const [comparison] = await compareWith(folder, suspect, [candidate], settings);
  const { verdict, components } = comparison as Comparison;
  const passed = acceptable(kinship, verdict);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const cells = [
    suspect.name,
    candidate,
    kinship,
    verdict.answer,
    pValueText(verdict),
    seconds,
    passed ? 'pass' : 'FAIL',
  ];
  console.log(tableRow([...cells, clean(operationsText(verdict.operations, 'en'), longestOperations)], widths));
  if (settings.verbose) {
    for (const { component, verdict: part } of components) {
      const words = [
        '',
        `  ${component}`,
        '',
        part.answer,
        pValueText(part),
        '',
        '',
        clean(operationsText(part.operations, 'en'), longestOperations),
      ];
      console.log(tableRow(words, widths));
    }
  }
  const expected = kinship === 'kin' && !isMerge(suspect.how) ? expectedOperations(suspect.how) : [];
  const misses = expected.length === 0 ? undefined : missesOf(expected, verdict.operations);
  for (const miss of misses ?? []) console.log(`  miss: ${miss}`);
  return { kinship, answer: verdict.answer, passed, misses };
}

/** A merge beside all of its parents: each that has a part must be told so, and the second with the part that zoo.json states. */
async function compareMerge(folder: string, suspect: ZooModel, settings: Settings): Promise<Outcome> {
  const comparisons = await compareWith(folder, suspect, suspect.parents, settings);
  const [first, second] = comparisons;
  for (const [i, { verdict }] of comparisons.entries()) {
    const cells = [suspect.name, suspect.parents[i] ?? '', 'kin', verdict.answer, pValueText(verdict), '', ''];
    console.log(tableRow([...cells, clean(operationsText(verdict.operations, 'en'), longestOperations)], widths));
  }
  const isMerged = first?.verdict.operations.some(({ operation }) => operation === 'merged') === true;
  const misses = [
    ...(isMerged ? [] : [`merged not named beside ${suspect.parents[0] ?? ''}`]),
    ...missesOf(expectedOperations(suspect.how), second?.verdict.operations ?? []),
  ];
  for (const miss of misses) console.log(`  miss: ${miss}`);
  const passed = comparisons.every(({ verdict }) => acceptable('kin', verdict));
  return { kinship: 'kin', answer: second?.verdict.answer ?? '', passed, misses };
}

function printSummary(outcomes: readonly Outcome[]): void {
  console.log('');
  for (const kinship of ['kin', 'init', 'distilled', 'none'] as const) {
    const counts = new Map<string, number>();
    for (const { answer } of outcomes.filter((outcome) => outcome.kinship === kinship)) {
      counts.set(answer, (counts.get(answer) ?? 0) + 1);
    }
    if (counts.size > 0)
      console.log(`${kinship.padEnd(9)}  ${[...counts].map(([answer, count]) => `${count} ${answer}`).join(', ')}`);
  }
  const stated = outcomes.filter(({ misses }) => misses !== undefined);
  const missed = stated.filter(({ misses }) => (misses ?? []).length > 0);
  const told = stated.length - missed.length;
  console.log(`operations and parameters as zoo.json states them: ${told} of ${stated.length}, every miss named above`);
  const failed = outcomes.filter(({ passed }) => !passed).length;
  console.log(`${outcomes.length - failed} passed, ${failed} failed`);
}

await runScript(async (signal) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      verbose: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      only: { type: 'string' },
    },
  });
  const [folder] = positionals;
  if (folder === undefined)
    throw new ForebearError('usage', 'npm run zoo', 'the folder of the zoo after --', 'nothing');
  const models = parseLineage(await readFile(path.join(folder, 'zoo.json'), 'utf8'));
  const bases = models.filter(({ parents }) => parents.length === 0).map(({ name }) => name);
  const suspects = models.filter(({ name }) => values.only === undefined || name === values.only);
  const settings = { verbose: values.verbose, read: values.full ? 'full' : 'sample', signal } as const;
  console.log(tableRow(head, widths));
  const outcomes: Outcome[] = [];
  for (const suspect of suspects) {
    const own = rootsOf(suspect, models);
    // Its own base first, so that each model's block begins with the answer that matters.
    const order = [...bases].sort((a, b) => Number(own.has(b)) - Number(own.has(a)));
    for (const candidate of order.filter((name) => name !== suspect.name)) {
      outcomes.push(await comparePair(folder, suspect, candidate, kinshipWith(candidate, own), settings));
    }
    if (isMerge(suspect.how)) outcomes.push(await compareMerge(folder, suspect, settings));
  }
  printSummary(outcomes);
  return outcomes.every(({ passed }) => passed);
});
