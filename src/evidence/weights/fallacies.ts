// What is often taken for evidence and is none, measured beside what is: never counted by a verdict. docs/tests/fallacies.md
import type { Pair } from '../../align/alignment.ts';
import { bothRows, sideRows } from '../../align/pair-values.ts';
import { standardise, transpose } from '../../math/coincidence.ts';
import { cosine, type Moments, momentsOf, pearson, unrelatedCosine } from '../../math/moments.ts';
import { permutationTrace } from '../../math/permutation-trace.ts';
import { slot } from '../../math/row-sums.ts';
import type { RunOptions } from '../../run.ts';
import type { Cell, Evidence } from '../evidence.ts';
import { inapplicable, measured, type Subject, type Test } from '../subject.ts';
import { equalFields, equalTokenizers } from './declared-alike.ts';
import { isGain } from './norm-gains.ts';
import type { PairScan } from './pair-scan.ts';

export const fallacies: Test = { id: 'fallacies', version: 2, family: 'fallacy', run };

/** Rows of the one matrix that sigma is shown on; matrices whose tails are looked at, and rows of each: a megabyte or two. */
const sigmaRows = 128;
const tailMatrices = 4;
const tailRows = 32;
/** Of a large model an eighth of them. */
const sampledPart = 0.125;
/** Anchors of the geometry of embeddings, as the tools have them that use it. */
const anchors = 64;
const sampledAnchors = 32;
/** Shorter curves than this are no profile. */
const leastBlocks = 4;
/** A figure, and what it should be held against. */
interface Figure {
  readonly name: string;
  readonly value: number | null;
  readonly beside: number | null;
  readonly n: number;
  readonly tensor: string;
}

/** Seven of the ten named fallacies (science: F1 to F6, F9, F10); F7 and F8 are about behaviour. */
async function run(subject: Subject, options: RunOptions): Promise<Evidence> {
  const figures: Figure[] = [];
  const reading = { elements: 0 };
  figures.push(...(await gainFigures(subject, reading, options)));
  figures.push(...(await matrixFigures(subject, reading, options)));
  figures.push(...(await embeddingFigures(subject, reading, options)));
  const changed = await changedShare(subject, options);
  if (changed !== undefined) figures.push(changed);
  if (subject.component === 'text' || subject.component === 'whole') {
    const { equal, compared } = equalFields(subject.alignment);
    if (compared > 0) figures.push({ name: 'config', value: equal, beside: compared, n: compared, tensor: '' });
    const tokenizers = equalTokenizers(subject.alignment);
    if (tokenizers !== undefined)
      figures.push({ name: 'tokenizer', value: tokenizers ? 1 : 0, beside: null, n: 1, tensor: '' });
  }
  if (figures.length === 0) return inapplicable(fallacies, subject, 'reason.no-tensors');
  return measured(
    fallacies,
    subject,
    reading.elements,
    { figures: figures.length },
    ['fallacy', 'value', 'beside', 'n', 'tensor'],
    figures.map(({ name, value, beside, n, tensor }): Cell[] => [name, value, beside, n, tensor]),
  );
}

interface Reading {
  elements: number;
}

/** F1: the uncentred cosine of gains beside what unrelated ones have; F6: layer 0 of the same model as a baseline. */
async function gainFigures(subject: Subject, reading: Reading, options: RunOptions): Promise<Figure[]> {
  const gains = subject.pairs.filter(isGain);
  const sums = { suspect: [] as number[], candidate: [] as number[] };
  const moments: (readonly [Moments, Moments])[] = [];
  const byKind = new Map<string, { block: number; suspect: Float32Array; candidate: Float32Array }[]>();
  for (const pair of gains) {
    const all = Uint32Array.from({ length: pair.rows }, (_, i) => i);
    const read = await bothRows(subject.alignment, pair, all, options);
    reading.elements += read.suspect.length;
    moments.push([momentsOf(read.suspect), momentsOf(read.candidate)]);
    for (const value of read.suspect) sums.suspect.push(value);
    for (const value of read.candidate) sums.candidate.push(value);
    const { kind, block } = pair.role ?? {};
    if (kind !== undefined && block !== undefined) byKind.set(kind, [...(byKind.get(kind) ?? []), { block, ...read }]);
  }
  if (sums.suspect.length === 0) return [];
  const expected = unrelatedCosine(moments);
  const found: Figure[] = [
    {
      name: 'cosine',
      value: cosine(sums.suspect, sums.candidate),
      beside: expected,
      n: sums.suspect.length,
      tensor: '',
    },
  ];
  for (const [kind, layers] of byKind) {
    const ordered = layers.toSorted((a, b) => a.block - b.block);
    const [first, ...rest] = ordered;
    if (first === undefined || rest.length + 1 < leastBlocks) continue;
    const mean = (values: readonly (number | null)[]): number => {
      const known = values.filter((value) => value !== null);
      return known.length === 0 ? 0 : known.reduce((sum, value) => sum + value, 0) / known.length;
    };
    const toFirst = mean(rest.map(({ suspect }) => cosine(first.suspect, suspect)));
    const among = mean(
      rest.slice(1).map(({ suspect }, i) => cosine((rest[i] as (typeof rest)[number]).suspect, suspect)),
    );
    found.push({ name: 'layer-0', value: toFirst, beside: among, n: rest.length, tensor: kind });
    break;
  }
  return found;
}

