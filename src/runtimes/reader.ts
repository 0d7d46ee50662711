// A small network that reads lines of text as a way of asking: PP-OCRv4's recogniser (PaddleOCR), or any of its form.
import { ForebearError } from '../errors.ts';
import { decodeImage } from '../image/decode.ts';
import type { Pixels } from '../image/pixels.ts';
import type { Reply, Runtime, RuntimeIdentity, Step } from './runtime.ts';

/** What runs the network: takes 3 × 48 × width values, gives steps × classes chances. */
export interface LineNetwork {
  readonly version: string;
  run(
    values: Float32Array,
    width: number,
  ): Promise<{ readonly chances: Float32Array; readonly steps: number; readonly classes: number }>;
  close(): Promise<void>;
}

export interface ReaderModel {
  readonly name: string;
  readonly files: RuntimeIdentity['files'];
  /** Letters by class, without the blank before them; a space follows the last. */
  readonly keys: readonly string[];
}

const lineHeight = 48;
const leastWidth = 320;
/** A line of a thousand letters; wider pictures are no lines. */
const mostWidth = 8_192;
/** Taller than wide by this much, an image is a column: its squares are read one by one. */
const columnShape = 1.5;

/** The question's words are not looked at: a reader reads. Throws `usage` for questions without exactly one image. */
export function readerRuntime(network: LineNetwork, { name, files, keys }: ReaderModel): Runtime {
  const letters = ['', ...keys, ' '];
  return {
    identity: {
      kind: 'reader',
      version: network.version,
      preprocessing: 'lines of 48 pixels, columns by squares',
      model: name,
      files,
    },
    concurrency: 1,
    async ask({ images }, decoding, options): Promise<Reply> {
      const [image] = images;
      if (image === undefined || images.length !== 1)
        throw new ForebearError('usage', name, 'one image to read', `${images.length}`);
      const steps: Step[] = [];
      for (const line of linesOf(decodeImage(image.bytes))) {
        options?.signal?.throwIfAborted();
        const { values, width } = lineValues(line);
        const { chances, steps: count, classes } = await network.run(values, width);
        if (classes !== letters.length || chances.length !== count * classes)
          throw new ForebearError('format', name, `chances of ${letters.length} letters`, `${classes}`);
        steps.push(...readSteps(chances, count, letters, decoding.alternatives));
      }
      const text = steps.map((step) => step.text).join('');
      options?.onText?.(text);
      return { text, finish: 'stop', steps, promptTokens: -1, exchanges: [] };
    },
    close: () => network.close(),
  };
}

/** The picture itself, or the squares of a column from top to bottom. */
function linesOf(image: Pixels): Pixels[] {
  const { width, height, data } = image;
  const count = height >= columnShape * width ? Math.round(height / width) : 1;
  return Array.from({ length: count }, (_, at) => {
    const [from, to] = [Math.round((at * height) / count), Math.round(((at + 1) * height) / count)];
    return { width, height: to - from, channels: 3, data: data.subarray(3 * width * from, 3 * width * to) };
  });
}

/** Brought to 48 rows by straight interpolation, blue before red, from -1 to 1, zeros behind up to 320 columns: PaddleOCR's own preparation. */
function lineValues({ width, height, data }: Pixels): { readonly values: Float32Array; readonly width: number } {
  const across = Math.min(mostWidth, Math.max(1, Math.ceil((lineHeight * width) / height)));
  const padded = Math.max(leastWidth, across);
  const values = new Float32Array(3 * lineHeight * padded);
  for (let y = 0; y < lineHeight; y++) {
    const v = Math.max(0, ((y + 0.5) * height) / lineHeight - 0.5);
    const y0 = Math.min(height - 1, Math.floor(v));
    const y1 = Math.min(height - 1, y0 + 1);
    for (let x = 0; x < across; x++) {
      const u = Math.max(0, ((x + 0.5) * width) / across - 0.5);
      const x0 = Math.min(width - 1, Math.floor(u));
      const x1 = Math.min(width - 1, x0 + 1);
      for (let c = 0; c < 3; c++) {
        const of = (px: number, py: number): number => data[3 * (py * width + px) + c] as number;
        const upper = of(x0, y0) + (of(x1, y0) - of(x0, y0)) * (u - x0);
        const lower = of(x0, y1) + (of(x1, y1) - of(x0, y1)) * (u - x0);
        const value = upper + (lower - upper) * (v - y0);
        values[((2 - c) * lineHeight + y) * padded + x] = (value / 255 - 0.5) / 0.5;
      }
    }
  }
  return { values, width: padded };
}

/** The likeliest class of each step, repeats and blanks left out (connectionist temporal classification, Graves et al. 2006). */
function readSteps(chances: Float32Array, count: number, letters: readonly string[], alternatives: number): Step[] {
  const found: Step[] = [];
  let before = 0;
  for (let step = 0; step < count; step++) {
    const row = chances.subarray(step * letters.length, (step + 1) * letters.length);
    let best = 0;
    for (let c = 1; c < row.length; c++) if ((row[c] as number) > (row[best] as number)) best = c;
    if (best !== 0 && best !== before) {
      const chance = (id: number) => ({ id, text: letters[id] as string, lnProbability: Math.log(row[id] as number) });
      const order =
        alternatives === 0
          ? []
          : [...row.keys()].toSorted((a, b) => (row[b] as number) - (row[a] as number) || a - b).slice(0, alternatives);
      found.push({ ...chance(best), alternatives: order.map(chance) });
    }
    before = best;
  }
  return found;
}
