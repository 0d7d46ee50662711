// T1: do the suspect's residual channels stand in the candidate's order? docs/tests/residual-alignment.md
import type { Pair } from '../../align/alignment.ts';
import type { ChannelSpace } from '../../align/label-spaces.ts';
import { channelSpaces, unitSpaces } from '../../align/label-spaces.ts';
import { bothRows } from '../../align/pair-values.ts';
import { countHits, nearestRows, standardise, transpose } from '../../math/coincidence.ts';
import { permutationTrace } from '../../math/permutation-trace.ts';
import { lnCoincidence } from '../../math/tails.ts';
import type { RunOptions } from '../../run.ts';
import type { Cell, Evidence } from '../evidence.ts';
import { inapplicable, measured, type Subject, type Test } from '../subject.ts';
import { sampleUnits } from './unit-sample.ts';

export const residualAlignment: Test = { id: 'residual-alignment', version: 2, family: 'basis', run };

/** Fewer channels can never give a small p-value: 12 of 12 have 1/12! = 2e-9. */
const leastChannels = 16;

/**
 * The trace statistic decides nothing and costs the square of the rows: where there are many channels, this many
 * multiplications of them are affordable, a tenth of a second.
 */
const traceBudget = 67_108_864;
const leastTraced = 64;

/** The sampled rows of one set of tensors on both sides, turned so that channels are rows. */
export interface Gathered {
  readonly space: ChannelSpace;
  /** Channels × sampled rows. */
  readonly suspect: Float32Array;
  readonly candidate: Float32Array;
  readonly rows: number;
}

/**
 * Per set of tensors and for all together: each sampled channel of the suspect looks for its nearest channel of the
 * candidate over the sampled rows. Under the null (independent initialisation, training that does not know channel
 * numbers) the suspect's channel numbers are exchangeable, so the hits obey the coincidence bound. Beside it the trace
 * statistic with its exact permutation mean and variance (Hoeffding 1951), and sampled permutations to look at.
 */
async function run(subject: Subject, options: RunOptions): Promise<Evidence> {
  const spaces = channelSpaces(subject.alignment, subject.component).filter((space) => space.channels >= leastChannels);
  if (spaces.length === 0) return inapplicable(residualAlignment, subject, 'reason.no-tensors');
  if (await hasFixedChannels(subject, options))
    return inapplicable(residualAlignment, subject, 'reason.fixed-channels');
  const gathered: Gathered[] = [];
  const read = subject.plan.large ? rowsReadAnyway(subject) : new Map<Pair, Uint32Array>();
  const isBeside = spaces.some(({ pairs }) => pairs.some((pair) => read.has(pair)));
  const wanted = Math.ceil(subject.plan.channelRows(spaces[0]?.channels ?? 1, isBeside) / spaces.length);
  for (const space of spaces) gathered.push(await gather(subject, space, wanted, read, options));
  const channels = spaces[0]?.channels as number;
  const asked = subject.plan.random(`channels ${subject.component}`).sample(channels, subject.plan.sampledChannels);
  const rows: Cell[][] = [];
  for (const { space, suspect, candidate, rows: n } of gathered) {
    const { z, hits } = measure(subject, suspect.slice(), candidate.slice(), channels, n, asked, 0);
    rows.push([space.set, n, channels, z, hits, asked.length, lnCoincidence(hits, asked.length, channels)]);
  }
  const total = gathered.reduce((sum, part) => sum + part.rows, 0);
  const joined = measure(
    subject,
    join(gathered, 'suspect', channels, total),
    join(gathered, 'candidate', channels, total),
    channels,
    total,
    asked,
    1_000,
  );
  return measured(
    residualAlignment,
    subject,
    total * channels,
    {
      z: joined.z,
      hits: joined.hits,
      sampled: asked.length,
      channels,
      rows: total,
      traced: joined.traced,
      lnP: lnCoincidence(joined.hits, asked.length, channels),
      nullMin: joined.nullMin,
      nullMax: joined.nullMax,
      nullSd: joined.nullSd,
      permutations: joined.permutations,
    },
    ['set', 'rows', 'channels', 'z', 'hits', 'sampled', 'lnP'],
    rows,
  );
}

/** A computed position table gives every channel a frequency of its own: channel numbers then mean something in every model. */
async function hasFixedChannels(subject: Subject, options: RunOptions): Promise<boolean> {
  const towers = new Set(subject.pairs.map((pair) => pair.role?.tower));
  for (const pair of subject.alignment.pairs) {
    if (pair.role?.kind !== 'position_embd' || !towers.has(pair.role.tower)) continue;
    const scan = await subject.scan(pair, options);
    if (scan?.information === 'deterministic') return true;
  }
  return false;
}