/** The matrices of a stack's blocks that line up, with what the walk over them has summed already. */
async function scannedMatrices(subject: Subject, options: RunOptions): Promise<readonly Scanned[]> {
  const found: Scanned[] = [];
  for (const pair of subject.pairs) {
    const { role, rows, columns, comparable } = pair;
    if (!comparable || columns < 2 || rows < 2 || role?.part !== 'weight' || role.block === undefined) continue;
    const scan = await subject.scan(pair, options);
    if (scan === undefined || scan.elements === 0 || scan.information !== 'learned') continue;
    found.push({ pair, scan });
  }
  return found;
}

interface Scanned {
  readonly pair: Pair;
  readonly scan: PairScan;
}

const spreadOf = ({ sums }: PairScan, sum: 'a' | 'b', square: 'aa' | 'bb'): number => {
  const n = sums[slot.count] ?? 0;
  return Math.sqrt(Math.max(0, (sums[slot[square]] ?? 0) / n - ((sums[slot[sum]] ?? 0) / n) ** 2));
};

/** F2: curves of standard deviations over layers; F5: sigma with n the number of weights; F10: kurtosis as a direction. */
async function matrixFigures(subject: Subject, reading: Reading, options: RunOptions): Promise<Figure[]> {
  const matrices = await scannedMatrices(subject, options);
  const found: Figure[] = [];
  const profile = profileFigure(matrices);
  if (profile !== undefined) found.push(profile);
  const routers = matrices.filter(({ pair }) => pair.role?.kind === 'ffn_router');
  const naive = ({ scan }: Scanned): number => (scan.correlation ?? 0) * Math.sqrt(scan.elements);
  const [strongest] = (routers.length > 0 ? routers : matrices).toSorted((a, b) => naive(b) - naive(a));
  if (strongest !== undefined) found.push(await sigmaFigure(subject, strongest.pair, reading, options));
  const step = Math.max(1, Math.floor(matrices.length / tailMatrices));
  const tails = { suspect: 0, candidate: 0, n: 0 };
  for (const { pair } of matrices.filter((_, i) => i % step === 0).slice(0, tailMatrices)) {
    const { suspect, candidate } = await someRows(subject, pair, tailRows, options);
    const [a, b] = [momentsOf(suspect), momentsOf(candidate)];
    reading.elements += suspect.length;
    tails.suspect += a.excessKurtosis * a.count;
    tails.candidate += b.excessKurtosis * b.count;
    tails.n += a.count;
  }
  if (tails.n > 0)
    found.push({
      name: 'kurtosis',
      value: tails.suspect / tails.n,
      beside: tails.candidate / tails.n,
      n: tails.n,
      tensor: '',
    });
  return found;
}

function profileFigure(matrices: readonly Scanned[]): Figure | undefined {
  const curves = new Map<string, Scanned[]>();
  for (const one of matrices) {
    const kind = one.pair.role?.kind ?? '';
    if (/^attn_(q|k|v|output)$/.test(kind)) curves.set(kind, [...(curves.get(kind) ?? []), one]);
  }
  const profiles = [...curves.values()].filter((curve) => curve.length >= leastBlocks);
  const correlated = profiles.flatMap((curve) => {
    const ordered = curve.toSorted((x, y) => (x.pair.role?.block ?? 0) - (y.pair.role?.block ?? 0));
    const r = pearson(
      ordered.map(({ scan }) => spreadOf(scan, 'a', 'aa')),
      ordered.map(({ scan }) => spreadOf(scan, 'b', 'bb')),
    );
    return r === null ? [] : [r];
  });
  if (correlated.length === 0) return undefined;
  const [weighted, elements] = matrices.reduce(
    ([sum, n], { scan }) => [sum + (scan.correlation ?? 0) * scan.elements, n + scan.elements],
    [0, 0],
  );
  return {
    name: 'profile',
    value: correlated.reduce((sum, r) => sum + r, 0) / correlated.length,
    beside: weighted / elements,
    n: profiles[0]?.length ?? 0,
    tensor: '',
  };
}

