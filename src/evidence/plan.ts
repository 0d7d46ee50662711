// How much of each tensor is looked at: fixed from shapes, seed and mode before a weight is read.
import type { Alignment, Pair } from '../align/alignment.ts';
import type { Random } from '../math/random.ts';
import { createRandom } from '../math/random.ts';
import { chunkValues, storedBytes, type Tensor } from '../model/model.ts';

export type ReadMode = 'sample' | 'full';

/** Models up to this many stored bytes are read whole in either mode: sampling them would save nothing anybody notices. */
export const wholeBytes = 67_108_864;
/** Values a sampled comparison may read for elementwise statistics, per model. */
const elementBudget = 4_194_304;
/** Rows that speak for a residual basis, over all tensors of a component. */
const channelRows = 512;
/** Of models that are read whole as many as make up so many values a side: a twentieth of a model shows in thousands of rows. */
const wholeChannelValues = 1_048_576;
const sampledChannels = 64;
const askedUnits = 64;
const sampledBlocks = 4;
const mostCostlyBlocks = 8;
const tokenRows = 256;
/** Rows whose difference is decomposed: a rank of 64 shows in 96 rows, and in more of them above a lower floor. */
const sampledSlab = 96;
const fullSlab = 256;
const smallSlab = 1_024;
/** Values one test may hold of each model at once: 32 MiB as 32-bit floats. */
const heldValues = 8_388_608;

export interface Plan {
  readonly mode: ReadMode;
  /** True where every element is read: mode `full`, or a model small enough. */
  readonly whole: boolean;
  /** Whether the models are too large to be read whole unasked: what costs time a matrix is then looked at in few of them. */
  readonly large: boolean;
  /** A generator of its own for each purpose, so that one test's draws do not shift another's. */
  random(purpose: string): Random;
  /** Spans of rows [from, to) of a pair to be compared element by element, ascending and disjoint. */
  rowSpans(pair: Pair): readonly { readonly from: number; readonly to: number }[];
  /** Rows that speak for a basis of this many channels. */
  channelRows(channels: number): number;
  readonly sampledChannels: number;
  /** Units compared in a block of `size` units with rows of `rowBytes` bytes: how many form the crowd, how many are asked. */
  unitCounts(size: number, rowBytes: number): { readonly crowd: number; readonly asked: number };
  /** Which of `count` blocks are looked at. */
  blocks(count: number, bytesPerBlock: number): readonly number[];
  /** As `blocks`, for tests whose cost is in the computing: a few blocks unless all is asked for. */
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
  const whole = mode === 'full' || larger <= wholeBytes;
  const random = (purpose: string): Random => createRandom(mix(seed, purpose));
  const share = Math.max(2_048, Math.floor(elementBudget / Math.max(1, alignment.pairs.length)));
  const costlyBlocks = (count: number): readonly number[] =>
    mode === 'full' || count <= mostCostlyBlocks
      ? Array.from({ length: count }, (_, i) => i)
      : [...random('costly blocks').sample(count, whole ? mostCostlyBlocks : sampledBlocks)];
  return {
    mode,
    whole,
    large: larger > wholeBytes,
    random,
    rowSpans: (pair) => {
      if (pair.rows === 0 || pair.columns === 0) return [];
      if (whole || pair.rows * pair.columns <= share) return spansOf(0, pair.rows, pair.columns);
      const rows = Math.max(1, Math.min(pair.rows, Math.floor(share / pair.columns)));
      const from = random(`rows ${pair.candidate.tensor.name}`).integer(pair.rows - rows + 1);
      return spansOf(from, from + rows, pair.columns);
    },
    channelRows: (channels) => {
      const wanted = whole
        ? Math.max(channelRows, Math.floor(wholeChannelValues / Math.max(1, channels)))
        : channelRows;
      return Math.max(1, Math.min(wanted, Math.floor(heldValues / Math.max(1, channels))));
    },
    sampledChannels,
    unitCounts: (size, rowBytes) => {
      const affordable = Math.floor(524_288 / Math.max(1, rowBytes));
      const held = Math.floor((2 * heldValues) / Math.max(1, rowBytes));
      const crowd = Math.min(size, held, whole ? 1_024 : Math.min(256, Math.max(askedUnits, affordable)));
      return { crowd, asked: Math.min(askedUnits, crowd) };
    },
    blocks: (count, bytesPerBlock) => {
      if (whole || count <= sampledBlocks || count * bytesPerBlock <= elementBudget)
        return Array.from({ length: count }, (_, i) => i);
      return [...random('blocks').sample(count, sampledBlocks)];
    },
    costlyBlocks,
    fewBlocks: (count) => (larger <= wholeBytes || count <= 2 ? costlyBlocks(count) : [0, count - 1]),
    tokenRows,
    slab: (pair) => {
      const rows = Math.min(pair.rows, larger <= wholeBytes ? smallSlab : whole ? fullSlab : sampledSlab);
      const from = random(`slab ${pair.rows}`).integer(pair.rows - rows + 1);
      return { from, to: from + rows };
    },
  };
}

function spansOf(from: number, to: number, columns: number): { from: number; to: number }[] {
  const step = Math.max(1, Math.floor(chunkValues / columns));
  const spans: { from: number; to: number }[] = [];
  for (let at = from; at < to; at += step) spans.push({ from: at, to: Math.min(to, at + step) });
  return spans;
}

/** FNV-1a over the purpose, started at the seed. */
function mix(seed: number, purpose: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < purpose.length; i++) hash = Math.imul(hash ^ purpose.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
