// Networks small enough to be trained in a second, of several forms: one hidden layer between what an image shows and the name of a glyph.
import type { Random } from '../src/math/random.ts';

/** How a network is made; two of different forms can have no weight in common. */
export interface ReaderForm {
  /** Values of an image. */
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
  readonly bend: 'half' | 'tanh' | 'square';
}

/** `first` is hidden × (inputs + 1), `second` outputs × (hidden + 1), biases last in each row. */
export interface SmallReader {
  readonly form: ReaderForm;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** Rows of `inputs` values, and which output is right for each. */
export interface Lesson {
  readonly images: readonly Float64Array[];
  readonly labels: readonly number[];
}

export function startSmallReader(form: ReaderForm, random: Random): SmallReader {
  const draw = (rows: number, columns: number): Float64Array =>
    Float64Array.from({ length: rows * (columns + 1) }, () => random.normal() / Math.sqrt(columns));
  return { form, first: draw(form.hidden, form.inputs), second: draw(form.outputs, form.hidden) };
}

/** The output that scores highest for an image, the first of equals. */
export function readImage(reader: SmallReader, image: Float64Array): number {
  const state = new Float64Array(reader.form.hidden);
  const scores = new Float64Array(reader.form.outputs);
  forward(reader, image, state, scores);
  return scores.indexOf(scores.reduce((most, score) => Math.max(most, score), -Infinity));
}

/** `x W` with a bias for each row. */
function rows(weights: Float64Array, x: Float64Array, out: Float64Array): void {
  const width = x.length + 1;
  for (let r = 0; r < out.length; r++) {
    const row = r * width;
    let sum = weights[row + x.length] as number;
    for (let i = 0; i < x.length; i++) sum += (weights[row + i] as number) * (x[i] as number);
    out[r] = sum;
  }
}

function forward({ form, first, second }: SmallReader, image: Float64Array, state: Float64Array, scores: Float64Array) {
  rows(first, image, state);
  for (let h = 0; h < state.length; h++) state[h] = bent(form.bend, state[h] as number);
  rows(second, state, scores);
}

function bent(bend: ReaderForm['bend'], x: number): number {
  // Rational instead of the true tangent, whose last bit differs from machine to machine.
  if (bend === 'tanh') return x / (1 + Math.abs(x));
  const half = Math.max(0, x);
  return bend === 'half' ? half : Math.min(half * half, 4 * half);
}

/** The slope at `x`, told by the bent value `y`. */
function slopeAt(bend: ReaderForm['bend'], y: number): number {
  if (bend === 'tanh') return (1 - Math.abs(y)) ** 2;
  if (y === 0) return 0;
  if (bend === 'half') return 1;
  return y < 16 ? 2 * Math.sqrt(y) : 4;
}

/** Stochastic gradient descent on cross-entropy, one image at a time, `rounds` times over the lesson. The reader given stays as it is. */
export function taught(from: SmallReader, { images, labels }: Lesson, rounds: number, rate: number, random: Random) {
  const reader: SmallReader = { form: from.form, first: from.first.slice(), second: from.second.slice() };
  const { form, first, second } = reader;
  const state = new Float64Array(form.hidden);
  const scores = new Float64Array(form.outputs);
  const back = new Float64Array(form.hidden);
  for (let round = 0; round < rounds; round++) {
    for (const i of random.permutation(images.length)) {
      const image = images[i] as Float64Array;
      forward(reader, image, state, scores);
      back.fill(0);
      toChances(scores);
      scores[labels[i] as number] = (scores[labels[i] as number] as number) - 1;
      for (const [c, slope] of scores.entries()) {
        const row = c * (form.hidden + 1);
        for (let h = 0; h < form.hidden; h++) {
          back[h] = (back[h] as number) + slope * (second[row + h] as number);
          second[row + h] = (second[row + h] as number) - rate * slope * (state[h] as number);
        }
        second[row + form.hidden] = (second[row + form.hidden] as number) - rate * slope;
      }
      for (let h = 0; h < form.hidden; h++) {
        const step = rate * (back[h] as number) * slopeAt(form.bend, state[h] as number);
        if (step === 0) continue;
        const row = h * (form.inputs + 1);
        for (let p = 0; p < form.inputs; p++) first[row + p] = (first[row + p] as number) - step * (image[p] as number);
        first[row + form.inputs] = (first[row + form.inputs] as number) - step;
      }
    }
  }
  return reader;
}

/** Scores into chances that sum to 1. */
function toChances(scores: Float64Array): void {
  const most = scores.reduce((max, score) => Math.max(max, score), -Infinity);
  let sum = 0;
  for (let c = 0; c < scores.length; c++) sum += scores[c] = Math.exp((scores[c] as number) - most);
  for (let c = 0; c < scores.length; c++) scores[c] = (scores[c] as number) / sum;
}

/** Gaussian noise of one width over all weights, as in the founding case: `ratio` of the deviation of all of them. */
export function disturbed({ form, first, second }: SmallReader, ratio: number, random: Random): SmallReader {
  const squares = (weights: Float64Array): number => weights.reduce((sum, w) => sum + w * w, 0);
  const width = ratio * Math.sqrt((squares(first) + squares(second)) / (first.length + second.length));
  const noisy = (weights: Float64Array): Float64Array => weights.map((w) => w + width * random.normal());
  return { form, first: noisy(first), second: noisy(second) };
}
