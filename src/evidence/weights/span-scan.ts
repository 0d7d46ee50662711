// What one span of rows gives to the walk over a pair; a span knows nothing of others, so that spans may be scanned anywhere.
import type { RoundableDType } from '../../formats/numbers/values.ts';
import { decode, roundTrip } from '../../formats/numbers/values.ts';
import { addRows, type StoredRows, slots } from '../../math/row-sums.ts';
import { countEqual, countWithinRounding } from './replay.ts';

/** Rows of both sides as they are stored, rows × columns numbers each, and what is asked of them. */
export interface SpanJob {
  readonly suspect: StoredRows;
  readonly candidate: StoredRows;
  readonly rows: number;
  readonly columns: number;
  /** Casts of the candidate to be replayed. */
  readonly casts: readonly RoundableDType[];
  /** Mantissa bits of the candidate's type where that is the coarser. */
  readonly mantissaBits: number | undefined;
  /** Numbers of the pair before this span, and every how many one difference is kept. */
  readonly before: number;
  readonly stride: number;
}

export interface SpanFigures {
  /** By `slot` of the row sums. */
  readonly sums: Float64Array;
  /** Places where each replayed cast gives the suspect's value. */
  readonly casts: readonly number[];
  /** Places within half a unit of the candidate's type. */
  readonly within: number;
  /** Suspect minus candidate at every `stride`-th number of the pair. */
  readonly kept: Float64Array;
}

/** Where spans are scanned: in this thread, or in others. Figures are the same wherever. */
export interface SpanScanner {
  /** Spans that may be under way at once. */
  readonly ahead: number;
  /** Memory for a span, its content whatever it was; fresh where there is no such function. */
  readonly allocate?: (bytes: number) => Uint8Array;
  /** May take the job's bytes away: whoever asks does not look at them again. */
  scan(job: SpanJob): Promise<SpanFigures>;
}

/** Scans where it is asked. */
export const scanHere: SpanScanner = { ahead: 1, scan: (job) => Promise.resolve(scanSpan(job)) };

/** The figures of a span. */
export function scanSpan(job: SpanJob): SpanFigures {
  const { suspect, candidate, rows, columns, casts, mantissaBits, before, stride } = job;
  const sums = new Float64Array(slots);
  addRows(sums, suspect, candidate, rows, columns);
  const first = (stride - (before % stride)) % stride;
  const kept = new Float64Array(Math.max(0, Math.ceil((rows * columns - first) / stride)));
  const [a, b] = [numberAt(suspect), numberAt(candidate)];
  for (let i = first, k = 0; i < rows * columns; i += stride, k++) kept[k] = a(i) - b(i);
  if (casts.length === 0 && mantissaBits === undefined) return { sums, casts: [], within: 0, kept };
  const [left, right] = [numbersOf(suspect), numbersOf(candidate)];
  return {
    sums,
    casts: casts.map((dtype) => countEqual(roundTrip(dtype, right), left)),
    within: mantissaBits === undefined ? 0 : countWithinRounding(left, right, mantissaBits),
    kept,
  };
}

/** The numbers as 32-bit floats; shares memory with `bytes` where they are such. */
export function numbersOf({ type, bytes }: StoredRows): Float32Array {
  return decode(type, bytes, bytes.length / (type === 'F32' ? 4 : 2));
}

/** Single numbers, without widening all of them. */
function numberAt({ type, bytes }: StoredRows): (index: number) => number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (type) {
    case 'F32':
      return (index) => view.getFloat32(4 * index, true);
    case 'F16':
      return (index) => view.getFloat16(2 * index, true);
    case 'BF16': {
      const wide = new DataView(new ArrayBuffer(4));
      return (index) => {
        wide.setUint16(0, view.getUint16(2 * index, true));
        return wide.getFloat32(0);
      };
    }
  }
}
