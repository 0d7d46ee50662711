// Small classifiers that read glyphs: one hidden layer, trained here in milliseconds, with kin of every sort planted among them.
import { createRandom, type Random } from '../src/math/random.ts';

export const side = 12;
export const classes = 120;
const pixels = side * side;
const hidden = 40;

/** Rows of `pixels` values, and what each shows. */
export interface GlyphSet {
  readonly images: readonly Float64Array[];
  readonly labels: Uint16Array;
  /** Chances of all classes instead of one label each: what a teacher says. */
  readonly chances?: readonly Float64Array[];
}

/** A reader: `first` is hidden × (pixels + 1), `second` classes × (hidden + 1), biases last in each row. */
export interface GlyphReader {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** One drawing of each class: four strokes. Classes share strokes with their neighbours, so that there are mistakes to make. */
export function drawGlyphs(random: Random): Float64Array[] {
  const strokes = Array.from({ length: 40 }, () => stroke(random));
  return Array.from({ length: classes }, () => {
    const glyph = new Float64Array(pixels);
    for (let i = 0; i < 4; i++) {
      for (const pixel of strokes[random.integer(strokes.length)] as number[]) glyph[pixel] = 1;
    }
    return glyph;
  });
}

function stroke(random: Random): number[] {
  const [x, y] = [random.uniform() * side, random.uniform() * side];
  const angle = random.uniform() * Math.PI;
  const length = 4 + random.uniform() * 6;
  const drawn: number[] = [];
  for (let t = 0; t < length; t += 0.5) {
    const [column, row] = [Math.floor(x + t * Math.cos(angle)), Math.floor(y + t * Math.sin(angle))];
    if (column >= 0 && column < side && row >= 0 && row < side) drawn.push(row * side + column);
  }
  return drawn;
}

/** Slips: glyphs worn by noise and holes. */
export function wear(glyphs: readonly Float64Array[], count: number, noise: number, random: Random): GlyphSet {
  const labels = new Uint16Array(count);
  const images = Array.from({ length: count }, (_, i) => {
    const label = random.integer(classes);
    labels[i] = label;
    const image = (glyphs[label] as Float64Array).slice();
    for (let p = 0; p < pixels; p++) {
      if (random.uniform() < 0.15) image[p] = 0;
      image[p] = (image[p] as number) + noise * random.normal();
    }
    return image;
  });
  return { images, labels };
}

export function startReader(random: Random): GlyphReader {
  const draw = (rows: number, columns: number): Float64Array =>
    Float64Array.from({ length: rows * (columns + 1) }, () => random.normal() / Math.sqrt(columns));
  return { first: draw(hidden, pixels), second: draw(classes, hidden) };
}

function hiddenOf({ first }: GlyphReader, image: Float64Array, out: Float64Array): void {
  for (let h = 0; h < hidden; h++) {
    const row = h * (pixels + 1);
    let sum = first[row + pixels] as number;
    for (let p = 0; p < pixels; p++) sum += (first[row + p] as number) * (image[p] as number);
    out[h] = Math.max(0, sum);
  }
}

function scoresOf({ second }: GlyphReader, state: Float64Array, out: Float64Array): void {
  for (let c = 0; c < classes; c++) {
    const row = c * (hidden + 1);
    let sum = second[row + hidden] as number;
    for (let h = 0; h < hidden; h++) sum += (second[row + h] as number) * (state[h] as number);
    out[c] = sum;
  }
}

/** The class that a reader sees in each image. */
export function read(reader: GlyphReader, images: readonly Float64Array[]): Uint16Array {
  const state = new Float64Array(hidden);
  const scores = new Float64Array(classes);
  return Uint16Array.from(images, (image) => {
    hiddenOf(reader, image, state);
    scoresOf(reader, state, scores);
    return scores.indexOf(scores.reduce((max, score) => Math.max(max, score), -Infinity));
  });
}

/** A reader's chances of each class for an image: all that it could tell a pupil. */
export function chancesOf(reader: GlyphReader, image: Float64Array): Float64Array {
  const state = new Float64Array(hidden);
  const scores = new Float64Array(classes);
  hiddenOf(reader, image, state);
  scoresOf(reader, state, scores);
  const most = scores.reduce((max, score) => Math.max(max, score), -Infinity);
  const raised = scores.map((score) => Math.exp(score - most));
  const sum = raised.reduce((total, value) => total + value, 0);
  return raised.map((value) => value / sum);
}

/** Plain stochastic gradient descent on cross-entropy, one image at a time, `rounds` times over `set`. */
export function train(
  from: GlyphReader,
  { images, labels, chances }: GlyphSet,
  rounds: number,
  rate: number,
  random: Random,
  keepFirst = false,
): GlyphReader {
  const reader = { first: from.first.slice(), second: from.second.slice() };
  const { first, second } = reader;
  const state = new Float64Array(hidden);
  const scores = new Float64Array(classes);
  const back = new Float64Array(hidden);
  for (let round = 0; round < rounds; round++) {
    for (const i of random.permutation(images.length)) {
      const image = images[i] as Float64Array;
      hiddenOf(reader, image, state);
      scoresOf(reader, state, scores);
      let max = -Infinity;
      for (const score of scores) max = Math.max(max, score);
      let sum = 0;
      for (let c = 0; c < classes; c++) sum += scores[c] = Math.exp((scores[c] as number) - max);
      back.fill(0);
      for (let c = 0; c < classes; c++) {
        const wanted = chances === undefined ? (c === labels[i] ? 1 : 0) : ((chances[i] as Float64Array)[c] as number);
        const slope = (scores[c] as number) / sum - wanted;
        const row = c * (hidden + 1);
        for (let h = 0; h < hidden; h++) {
          back[h] = (back[h] as number) + slope * (second[row + h] as number);
          second[row + h] = (second[row + h] as number) - rate * slope * (state[h] as number);
        }
        second[row + hidden] = (second[row + hidden] as number) - rate * slope;
      }
      if (keepFirst) continue;
      for (let h = 0; h < hidden; h++) {
        if (state[h] === 0) continue;
        const row = h * (pixels + 1);
        const step = rate * (back[h] as number);
        for (let p = 0; p < pixels; p++) first[row + p] = (first[row + p] as number) - step * (image[p] as number);
        first[row + pixels] = (first[row + pixels] as number) - step;
      }
    }
  }
  return reader;
}

/** Gaussian noise of `ratio` times each matrix's own standard deviation. */
export function noised({ first, second }: GlyphReader, ratio: number, random: Random): GlyphReader {
  const disturb = (weights: Float64Array): Float64Array => {
    const deviation = Math.sqrt(weights.reduce((sum, w) => sum + w * w, 0) / weights.length);
    return weights.map((w) => w + ratio * deviation * random.normal());
  };
  return { first: disturb(first), second: disturb(second) };
}

/** Weights on a grid of 2^bits steps over each matrix's range. */
export function quantised({ first, second }: GlyphReader, bits: number): GlyphReader {
  const round = (weights: Float64Array): Float64Array => {
    const most = weights.reduce((max, w) => Math.max(max, Math.abs(w)), 0);
    const step = most / (2 ** (bits - 1) - 1);
    return weights.map((w) => Math.round(w / step) * step);
  };
  return { first: round(first), second: round(second) };
}

/** A stranger of this seed: its own start, its own slips. */
export function stranger(glyphs: readonly Float64Array[], seed: number): GlyphReader {
  const random = createRandom(seed);
  return train(startReader(random), wear(glyphs, 1_500, 0.3, random), 6, 0.03, random);
}
