// How much of each tensor is looked at: fixed from shapes, seed and mode before a weight is read.
import type { Alignment, Pair } from '../align/alignment.ts';
import type { Random } from '../math/random.ts';
import { createRandom } from '../math/random.ts';
import { chunkValues, isQuantised, storedBytes, type Tensor } from '../model/model.ts';
import { isPlain, type Plane } from '../model/values/plane.ts';

export type ReadMode = 'sample' | 'full';

/** Models up to this many stored bytes are read whole in either mode: sampling them would save nothing anybody notices. */
export const wholeBytes = 67_108_864;
/** Values a sampled comparison may read for elementwise statistics, per model, where they make blocks to look for directions in. */
const elementBudget = 4_194_304;
/** Rows of such a block; where they are not to be had, a run of values is as good and costs less. */
const leastBlockRows = 16;
/** Values in such a run: sigma of one tensor is known to 2 % from it, of all tensors to a thousandth. */
const runValues = 1_024;
/** Values of all runs together. */
const runBudget = 262_144;
/** Rows that speak for a residual basis, over all tensors of a component; fewer where a large model's asked units speak beside them. */
const channelRows = 512;
/** Of a small model as many as make up so many values a side: a twentieth of a model shows in thousands of rows. */
const smallChannelValues = 1_048_576;
const besideChannelRows = 128;
const sampledChannels = 64;
const askedUnits = 64;
const sampledBlocks = 4;
const mostCostlyBlocks = 8;
const tokenRows = 256;
const sampledTokenRows = 96;
/** Rows whose difference is decomposed: a rank of 64 shows in 96 rows, and in more of them above a lower floor. */
const sampledSlab = 96;
const fullSlab = 256;
const smallSlab = 1_024;
/** Values one test may hold of each model at once: 32 MiB as 32-bit floats. */
const heldValues = 8_388_608;

/** Rows [from, to), end exclusive. */
export interface RowSpan {
  readonly from: number;
  readonly to: number;
}

export interface Plan {
  readonly mode: ReadMode;
  /** True where every element is read: mode `full`, or a model small enough. */
  readonly whole: boolean;
  /** Whether the models are too large to be read whole unasked: what costs time a matrix is then looked at in few of them. */
  readonly large: boolean;
  /** A generator of its own for each purpose, so that one test's draws do not shift another's. */
  random(purpose: string): Random;
  /** Spans of rows [from, to) of a pair to be compared element by element, ascending and disjoint. */
  rowSpans(pair: Pair): readonly RowSpan[];
  /**
   * Where runs of values are compared instead of rows: the length of a run, which divides a row's, and spans of them, the
   * tensor taken as a list of such runs. Undefined where whole rows are compared.
   */
  runs(pair: Pair): { readonly length: number; readonly spans: readonly RowSpan[] } | undefined;
  /** Rows that speak for a basis of this many channels; `beside`: where others are read anyway that speak of it, too. */
  channelRows(channels: number, beside?: boolean): number;
  readonly sampledChannels: number;
  /** Units compared in a block of `size` units with rows of `rowBytes` bytes: how many form the crowd, how many are asked. */
  unitCounts(size: number, rowBytes: number): { readonly crowd: number; readonly asked: number };
  /** Which of `count` blocks are looked at: all of a small model, the same few of a large one for every test. */
  blocks(count: number): readonly number[];
  /** As `blocks`, for tests whose cost is in the computing: of a small model a few too, unless all is asked for. */
  costlyBlocks(count: number): readonly number[];
  /** As `costlyBlocks`, and of large models the first and the last alone: for what takes time and bytes a matrix. */
  fewBlocks(count: number): readonly number[];
  readonly tokenRows: number;
  /** The span of rows [from, to) whose difference is decomposed; the same for all pairs of one height, so that directions compare. */
  slab(pair: Pair): { readonly from: number; readonly to: number };
}

