// The ggml sections of `npm run bench`: how fast blocks become numbers, and how near the writers come to the values.
import { quantise } from '../forgeries/writers/ggml-quantise.ts';
import { dequantise, dequantisePlainly } from '../src/formats/ggml/dequantise.ts';
import { requantise } from '../src/formats/ggml/requantise.ts';
import { type BlockType, blockTypes } from '../src/formats/numbers/dtype.ts';
import { createRandom } from '../src/math/random.ts';
import { type Ggml, ggml } from '../test/oracles/ggml.ts';
import { type BenchSection, benchRow, secondsPerCall } from './bench-section.ts';

/** As many values as the program reads at once. */
const valuesPerCall = 262_144;

/** Output of one core, for the legacy and the K types. */
const goalGigabytes = 1;

const allTypes = Object.keys(blockTypes) as BlockType[];
const none = '–';

function normals(count: number): Float32Array {
  const random = createRandom(1);
  return Float32Array.from({ length: count }, () => 0.02 * random.normal());
}

function printRows(head: readonly string[], widths: readonly number[]): (cells: readonly string[]) => void {
  console.log(benchRow(head, widths));
  return (cells) => console.log(benchRow(cells, widths));
}

/** Blocks as they occur: of normal values. Speed hardly depends on the values. */
function dequantiseSpeed(dtype: BlockType, values: Float32Array, library: Ggml | undefined) {
  const bytes = quantise(dtype, values, values.length);
  const beside = library !== undefined && dtype !== 'Q8_1';
  const [kernel = 0, plain = 0, theirs] = secondsPerCall([
    () => dequantise(dtype, bytes),
    () => dequantisePlainly(dtype, bytes),
    ...(beside ? [() => library.dequantise(dtype, bytes, values.length)] : []),
  ]).map((seconds) => (4 * values.length) / seconds / 1e9);
  return { kernel, plain, theirs };
}

/** GB of output a second: kernels and plain readers with their fresh arrays, ggml through koffi with its own. */
export const dequantiseSection: BenchSection = {
  name: 'dequantise',
  async run(signal) {
    const library = ggml();
    const values = normals(valuesPerCall);
    console.log(`dequantise: GB/s of output on one core, ${valuesPerCall} values a call, goal ${goalGigabytes}`);
    const row = printRows(['type', 'kernels', 'plain', 'ggml', 'kernels/plain', 'kernels/ggml'], [8, 9, 9, 9, 15, 15]);
    let slowest = Number.POSITIVE_INFINITY;
    for (const dtype of allTypes) {
      signal.throwIfAborted();
      const { kernel, plain, theirs } = dequantiseSpeed(dtype, values, library);
      if (dtype.startsWith('Q')) slowest = Math.min(slowest, kernel);
      row([
        dtype,
        kernel.toFixed(2),
        plain.toFixed(2),
        theirs?.toFixed(2) ?? none,
        (kernel / plain).toFixed(2),
        theirs === undefined ? none : (kernel / theirs).toFixed(2),
      ]);
    }
    const met = slowest >= goalGigabytes;
    console.log(`slowest legacy or K type: ${slowest.toFixed(2)} GB/s, goal ${met ? 'met' : 'missed'}`);
    return met;
  },
};

function relativeError(found: Float32Array, values: Float32Array): number {
  let error = 0;
  let power = 0;
  values.forEach((value, i) => {
    error += ((found[i] ?? Number.NaN) - value) ** 2;
    power += value ** 2;
  });
  return Math.sqrt(error / power);
}

/**
 * Root mean square error relative to the values, of our writers and ggml's; and how requantising goes with ggml's
 * blocks.
 */
export const quantiseSection: BenchSection = {
  name: 'quantise',
  async run(signal) {
    const library = ggml();
    const values = normals(65_536);
    const importance = new Float32Array(256).fill(1);
    console.log('quantise: relative RMSE of 65536 normal values, and millions of values a second;');
    console.log("same codes: the share of ggml's codes that requantise() chooses again");
    const row = printRows(
      ['type', 'ours', 'ggml', 'writer M/s', 'requantise M/s', 'same codes'],
      [8, 9, 9, 12, 16, 12],
    );
    for (const dtype of allTypes) {
      signal.throwIfAborted();
      const ours = quantise(dtype, values, 256);
      const [writing = 0] = secondsPerCall([() => quantise(dtype, values, 256)]);
      // ggml's grid types are meant to be made with importances: equal ones, to be fair to both.
      const theirs = library?.quantise(dtype, values, 256, /^IQ[123]/.test(dtype) ? importance : undefined);
      const blocks = theirs ?? ours;
      const stored = dequantise(dtype, blocks);
      const again = requantise(dtype, blocks, values);
      const same = stored.reduce((count, value, i) => count + (value === again?.[i] ? 1 : 0), 0);
      const [seconds = 0] = secondsPerCall(again === undefined ? [] : [() => requantise(dtype, blocks, values)]);
      row([
        dtype,
        relativeError(dequantise(dtype, ours), values).toFixed(4),
        theirs === undefined ? none : relativeError(stored, values).toFixed(4),
        (values.length / writing / 1e6).toFixed(2),
        again === undefined ? none : (values.length / seconds / 1e6).toFixed(1),
        again === undefined || theirs === undefined ? none : (same / values.length).toFixed(5),
      ]);
    }
    return true;
  },
};
