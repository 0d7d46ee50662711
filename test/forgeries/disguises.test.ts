// Each disguise changes what it says and leaves the rest as it was.
import { describe, expect, it } from 'vitest';
import {
  addNoise,
  anonymise,
  cast,
  extendVocabulary,
  graft,
  keepLayers,
  prune,
  rename,
  reshard,
  scale,
} from '../../forgeries/disguises.ts';
import type { ForgedModel } from '../../forgeries/forged-model.ts';
import { fineTune, tinyLlama, tinyLlamaShape } from '../../forgeries/tiny-llama.ts';
import { correlation, difference, moments } from './statistics.ts';

const shape = { ...tinyLlamaShape, width: 32, feedForward: 64, vocabulary: 40 };
const model = tinyLlama(1, shape);
const gate = 'model.layers.0.mlp.gate_proj.weight';

function values(of: ForgedModel, name: string): Float32Array {
  return of.get(name)?.values ?? new Float32Array();
}

describe('tinyLlama', () => {
  it('is the same for the same seed and unrelated for another', () => {
    expect(values(tinyLlama(1, shape), gate)).toEqual(values(model, gate));
    expect(Math.abs(correlation(values(tinyLlama(2, shape), gate), values(model, gate)))).toBeLessThan(0.15);
  });

  it('holds only values that its type can store', () => {
    const stored = values(cast(model, 'BF16'), gate);
    expect(stored).toEqual(values(model, gate));
  });
});

describe('fineTune', () => {
  it('moves every tensor a little', () => {
    const tuned = fineTune(model, 5, shape);
    for (const [name, { values: before }] of model) {
      expect(correlation(values(tuned, name), before)).toBeGreaterThan(0.95);
      expect(values(tuned, name)).not.toEqual(before);
    }
  });
});

describe('rename', () => {
  it('replaces leading parts and keeps order and values', () => {
    const renamed = rename(model, [['model.layers.', 'blk.']]);
    expect([...renamed.keys()][1]).toBe('blk.0.input_layernorm.weight');
    expect(values(renamed, 'blk.0.mlp.gate_proj.weight')).toBe(values(model, gate));
  });
});

describe('anonymise', () => {
  it('keeps every tensor under a number', () => {
    const nameless = anonymise(model, 1);
    expect([...nameless.keys()]).toEqual([...model].map((_, i) => `t.${i}`));
    expect(new Set(nameless.values())).toEqual(new Set(model.values()));
  });
});

describe('addNoise', () => {
  it('adds noise of the given width', () => {
    const noised = addNoise(cast(model, 'F32'), 0.005, 3);
    const { deviation } = moments(difference(values(noised, gate), values(model, gate)));
    expect(Math.abs(deviation / 0.005 - 1)).toBeLessThan(0.08);
  });
});

describe('scale', () => {
  it('multiplies matrices and leaves gains alone', () => {
    const scaled = scale(model, 2);
    expect(values(scaled, gate)[3]).toBe(2 * (values(model, gate)[3] ?? 0));
    expect(values(scaled, 'model.norm.weight')).toBe(values(model, 'model.norm.weight'));
  });
});

describe('prune', () => {
  it('zeroes the smallest half', () => {
    const zeros = values(prune(model, 0.5), gate).filter((value) => value === 0).length;
    expect(zeros / values(model, gate).length).toBeCloseTo(0.5, 1);
  });
});

describe('keepLayers', () => {
  it('drops and doubles layers by the list', () => {
    const deeper = keepLayers(model, [0, 1, 1, 3]);
    expect(deeper.size).toBe(model.size);
    const third = 'model.layers.2.mlp.up_proj.weight';
    expect(values(deeper, third)).toBe(values(model, 'model.layers.1.mlp.up_proj.weight'));
    expect(keepLayers(model, [0]).size).toBe(3 + 9);
  });
});

describe('extendVocabulary', () => {
  it('appends rows and keeps the others', () => {
    const extended = extendVocabulary(model, 5, 1).get('lm_head.weight');
    expect(extended?.shape).toEqual([45, 32]);
    expect(extended?.values.subarray(0, 40 * 32)).toEqual(values(model, 'lm_head.weight'));
  });
});

describe('reshard', () => {
  it('changes the order alone', () => {
    const shuffled = reshard(model, 1);
    expect([...shuffled.keys()]).not.toEqual([...model.keys()]);
    for (const [name, tensor] of model) expect(shuffled.get(name)).toBe(tensor);
  });
});

describe('graft', () => {
  it('takes the named tensors from the second model', () => {
    const other = tinyLlama(2, shape);
    const chimera = graft(model, other, (name) => name.includes('.mlp.'));
    expect(values(chimera, gate)).toBe(values(other, gate));
    expect(values(chimera, 'lm_head.weight')).toBe(values(model, 'lm_head.weight'));
  });
});
