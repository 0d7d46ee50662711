// What zoo.json states in words is read as operations with parameters, and what a verdict lacks of it is named.
import { describe, expect, it } from 'vitest';
import { expectedOperations, isMerge, missesOf } from '../../scripts/zoo-operations.ts';
import type { Operation } from '../../src/verdict/verdict.ts';

const namesIn = (how: string): string[] => expectedOperations(how).map(({ operation }) => operation);
const found = (operation: Operation['operation'], parameters: Operation['parameters'] = {}): Operation => ({
  operation,
  parameters,
  reconstructed: null,
});

describe('expectedOperations', () => {
  it.each([
    ['gaussian noise, sigma 0.005, added to every tensor', ['noised']],
    ['cast to float16 and every tensor renamed', ['cast', 'renamed']],
    ['full fine-tune 150 steps on corpus 1', ['fine-tuned']],
    ['base-1 fine-tuned exactly as finetuned-other was (same batches): no kin of base-0', ['fine-tuned']],
    ['fine-tuned, rescaled, permuted, rotated, noised', ['noised', 'fine-tuned', 'permuted', 'rotated', 'rescaled']],
    ['LoRA rank 4 on q_proj and v_proj, merged', ['lora-merged']],
    ['symmetric 4 bit, group 32, dequantised', ['requantised']],
    ['linear merge 0.6/0.4 of two siblings', ['merged']],
    ['fine-tuned, then 30 % of the MLP units removed', ['fine-tuned', 'narrowed']],
    ['13 tokens appended to the vocabulary', ['vocabulary-changed']],
    ['trained from scratch, seed 5, both corpora', []],
    ['same initial weights as base-0, other data order', []],
    ['own initial weights, trained on the outputs of base-0 (weights independent)', []],
  ])('reads %s', (how, names) => {
    expect(namesIn(how)).toEqual(names);
  });

  it('reads parameters', () => {
    expect(expectedOperations('LoRA rank 4 on q_proj and v_proj, merged')[0]?.parameters).toEqual({
      rank: { value: 4, tolerance: 0 },
      targets: { list: ['q_proj', 'v_proj'] },
    });
    expect(expectedOperations('slerp 0.3 of two siblings')[0]?.parameters['alpha']).toEqual({
      value: 0.3,
      tolerance: 0.005,
    });
    expect(expectedOperations('layer 2 removed')[0]?.parameters['layerMap']).toEqual({ list: [0, 1, 3] });
    expect(isMerge('slerp 0.3 of two siblings')).toBe(true);
  });
});

describe('missesOf', () => {
  const noised = expectedOperations('gaussian noise, sigma 0.005, added to every tensor');

  it('is silent where all is said', () => {
    expect(missesOf(noised, [found('noised', { sigma: 0.005_01 })])).toEqual([]);
  });

  it('names what is not said, said otherwise, and said beyond', () => {
    expect(missesOf(noised, [])).toEqual(['noised not named']);
    expect(missesOf(noised, [found('noised', { sigma: 0.006 }), found('pruned')])).toEqual([
      'noised: sigma 0.006 instead of 0.005',
      'pruned named',
    ]);
    const dropped = expectedOperations('layer 2 removed');
    expect(missesOf(dropped, [found('layers-dropped', { layerMap: [0, 1, 2] })])).toEqual([
      'layers-dropped: layerMap 0 1 2 instead of 0 1 3',
    ]);
    expect(missesOf(dropped, [found('layers-dropped')])).toEqual([
      'layers-dropped: layerMap not given instead of 0 1 3',
    ]);
  });
});
