// Which tables anyone computes alike, and that nothing learned is taken for one.
import { describe, expect, it } from 'vitest';
import { tinyLlama } from '../../../forgeries/tiny-llama.ts';
import { roundTrip } from '../../../src/formats/numbers/values.ts';
import { createRandom } from '../../../src/math/random.ts';
import { informationOf, isConstant } from '../../../src/model/values/information.ts';

function normals(seed: number, length: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length }, () => random.normal());
}

const table = (rows: number, columns: number, at: (row: number, column: number) => number): Float32Array =>
  Float32Array.from({ length: rows * columns }, (_, i) => at(Math.floor(i / columns), i % columns));

const frequency = (i: number, width: number): number => 10_000 ** (-i / width);

/** A windowed Fourier basis as convolution kernels: cosines, then negative sines. */
const stft = (n: number, window: (t: number) => number): Float32Array =>
  table(n + 2, n, (row, t) => {
    const bin = row % (n / 2 + 1);
    const angle = (2 * Math.PI * bin * t) / n;
    return window(t / n) * (row <= n / 2 ? Math.cos(angle) : -Math.sin(angle));
  });

const hann = (x: number): number => 0.5 - 0.5 * Math.cos(2 * Math.PI * x);
const blackman = (x: number): number => 0.42 - 0.5 * Math.cos(2 * Math.PI * x) + 0.08 * Math.cos(4 * Math.PI * x);

function melBank(filters: number, bins: number): Float32Array {
  const melOf = (hertz: number): number => 2595 * Math.log10(1 + hertz / 700);
  const edges = Array.from({ length: filters + 2 }, (_, i) => (i * melOf(8000)) / (filters + 1));
  return table(filters, bins, (row, bin) => {
    const m = melOf((bin * 8000) / (bins - 1));
    const [left, middle, right] = edges.slice(row, row + 3) as [number, number, number];
    return Math.max(0, Math.min((m - left) / (middle - left), (right - m) / (right - middle)));
  });
}

const mel = melBank(40, 257);
const inverseFrequencies = Float32Array.from({ length: 64 }, (_, i) => frequency(2 * i, 128));
const tablesOfNoOne: readonly (readonly [what: string, values: Float32Array, rows: number, columns: number])[] = [
  ['a causal mask', table(32, 32, (r, c) => (c <= r ? 1 : 0)), 32, 32],
  ['a mask of minus infinity', table(32, 32, (r, c) => (c <= r ? 0 : -Infinity)), 32, 32],
  ['position ids', Float32Array.from({ length: 512 }, (_, i) => i), 512, 1],
  ['the same as a row', Float32Array.from({ length: 512 }, (_, i) => i), 1, 512],
  ['a linear ramp', Float32Array.from({ length: 100 }, (_, i) => 0.1 + i * 0.003), 100, 1],
  ['rotary inverse frequencies', inverseFrequencies, 64, 1],
  ['the same in bfloat16', roundTrip('BF16', inverseFrequencies), 64, 1],
  ['the slopes of ALiBi', Float32Array.from({ length: 32 }, (_, i) => 2 ** (-(i + 1) / 4)), 32, 1],
  ['stochastic depth rates', Float32Array.from({ length: 24 }, (_, i) => (0.2 * i) / 23), 24, 1],
  [
    'a sinusoidal position table',
    table(128, 64, (p, c) => (c % 2 === 0 ? Math.sin : Math.cos)(p * frequency(c - (c % 2), 64))),
    128,
    64,
  ],
  [
    'sines and cosines in two halves',
    table(1500, 48, (p, c) => (c < 24 ? Math.sin : Math.cos)(p * frequency(2 * (c % 24), 48))),
    1500,
    48,
  ],
  ['rotary cosines, transposed', table(32, 256, (c, p) => Math.cos(p * frequency(c, 32))), 32, 256],
  ['a discrete Fourier basis', stft(64, () => 1), 66, 64],
  ['a short-time Fourier basis (Hann)', stft(256, hann), 258, 256],
  ['a short-time Fourier basis (Blackman)', stft(128, blackman), 130, 128],
  ['a mel filter bank', mel, 40, 257],
  ['a mel filter bank by columns', table(257, 40, (bin, f) => mel[f * 257 + bin] as number), 257, 40],
  ['an identity', table(64, 64, (r, c) => (r === c ? 1 : 0)), 64, 64],
];

