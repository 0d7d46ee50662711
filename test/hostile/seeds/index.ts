// Small valid indexes of sharded models: a decoder with tables of angles, a mixture of experts, packed weights.

const encode = (names: readonly string[], metadata: object): Uint8Array => {
  const map = Object.fromEntries(names.map((name, i) => [name, `model-0000${1 + (i % 2)}-of-00002.safetensors`]));
  return new TextEncoder().encode(JSON.stringify({ metadata, weight_map: map }));
};

const block = (at: number): string[] =>
  ['self_attn.q_proj', 'self_attn.k_proj', 'mlp.up_proj', 'input_layernorm'].map(
    (name) => `model.layers.${at}.${name}.weight`,
  );

const ends = ['model.embed_tokens.weight', 'model.norm.weight', 'lm_head.weight'];

export const indexSeeds: readonly Uint8Array[] = [
  encode([...ends, ...block(0), ...block(1), 'model.layers.0.self_attn.rotary_emb.inv_freq'], { total_size: 4096 }),
  encode(
    [0, 1].flatMap((expert) => [0, 1, 2].map((at) => `model.layers.${at}.mlp.experts.${expert}.gate_proj.weight`)),
    { total_size: 12.5, merged: true, note: 'a', nested: { list: [1, null] } },
  ),
  encode(
    ['qweight', 'qzeros', 'scales', 'g_idx'].map((end) => `transformer.h.0.attn.c_attn.${end}`),
    {},
  ),
];