function someRows(
  subject: Subject,
  pair: Pair,
  most: number,
  options: RunOptions,
): Promise<{ suspect: Float32Array; candidate: Float32Array }> {
  const count = subject.plan.large ? Math.ceil(sampledPart * most) : most;
  const rows = subject.plan.random(`fallacies ${pair.candidate.tensor.name}`).sample(pair.rows, count);
  return bothRows(subject.alignment, pair, rows, options);
}

/** The same rows both ways: as independent draws, and with the channels relabelled (rows and columns standardised, the variance exact). */
async function sigmaFigure(subject: Subject, pair: Pair, reading: Reading, options: RunOptions): Promise<Figure> {
  const { suspect, candidate } = await someRows(subject, pair, sigmaRows, options);
  reading.elements += suspect.length;
  const rows = suspect.length / pair.columns;
  const turned = [suspect, candidate].map((values) =>
    standardise(transpose(values, rows, pair.columns), pair.columns, rows),
  ) as [Float32Array, Float32Array];
  const random = subject.plan.random('fallacies sigma');
  const exact = permutationTrace(turned[0], turned[1], pair.columns, rows, 0, random);
  const n = momentsOf(suspect).count;
  const naive = (pearson(suspect, candidate) ?? 0) * Math.sqrt(n);
  return { name: 'sigma', value: naive, beside: exact.z, n, tensor: pair.suspect.tensor.name };
}

/** F9: the geometry of the token table, which the language gives to any model of it. */
async function embeddingFigures(subject: Subject, reading: Reading, options: RunOptions): Promise<Figure[]> {
  const pair = subject.pairs.find(({ role }) => role?.kind === 'token_embd' && role.part === 'weight');
  if (pair === undefined) return [];
  // The tokens that other tests ask about, where those are enough.
  const common = Math.min(pair.suspect.rows, pair.candidate.rows);
  const tokens = subject.plan
    .random('tokens')
    .sample(common, subject.plan.tokenRows)
    .slice(0, subject.plan.large ? sampledAnchors : anchors);
  if (tokens.length < 8) return [];
  const angles: number[][] = [];
  const tables: Float32Array[] = [];
  for (const side of ['suspect', 'candidate'] as const) {
    const rows = await sideRows(subject.alignment, pair, side, tokens, options);
    const width = pair[side].columns;
    reading.elements += side === 'suspect' ? rows.length : 0;
    const row = (i: number): Float32Array => rows.subarray(i * width, (i + 1) * width);
    const found: number[] = [];
    for (let i = 0; i < tokens.length; i++)
      for (let j = 0; j < i; j++) found.push(cosine(row(i), row(j)) ?? Number.NaN);
    angles.push(found);
    tables.push(rows);
  }
  const elements = pair.suspect.columns === pair.candidate.columns ? pearson(tables[0] ?? [], tables[1] ?? []) : null;
  return [
    {
      name: 'geometry',
      value: pearson(angles[0] ?? [], angles[1] ?? []),
      beside: elements,
      n: tokens.length,
      tensor: '',
    },
  ];
}

/** F4: how many values changed at all, beside how well they correlate. */
async function changedShare(subject: Subject, options: RunOptions): Promise<Figure | undefined> {
  let [elements, equal, correlated] = [0, 0, 0];
  for (const pair of subject.pairs.filter(({ comparable, columns }) => comparable && columns > 1)) {
    const scan = await subject.scan(pair, options);
    if (scan === undefined || scan.elements === 0 || scan.information !== 'learned') continue;
    elements += scan.elements;
    equal += scan.bitEqual * scan.elements;
    correlated += (scan.correlation ?? 0) * scan.elements;
  }
  if (elements === 0) return undefined;
  return { name: 'changed', value: 1 - equal / elements, beside: correlated / elements, n: elements, tensor: '' };
}