describe('informationOf', () => {
  it.for(tablesOfNoOne)('%s is deterministic', ([, values, rows, columns]) => {
    expect(informationOf(values, rows, columns)).toBe('deterministic');
  });

  it('one value throughout is constant', () => {
    expect(informationOf(new Float32Array(96).fill(1), 96, 1)).toBe('constant');
    expect(informationOf(new Float32Array(96), 8, 12)).toBe('constant');
    expect(informationOf(new Float32Array(0), 0, 0)).toBe('constant');
    expect(informationOf(new Float32Array(64).fill(Number.NaN), 8, 8)).toBe('constant');
  });

  it('every tensor of a trained-looking model is learned', () => {
    for (const [name, { shape, values }] of tinyLlama(1)) {
      const [rows = 0, columns = 1] = shape;
      expect([name, informationOf(values, rows, columns)]).toEqual([name, 'learned']);
    }
  });

  it('Gaussian matrices and vectors of any shape are learned', () => {
    for (const [rows, columns] of [
      [64, 64],
      [8, 300],
      [300, 8],
      [40, 257],
      [66, 64],
      [100, 1],
      [4, 4],
    ] as const) {
      expect(informationOf(normals(rows, rows * columns), rows, columns)).toBe('learned');
    }
  });

  it('a learned table of positive numbers, of smooth rows or with a few strong frequencies is learned', () => {
    expect(informationOf(normals(1, 64 * 64).map(Math.abs), 64, 64)).toBe('learned');
    const noise = normals(2, 128 * 64);
    const smooth = table(128, 64, (p, c) => Math.sin(p * frequency(c, 64)) + 0.1 * (noise[p * 64 + c] as number));
    expect(informationOf(smooth, 128, 64)).toBe('learned');
  });

  it('gains that all lie near 1 are learned', () => {
    for (const spread of [1e-2, 1e-3, 1e-4])
      expect(
        informationOf(
          normals(5, 96).map((x) => 1 + spread * x),
          96,
          1,
        ),
      ).toBe('learned');
  });

  it('a table of which few rows or columns are used is learned', () => {
    const used = normals(3, 400 * 32);
    expect(
      informationOf(
        table(400, 32, (r, c) => (r % 50 === 7 ? (used[r * 32 + c] as number) : 0)),
        400,
        32,
      ),
    ).toBe('learned');
    expect(
      informationOf(
        table(32, 400, (r, c) => (c % 50 === 7 ? (used[r * 400 + c] as number) : 0)),
        32,
        400,
      ),
    ).toBe('learned');
  });

  it('a NaN or an infinity planted anywhere does not make a learned tensor look like a table', () => {
    for (const planted of [Number.NaN, Infinity, -Infinity, 0]) {
      for (const at of [0, 1, 2, 500]) {
        const vector = normals(4, 1000);
        vector[at] = planted;
        expect(informationOf(vector, 1000, 1)).toBe('learned');
        expect(informationOf(vector, 20, 50)).toBe('learned');
      }
    }
  });
});

describe('isConstant', () => {
  it('is true for one value throughout, whichever', () => {
    expect(isConstant(new Float32Array(9).fill(0.25))).toBe(true);
    expect(isConstant(Float32Array.of(1, 1, 1.0000001))).toBe(false);
    expect(isConstant(Float32Array.of(0, -0))).toBe(true);
    expect(isConstant(new Float32Array(0))).toBe(true);
  });
});
