// The readers of ggml's blocks: what ggml reads, bit for bit, from its own blocks, from random bytes and from odd
// scales.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runKernel } from '../../../src/formats/ggml/block-kernels.ts';
import { dequantise, dequantisePlainly } from '../../../src/formats/ggml/dequantise.ts';
import { type BlockType, blockTypes } from '../../../src/formats/numbers/dtype.ts';
import { decode } from '../../../src/formats/numbers/values.ts';
import { ggml } from '../../oracles/ggml.ts';
import {
  allBlockTypes,
  fingerprint,
  type GgmlFixture,
  oddBlocks,
  randomBlocks,
  scaleBlocks,
  unequalPlaces,
} from './sample-blocks.ts';

// Made again by `npm run fixtures -- ggml`.
const file = join(import.meta.dirname, '..', '..', 'fixtures', 'ggml', 'blocks.json');
const fixtures = JSON.parse(readFileSync(file, 'utf8')) as { readonly [name in BlockType]: GgmlFixture };
const readByGgml = allBlockTypes.filter((dtype) => dtype !== 'Q8_1');
const library = ggml();

const readers = [
  ['kernels', dequantise],
  ['plain', dequantisePlainly],
] as const;

describe.for(readers)('dequantise (%s), by what ggml was seen to do', ([, read]) => {
  it.for(readByGgml)('reads blocks of %s that ggml made', (dtype) => {
    const values = read(dtype, Buffer.from(fixtures[dtype].made, 'base64'));
    // JSON keeps no sign of a zero; the hash does.
    expect(Array.from(values.subarray(0, 8), (value) => value + 0)).toEqual(fixtures[dtype].begins);
    expect(fingerprint(values)).toBe(fixtures[dtype].sha256);
  });

  it.for(readByGgml)('reads random bytes as %s', (dtype) => {
    expect(fingerprint(read(dtype, randomBlocks(dtype, 64, 1)))).toBe(fixtures[dtype].randomSha256);
  });

  it('takes Q8_1 for Q8_0 with a sum between the scale and the codes', () => {
    const plain = randomBlocks('Q8_0', 8, 3);
    const summed = new Uint8Array(8 * 36);
    for (let block = 0; block < 8; block++) {
      summed.set(plain.subarray(34 * block, 34 * block + 2), 36 * block);
      summed.set([0xff, 0x7f], 36 * block + 2);
      summed.set(plain.subarray(34 * block + 2, 34 * block + 34), 36 * block + 4);
    }
    expect(unequalPlaces(read('Q8_1', summed), read('Q8_0', plain))).toEqual([]);
  });

  it('refuses a part of a block', () => {
    expect(() => read('Q4_K', new Uint8Array(145))).toThrow(
      /Q4_K: expected whole blocks of 144 bytes, found 145 bytes/,
    );
    expect(read('Q4_K', new Uint8Array(0))).toEqual(new Float32Array(0));
  });
});

describe.skipIf(library === undefined)('dequantise, beside ggml itself', () => {
  it.for(readByGgml)('reads any bytes and any scale of %s as ggml does', (dtype) => {
    const { elements, bytes: size } = blockTypes[dtype];
    for (const bytes of [randomBlocks(dtype, 1000, 20_240_602), oddBlocks(dtype), scaleBlocks(dtype)]) {
      const expected = library!.dequantise(dtype, bytes, (bytes.length / size) * elements);
      expect(unequalPlaces(dequantisePlainly(dtype, bytes), expected)).toEqual([]);
      expect(unequalPlaces(dequantise(dtype, bytes), expected)).toEqual([]);
    }
  });
});

describe('the kernels', () => {
  it('are what this machine reads with', () => {
    const values = new Float32Array(32);
    expect(runKernel('Q4_0', Uint8Array.of(0, 0x3c, ...new Uint8Array(16).fill(0x98)), values)).toBe(true);
    expect([...values]).toEqual([...new Array<number>(16).fill(0), ...new Array<number>(16).fill(1)]);
  });

  it.for(allBlockTypes)('equal the plain reader of %s in every bit', (dtype) => {
    for (const bytes of [randomBlocks(dtype, 500, 7), oddBlocks(dtype), scaleBlocks(dtype)]) {
      expect(unequalPlaces(dequantise(dtype, bytes), dequantisePlainly(dtype, bytes))).toEqual([]);
    }
  });

  it.for(['Q1_0', 'Q2_0', 'Q5_0', 'Q6_K'] as const)('join their tiles without a seam: %s', (dtype) => {
    const perTile = 16_384 / blockTypes[dtype].elements;
    for (const count of [1, perTile - 1, perTile, perTile + 1, 2 * perTile + 3]) {
      const bytes = randomBlocks(dtype, count, count);
      expect(unequalPlaces(dequantise(dtype, bytes), dequantisePlainly(dtype, bytes))).toEqual([]);
    }
  });

  it('read from any alignment', () => {
    for (const dtype of allBlockTypes) {
      const bytes = randomBlocks(dtype, 2, 5);
      const moved = new Uint8Array(bytes.length + 3).subarray(3);
      moved.set(bytes);
      expect(unequalPlaces(dequantise(dtype, moved), dequantise(dtype, bytes))).toEqual([]);
      expect(unequalPlaces(dequantisePlainly(dtype, moved), dequantise(dtype, bytes))).toEqual([]);
    }
  });
});

describe('the values', () => {
  it('belong to the caller: neither later calls nor changed bytes touch them', () => {
    const bytes = randomBlocks('Q4_0', 40, 1);
    for (const read of [dequantise, dequantisePlainly, (_: BlockType, b: Uint8Array) => decode('Q4_0', b, 40 * 32)]) {
      const first = read('Q4_0', bytes);
      const copy = first.slice();
      const second = read('Q4_0', randomBlocks('Q4_0', 40, 2));
      second.fill(9);
      const kept = bytes.slice();
      bytes.fill(0);
      expect(unequalPlaces(first, copy)).toEqual([]);
      bytes.set(kept);
    }
  });
});

describe('dequantise without WebAssembly', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it('reads the same with the plain readers', async () => {
    vi.resetModules();
    vi.stubGlobal('WebAssembly', undefined);
    const { dequantise: without } = await import('../../../src/formats/ggml/dequantise.ts');
    const { runKernel: absent } = await import('../../../src/formats/ggml/block-kernels.ts');
    const bytes = randomBlocks('Q5_K', 5, 1);
    expect(absent('Q5_K', bytes, new Float32Array(5 * 256))).toBe(false);
    expect(unequalPlaces(without('Q5_K', bytes), dequantise('Q5_K', bytes))).toEqual([]);
  });
});
