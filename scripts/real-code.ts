// `npm run real:code [-- FOLDER]`: code comparison on two published data sets with known answers, beside the figures of others.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { memorySource } from '../src/bytes/memory.ts';
import { openInstalledGrammars } from '../src/cli/open-grammars.ts';
import { assess } from '../src/code/assess.ts';
import { type Background, backgroundOf, rareShare } from '../src/code/background.ts';
import { comparePair, compareSources } from '../src/code/compare.ts';
import type { Grammars } from '../src/code/grammars.ts';
import { readSource, type SourceFile } from '../src/code/source-file.ts';
import { zipContainer } from '../src/containers/zip.ts';
import { decodeDocument } from '../src/documents/document.ts';
import { runScript } from './run-script.ts';

const folder = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '..', '..', 'shared', 'data'));

let passed = 0;
const failures: string[] = [];

function check(what: string, holds: boolean, found: string): void {
  if (holds) passed += 1;
  else failures.push(what);
  console.log(`  ${holds ? '✓' : '✗'} ${what}: ${found}`);
}

async function membersOf(file: string): Promise<readonly { path: string; bytes: Uint8Array }[]> {
  const archive = await zipContainer.open(memorySource(await readFile(path.join(folder, file)), file));
  const found: { path: string; bytes: Uint8Array }[] = [];
  for (const member of archive.members) {
    const source = await member.open();
    found.push({ path: member.path, bytes: await source.read(0, source.size) });
  }
  return found;
}

