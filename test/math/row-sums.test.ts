// The one pass over a comparison against its plain twin, to the last bit, in every stored type, and against direct sums.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../src/formats/numbers/values.ts';
import { createRandom } from '../../src/math/random.ts';
import { addRows, addRowsPlain, type NumberType, type StoredRows, slot, slots } from '../../src/math/row-sums.ts';

const types: readonly NumberType[] = ['F32', 'BF16', 'F16'];

function normals(seed: number, length: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length }, () => random.normal());
}

const stored = (type: NumberType, values: Float32Array): StoredRows => ({ type, bytes: encode(type, values) });

const values = ({ type, bytes }: StoredRows): Float32Array =>
  decode(type, bytes.slice(), bytes.length / (type === 'F32' ? 4 : 2));

function sumsOf(a: StoredRows, b: StoredRows, rows: number, columns: number): Float64Array {
  const sums = new Float64Array(slots);
  addRows(sums, a, b, rows, columns);
  return sums;
}

/** The plain twin; rows too short for a cosine are one long row without one. */
function plainOf(a: StoredRows, b: StoredRows, rows: number, columns: number): Float64Array {
  const sums = new Float64Array(slots);
  if (columns >= 16) addRowsPlain(sums, values(a), values(b), rows, columns);
  else {
    addRowsPlain(sums, values(a), values(b), 1, rows * columns);
    sums[slot.cosine] = 0;
    sums[slot.cosineRows] = 0;
  }
  return sums;
}

const odd = [Number.NaN, Infinity, -Infinity, 0, -0, 3.4e38, 1e-40, 65504, 6e-8];

