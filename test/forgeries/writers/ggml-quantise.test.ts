// Our writers of ggml's types: equal to ggml where the rule is simple, as near to the values elsewhere, valid always.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { quantise } from '../../../forgeries/writers/ggml-quantise.ts';
import { dequantise } from '../../../src/formats/ggml/dequantise.ts';
import type { BlockType } from '../../../src/formats/numbers/dtype.ts';
import { createRandom } from '../../../src/math/random.ts';
import { allBlockTypes, fixtureValues, type GgmlFixture } from '../../formats/ggml/sample-blocks.ts';
import { ggml } from '../../oracles/ggml.ts';

/** Types that are written by ggml's own rule. */
const exact: readonly BlockType[] = [
  'Q1_0',
  'Q2_0',
  'Q4_0',
  'Q4_1',
  'Q5_0',
  'Q5_1',
  'Q8_0',
  'Q8_1',
  'Q8_K',
  'TQ1_0',
  'TQ2_0',
  'MXFP4',
  'NVFP4',
];

/** Relative root mean square error of normal values, rounded up: what `npm run bench -- quantise` measures. */
const errors: { readonly [name in BlockType]: number } = {
  Q1_0: 0.61,
  Q2_0: 0.73,
  Q4_0: 0.088,
  Q4_1: 0.08,
  Q5_0: 0.044,
  Q5_1: 0.039,
  Q8_0: 0.0056,
  Q8_1: 0.0056,
  Q2_K: 0.275,
  Q3_K: 0.147,
  Q4_K: 0.073,
  Q5_K: 0.037,
  Q6_K: 0.018,
  Q8_K: 0.0072,
  IQ1_S: 0.455,
  IQ1_M: 0.42,
  IQ2_XXS: 0.335,
  IQ2_XS: 0.292,
  IQ2_S: 0.245,
  IQ3_XXS: 0.181,
  IQ3_S: 0.133,
  IQ4_NL: 0.075,
  IQ4_XS: 0.076,
  TQ1_0: 0.83,
  TQ2_0: 0.83,
  MXFP4: 0.117,
  NVFP4: 0.106,
};

const file = join(import.meta.dirname, '..', '..', 'fixtures', 'ggml', 'blocks.json');
const fixtures = JSON.parse(readFileSync(file, 'utf8')) as { readonly [name in BlockType]?: GgmlFixture };
const library = ggml();

function normals(count: number, scale: number, seed = 3): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: count }, () => scale * random.normal());
}

function relativeError(found: Float32Array, values: Float32Array): number {
  const error = values.reduce((sum, value, i) => sum + (found[i]! - value) ** 2, 0);
  return Math.sqrt(error / values.reduce((sum, value) => sum + value * value, 0));
}

describe('quantise', () => {
  it.for(exact.filter((dtype) => fixtures[dtype] !== undefined))('writes the bytes of %s that ggml wrote', (dtype) => {
    const bytes = quantise(dtype, fixtureValues(), 256);
    expect(Buffer.from(bytes).toString('base64')).toBe(fixtures[dtype]!.made);
  });

  it.for(allBlockTypes)('keeps normal values in %s as well as ggml does', (dtype) => {
    const values = normals(16_384, 0.02);
    expect(relativeError(dequantise(dtype, quantise(dtype, values, 256)), values)).toBeLessThan(errors[dtype]);
  });

  it.for(allBlockTypes)(
    'writes numbers that can be read back of zeros, small, large and lone values in %s',
    (dtype) => {
      const rows = [
        new Float32Array(256),
        new Float32Array(256).fill(-0.3),
        new Float32Array(256).fill(1.5),
        new Float32Array(256).map((_, i) => (i === 100 ? -2 : 0)),
        normals(256, 1e-7),
        normals(256, 300),
        normals(256, 1e-30),
      ];
      for (const row of rows) {
        const back = dequantise(dtype, quantise(dtype, row, 256));
        expect(back.every(Number.isFinite)).toBe(true);
        const largest = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        expect(back.reduce((most, value) => Math.max(most, Math.abs(value)), 0)).toBeLessThanOrEqual(2 * largest);
      }
      expect(dequantise(dtype, quantise(dtype, rows[0]!, 256)).every((value) => value === 0)).toBe(true);
    },
  );

  it('refuses rows that are no whole blocks', () => {
    expect(() => quantise('Q4_K', new Float32Array(512), 128)).toThrow(/rows of 128 are no blocks of 256/);
    expect(() => quantise('Q4_0', new Float32Array(48), 32)).toThrow(/48 values in rows of 32/);
  });
});

describe.skipIf(library === undefined)('quantise, beside ggml', () => {
  const random = createRandom(8);
  const integers = Float32Array.from({ length: 4096 }, () => random.integer(33) - 16);
  const kinds: readonly (readonly [string, Float32Array])[] = [
    ['weights', normals(8192, 0.02, 5)],
    ['large', normals(4096, 5000)],
    ['small', normals(4096, 1e-6)],
    ['whole numbers, with ties', integers],
    ['powers of two', integers.map((value) => Math.sign(value) * 2 ** (value % 9))],
    ['of one sign', normals(4096, 1).map(Math.abs)],
    ['sparse', normals(4096, 1).map((value, i) => (i % 40 === 0 ? value : 0))],
  ];

  it.for(exact)('equals it in %s, byte for byte', (dtype) => {
    for (const [kind, values] of kinds) {
      const theirs = library!.quantise(dtype, values, values.length / 256);
      const ours = quantise(dtype, values, 256);
      expect([kind, ours.findIndex((byte, i) => byte !== theirs[i])]).toEqual([kind, -1]);
    }
  });

  it.for(['Q2_K', 'Q3_K', 'Q4_K', 'Q5_K', 'Q6_K', 'IQ4_NL', 'IQ4_XS'] as const)(
    'is no further from the values than it in %s',
    (dtype) => {
      const values = normals(16_384, 0.02, 6);
      const theirs = dequantise(dtype, library!.quantise(dtype, values, 64));
      const ours = dequantise(dtype, quantise(dtype, values, 256));
      expect(relativeError(ours, values)).toBeLessThan(1.005 * relativeError(theirs, values));
    },
  );
});