/** The probability that one of `right` lies above one of `wrong` (Mann and Whitney), ties as half. */
function areaUnderCurve(right: readonly number[], wrong: readonly number[]): number {
  const sorted = wrong.toSorted((a, b) => a - b);
  const below = (value: number, orEqual: boolean): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const one = sorted[middle] as number;
      if (one < value || (orEqual && one === value)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const sum = right.reduce((total, value) => total + (below(value, false) + below(value, true)) / 2, 0);
  return sum / right.length / wrong.length;
}

/** Sources of one program as one. */
function together(sources: readonly SourceFile[]): SourceFile {
  const [first] = sources as readonly [SourceFile];
  const join = (part: (source: SourceFile) => Uint32Array): Uint32Array =>
    Uint32Array.from(sources.flatMap((source) => [...part(source)]));
  return {
    ...first,
    normalised: join(({ normalised }) => normalised),
    raw: join(({ raw }) => raw),
    words: join(({ words }) => words),
    names: new Map(sources.flatMap(({ names }) => [...names])),
  };
}

async function progpedia(grammars: Grammars): Promise<void> {
  const members = await membersOf('progpedia.zip');
  const parts = new Map<string, SourceFile[]>();
  for (const { path: file, bytes } of members) {
    if (!/^ACCEPTED\/.*\.java$/i.test(file)) continue;
    const id = file.split('/')[1] ?? '';
    parts.set(id, [...(parts.get(id) ?? []), await readSource(decodeDocument(file, bytes), grammars)]);
  }
  const programs = [...parts]
    .map(([id, sources]) => ({ id, source: together(sources) }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const list = members.find(({ path: file }) => file.endsWith('plagiarism.csv'));
  const gold = new Set(
    new TextDecoder()
      .decode(list?.bytes)
      .split(/\r?\n/)
      .map((line) =>
        line
          .split(';')
          .filter((id) => id !== '')
          .toSorted()
          .join(' '),
      ),
  );
  const background = backgroundOf(programs.map(({ source }) => source));
  const [right, wrong, tiledRight, tiledWrong]: [number[], number[], number[], number[]] = [[], [], [], []];
  const begun = performance.now();
  for (const [i, a] of programs.entries()) {
    for (const b of programs.slice(i + 1)) {
      const isGold = gold.has(`${a.id} ${b.id}`);
      // Each pair is weighed without its own two programs.
      (isGold ? right : wrong).push(rareShare(a.source, b.source, without(background)).symmetric);
      const { coverage } = comparePair(a.source, b.source, background);
      const other = b.source.normalised.length;
      (isGold ? tiledRight : tiledWrong).push((2 * coverage.covered) / (coverage.tokens + other));
    }
  }
  const seconds = (performance.now() - begun) / 1000;
  const area = areaUnderCurve(right, wrong);
  console.log(
    `PROGpedia-19: ${programs.length} programs, ${right.length + wrong.length} pairs, ${right.length} known, ${seconds.toFixed(1)} s`,
  );
  console.log('  JPlag 0.99994 (max, MTM 9) and 0.99948 (avg, MTM 3); Dolos 1.00000 (k 23, w 17)');
  console.log(`  tiles of 12 normalised tokens, symmetric: ${areaUnderCurve(tiledRight, tiledWrong).toFixed(5)}`);
  const gap = `highest of the others ${Math.max(...wrong).toFixed(3)}, lowest of the known ${Math.min(...right).toFixed(3)}`;
  check('area under the curve >= 0.9999', area >= 0.9999, `${area.toFixed(6)} (${gap})`);
  const selves = programs.map(({ source }) => comparePair(source, source, background));
  const equal = selves.filter(
    ({ equal: is, share, coverage }) => is && share.symmetric === 1 && coverage.covered === coverage.tokens,
  );
  check(
    'each beside itself is equal, exactly 1',
    equal.length === selves.length,
    `${equal.length} of ${selves.length}`,
  );
}

/** The counts of a background that both sides of a pair were counted in. */
function without(background: Background): Background {
  return {
    ...background,
    sources: Math.max(0, background.sources - 2),
    wordFrequency: (gram) => Math.max(0, background.wordFrequency(gram) - 2),
  };
}

async function irPlag(grammars: Grammars): Promise<void> {
  const cases = new Map<
    string,
    { original?: SourceFile; strangers: SourceFile[]; edited: { level: string; source: SourceFile }[] }
  >();
  for (const { path: file, bytes } of await membersOf('IR-Plag-Dataset.zip')) {
    const found = /case-(\d+)\/(original|non-plagiarized|plagiarized)\/(?:(L\d)\/)?.*\.java$/i.exec(file);
    if (found === null) continue;
    const [, id = '', kind, level = ''] = found;
    const one = cases.get(id) ?? { strangers: [], edited: [] };
    cases.set(id, one);
    const source = await readSource(decodeDocument(file, bytes), grammars);
    if (kind === 'original') one.original = source;
    else if (kind === 'plagiarized') one.edited.push({ level, source });
    else one.strangers.push(source);
  }
  const scores = new Map<string, number[]>();
  const words = new Map<string, number>();
  const strangersWords = new Map<string, number>();
  const put = (key: string, value: number): void => void scores.set(key, [...(scores.get(key) ?? []), value]);
  for (const { original, strangers, edited } of cases.values()) {
    if (original === undefined) continue;
    for (const [at, source] of strangers.entries()) {
      const rest = strangers.filter((_, other) => other !== at);
      put('independent', rareShare(source, original, backgroundOf(rest)).ofOriginal);
      count(strangersWords, wordOf(source, original, rest));
    }
    const background = backgroundOf(strangers);
    for (const { level, source } of edited) {
      put(level, rareShare(source, original, background).ofOriginal);
      count(words, wordOf(source, original, strangers));
    }
  }
  const independent = scores.get('independent') ?? [];
  const levels = [...scores.keys()].filter((key) => key !== 'independent').toSorted();
  const all = levels.flatMap((level) => scores.get(level) ?? []);
  console.log(
    `IR-Plag: ${cases.size} originals, ${independent.length} independent, ${all.length} edited programs of 62 to 187 tokens`,
  );
  console.log('  raw 5-grams 0.62-0.64; normalised 8-grams 0.64-0.66; tiling 0.69-0.73; weighed by rarity 0.809');
  for (const level of levels)
    console.log(`  ${level}: ${areaUnderCurve(scores.get(level) ?? [], independent).toFixed(3)}`);
  const area = areaUnderCurve(all, independent);
  check('pooled area under the curve >= 0.85', area >= 0.85, area.toFixed(4));
  const tell = (counts: ReadonlyMap<string, number>): string =>
    [...counts].map(([word, number]) => `${word} ${number}`).join(', ');
  const abstained = [...words]
    .filter(([word]) => word.startsWith('refused'))
    .reduce((sum, [, number]) => sum + number, 0);
  console.log(`  words for the edited: ${tell(words)}`);
  console.log(`  words for the independent: ${tell(strangersWords)}`);
  console.log(
    `  abstained: ${abstained} of ${all.length} (${((100 * abstained) / all.length).toFixed(1)} %); below 200 tokens nothing is judged`,
  );
  const strong = (strangersWords.get('strong') ?? 0) + (strangersWords.get('equal') ?? 0);
  check('no independent program is called strong', strong === 0, `${strong} of ${independent.length}`);
}

function count(counts: Map<string, number>, word: string): void {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}

function wordOf(suspect: SourceFile, original: SourceFile, strangers: readonly SourceFile[]): string {
  const background = backgroundOf(strangers);
  const comparison = compareSources([suspect], [original], background);
  const controls = strangers.map((stranger) => compareSources([suspect], [stranger], background).total);
  return assess(comparison, original.normalised.length, controls, background.sources);
}

await runScript(async () => {
  const there = await readFile(path.join(folder, 'progpedia.zip')).then(
    () => true,
    () => false,
  );
  if (!there) {
    console.log(
      `real:code: expected progpedia.zip and IR-Plag-Dataset.zip in the folder given, found none; nothing was measured`,
    );
    return false;
  }
  const grammars = openInstalledGrammars();
  try {
    await progpedia(grammars);
    await irPlag(grammars);
  } finally {
    grammars.close();
  }
  console.log(`${passed} passed, ${failures.length} failed`);
  return failures.length === 0;
});
