// The block sizes that we believe, against ggml's own.
import { describe, expect, it } from 'vitest';
import { type BlockType, blockTypes } from '../../src/formats/numbers/dtype.ts';
import { ggml } from './ggml.ts';

const library = ggml();

describe.skipIf(library === undefined)('blockTypes', () => {
  it('has the sizes that ggml has', () => {
    for (const dtype of Object.keys(blockTypes) as BlockType[]) {
      expect([dtype, library!.sizes(dtype)]).toEqual([dtype, blockTypes[dtype]]);
    }
  });

  it('can be made and read by ggml', () => {
    const values = Float32Array.from({ length: 512 }, (_, i) => Math.sin(i * 12.9898) * 0.05);
    for (const dtype of Object.keys(blockTypes) as BlockType[]) {
      // ggml searches its grids for half a minute before it makes the first; test/fixtures/ggml has blocks of these.
      if (/^IQ[123]/.test(dtype)) continue;
      const bytes = library!.quantise(dtype, values, 2);
      if (dtype === 'Q8_1') continue; // ggml makes it for products only and has no way back
      const back = library!.dequantise(dtype, bytes, 512);
      let error = 0;
      let power = 0;
      for (let i = 0; i < 512; i++) {
        error += (back[i]! - values[i]!) ** 2;
        power += values[i]! ** 2;
      }
      expect([dtype, Math.sqrt(error / power) < 0.9]).toEqual([dtype, true]);
    }
  });
});
