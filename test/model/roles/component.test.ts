// The parts of a model that are judged apart, and the head counts its configuration declares.
import { describe, expect, it } from 'vitest';
import { parseJsonBounded } from '../../../src/json/json-value.ts';
import { headsOf } from '../../../src/model/config.ts';
import { componentOf, componentOfRole } from '../../../src/model/roles/component.ts';
import { roleOf } from '../../../src/model/roles/role.ts';
import { textFile } from '../memory-model.ts';

const tensor = (name: string): Parameters<typeof componentOf>[0] => {
  const role = roleOf(name);
  const facts = { name, dtype: 'F32', shape: [1], file: '', start: 0, end: 4, encoding: 'raw', elements: 1 } as const;
  return role === undefined ? facts : { ...facts, role };
};

const config = (value: object): ReadonlyMap<string, never> =>
  parseJsonBounded(textFile(value), 'config.json', { maxDepth: 8, maxBytes: 65_536 }) as unknown as ReadonlyMap<
    string,
    never
  >;

describe('componentOf', () => {
  it.for([
    ['model.layers.0.mlp.up_proj.weight', 'text'],
    ['model.embed_tokens.weight', 'embeddings'],
    ['lm_head.weight', 'embeddings'],
    ['wpe.weight', 'embeddings'],
    ['model.norm.weight', 'text'],
    ['vpm.embeddings.position_embedding.weight', 'vision'],
    ['resampler.kv_proj.weight', 'projector'],
    ['model.layers.5.mlp.experts.12.up_proj.weight', 'expert:12'],
    ['model.layers.5.mlp.gate.weight', 'text'],
    ['visual.merger.mlp.0.weight', 'vision'],
    ['something', undefined],
  ] as const)('of %s is %s', ([name, component]) => expect(componentOf(tensor(name))).toBe(component));
});

describe('componentOfRole', () => {
  it('puts an expert apart even from its tower', () => {
    expect(componentOfRole({ tower: 'text', kind: 'ffn_up', part: 'weight', block: 0, expert: 3 })).toBe('expert:3');
  });
});

describe('headsOf', () => {
  it('takes the text model’s own section before the top level', () => {
    const both = config({ num_attention_heads: 2, text_config: { num_attention_heads: 8, num_key_value_heads: 4 } });
    expect(headsOf(both, 'text')).toEqual({ heads: 8, keyValueHeads: 4 });
    expect(headsOf(config({ n_head: 12 }), 'text')).toEqual({ heads: 12, keyValueHeads: 12 });
  });

  it('does not lend the text model’s heads to other towers', () => {
    const text = config({ num_attention_heads: 8, vision_config: { num_attention_heads: 4 } });
    expect(headsOf(text, 'vision')).toEqual({ heads: 4, keyValueHeads: 4 });
    expect(headsOf(text, 'audio')).toBeUndefined();
    expect(headsOf(text, 'projector')).toBeUndefined();
  });

  it.for([0, -1, 1.5, '8', null, 1e9, [8]])('does not believe %j heads', (heads) => {
    expect(headsOf(config({ num_attention_heads: heads }), 'text')).toBeUndefined();
  });
});