/** Of a large model, the rows that unit tests read: each row speaks of its unit by its number, and of channels by its values. */
function rowsReadAnyway({ alignment, component, plan }: Subject): Map<Pair, Uint32Array> {
  const rows = new Map<Pair, Uint32Array>();
  const spaces = unitSpaces(alignment, component).filter(({ independent, gates }) => independent && gates === 1);
  for (const index of plan.blocks(spaces.length)) {
    const space = spaces[index] as (typeof spaces)[number];
    const columns = space.pairs.reduce((sum, pair) => sum + pair.columns, 0);
    for (const pair of space.pairs) rows.set(pair, sampleUnits(plan, space, columns).units);
  }
  const table = alignment.pairs.find(({ role }) => role?.kind === 'token_embd' && role.tower === 'text');
  if (table !== undefined)
    rows.set(table, plan.random('tokens').sample(Math.min(table.suspect.rows, table.candidate.rows), plan.tokenRows));
  return rows;
}

/**
 * Rows of the space's tensors, turned so that channels are rows: those of `read` where it has some of the space, else up to
 * `wanted`, spread evenly over the tensors.
 */
export async function gather(
  subject: Subject,
  space: ChannelSpace,
  wanted: number,
  read: ReadonlyMap<Pair, Uint32Array>,
  options: RunOptions,
): Promise<Gathered> {
  const random = subject.plan.random(`channel rows ${space.component} ${space.set}`);
  const known = space.pairs.filter((pair) => read.has(pair));
  const each = Math.max(1, Math.ceil(wanted / space.pairs.length));
  const isSpread = known.length === 0 && space.pairs.length > wanted;
  const spread = isSpread
    ? [...random.sample(space.pairs.length, wanted)].map((i) => space.pairs[i] as Pair)
    : space.pairs;
  const parts: { suspect: Float32Array; candidate: Float32Array; rows: number }[] = [];
  for (const pair of known.length > 0 ? known : spread) {
    const indices = read.get(pair) ?? random.sample(pair.rows, each);
    const values = await bothRows(subject.alignment, pair, indices, options);
    // A square map begun near the identity has its diagonal in common with every other: it does not count.
    if (pair.rows === space.channels) {
      for (const side of [values.suspect, values.candidate]) {
        for (let i = 0; i < indices.length; i++) side[i * space.channels + (indices[i] as number)] = 0;
      }
    }
    parts.push({
      suspect: transpose(values.suspect, indices.length, space.channels),
      candidate: transpose(values.candidate, indices.length, space.channels),
      rows: indices.length,
    });
  }
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  return {
    space,
    suspect: join(parts, 'suspect', space.channels, rows),
    candidate: join(parts, 'candidate', space.channels, rows),
    rows,
  };
}

function join(
  parts: readonly { suspect: Float32Array; candidate: Float32Array; rows: number }[],
  side: 'suspect' | 'candidate',
  channels: number,
  total: number,
): Float32Array {
  const out = new Float32Array(channels * total);
  let at = 0;
  for (const part of parts) {
    for (let c = 0; c < channels; c++) out.set(part[side].subarray(c * part.rows, (c + 1) * part.rows), c * total + at);
    at += part.rows;
  }
  return out;
}

function measure(
  subject: Subject,
  suspect: Float32Array,
  candidate: Float32Array,
  channels: number,
  rows: number,
  asked: Uint32Array,
  permutations: number,
) {
  const x = standardise(suspect, channels, rows);
  const y = standardise(candidate, channels, rows);
  const hits = countHits(asked, nearestRows(x, asked, y, channels, rows));
  // A set by itself gets a quarter of what all together get.
  const affordable = Math.sqrt((permutations > 0 ? traceBudget : traceBudget / 4) / channels);
  const few = Math.min(rows, Math.max(leastTraced, Math.floor(affordable)));
  const random = subject.plan.random('permutations');
  const trace = permutationTrace(
    evenColumns(x, channels, rows, few),
    evenColumns(y, channels, rows, few),
    channels,
    few,
    permutations,
    random,
  );
  return { hits, traced: few, ...trace };
}

/** `count` of the columns, evenly spread; the values themselves where those are all. */
function evenColumns(values: Float32Array, rows: number, columns: number, count: number): Float32Array {
  if (count === columns) return values;
  const out = new Float32Array(rows * count);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < count; c++)
      out[r * count + c] = values[r * columns + Math.floor((c * columns) / count)] as number;
  return out;
}
