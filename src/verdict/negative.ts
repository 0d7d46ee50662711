// When nothing was found: what would have been seen, and when that is not enough to say "independent".
import type { Evidence, Measured } from '../evidence/evidence.ts';
import { detectableCorrelation } from '../math/power.ts';
import { type Statement, statement } from '../wording/statement.ts';
import type { ComponentContext } from './context.ts';
import type { Kinship } from './kinship.ts';
import { correctedP, figure, records, resultOf, setAside, unspoken, voidShare } from './statistics.ts';
import { lostShareLimit, statedPower } from './thresholds.ts';
import type { Detectable, Judgement } from './verdict.ts';

/** `independent` with its power, or `inconclusive` with what is missing. */
export function negativeOf(evidence: readonly Evidence[], kinship: Kinship, context: ComponentContext): Judgement {
  const detectable = detectableOf(evidence, Math.log(context.alpha) - Math.log(context.hypotheses));
  const because: Statement[] = [];
  const against: Statement[] = [];
  const isVoid = evidence.some((one) => one.status === 'failed' && one.reason.id === 'reason.changed');
  if (isVoid) because.push(statement('exhibit.void'));
  else if (detectable === undefined) because.push(statement('none.applicable'));
  because.push(...kinship.doubt);
  if (context.areAdapters) because.push(statement('adapter.both'));
  if (context.lostShare > lostShareLimit) because.push(statement('unread', { lost: context.lost }));
  (voidShare(evidence) > lostShareLimit ? because : against).push(...unspoken(evidence));
  const inconclusive = because.length > 0;
  if (!inconclusive) because.push(...kinship.against);
  else against.push(...kinship.against);
  const search = resultOf(evidence, 'content-search');
  if (search !== undefined) {
    const [tensors, hypotheses] = [figure(search, 'tensors') ?? 0, figure(search, 'hypotheses') ?? 0];
    (inconclusive ? against : because).push(statement('search.nothing', { tensors, hypotheses }));
  }
  if (detectable !== undefined)
    (inconclusive ? against : because).push(
      statement('power.negative', { correlation: detectable.correlation, power: detectable.power }),
    );
  against.push(...lookAlikes(evidence), ...setAside(evidence));
  if (against.length === 0) against.push(statement('against.name-only'));
  return {
    answer: inconclusive ? 'inconclusive' : 'independent',
    direction: 'undecided',
    ...correctedP(kinship.lnP ?? figure(search, 'smallestLnP'), context.hypotheses),
    operations: [],
    detectable: detectable ?? null,
    because,
    against,
  };
}

/** What looks like kinship to the eye and is none: the uncentred cosine of gains. */
function lookAlikes(evidence: readonly Evidence[]): Statement[] {
  const gains = resultOf(evidence, 'norm-gains');
  const [cosine, r] = [figure(gains, 'cosine'), figure(gains, 'pearson')];
  return cosine !== undefined && r !== undefined && cosine > 0.9
    ? [statement('gains.cosine-fallacy', { cosine, r })]
    : [];
}

/** The smallest correlation that any of the formal tests would have seen at the corrected level. */
function detectableOf(evidence: readonly Evidence[], lnAlpha: number): Detectable | undefined {
  const found: number[] = [];
  const channels = resultOf(evidence, 'residual-alignment');
  if (channels !== undefined) {
    const [sampled, size, rows] = [figure(channels, 'sampled'), figure(channels, 'channels'), figure(channels, 'rows')];
    if (sampled !== undefined && size !== undefined && rows !== undefined)
      push(found, detectableCorrelation(sampled, size, rows, 1, lnAlpha, statedPower));
  }
  for (const test of ['unit-coincidence', 'unit-response'] as const) {
    const result = resultOf(evidence, test);
    const [sampled, layers, columns] = [figure(result, 'sampled'), figure(result, 'layers'), figure(result, 'columns')];
    const crowd = result?.table.rows[0]?.[2];
    if (sampled === undefined || layers === undefined || columns === undefined || typeof crowd !== 'number') continue;
    // Layers whose labels may be tied never multiply: one layer must carry it alone.
    const together = figure(result, 'independentLayers') === 0 ? 1 : layers;
    push(found, detectableCorrelation(Math.round(sampled / layers), crowd, columns, together, lnAlpha, statedPower));
  }
  push(found, angledCorrelation(resultOf(evidence, 'unit-gram'), lnAlpha));
  push(found, searchedCorrelation(evidence, lnAlpha));
  return found.length === 0 ? undefined : { correlation: Math.min(...found), power: statedPower };
}

/** Angles are products of two rows: weights that correlate by r have angles that correlate by r². */
function angledCorrelation(result: Measured | undefined, lnAlpha: number): number | undefined {
  const [sampled, layers] = [figure(result, 'sampled'), figure(result, 'layers')];
  const [crowd, columns] = [figure(result, 'crowd'), figure(result, 'columns')];
  if (sampled === undefined || layers === undefined || crowd === undefined || columns === undefined) return undefined;
  const angles = detectableCorrelation(Math.round(sampled / layers), crowd, columns, layers, lnAlpha, statedPower);
  return angles === undefined ? undefined : Math.sqrt(angles);
}

/** The correlation that the search would have seen in each of the tensors that hold half of the searched parameters. */
function searchedCorrelation(evidence: readonly Evidence[], lnAlpha: number): number | undefined {
  const rows = records(resultOf(evidence, 'content-search'));
  const total = rows.reduce((sum, row) => sum + Number(row.elements ?? 0), 0);
  const seen = rows
    .map((row) => ({
      elements: Number(row.elements ?? 0),
      correlation: detectableCorrelation(
        Number(row.asked ?? 0),
        Number(row.crowd ?? 0),
        Number(row.columns ?? 0),
        1,
        lnAlpha,
        statedPower,
      ),
    }))
    .toSorted((a, b) => (a.correlation ?? 2) - (b.correlation ?? 2));
  let held = 0;
  for (const { elements, correlation } of seen) {
    held += elements;
    if (held >= total / 2) return correlation;
  }
  return undefined;
}

function push(into: number[], value: number | undefined): void {
  if (value !== undefined) into.push(value);
}
