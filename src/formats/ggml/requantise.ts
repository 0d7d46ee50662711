// The nearest numbers that the scales stored in ggml's blocks can express.
import { ForebearError } from '../../errors.ts';
import { type BlockType, blockTypes } from '../numbers/dtype.ts';
import { type CodeLattice, codeLattices } from './code-lattice.ts';

/**
 * `values` as they would come back from the blocks in `bytes` if each were given the nearest code under the scales that
 * are stored there: the value of the lower code where two are as near (measured in 64 bits), the outermost value for
 * what lies beyond, NaN for NaN and where the scales express no number. What `dequantise` gives comes back as it was,
 * but for the sign of a zero. Undefined for types whose codes stand for several elements at once. Throws `usage` where
 * `bytes` is no whole number of blocks, or holds fewer elements than there are values.
 */
export function requantise(dtype: BlockType, bytes: Uint8Array, values: Float32Array): Float32Array | undefined {
  const { elements, bytes: size } = blockTypes[dtype];
  if (bytes.length % size !== 0 || values.length > (bytes.length / size) * elements) {
    const room = `${bytes.length} bytes, ${values.length} values`;
    throw new ForebearError('usage', dtype, `blocks of ${size} bytes for each ${elements} values`, room);
  }
  const lattice = codeLattices[dtype];
  if (lattice === undefined) return undefined;
  const out = new Float32Array(values.length);
  const groups = elements / lattice.elements;
  for (let index = 0, to = 0; to < values.length; index++, to += lattice.elements) {
    const at = Math.floor(index / groups) * size;
    const group = index % groups;
    const step = lattice.step(bytes, at, group);
    const shift = lattice.shift?.(bytes, at, group);
    const end = Math.min(to + lattice.elements, values.length);
    if (isWellSpaced(step, shift ?? 0)) snap(lattice, step, shift, values, to, end, out);
    else search(lattice, step, shift, values, to, end, out);
  }
  return out;
}

/** Steps that neither vanish nor overflow in 32 bits, whatever the code. */
const smallestStep = 2 ** -100;
const largestStep = 2 ** 100;

/** The rounding of the sum stays below a sixteenth of a step, so that neighbours are told apart. */
const largestShift = 2 ** 18;

function isWellSpaced(step: number, shift: number): boolean {
  const size = Math.abs(step);
  return size >= smallestStep && size <= largestStep && Math.abs(shift) <= largestShift * size;
}

/** Only the two levels beside a value come into question. */
function snap(
  { ascending, places, nextComesFirst }: CodeLattice,
  step: number,
  shift: number | undefined,
  values: Float32Array,
  from: number,
  to: number,
  out: Float32Array,
): void {
  const lowest = ascending[0] as number;
  const highest = ascending[ascending.length - 1] as number;
  const offset = shift ?? 0;
  for (let i = from; i < to; i++) {
    const value = values[i] as number;
    const level = (value - offset) / step;
    if (level > lowest && level < highest) {
      const place = places[Math.floor(level) - lowest] as number;
      const below = express(ascending[place] as number, step, shift);
      const above = express(ascending[place + 1] as number, step, shift);
      const further = Math.abs(value - below) - Math.abs(value - above);
      out[i] = further > 0 || (further === 0 && nextComesFirst[place] === 1) ? above : below;
    } else if (level >= highest) out[i] = express(highest, step, shift);
    else out[i] = level <= lowest ? express(lowest, step, shift) : Number.NaN;
  }
}

function express(level: number, step: number, shift: number | undefined): number {
  const product = Math.fround(level * step);
  return shift === undefined ? product : Math.fround(product + shift);
}

/** For any scales, odd ones too: the nearest among the numbers that the codes express, in the order of the codes. */
function search(
  { levels }: CodeLattice,
  step: number,
  shift: number | undefined,
  values: Float32Array,
  from: number,
  to: number,
  out: Float32Array,
): void {
  // Without a step all codes say the same; blocks of zeros are common.
  const different = step === 0 || Number.isNaN(step) ? levels.subarray(0, 1) : levels;
  const numbers = Array.from(different, (level) => express(level, step, shift)).filter((one) => !Number.isNaN(one));
  const lowest = Math.min(...numbers);
  const highest = Math.max(...numbers);
  for (let i = from; i < to; i++) {
    const value = values[i] as number;
    // Beyond the ends the differences of a large value would all round to the same.
    if (numbers.length === 0 || Number.isNaN(value)) out[i] = Number.NaN;
    else if (value >= highest) out[i] = highest;
    else out[i] = value <= lowest ? lowest : nearest(numbers, value);
  }
}

/** One of `numbers`, which may be infinite: then the first of them is as good as any. */
function nearest(numbers: readonly number[], value: number): number {
  let best = numbers[0] as number;
  for (const number of numbers) {
    if (Math.abs(number - value) < Math.abs(best - value)) best = number;
  }
  return best;
}
