// The miniature has the real model's names and layer counts, and at full width its parameters to the last one.
import { describe, expect, it } from 'vitest';
import { elementCount } from '../../forgeries/forged-model.ts';
import { fullWidths, type MiniCpmPart, miniCpmShape, smallWidths } from '../../forgeries/minicpm-shape.ts';

function ofPart(part: MiniCpmPart, widths = fullWidths): { tensors: number; parameters: number } {
  const tensors = miniCpmShape(widths).filter((tensor) => tensor.part === part);
  return { tensors: tensors.length, parameters: tensors.reduce((sum, { shape }) => sum + elementCount(shape), 0) };
}

describe('miniCpmShape', () => {
  it('has 291 + 437 + 13 = 741 tensors, each name once', () => {
    const names = miniCpmShape(smallWidths).map(({ name }) => name);
    expect([ofPart('llm').tensors, ofPart('vpm').tensors, ofPart('resampler').tensors]).toEqual([291, 437, 13]);
    expect(new Set(names).size).toBe(741);
  });

  it('has 8,537,092,336 parameters at full width', () => {
    const [text, vision, resampler] = (['llm', 'vpm', 'resampler'] as const).map((part) => ofPart(part).parameters);
    expect([vision, resampler, text]).toEqual([417_792_240, 89_038_848, 8_030_261_248]);
    expect((vision ?? 0) + (resampler ?? 0) + (text ?? 0)).toBe(8_537_092_336);
  });

  it('fits in about 12 MB of 16-bit floats at small width', () => {
    const parameters = miniCpmShape(smallWidths).reduce((sum, { shape }) => sum + elementCount(shape), 0);
    expect(2 * parameters).toBeGreaterThan(11e6);
    expect(2 * parameters).toBeLessThan(13e6);
  });

  it('uses the published prefixes and does not store the position table of the resampler', () => {
    const names = new Set(miniCpmShape(smallWidths).map(({ name }) => name));
    expect(names).toContain('llm.model.layers.31.self_attn.q_proj.weight');
    expect(names).toContain('vpm.encoder.layers.26.self_attn.out_proj.bias');
    expect(names).toContain('vpm.embeddings.position_embedding.weight');
    expect(names).toContain('resampler.attn.in_proj_weight');
    expect(names).not.toContain('resampler.pos_embed');
  });
});
