// Do the norm gains vary together? They start at exactly one, so only training can have moved them. docs/tests/norm-gains.md

import type { Pair } from '../../align/alignment.ts';
import { bothRows } from '../../align/pair-values.ts';
import type { RoleKind } from '../../model/roles/role.ts';
import type { RunOptions } from '../../run.ts';
import type { Cell, Evidence } from '../evidence.ts';
import { inapplicable, measured, type Subject, type Test } from '../subject.ts';

export const normGains: Test = { id: 'norm-gains', version: 1, family: 'gains', run };

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
 * that one is not used: independent gains near one have a cosine near one.
 */
async function run(subject: Subject, options: RunOptions): Promise<Evidence> {
  const rows: Cell[][] = [];
  const pooled = { xy: 0, xx: 0, yy: 0 };
  const raw = { xy: 0, xx: 0, yy: 0 };
  let elements = 0;
  for (const pair of subject.pairs.filter(isGain)) {
    const scan = await subject.scan(pair, options);
    if (scan === undefined) continue;
    const rowsToRead = Uint32Array.from({ length: pair.rows }, (_, i) => i);
    const { suspect, candidate } = await bothRows(subject.alignment, pair, rowsToRead, options);
    const here = products(suspect, candidate);
    if (here.constant) continue;
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
    },
    ['tensor', 'elements', 'pearson', 'cosine'],
    rows,
  );
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
  return { xy, xx, yy, rawXY, rawXX, rawYY, constant: !(xx > 0) || !(yy > 0) };
}
