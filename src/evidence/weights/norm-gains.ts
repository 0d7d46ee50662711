// Do the norm gains vary together? They start at exactly one, so only training can have moved them. docs/tests/norm-gains.md

import type { Pair } from '../../align/alignment.ts';
import { bothRows } from '../../align/pair-values.ts';
import type { RoleKind } from '../../model/roles/role.ts';
import type { RunOptions } from '../../run.ts';
import type { Cell, Evidence } from '../evidence.ts';
import { inapplicable, measured, type Subject, type Test } from '../subject.ts';

export const normGains: Test = { id: 'norm-gains', version: 2, family: 'gains', run };

const gainKinds: ReadonlySet<RoleKind> = new Set([
  'attn_norm',
  'attn_post_norm',
  'attn_q_norm',
  'attn_k_norm',
  'ffn_norm',
  'ffn_post_norm',
  'output_norm',
  'pre_norm',
  'token_embd_norm',
  'mm_norm',
  'resampler_norm_q',
  'resampler_norm_kv',
  'resampler_norm_post',
]);

/** Longer vectors are no gains: the widest residual streams have tens of thousands of channels. */
const longestGain = 1_048_576;

/** True for the weight vector of a norm. */
export function isGain(pair: Pair): boolean {
  return (
    pair.role?.part === 'weight' &&
    gainKinds.has(pair.role.kind) &&
    pair.columns === 1 &&
    pair.rows <= longestGain &&
    pair.comparable
  );
}

/**
 * Pearson of the gains, each tensor centred by itself and all pooled, with the uncentred cosine beside it to show why
 * that one is not used: independent gains near one have a cosine near one. And the slopes of either side on the other.
 */
async function run(subject: Subject, options: RunOptions): Promise<Evidence> {
  const rows: Cell[][] = [];
  const pooled = { xy: 0, xx: 0, yy: 0 };
  const raw = { xy: 0, xx: 0, yy: 0 };
  const channels = new Map<number, ChannelSums>();
  let elements = 0;
  for (const pair of subject.pairs.filter(isGain)) {
    const scan = await subject.scan(pair, options);
    if (scan === undefined) continue;
    const rowsToRead = Uint32Array.from({ length: pair.rows }, (_, i) => i);
    const { suspect, candidate } = await bothRows(subject.alignment, pair, rowsToRead, options);
    const here = products(suspect, candidate);
    if (here.constant) continue;
    const sums = channels.get(pair.rows) ?? noSums(pair.rows);
    channels.set(pair.rows, sums);
    addChannels(sums, suspect, candidate, here);
    elements += suspect.length;
    pooled.xy += here.xy;
    pooled.xx += here.xx;
    pooled.yy += here.yy;
    raw.xy += here.rawXY;
    raw.xx += here.rawXX;
    raw.yy += here.rawYY;
    rows.push([
      pair.suspect.tensor.name,
      suspect.length,
      here.xy / Math.sqrt(here.xx * here.yy),
      here.rawXY / Math.sqrt(here.rawXX * here.rawYY),
    ]);
  }
  if (rows.length === 0) return inapplicable(normGains, subject, 'reason.no-gains');
  return measured(
    normGains,
    subject,
    elements,
    {
      tensors: rows.length,
      elements,
      pearson: pooled.xy / Math.sqrt(pooled.xx * pooled.yy),
      cosine: raw.xy / Math.sqrt(raw.xx * raw.yy),
      spread: Math.sqrt(Math.min(pooled.xx, pooled.yy) / elements),
      suspectSpread: Math.sqrt(pooled.xx / elements),
      candidateSpread: Math.sqrt(pooled.yy / elements),
      slope: pooled.xy / pooled.yy,
      slopeError: slopeError(channels, pooled.xy / pooled.yy, 'yy', pooled.yy),
      slopeBack: pooled.xy / pooled.xx,
      slopeBackError: slopeError(channels, pooled.xy / pooled.xx, 'xx', pooled.xx),
    },
    ['tensor', 'elements', 'pearson', 'cosine'],
    rows,
  );
}

/** Products of the centred gains, one number a channel, over all tensors of one length. */
interface ChannelSums {
  readonly xy: Float64Array;
  readonly xx: Float64Array;
  readonly yy: Float64Array;
}

const noSums = (length: number): ChannelSums => ({
  xy: new Float64Array(length),
  xx: new Float64Array(length),
  yy: new Float64Array(length),
});

function addChannels(
  sums: ChannelSums,
  a: Float32Array,
  b: Float32Array,
  { meanA, meanB }: { readonly meanA: number; readonly meanB: number },
): void {
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [(a[i] as number) - meanA, (b[i] as number) - meanB];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    (sums.xy[i] as number) += x * y;
    (sums.xx[i] as number) += x * x;
    (sums.yy[i] as number) += y * y;
  }
}

/**
 * Standard error of a pooled slope. A channel's gains in all layers count as one observation, since those of one model
 * correlate with one another: the sum over channels of (Σ x e)², e being what the slope leaves, over (Σ x²)².
 */
function slopeError(
  channels: ReadonlyMap<number, ChannelSums>,
  slope: number,
  side: 'xx' | 'yy',
  total: number,
): number {
  let squares = 0;
  for (const sums of channels.values())
    for (let i = 0; i < sums.xy.length; i++)
      squares += ((sums.xy[i] as number) - slope * (sums[side][i] as number)) ** 2;
  return Math.sqrt(squares) / total;
}

function products(a: Float32Array, b: Float32Array) {
  let [sumA, sumB, n] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    if (!Number.isFinite(a[i]) || !Number.isFinite(b[i])) continue;
    sumA += a[i] as number;
    sumB += b[i] as number;
    n += 1;
  }
  let [xy, xx, yy, rawXY, rawXX, rawYY] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    xy += (x - sumA / n) * (y - sumB / n);
    xx += (x - sumA / n) ** 2;
    yy += (y - sumB / n) ** 2;
    rawXY += x * y;
    rawXX += x * x;
    rawYY += y * y;
  }
  return { xy, xx, yy, rawXY, rawXX, rawYY, meanA: sumA / n, meanB: sumB / n, constant: !(xx > 0) || !(yy > 0) };
}
