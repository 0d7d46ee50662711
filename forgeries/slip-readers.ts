// Readers of slips small enough to be trained by a script: an original, its copy with noise, a cousin on the same first layer, strangers of many forms.
import { drawColumn } from '../src/canary/draw.ts';
import { wornSlip } from '../src/canary/slip.ts';
import { decodeImage } from '../src/image/decode.ts';
import type { Font } from '../src/image/font/font.ts';
import type { Pixels } from '../src/image/pixels.ts';
import { createRandom } from '../src/math/random.ts';
import type { Runtime } from '../src/runtimes/runtime.ts';
import { seedFor } from './random.ts';
import {
  disturbed,
  type Lesson,
  type ReaderForm,
  readImage,
  type SmallReader,
  startSmallReader,
  taught,
} from './small-reader.ts';

/** How a reader looks at a slip, and what stands behind it. Two of different looks have no weight in common. */
export interface SlipForm {
  readonly side: number;
  readonly hidden: number;
  readonly bend: ReaderForm['bend'];
}

export const slipForms: readonly SlipForm[] = [12, 16].flatMap((side) =>
  (
    [
      [40, 'half'],
      [64, 'tanh'],
      [48, 'square'],
      [80, 'half'],
    ] as const
  ).map(([hidden, bend]) => ({ side, hidden, bend })),
);

/** Slips to learn from, and what each shows by its place in the alphabet. */
export interface SlipPool {
  readonly alphabet: readonly string[];
  readonly pixels: readonly Pixels[];
  readonly labels: readonly number[];
}

/** `count` slips, each worn by its own measure between light and hard. */
export function slipPool(font: Font, alphabet: readonly string[], count: number, seed: number): SlipPool {
  const random = createRandom(seed);
  const labels = Array.from({ length: count }, (_, at) => at % alphabet.length);
  const pixels = labels.map((label) => {
    const severity = 0.15 + 0.45 * random.uniform();
    const { ink, width, height } = drawColumn(font, [alphabet[label]?.codePointAt(0) ?? 0], severity, random);
    return wornSlip(ink, width, height, severity, random);
  });
  return { alphabet, pixels, labels };
}

/** Mean brightness of side × side cells, its mean 0 and its deviation 1: paper and light do not count. */
function look({ width, height, data }: Pixels, side: number): Float64Array {
  const out = new Float64Array(side * side);
  const counts = new Float64Array(side * side);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const cell = Math.floor((y * side) / height) * side + Math.floor((x * side) / width);
      const at = 3 * (y * width + x);
      out[cell] = (out[cell] as number) + (data[at] as number) + (data[at + 1] as number) + (data[at + 2] as number);
      counts[cell] = (counts[cell] as number) + 1;
    }
  }
  for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) / (counts[i] as number);
  const mean = out.reduce((sum, v) => sum + v, 0) / out.length;
  const spread = Math.sqrt(out.reduce((sum, v) => sum + (v - mean) ** 2, 0) / out.length);
  return out.map((v) => (mean - v) / spread);
}

/** A reader of this seed: its own start, its own half of the pool in its own order. */
export function slipReader(pool: SlipPool, form: SlipForm, seed: number, start?: SmallReader): SmallReader {
  const random = createRandom(seed);
  const chosen = [...random.sample(pool.pixels.length, Math.floor(pool.pixels.length / 2))];
  const lesson: Lesson = {
    images: chosen.map((at) => look(pool.pixels[at] as Pixels, form.side)),
    labels: chosen.map((at) => pool.labels[at] as number),
  };
  const shape: ReaderForm = {
    inputs: form.side ** 2,
    hidden: form.hidden,
    outputs: pool.alphabet.length,
    bend: form.bend,
  };
  return taught(start ?? startSmallReader(shape, random), lesson, 6, 0.02, random);
}

/** The copy of the founding case: noise of one width over all weights, a fourteenth of what they are. */
export const noisyCopy = (reader: SmallReader, seed: number): SmallReader =>
  disturbed(reader, 0.0706, createRandom(seedFor(seed, 'copy')));

/** A reader that begins with another's first layer and a second one of its own. */
export function cousinOf(pool: SlipPool, form: SlipForm, reader: SmallReader, seed: number): SmallReader {
  const fresh = startSmallReader(reader.form, createRandom(seedFor(seed, 'cousin')));
  return slipReader(pool, form, seedFor(seed, 'cousin lesson'), { ...fresh, first: reader.first });
}

/** The reader as something that can be asked. */
export function slipRuntime(
  name: string,
  { side }: SlipForm,
  alphabet: readonly string[],
  reader: SmallReader,
): Runtime {
  return {
    identity: {
      kind: 'reader',
      version: 'small reader 1',
      preprocessing: 'cells of brightness',
      model: name,
      files: [],
    },
    concurrency: 1,
    async ask({ images }) {
      const [image] = images;
      const seen = image === undefined ? 0 : readImage(reader, look(decodeImage(image.bytes), side));
      return { text: alphabet[seen] ?? '', finish: 'stop', steps: [], promptTokens: -1, exchanges: [] };
    },
    close: async () => {},
  };
}
