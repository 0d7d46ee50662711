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
    const importance = new Float32Array(256).fill(1);
    for (const dtype of Object.keys(blockTypes) as BlockType[]) {
      // The codebook types take a quarter of a minute to get ready; their bytes are tested as they come.
      if (/^IQ[123]/.test(dtype)) continue;
      const bytes = library!.quantise(dtype, values, 2, importance);
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