export function createPlan(alignment: Alignment, mode: ReadMode, seed: number): Plan {
  // An adapter's products are far larger than what is stored of them.
  const stored = (bytes: number, tensor: Tensor): number =>
    bytes + (tensor.assembly?.delta === true ? 4 * tensor.elements : storedBytes(tensor));
  const larger = Math.max(alignment.suspect.tensors.reduce(stored, 0), alignment.candidate.tensors.reduce(stored, 0));
  const large = larger > wholeBytes;
  const whole = mode === 'full' || !large;
  const random = (purpose: string): Random => createRandom(mix(seed, purpose));
  const share = Math.max(2_048, Math.floor(elementBudget / Math.max(1, alignment.pairs.length)));
  const all = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);
  const blocks = (count: number): readonly number[] =>
    !large || count <= sampledBlocks ? all(count) : [...random('blocks').sample(count, sampledBlocks)];
  const costlyBlocks = (count: number): readonly number[] => {
    if (large) return blocks(count);
    return mode === 'full' || count <= mostCostlyBlocks
      ? all(count)
      : [...random('costly blocks').sample(count, mostCostlyBlocks)];
  };
  return {
    mode,
    whole,
    large,
    random,
    rowSpans: (pair) => {
      if (pair.rows === 0 || pair.columns === 0) return [];
      if (whole || pair.rows * pair.columns <= share) return spansOf(0, pair.rows, pair.columns);
      const rows = Math.max(1, Math.min(pair.rows, Math.floor(share / pair.columns)));
      const from = random(`rows ${pair.candidate.tensor.name}`).integer(pair.rows - rows + 1);
      return spansOf(from, from + rows, pair.columns);
    },
    runs: ({ suspect, candidate, role, rows, columns }) => {
      if (whole || columns <= runValues || rows * columns <= share || share >= leastBlockRows * columns)
        return undefined;
      // What a table of positions was computed from, only whole rows show.
      if (role?.kind === 'position_embd' || !isInOrder(suspect, columns) || !isInOrder(candidate, columns))
        return undefined;
      const length = runLengthOf(columns);
      if (length === undefined) return undefined;
      const count = Math.max(1, Math.floor(runBudget / alignment.pairs.length / length));
      const from = random(`runs ${candidate.tensor.name}`).integer((rows * columns) / length - count + 1);
      return { length, spans: [{ from, to: from + count }] };
    },
    channelRows: (channels, beside = false) => {
      const ofSmall = Math.max(channelRows, Math.floor(smallChannelValues / Math.max(1, channels)));
      const wanted = large ? (beside ? besideChannelRows : channelRows) : ofSmall;
      return Math.max(1, Math.min(wanted, Math.floor(heldValues / Math.max(1, channels))));
    },
    sampledChannels,
    unitCounts: (size, rowBytes) => {
      const affordable = Math.floor(524_288 / Math.max(1, rowBytes));
      const held = Math.floor((2 * heldValues) / Math.max(1, rowBytes));
      const crowd = Math.min(size, held, !large ? 1_024 : Math.min(256, Math.max(askedUnits, affordable)));
      return { crowd, asked: Math.min(askedUnits, crowd) };
    },
    blocks,
    costlyBlocks,
    fewBlocks: (count) => (!large || count <= 2 ? costlyBlocks(count) : [0, count - 1]),
    tokenRows: large ? sampledTokenRows : tokenRows,
    slab: (pair) => {
      const rows = Math.min(pair.rows, !large ? smallSlab : whole ? fullSlab : sampledSlab);
      const from = random(`slab ${pair.rows}`).integer(pair.rows - rows + 1);
      return { from, to: from + rows };
    },
  };
}

/** Rows of this many values, stored one after the other as they are. */
function isInOrder(plane: Plane, columns: number): boolean {
  return isPlain(plane) && plane.columns === columns && !isQuantised(plane.tensor);
}

/** The longest run up to `runValues` that divides a row; undefined where it would be shorter than a quarter of that. */
function runLengthOf(columns: number): number | undefined {
  for (let length = runValues; length >= runValues / 4; length--) if (columns % length === 0) return length;
  return undefined;
}

function spansOf(from: number, to: number, columns: number): RowSpan[] {
  const step = Math.max(1, Math.floor(chunkValues / columns));
  const spans: RowSpan[] = [];
  for (let at = from; at < to; at += step) spans.push({ from: at, to: Math.min(to, at + step) });
  return spans;
}

/** FNV-1a over the purpose, started at the seed. */
function mix(seed: number, purpose: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < purpose.length; i++) hash = Math.imul(hash ^ purpose.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
