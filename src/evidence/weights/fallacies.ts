// What is often taken for evidence and is none, measured beside what is: never counted by a verdict. docs/tests/fallacies.md
import type { Pair } from '../../align/alignment.ts';
import { bothRows, sideRows } from '../../align/pair-values.ts';
import { standardise, transpose } from '../../math/coincidence.ts';
import { cosine, type Moments, momentsOf, pearson, unrelatedCosine } from '../../math/moments.ts';
import { permutationTrace } from '../../math/permutation-trace.ts';
import type { RunOptions } from '../../run.ts';
import type { Cell, Evidence } from '../evidence.ts';
import { inapplicable, measured, type Subject, type Test } from '../subject.ts';
import { equalFields, equalTokenizers } from './declared-alike.ts';
import { isGain } from './norm-gains.ts';

export const fallacies: Test = { id: 'fallacies', version: 1, family: 'fallacy', run };

/** Rows of a tensor that are looked at: enough for moments of three digits, and a few hundred kilobytes. */
const rowsRead = 128;
/** Anchors of the geometry of embeddings, as the tools have them that use it. */
const anchors = 64;
/** Shorter curves than this are no profile. */
const leastBlocks = 4;
/** Matrices whose rows are read: one of each kind and block of this many blocks. */
const profiledBlocks = 64;

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

/** F2: curves of standard deviations over layers; F5: sigma with n the number of weights; F10: kurtosis as a direction. */
async function matrixFigures(subject: Subject, reading: Reading, options: RunOptions): Promise<Figure[]> {
  const curves = new Map<string, { block: number; suspect: number; candidate: number }[]>();
  const tails = { suspect: 0, candidate: 0, n: 0 };
  let correlations = 0;
  let strongest: { pair: Pair; z: number; n: number } | undefined;
  const isMatrix = ({ role, columns, rows }: Pair): boolean =>
    columns > 1 && rows > 1 && role?.part === 'weight' && role.block !== undefined && role.block < profiledBlocks;
  for (const pair of subject.pairs.filter((one) => isMatrix(one) && one.comparable)) {
    options.signal?.throwIfAborted();
    const rows = subject.plan.random(`fallacies ${pair.candidate.tensor.name}`).sample(pair.rows, rowsRead);
    const { suspect, candidate } = await bothRows(subject.alignment, pair, rows, options);
    const [a, b] = [momentsOf(suspect), momentsOf(candidate)];
    reading.elements += suspect.length;
    const kind = pair.role?.kind ?? '';
    if (/^attn_(q|k|v|output)$/.test(kind))
      curves.set(kind, [
        ...(curves.get(kind) ?? []),
        { block: pair.role?.block ?? 0, suspect: a.deviation, candidate: b.deviation },
      ]);
    tails.suspect += a.excessKurtosis * a.count;
    tails.candidate += b.excessKurtosis * b.count;
    tails.n += a.count;
    const r = pearson(suspect, candidate) ?? 0;
    correlations += r * a.count;
    const z = r * Math.sqrt(a.count);
    const isRouter = kind === 'ffn_router';
    const better =
      strongest === undefined || (isRouter && strongest.pair.role?.kind !== 'ffn_router') || z > strongest.z;
    if (better && (isRouter || strongest?.pair.role?.kind !== 'ffn_router')) strongest = { pair, z, n: a.count };
  }
  const found: Figure[] = [];
  const profiles = [...curves.values()].filter((curve) => curve.length >= leastBlocks);
  if (profiles.length > 0) {
    const correlated = profiles.map((curve) => {
      const ordered = curve.toSorted((x, y) => x.block - y.block);
      return pearson(
        ordered.map(({ suspect }) => suspect),
        ordered.map(({ candidate }) => candidate),
      );
    });
    const known = correlated.filter((r) => r !== null);
    found.push({
      name: 'profile',
      value: known.length === 0 ? null : known.reduce((sum, r) => sum + r, 0) / known.length,
      beside: correlations / tails.n,
      n: profiles[0]?.length ?? 0,
      tensor: '',
    });
  }
  if (strongest !== undefined) found.push(await sigmaFigure(subject, strongest, options));
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

/** The same rows with the permutation null of the channels: rows and columns standardised, the variance exact. */
async function sigmaFigure(
  subject: Subject,
  { pair, z, n }: { pair: Pair; z: number; n: number },
  options: RunOptions,
): Promise<Figure> {
  const rows = subject.plan.random(`fallacies ${pair.candidate.tensor.name}`).sample(pair.rows, rowsRead);
  const { suspect, candidate } = await bothRows(subject.alignment, pair, rows, options);
  const turned = [suspect, candidate].map((values) =>
    standardise(transpose(values, rows.length, pair.columns), pair.columns, rows.length),
  ) as [Float32Array, Float32Array];
  const random = subject.plan.random('fallacies sigma');
  const exact = permutationTrace(turned[0], turned[1], pair.columns, rows.length, 0, random);
  return { name: 'sigma', value: z, beside: exact.z, n, tensor: pair.suspect.tensor.name };
}

/** F9: the geometry of the token table, which the language gives to any model of it. */
async function embeddingFigures(subject: Subject, reading: Reading, options: RunOptions): Promise<Figure[]> {
  const pair = subject.pairs.find(({ role }) => role?.kind === 'token_embd' && role.part === 'weight');
  if (pair === undefined) return [];
  const tokens = subject.plan.random('anchors').sample(pair.rows, anchors);
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
