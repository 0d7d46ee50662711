// `npm run power`: how often each operation at each strength is found, named and given the right direction, with exact intervals.
import { fork } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { examine } from '../src/case/examine.ts';
import { ForebearError } from '../src/errors.ts';
import { exactInterval } from './binomial.ts';
import { type PowerRow, powerRows } from './power-rows.ts';
import { runScript } from './run-script.ts';
import { tableRow } from './table-row.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Where the whole result is kept, with the command that gives it again. */
const kept = { json: path.join(root, 'calibration', 'power.json'), page: path.join(root, 'docs', 'power.md') };

/** The family-wise level of every comparison. */
const alpha = 1e-6;

interface Counts {
  readonly pairs: number;
  readonly found: number;
  /** Of the found, where a name was due: those that have it. */
  readonly named: number;
  readonly decided: number;
  /** Of the decided, those that point from the suspect to what it was made from. */
  readonly right: number;
  readonly answers: { readonly [answer: string]: number };
}

/** Compares the pairs of seeds [from, to) of a row. */
async function measure({ make, methods }: PowerRow, from: number, to: number, signal: AbortSignal): Promise<Counts> {
  let [found, named, decided, right] = [0, 0, 0, 0];
  const answers: { [answer: string]: number } = {};
  for (let seed = from; seed < to; seed++) {
    const { suspect, candidates } = await make(seed);
    const { comparisons } = await examine(suspect, candidates, { alpha, seed, signal });
    const verdict = comparisons[0]?.verdict;
    if (verdict === undefined) throw new Error('a case without a comparison');
    answers[verdict.answer] = (answers[verdict.answer] ?? 0) + 1;
    if (!['identical', 'derived', 'partly-derived'].includes(verdict.answer)) continue;
    found += 1;
    if (methods.length > 0 && verdict.operations.some(({ operation }) => methods.includes(operation))) named += 1;
    if (verdict.direction === 'undecided') continue;
    decided += 1;
    if (verdict.direction === 'suspect-from-candidate') right += 1;
  }
  return { pairs: to - from, found, named, decided, right, answers };
}

const share = (k: number, n: number): string => (n === 0 ? '–' : `${((100 * k) / n).toFixed(1)} %`);

function interval(k: number, n: number): string {
  if (n === 0) return '';
  const [low, high] = exactInterval(k, n);
  return `${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)}`;
}

function page(rows: readonly { readonly row: PowerRow; readonly counts: Counts }[], pairs: number): string {
  const sum = (of: (counts: Counts) => number): number => rows.reduce((total, { counts }) => total + of(counts), 0);
  const due = rows.filter(({ row }) => row.methods.length > 0).reduce((total, { counts }) => total + counts.found, 0);
  const lines = rows.map(({ row, counts }) =>
    [
      row.group,
      row.strength,
      `${counts.found} of ${counts.pairs}`,
      share(counts.found, counts.pairs),
      interval(counts.found, counts.pairs),
      row.methods.length === 0 ? '–' : share(counts.named, counts.found),
      share(counts.decided, counts.found),
      share(counts.right, counts.decided),
    ].join(' | '),
  );
  return `# How often each operation is found

Written by \`npm run power\`: ${pairs} pairs a row, each a forged model of its own and what was made of it, at a family-wise level
of 1e-6. *found*: answered \`derived\`, \`identical\` or \`partly-derived\`, with the interval that holds the true share with 95 %
(Clopper and Pearson). *named*: of the found, those whose operation is named. *decided* and *right*: of the found, those
with a direction, and of these those with the true one. Models are small and look trained; for trained ones see the zoo.

Over all rows: named ${share(
    sum(({ named }) => named),
    due,
  )} of ${due}, direction decided in ${share(
    sum(({ decided }) => decided),
    sum(({ found }) => found),
  )}, right in ${share(
    sum(({ right }) => right),
    sum(({ decided }) => decided),
  )} of the decided.

| operation | strength | found | share | 95 % interval | named | decided | right |
|---|---|---|---|---|---|---|---|
${lines.map((line) => `| ${line} |`).join('\n')}
`;
}

/** One process a processor, each with every so many-th row; gives the rows in their order. */
async function inProcesses(count: number, pairs: number, chosen: readonly number[]): Promise<readonly Counts[]> {
  const results = new Map<number, Counts>();
  const waiting = [...chosen];
  const work = async (): Promise<void> => {
    for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
      const counts = await inChild(at, pairs);
      results.set(at, counts);
      const { group, strength } = powerRows[at] as PowerRow;
      const cells = [group, strength, `${counts.found} of ${counts.pairs}`, share(counts.named, counts.found)];
      console.log(tableRow([...cells, JSON.stringify(counts.answers)], [46, 24, 12, 9]));
    }
  };
  await Promise.all(Array.from({ length: count }, work));
  return chosen.map((at) => results.get(at) as Counts);
}

function inChild(at: number, pairs: number): Promise<Counts> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), ['--row', String(at), '--pairs', String(pairs)]);
    let counts: Counts | undefined;
    child.on('message', (message) => {
      counts = message as Counts;
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0 && counts !== undefined) resolve(counts);
      else reject(new Error(`row ${at} ended with ${code}`));
    });
  });
}

await runScript(async (signal) => {
  const { values } = parseArgs({
    options: {
      row: { type: 'string' },
      pairs: { type: 'string', default: '100' },
      only: { type: 'string', default: '' },
      processes: { type: 'string', default: '2' },
      write: { type: 'boolean', default: false },
    },
  });
  const pairs = Number(values.pairs);
  if (!(Number.isSafeInteger(pairs) && pairs > 0))
    throw new ForebearError('usage', '--pairs', 'a number above 0', values.pairs);
  if (values.row !== undefined) {
    const row = powerRows[Number(values.row)];
    if (row === undefined) throw new ForebearError('usage', '--row', `a number below ${powerRows.length}`, values.row);
    process.send?.(await measure(row, 1, pairs + 1, signal));
    return true;
  }
  const chosen = [...powerRows.keys()].filter((at) => powerRows[at]?.group.includes(values.only) === true);
  const counts = await inProcesses(Number(values.processes), pairs, chosen);
  const rows = chosen.map((at, i) => ({ row: powerRows[at] as PowerRow, counts: counts[i] as Counts }));
  const text = page(rows, pairs);
  if (values.write) {
    await mkdir(path.dirname(kept.json), { recursive: true });
    const document = {
      command: `npm run power -- --write --pairs ${pairs}`,
      alpha,
      rows: rows.map(({ row, counts: own }) => ({
        group: row.group,
        strength: row.strength,
        methods: row.methods,
        ...own,
      })),
    };
    await writeFile(kept.json, `${JSON.stringify(document, undefined, 2)}\n`);
    await writeFile(kept.page, text);
  } else console.log(`\n${text}`);
  return true;
});
