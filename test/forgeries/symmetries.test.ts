// The symmetries leave what the model computes unchanged: checked on the feed-forward block and on the embeddings' angles.
import { describe, expect, it } from 'vitest';
import { cast } from '../../forgeries/disguises.ts';
import type { ForgedModel } from '../../forgeries/forged-model.ts';
import { foldGains, permuteUnits, rescaleUnits, rotateResidual } from '../../forgeries/symmetries.ts';
import { tinyLlama, tinyLlamaShape } from '../../forgeries/tiny-llama.ts';
import { correlation } from './statistics.ts';

const width = 32;
const units = 48;
const model = cast(tinyLlama(1, { ...tinyLlamaShape, width, feedForward: units, vocabulary: 40 }), 'F32');
const block = 'model.layers.1.mlp';

function row(of: ForgedModel, name: string, index: number, columns: number): Float32Array {
  return (of.get(name)?.values ?? new Float32Array()).subarray(index * columns, (index + 1) * columns);
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

/** What the block writes for the embedding of one token, its gain applied, in the basis of the model. */
function feedForward(of: ForgedModel, token: number): number[] {
  const gain = of.get('model.layers.1.post_attention_layernorm.weight')?.values ?? new Float32Array();
  const embedding = row(of, 'model.embed_tokens.weight', token, width);
  const size = Math.sqrt(dot(embedding, embedding) / width);
  const input = embedding.map((value, i) => (value / size) * (gain[i] ?? 0));
  const hidden = Array.from({ length: units }, (_, unit) => {
    const gate = dot(row(of, `${block}.gate_proj.weight`, unit, width), input);
    return (gate / (1 + Math.exp(-gate))) * dot(row(of, `${block}.up_proj.weight`, unit, width), input);
  });
  return Array.from({ length: width }, (_, channel) =>
    dot(row(of, `${block}.down_proj.weight`, channel, units), hidden),
  );
}

/** The block's answer seen by the head, which no change of basis can alter. */
function logits(of: ForgedModel): number[] {
  const gain = of.get('model.norm.weight')?.values ?? new Float32Array();
  const written = feedForward(of, 3).map((value, i) => value * (gain[i] ?? 0));
  return Array.from({ length: 40 }, (_, token) => dot(row(of, 'lm_head.weight', token, width), written));
}

function expectSameFunction(disguised: ForgedModel): void {
  const [before, after] = [logits(model), logits(disguised)];
  const largest = Math.max(...before.map(Math.abs));
  const furthest = Math.max(...before.map((value, i) => Math.abs((after[i] ?? 0) - value)));
  expect(furthest / largest).toBeLessThan(1e-4);
  expect(correlation(before, after)).toBeGreaterThan(0.9999);
}

describe('permuteUnits', () => {
  it('changes the order of units and nothing that is computed', () => {
    const permuted = permuteUnits(model, 2);
    expect(row(permuted, `${block}.up_proj.weight`, 0, width)).not.toEqual(
      row(model, `${block}.up_proj.weight`, 0, width),
    );
    expectSameFunction(permuted);
  });
});

describe('rescaleUnits', () => {
  it('changes the size of units and nothing that is computed', () => {
    const rescaled = rescaleUnits(model, 2);
    expect(row(rescaled, `${block}.up_proj.weight`, 0, width)).not.toEqual(
      row(model, `${block}.up_proj.weight`, 0, width),
    );
    expectSameFunction(rescaled);
  });
});

describe('foldGains', () => {
  it('leaves gains of one and nothing else changed', () => {
    const folded = foldGains(model);
    expect(new Set(folded.get('model.norm.weight')?.values)).toEqual(new Set([1]));
    expectSameFunction(folded);
  });
});

describe('rotateResidual', () => {
  it('turns the stream and changes nothing that is computed', () => {
    const rotated = rotateResidual(model, 2);
    const before = row(model, 'model.embed_tokens.weight', 3, width);
    expect(Math.abs(correlation(row(rotated, 'model.embed_tokens.weight', 3, width), before))).toBeLessThan(0.8);
    expectSameFunction(rotated);
  });
});
