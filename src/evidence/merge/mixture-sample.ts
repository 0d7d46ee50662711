// Rows of the suspect and of the same tensors in several candidates, side by side: what a merge is looked for in.
import type { Alignment, Pair } from '../../align/alignment.ts';
import { sideRows } from '../../align/pair-values.ts';
import { isForebearError } from '../../errors.ts';
import { type DType, mantissaBitsOf } from '../../formats/numbers/dtype.ts';
import { isQuantised } from '../../model/model.ts';
import type { Component } from '../../model/roles/component.ts';
import type { RunOptions } from '../../run.ts';
import type { Plan } from '../plan.ts';

/** Rows of one tensor. All arrays are of one length, and every value is finite. */
export interface TensorSample {
  readonly name: string;
  /** The suspect's dtype, which a merge is rounded to. */
  readonly dtype: DType;
  readonly suspect: Float32Array;
  /** The candidates' values, in the order of the sample's `candidates`. */
  readonly parents: readonly Float32Array[];
  /** Mean variance that rounding to the stored type leaves, of each candidate and last of the suspect. */
  readonly rounding: readonly number[];
}

export interface MixtureSample {
  /** Which of the given alignments take part. */
  readonly candidates: readonly number[];
  readonly tensors: readonly TensorSample[];
  readonly elements: number;
}

/** Values held of each model: 4 MiB as 32-bit floats. Small models fit whole; of large ones as much as tells a weight to 0.001. */
const heldElements = 1_048_576;

/** A candidate must have this share of the suspect's elements of the component beside it. */
const leastShare = 0.5;

/** Reads the same rows of every model. Undefined where fewer than two candidates stand beside the suspect element by element. */
export async function sampleMixture(
  alignments: readonly Alignment[],
  component: Component,
  plans: readonly Plan[],
  options: RunOptions,
): Promise<MixtureSample | undefined> {
  const usable = alignments.map((alignment) => pairsOf(alignment, component));
  const sizes = usable.map((pairs) => [...pairs.values()].reduce((sum, pair) => sum + pair.rows * pair.columns, 0));
  const most = Math.max(0, ...sizes);
  const candidates = usable.flatMap((_, i) => ((sizes[i] as number) >= leastShare * most && most > 0 ? [i] : []));
  if (candidates.length < 2) return undefined;
  const [first, ...rest] = candidates as [number, ...number[]];
  const shared = [...(usable[first] as ReadonlyMap<string, Pair>)].filter(([key, pair]) =>
    rest.every((i) => {
      const other = usable[i]?.get(key);
      return other !== undefined && other.rows === pair.rows && other.columns === pair.columns;
    }),
  );
  const share = Math.max(1, Math.floor(heldElements / Math.max(1, shared.length)));
  const tensors: TensorSample[] = [];
  let elements = 0;
  for (const [key, pair] of shared) {
    options.signal?.throwIfAborted();
    const [span] = (plans[first] as Plan).rowSpans(pair);
    if (span === undefined || pair.columns > heldElements) continue;
    const rows = Math.max(1, Math.min(pair.rows - span.from, Math.floor(share / pair.columns)));
    const indices = Uint32Array.from({ length: rows }, (_, i) => span.from + i);
    const members = candidates.map((i) => ({
      alignment: alignments[i] as Alignment,
      pair: usable[i]?.get(key) as Pair,
    }));
    const sample = await readTensor(key, members, indices, options);
    if (sample === undefined) continue;
    tensors.push(sample);
    elements += sample.suspect.length;
  }
  return tensors.length === 0 ? undefined : { candidates, tensors, elements };
}

/** Pairs of plain floats that line up element by element, by the suspect's tensor and the place of the part in it. */
function pairsOf({ pairs }: Alignment, component: Component): ReadonlyMap<string, Pair> {
  const found = new Map<string, Pair>();
  for (const pair of pairs) {
    const plain = [pair.suspect, pair.candidate].every(
      ({ tensor }) =>
        tensor.assembly === undefined && !isQuantised(tensor) && mantissaBitsOf(tensor.dtype) !== undefined,
    );
    const level = pair.suspect.columns === pair.columns && pair.candidate.columns === pair.columns;
    if (pair.component !== component || !pair.comparable || pair.axes !== undefined || !plain || !level) continue;
    const key = `${pair.suspect.tensor.name} ${pair.suspect.first}`;
    if (!found.has(key)) found.set(key, pair);
  }
  return found;
}

async function readTensor(
  key: string,
  members: readonly { readonly alignment: Alignment; readonly pair: Pair }[],
  indices: Uint32Array,
  options: RunOptions,
): Promise<TensorSample | undefined> {
  const [first] = members;
  if (first === undefined) return undefined;
  const read: Float32Array[] = [];
  try {
    for (const { alignment, pair } of members)
      read.push(await sideRows(alignment, pair, 'candidate', indices, options));
    read.push(await sideRows(first.alignment, first.pair, 'suspect', indices, options));
  } catch (error) {
    // What cannot be read is said by the tests of the pair; here it only takes no part.
    if (!isForebearError(error) || error.code === 'integrity') throw error;
    return undefined;
  }
  const values = finiteOnly(read);
  const [suspect] = values.slice(-1);
  if (suspect === undefined || suspect.length === 0) return undefined;
  const { dtype } = first.pair.suspect.tensor;
  const types = [...members.map(({ pair }) => pair.candidate.tensor.dtype), dtype];
  return {
    name: key.slice(0, key.lastIndexOf(' ')),
    dtype,
    suspect,
    parents: values.slice(0, -1),
    rounding: values.map((one, i) => roundingVariance(one, types[i] as DType)),
  };
}

/** The places at which every model holds a finite number. */
function finiteOnly(models: readonly Float32Array[]): readonly Float32Array[] {
  if (models.every((values) => values.every(Number.isFinite))) return models;
  const length = Math.min(...models.map((values) => values.length));
  const kept = Array.from({ length }, (_, i) => i).filter((i) => models.every((values) => Number.isFinite(values[i])));
  return models.map((values) => Float32Array.from(kept, (i) => values[i] as number));
}

const bits = new Uint32Array(1);
const bitsAsFloat = new Float32Array(bits.buffer);

/** Mean of ulp²/12. */
function roundingVariance(values: Float32Array, dtype: DType): number {
  const mantissa = mantissaBitsOf(dtype) ?? 0;
  let sum = 0;
  for (const value of values) {
    bitsAsFloat[0] = value;
    bits[0] = (bits[0] as number) & 0x7f800000;
    sum += bitsAsFloat[0] ** 2;
  }
  return values.length === 0 ? 0 : (sum * 2 ** (-2 * mantissa)) / 12 / values.length;
}