describe('addRows', () => {
  const shapes: readonly (readonly [rows: number, columns: number])[] = [
    [0, 5],
    [1, 1],
    [7, 3],
    [3, 16],
    [2, 17],
    [5, 33],
    [2, 2_047],
    [2, 2_048],
    [3, 2_051],
    [1, 9_001],
  ];
  const cases = shapes.flatMap(([rows, columns]) =>
    types.flatMap((a) => types.map((b) => [rows, columns, a, b] as const)),
  );
  it.for(cases)('equals its plain twin to the last bit: %i rows of %i, %s beside %s', ([rows, columns, a, b]) => {
    const [left, right] = [stored(a, normals(1, rows * columns)), stored(b, normals(2, rows * columns))];
    expect(sumsOf(left, right, rows, columns)).toEqual(plainOf(left, right, rows, columns));
  });

  it('equals it for any values, among them such as are no numbers', () => {
    const number = fc.oneof(fc.float({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(...odd));
    const pairs = fc.array(fc.tuple(number, number), { maxLength: 90 });
    fc.assert(
      fc.property(pairs, fc.integer({ min: 1, max: 40 }), fc.nat(2), fc.nat(2), (list, columns, i, j) => {
        const rows = Math.floor(list.length / columns);
        const used = list.slice(0, rows * columns);
        const left = stored(
          types[i]!,
          Float32Array.from(used, ([x]) => x),
        );
        const right = stored(
          types[j]!,
          Float32Array.from(used, ([, y]) => y),
        );
        expect(sumsOf(left, right, rows, columns)).toEqual(plainOf(left, right, rows, columns));
      }),
      { seed: 1, numRuns: 400 },
    );
  });

  it('widens every half and every bfloat16 as decoding does', () => {
    const all = new Uint8Array(Uint16Array.from({ length: 65_536 }, (_, i) => i).buffer);
    for (const type of ['F16', 'BF16'] as const) {
      const half: StoredRows = { type, bytes: all };
      const wide: StoredRows = { type: 'F32', bytes: new Uint8Array(values(half).buffer) };
      const sums = sumsOf(half, wide, 64, 1_024);
      expect((sums[slot.equal] as number) + (sums[slot.excludedEqual] as number)).toBe(65_536);
      expect(sums[slot.d2]).toBe(0);
    }
  });

  it('refuses a side of another length', () => {
    const [a, b] = [stored('F32', normals(1, 32)), stored('BF16', normals(2, 31))];
    expect(() => sumsOf(a, b, 2, 16)).toThrow('BF16: expected 64 bytes, found 62');
  });

  it('adds to what is there, and nothing for no rows', () => {
    const [a, b] = [stored('F32', normals(1, 128)), stored('BF16', normals(2, 128))];
    const once = sumsOf(a, b, 4, 32);
    const twice = once.slice();
    addRows(twice, stored('F32', normals(1, 0)), stored('BF16', normals(2, 0)), 0, 32);
    expect(twice).toEqual(once);
    addRows(twice, a, b, 4, 32);
    expect(twice).toEqual(once.map((sum) => sum + sum));
  });

  it('gives the moments and cosines that a direct calculation gives', () => {
    const [rows, columns] = [27, 37];
    const [x, y] = [normals(3, rows * columns), normals(4, rows * columns)];
    const sums = sumsOf(stored('F32', x), stored('F32', y), rows, columns);
    const over = (term: (x: number, y: number) => number): number =>
      x.reduce((sum, value, i) => sum + term(value, y[i] as number), 0);
    for (const [name, term] of [
      ['aa', (p: number) => p * p],
      ['ab', (p: number, q: number) => p * q],
      ['d', (p: number, q: number) => p - q],
      ['d3', (p: number, q: number) => (p - q) ** 3],
      ['d4', (p: number, q: number) => (p - q) ** 4],
      ['power', (p: number) => 4 ** Math.floor(Math.log2(Math.abs(p)))],
    ] as const)
      expect(sums[slot[name]]! / over(term)).toBeCloseTo(1, 9);
    let cosines = 0;
    for (let r = 0; r < rows; r++) {
      const [p, q] = [x, y].map((all) => all.subarray(r * columns, (r + 1) * columns)) as [Float32Array, Float32Array];
      const dot = (s: Float32Array, t: Float32Array): number => s.reduce((sum, value, i) => sum + value * t[i]!, 0);
      cosines += dot(p, q) / Math.sqrt(dot(p, p) * dot(q, q));
    }
    expect(sums[slot.cosine]).toBeCloseTo(cosines, 9);
    expect(sums[slot.cosineRows]).toBe(rows);
  });

  it('gives a row of zeros and a row with no number no cosine', () => {
    const rows = new Float32Array(64).fill(1);
    rows.fill(0, 16, 32);
    rows[40] = Number.NaN;
    const sums = sumsOf(stored('F32', rows), stored('F32', new Float32Array(64).fill(2)), 4, 16);
    expect([sums[slot.cosine], sums[slot.cosineRows]]).toEqual([2, 2]);
    expect([sums[slot.count], sums[slot.excluded], sums[slot.excludedEqual]]).toEqual([63, 1, 0]);
  });

  it('counts the same infinity, and no number on either side, as equal, and leaves both out', () => {
    const x = Float32Array.of(Number.NaN, Infinity, Infinity, -0, 1);
    const y = Float32Array.of(Number.NaN, Infinity, -Infinity, 0, 2);
    const sums = sumsOf(stored('F32', x), stored('F32', y), 1, 5);
    expect([sums[slot.count], sums[slot.excluded], sums[slot.excludedEqual]]).toEqual([2, 3, 2]);
    expect([sums[slot.equal], sums[slot.zeroA], sums[slot.zeroBoth], sums[slot.a]]).toEqual([1, 1, 1, 1]);
  });

  it('does not overflow on the largest floats', () => {
    const largest = 3.4028234663852886e38;
    const [a, b] = [new Float32Array(64).fill(largest), new Float32Array(64).fill(-largest)];
    const sums = sumsOf(stored('F32', a), stored('F32', b), 2, 32);
    expect([sums[slot.excluded], sums[slot.d4]]).toEqual([0, 64 * (2 * largest) ** 4]);
  });

  it('gives the same to the last bit where rows come in parts, as long as the parts are the same', () => {
    const [rows, columns] = [600, 4_096];
    const [a, b] = [stored('BF16', normals(5, rows * columns)), stored('BF16', normals(6, rows * columns))];
    const part = (from: number, to: number): Float64Array => {
      const cut = ({ type, bytes }: StoredRows): StoredRows => ({
        type,
        bytes: bytes.subarray(from * columns * 2, to * columns * 2),
      });
      return sumsOf(cut(a), cut(b), to - from, columns);
    };
    const [first, second] = [part(0, 250), part(250, 600)];
    // In whichever order the parts were made.
    const [again, before] = [part(250, 600), part(0, 250)];
    expect(again.map((sum, i) => sum + before[i]!)).toEqual(first.map((sum, i) => sum + second[i]!));
    expect(sumsOf(a, b, rows, columns)[slot.count]).toBe(rows * columns);
  });
});
