// The nearest codes under stored scales: against a plain search, against ggml's own choice, and at the edges.
import { describe, expect, it } from 'vitest';
import { codeLattices } from '../../../src/formats/ggml/code-lattice.ts';
import { dequantise } from '../../../src/formats/ggml/dequantise.ts';
import { requantise } from '../../../src/formats/ggml/requantise.ts';
import { type BlockType, blockTypes } from '../../../src/formats/numbers/dtype.ts';
import { createRandom } from '../../../src/math/random.ts';
import { ggml } from '../../oracles/ggml.ts';
import { allBlockTypes, oddBlocks, randomBlocks } from './sample-blocks.ts';

const perElement = allBlockTypes.filter((dtype) => !/^IQ[123]/.test(dtype));
const library = ggml();

function normals(count: number, scale: number): Float32Array {
  const random = createRandom(9);
  return Float32Array.from({ length: count }, () => scale * random.normal());
}

/** Places where two lists differ as numbers do: a zero equals a negative zero, and NaN itself. */
function differing(a: Float32Array, b: Float32Array): readonly string[] {
  const found: string[] = [];
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i] && !(Number.isNaN(a[i]) && Number.isNaN(b[i]))) found.push(`${i}: ${a[i]}, ${b[i]}`);
  }
  return found.slice(0, 5);
}

describe('requantise', () => {
  it('knows every type whose codes stand alone, and no other', () => {
    expect(allBlockTypes.filter((dtype) => codeLattices[dtype] !== undefined)).toEqual(perElement);
    for (const dtype of allBlockTypes.filter((name) => !perElement.includes(name))) {
      expect(requantise(dtype, randomBlocks(dtype, 1, 1), new Float32Array(256))).toBeUndefined();
    }
  });

  it.for(perElement)('leaves what %s expresses as it is', (dtype) => {
    for (const bytes of [randomBlocks(dtype, 300, 6), oddBlocks(dtype)]) {
      const values = dequantise(dtype, bytes);
      expect(differing(requantise(dtype, bytes, values)!, values)).toEqual([]);
    }
  });

  it.for(perElement)('finds the number of %s that a search through all codes finds', (dtype) => {
    const { elements, bytes: size } = blockTypes[dtype];
    for (const bytes of [randomBlocks(dtype, 30, 8), oddBlocks(dtype).subarray(0, 60 * size)]) {
      const expressed = dequantise(dtype, bytes);
      const count = (bytes.length / size) * elements;
      // Multiples of what is there lie everywhere between the codes, and beyond.
      const spread = normals(count, 1);
      const values = expressed.map((value, i) => value * (1 + spread[i]!) + (i % 3 === 0 ? spread[i]! * 1e-3 : 0));
      values.set([Number.NaN, Infinity, -Infinity, 0, -0, 3e38, -3e38, 1e-45]);
      expect(differing(requantise(dtype, bytes, values)!, searched(dtype, bytes, values))).toEqual([]);
    }
  });

  it('gives a value in the middle to the lower code', () => {
    // Scale 1, so that Q4_0 has -8 … 7, and scale -1, so that code 0 is 8.
    const up = Uint8Array.of(0, 0x3c, ...new Uint8Array(16));
    const down = Uint8Array.of(0, 0xbc, ...new Uint8Array(16));
    const values = Float32Array.of(0.5, -0.5, 2.5, 7.4, 100, -100);
    expect([...requantise('Q4_0', up, values)!]).toEqual([0, -1, 2, 7, 7, -8]);
    expect([...requantise('Q4_0', down, values)!]).toEqual([1, -0, 3, 7, 8, -7]);
    // MXFP4's negative codes come after its positive ones, so that their lower code is nearer to zero.
    const four = Uint8Array.of(127, ...new Uint8Array(16));
    expect([...requantise('MXFP4', four, Float32Array.of(0.25, -0.25, 2.5, -2.5, 5, -5))!]).toEqual([
      0, 0, 2, -2, 4, -4,
    ]);
  });

  it('keeps NaN, and says NaN where the scale is none', () => {
    const broken = Uint8Array.of(0, 0x7e, ...new Uint8Array(16));
    expect([...requantise('Q4_0', broken, Float32Array.of(1, Number.NaN))!]).toEqual([Number.NaN, Number.NaN]);
    const fine = Uint8Array.of(0, 0x3c, ...new Uint8Array(16));
    expect([...requantise('Q4_0', fine, Float32Array.of(1, Number.NaN))!]).toEqual([1, Number.NaN]);
  });

  it('takes fewer values than the blocks hold, and refuses more', () => {
    const bytes = randomBlocks('Q4_K', 2, 1);
    expect(requantise('Q4_K', bytes, new Float32Array(300))!.length).toBe(300);
    expect(() => requantise('Q4_K', bytes, new Float32Array(513))).toThrow(/expected blocks of 144 bytes/);
    expect(() => requantise('IQ1_S', bytes.subarray(1), new Float32Array(1))).toThrow(/expected blocks of 50 bytes/);
  });
});

/** The slow way: every code put into every element, all decoded, the nearest of them taken. */
function searched(dtype: BlockType, bytes: Uint8Array, values: Float32Array): Float32Array {
  const { levels, elements: shared, step, shift } = codeLattices[dtype]!;
  const { elements, bytes: size } = blockTypes[dtype];
  return values.map((value, i) => {
    const at = Math.floor(i / elements) * size;
    const group = Math.floor((i % elements) / shared);
    const numbers = Array.from(levels, (level) => {
      const product = Math.fround(level * step(bytes, at, group));
      return shift === undefined ? product : Math.fround(product + shift(bytes, at, group));
    }).filter((number) => !Number.isNaN(number));
    if (numbers.length === 0 || Number.isNaN(value)) return Number.NaN;
    const inside = Math.min(Math.max(value, Math.min(...numbers)), Math.max(...numbers));
    const apart = numbers.map((number) => (number === inside ? 0 : Math.abs(number - inside)));
    return numbers[apart.indexOf(Math.min(...apart))]!;
  });
}

describe.skipIf(library === undefined)('requantise, beside ggml', () => {
  // The rest are codes that ggml chose under a scale that was not yet rounded to 16 bits.
  const least: { readonly [name: string]: number } = {
    Q8_0: 0.99,
    Q8_1: 0.99,
    Q5_1: 0.995,
    IQ4_XS: 0.995,
    Q4_1: 0.998,
  };

  it.for(perElement)('chooses the codes of %s that ggml chooses', (dtype) => {
    const values = normals(65_536, 0.02);
    const bytes = library!.quantise(dtype, values, 1);
    const stored = dequantise(dtype, bytes);
    const again = requantise(dtype, bytes, values)!;
    const same = stored.reduce((count, value, i) => count + (value === again[i] ? 1 : 0), 0) / values.length;
    expect(same).toBeGreaterThanOrEqual(least[dtype] ?? 0.999);
  });
});
