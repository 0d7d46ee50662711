// Real tensor names and the roles they point at.
import { describe, expect, it } from 'vitest';
import { miniCpmShape, smallWidths } from '../../../forgeries/minicpm-shape.ts';
import { lentRole, type Role, roleKey, roleOf, towerOf } from '../../../src/model/roles/role.ts';

/** `tower kind part block expert` and the storage, as one line; '-' where there is none. */
function line(role: Role | undefined): string {
  if (role === undefined) return 'none';
  const storage = (['transposed', 'interleaved', 'stacked'] as const).filter((key) => role[key] === true);
  return [roleKey(role), ...storage].join(' ');
}

const names: readonly (readonly [name: string, role: string])[] = [
  // Llama, Mistral.
  ['model.embed_tokens.weight', 'text token_embd weight - -'],
  ['model.layers.0.self_attn.q_proj.weight', 'text attn_q weight 0 -'],
  ['model.layers.31.self_attn.k_proj.weight', 'text attn_k weight 31 -'],
  ['model.layers.7.self_attn.v_proj.weight', 'text attn_v weight 7 -'],
  ['model.layers.7.self_attn.o_proj.weight', 'text attn_output weight 7 -'],
  ['model.layers.7.mlp.gate_proj.weight', 'text ffn_gate weight 7 -'],
  ['model.layers.7.mlp.up_proj.weight', 'text ffn_up weight 7 -'],
  ['model.layers.7.mlp.down_proj.weight', 'text ffn_down weight 7 -'],
  ['model.layers.7.input_layernorm.weight', 'text attn_norm weight 7 -'],
  ['model.layers.7.post_attention_layernorm.weight', 'text ffn_norm weight 7 -'],
  ['model.norm.weight', 'text output_norm weight - -'],
  ['lm_head.weight', 'text output weight - -'],
  ['model.layers.0.self_attn.rotary_emb.inv_freq', 'none'],
  // Llama as Meta released it.
  ['tok_embeddings.weight', 'text token_embd weight - -'],
  ['layers.3.attention.wq.weight', 'text attn_q weight 3 -'],
  ['layers.3.attention.wo.weight', 'text attn_output weight 3 -'],
  ['layers.3.feed_forward.w1.weight', 'text ffn_gate weight 3 -'],
  ['layers.3.feed_forward.w2.weight', 'text ffn_down weight 3 -'],
  ['layers.3.feed_forward.w3.weight', 'text ffn_up weight 3 -'],
  ['layers.3.attention_norm.weight', 'text attn_norm weight 3 -'],
  ['output.weight', 'text output weight - -'],
  // Qwen2, Qwen3 and their experts.
  ['model.layers.0.self_attn.q_proj.bias', 'text attn_q bias 0 -'],
  ['model.layers.0.self_attn.q_norm.weight', 'text attn_q_norm weight 0 -'],
  ['model.layers.0.self_attn.k_norm.weight', 'text attn_k_norm weight 0 -'],
  ['model.layers.5.mlp.experts.127.gate_proj.weight', 'text ffn_gate weight 5 127'],
  ['model.layers.5.mlp.experts.127.down_proj.weight', 'text ffn_down weight 5 127'],
  ['model.layers.5.mlp.gate.weight', 'text ffn_router weight 5 -'],
  ['model.layers.5.mlp.shared_expert.up_proj.weight', 'text ffn_up weight 5 -'],
  ['visual.blocks.4.attn.qkv.weight', 'vision attn_qkv weight 4 -'],
  ['visual.blocks.4.attn.proj.bias', 'vision attn_output bias 4 -'],
  ['model.visual.blocks.4.mlp.fc1.weight', 'vision ffn_up weight 4 -'],
  ['visual.patch_embed.proj.weight', 'vision patch_embd weight - -'],
  // Mixtral.
  ['model.layers.2.block_sparse_moe.experts.6.w1.weight', 'text ffn_gate weight 2 6'],
  ['model.layers.2.block_sparse_moe.experts.6.w2.weight', 'text ffn_down weight 2 6'],
  ['model.layers.2.block_sparse_moe.experts.6.w3.weight', 'text ffn_up weight 2 6'],
  ['model.layers.2.block_sparse_moe.gate.weight', 'text ffn_router weight 2 -'],
  // Gemma 2, 3.
  ['model.layers.1.pre_feedforward_layernorm.weight', 'text ffn_norm weight 1 -'],
  ['model.layers.1.post_feedforward_layernorm.weight', 'text ffn_post_norm weight 1 -'],
  ['language_model.model.layers.1.self_attn.q_norm.weight', 'text attn_q_norm weight 1 -'],
  // Phi-3 (fused) and Phi-2.
  ['model.layers.9.self_attn.qkv_proj.weight', 'text attn_qkv weight 9 -'],
  ['model.layers.9.mlp.gate_up_proj.weight', 'text ffn_gate_up weight 9 -'],
  ['model.layers.9.self_attn.dense.bias', 'text attn_output bias 9 -'],
  ['model.final_layernorm.weight', 'text output_norm weight - -'],
  // GPT-2: Conv1D keeps [in, out]; its causal mask is called a bias.
  ['wte.weight', 'text token_embd weight - -'],
  ['transformer.wpe.weight', 'text position_embd weight - -'],
  ['h.0.attn.c_attn.weight', 'text attn_qkv weight 0 - transposed'],
  ['transformer.h.11.attn.c_attn.bias', 'text attn_qkv bias 11 -'],
  ['h.0.attn.c_proj.weight', 'text attn_output weight 0 - transposed'],
  ['h.0.mlp.c_fc.weight', 'text ffn_up weight 0 - transposed'],
  ['h.0.mlp.c_proj.weight', 'text ffn_down weight 0 - transposed'],
  ['h.0.ln_2.bias', 'text ffn_norm bias 0 -'],
  ['ln_f.weight', 'text output_norm weight - -'],
  ['h.0.attn.bias', 'none'],
  // GPT-NeoX: q, k and v of each head in turn.
  ['gpt_neox.embed_in.weight', 'text token_embd weight - -'],
  ['gpt_neox.layers.2.attention.query_key_value.weight', 'text attn_qkv weight 2 - interleaved'],
  ['gpt_neox.layers.2.attention.query_key_value.bias', 'text attn_qkv bias 2 - interleaved'],
  ['gpt_neox.layers.2.mlp.dense_h_to_4h.weight', 'text ffn_up weight 2 -'],
  ['gpt_neox.layers.2.mlp.dense_4h_to_h.weight', 'text ffn_down weight 2 -'],
  ['gpt_neox.layers.2.attention.bias', 'none'],
  ['embed_out.weight', 'text output weight - -'],
  // BERT, with the old spelling of its gains.
  ['bert.embeddings.word_embeddings.weight', 'text token_embd weight - -'],
  ['bert.embeddings.token_type_embeddings.weight', 'text token_types weight - -'],
  ['bert.embeddings.position_embeddings.weight', 'text position_embd weight - -'],
  ['bert.embeddings.LayerNorm.gamma', 'text token_embd_norm weight - -'],
  ['bert.encoder.layer.11.attention.self.query.weight', 'text attn_q weight 11 -'],
  ['bert.encoder.layer.11.attention.output.dense.bias', 'text attn_output bias 11 -'],
  ['bert.encoder.layer.11.attention.output.LayerNorm.beta', 'text attn_post_norm bias 11 -'],
  ['bert.encoder.layer.11.intermediate.dense.weight', 'text ffn_up weight 11 -'],
  ['bert.encoder.layer.11.output.dense.weight', 'text ffn_down weight 11 -'],
  ['bert.encoder.layer.11.output.LayerNorm.weight', 'text ffn_post_norm weight 11 -'],
  ['bert.pooler.dense.weight', 'text pooler weight - -'],
  // SigLIP and CLIP.
  ['vision_model.embeddings.patch_embedding.weight', 'vision patch_embd weight - -'],
  ['vision_model.embeddings.position_embedding.weight', 'vision position_embd weight - -'],
  ['vision_model.embeddings.class_embedding', 'vision class_embd weight - -'],
  ['vision_model.pre_layrnorm.weight', 'vision pre_norm weight - -'],
  ['vision_model.encoder.layers.3.self_attn.out_proj.bias', 'vision attn_output bias 3 -'],
  ['vision_model.encoder.layers.3.layer_norm1.weight', 'vision attn_norm weight 3 -'],
  ['vision_model.encoder.layers.3.mlp.fc2.weight', 'vision ffn_down weight 3 -'],
  ['vision_model.post_layernorm.bias', 'vision output_norm bias - -'],
  ['vision_model.head.attention.in_proj_weight', 'none'],
  ['text_model.embeddings.token_embedding.weight', 'text token_embd weight - -'],
  ['text_model.final_layer_norm.weight', 'text output_norm weight - -'],
  ['logit_scale', 'none'],
  // OpenCLIP: the same words as GPT-2, but [out, in], in both towers.
  ['visual.transformer.resblocks.0.attn.in_proj_weight', 'vision attn_qkv weight 0 -'],
  ['visual.transformer.resblocks.0.attn.in_proj_bias', 'vision attn_qkv bias 0 -'],
  ['visual.transformer.resblocks.0.mlp.c_fc.weight', 'vision ffn_up weight 0 -'],
  ['transformer.resblocks.0.mlp.c_fc.weight', 'text ffn_up weight 0 -'],
  ['transformer.resblocks.0.mlp.c_proj.weight', 'text ffn_down weight 0 -'],
  ['visual.positional_embedding', 'vision position_embd weight - -'],
  ['token_embedding.weight', 'text token_embd weight - -'],
  // LLaVA, original and ported.
  ['language_model.model.layers.0.mlp.up_proj.weight', 'text ffn_up weight 0 -'],
  ['language_model.lm_head.weight', 'text output weight - -'],
  ['vision_tower.vision_model.encoder.layers.0.self_attn.q_proj.weight', 'vision attn_q weight 0 -'],
  ['multi_modal_projector.linear_1.weight', 'projector mm_input weight - -'],
  ['multi_modal_projector.linear_2.bias', 'projector mm_hidden bias - -'],
  ['model.mm_projector.0.weight', 'projector mm_input weight - -'],
  ['model.mm_projector.2.bias', 'projector mm_hidden bias - -'],
  ['model.image_newline', 'none'],
  // MiniCPM-V.
  ['llm.model.embed_tokens.weight', 'text token_embd weight - -'],
  ['llm.model.layers.0.self_attn.q_proj.weight', 'text attn_q weight 0 -'],
  ['llm.lm_head.weight', 'text output weight - -'],
  ['vpm.encoder.layers.26.mlp.fc1.weight', 'vision ffn_up weight 26 -'],
  ['vpm.embeddings.position_embedding.weight', 'vision position_embd weight - -'],
  ['resampler.query', 'projector resampler_query weight - -'],
  ['resampler.proj', 'projector resampler_proj weight - -'],
  ['resampler.kv_proj.weight', 'projector resampler_kv weight - -'],
  ['resampler.attn.in_proj_weight', 'projector attn_qkv weight - -'],
  ['resampler.attn.in_proj_bias', 'projector attn_qkv bias - -'],
  ['resampler.attn.out_proj.weight', 'projector attn_output weight - -'],
  ['resampler.ln_post.bias', 'projector resampler_norm_post bias - -'],
  // GGUF.
  ['token_embd.weight', 'text token_embd weight - -'],
  ['blk.0.attn_q.weight', 'text attn_q weight 0 -'],
  ['blk.0.attn_output.weight', 'text attn_output weight 0 -'],
  ['blk.0.ffn_gate.weight', 'text ffn_gate weight 0 -'],
  ['blk.0.ffn_gate_inp.weight', 'text ffn_router weight 0 -'],
  ['blk.0.attn_norm.weight', 'text attn_norm weight 0 -'],
  ['output_norm.weight', 'text output_norm weight - -'],
  ['rope_freqs.weight', 'none'],
  ['v.blk.3.attn_out.weight', 'vision attn_output weight 3 -'],
  ['v.patch_embd.weight', 'vision patch_embd weight - -'],
  ['mm.0.weight', 'projector mm_input weight - -'],
  ['mm.2.bias', 'projector mm_hidden bias - -'],
  ['blk.0.attn_q_norm.weight', 'text attn_q_norm weight 0 -'],
  ['blk.0.attn_qkv.bias', 'text attn_qkv bias 0 -'],
  ['blk.0.attn_sinks.weight', 'text attn_sinks weight 0 -'],
  ['blk.0.post_attention_norm.weight', 'text attn_post_norm weight 0 -'],
  ['blk.0.post_ffw_norm.weight', 'text ffn_post_norm weight 0 -'],
  ['blk.11.attn_output_norm.bias', 'text attn_post_norm bias 11 -'],
  ['blk.11.layer_output_norm.weight', 'text ffn_post_norm weight 11 -'],
  ['blk.3.ffn_gate_exps.weight', 'text ffn_gate weight 3 * stacked'],
  ['blk.3.ffn_down_exps.weight', 'text ffn_down weight 3 * stacked'],
  ['blk.3.ffn_gate_up_exps.weight', 'text ffn_gate_up weight 3 * stacked'],
  ['blk.3.ffn_up_shexp.weight', 'text ffn_up weight 3 -'],
  ['blk.3.exp_probs_b.bias', 'text ffn_router_correction bias 3 -'],
  ['model.layers.3.mlp.gate.e_score_correction_bias', 'text ffn_router_correction bias 3 -'],
  ['blk.3.attn_kv_a_mqa.weight', 'text attn_kv_a weight 3 -'],
  ['model.layers.3.self_attn.kv_a_proj_with_mqa.weight', 'text attn_kv_a weight 3 -'],
  ['token_embd_norm.bias', 'text token_embd_norm bias - -'],
  ['token_types.weight', 'text token_types weight - -'],
  ['rope_factors_long.weight', 'none'],
  ['v.blk.3.attn_qkv.weight', 'vision attn_qkv weight 3 -'],
  ['v.blk.3.ln2.bias', 'vision ffn_norm bias 3 -'],
  ['v.class_embd', 'vision class_embd weight - -'],
  ['v.position_embd.weight', 'vision position_embd weight - -'],
  ['v.pre_ln.weight', 'vision pre_norm weight - -'],
  ['v.post_ln.bias', 'vision output_norm bias - -'],
  ['mm.1.weight', 'projector mm_input weight - -'],
  ['mm.input_projection.weight', 'projector mm_input weight - - transposed'],
  ['multi_modal_projector.mm_input_projection_weight', 'projector mm_input weight - - transposed'],
  ['mm.soft_emb_norm.weight', 'projector mm_norm weight - -'],
  ['mm.model.mlp.3.bias', 'projector mm_hidden bias - -'],
  ['mlp1.3.bias', 'projector mm_hidden bias - -'],
  ['resampler.kv.weight', 'projector resampler_kv weight - -'],
  ['resampler.attn.q.weight', 'projector attn_q weight - -'],
  ['resampler.attn.v.bias', 'projector attn_v bias - -'],
  ['resampler.attn.out.weight', 'projector attn_output weight - -'],
  ['resampler.proj.weight', 'projector resampler_proj weight - -'],
  ['resampler.pos_embed_k', 'none'],
  ['a.blk.2.attn_q.weight', 'audio attn_q weight 2 -'],
  ['a.blk.2.ln1.weight', 'audio attn_norm weight 2 -'],
  ['a.conv1d.1.weight', 'audio conv_1 weight - -'],
  ['a.position_embd.weight', 'audio position_embd weight - -'],
  ['a.post_ln.weight', 'audio output_norm weight - -'],
  // Whisper and what hears through it.
  ['audio_tower.layers.2.self_attn.q_proj.bias', 'audio attn_q bias 2 -'],
  ['audio_tower.layers.2.self_attn_layer_norm.weight', 'audio attn_norm weight 2 -'],
  ['audio_tower.layers.2.final_layer_norm.weight', 'audio ffn_norm weight 2 -'],
  ['audio_tower.layers.2.fc1.weight', 'audio ffn_up weight 2 -'],
  ['audio_tower.conv1.weight', 'audio conv_1 weight - -'],
  ['audio_tower.embed_positions.weight', 'audio position_embd weight - -'],
  ['apm.layer_norm.bias', 'audio output_norm bias - -'],
  // Fused by groups of heads, or stacked by experts.
  ['model.layers.4.attention.wqkv.weight', 'text attn_qkv weight 4 - interleaved'],
  ['model.layers.4.self_attn.W_pack.weight', 'text attn_qkv weight 4 -'],
  ['model.layers.4.block_sparse_moe.input_linear.weight', 'text ffn_gate_up weight 4 * stacked'],
  // Names that only look alike.
  ['a.weight', 'none'],
  ['a.norm.weight', 'text output_norm weight - -'],
  ['conv1.weight', 'none'],
  ['model.layers.0.self_attn.q_proj.lora_A.weight', 'none'],
  ['model.layers.0.self_attn.q_proj.qweight', 'none'],
  ['query', 'none'],
  ['onnx::MatMul_1234', 'none'],
  ['', 'none'],
  ['weight', 'none'],
  ['a\nb.weight', 'none'],
];

describe('roleOf', () => {
  it.for(names)('%s is %s', ([name, expected]) => expect(line(roleOf(name))).toBe(expected));

  it('knows every tensor of a MiniCPM-V by its name, each role once', () => {
    const keys = miniCpmShape(smallWidths).map(({ name }) => line(roleOf(name)));
    expect(keys).not.toContain('none');
    expect(new Set(keys).size).toBe(741);
  });

  it('is quick on names that were made to be slow', () => {
    for (const name of ['.'.repeat(1024), 'layers.'.repeat(146), `${'weight_'.repeat(146)}x`, 'h.1.'.repeat(256)])
      expect(() => roleOf(name)).not.toThrow();
  });
});

describe('towerOf', () => {
  it('goes by the first segments', () => {
    expect(towerOf('vpm.something.new')).toBe('vision');
    expect(towerOf('resampler.pos')).toBe('projector');
    expect(towerOf('audio_tower.conv1.weight')).toBe('audio');
    expect(towerOf('a.blk.0.something')).toBe('audio');
    expect(towerOf('vpmx.something')).toBeUndefined();
    expect(towerOf('a.weight')).toBeUndefined();
  });
});

describe('roleKey', () => {
  it('differs where tower, kind, part, block or expert differ, and not by storage', () => {
    const role: Role = { tower: 'text', kind: 'attn_q', part: 'weight', block: 1 };
    for (const storage of [{ transposed: true }, { interleaved: true }, { ropePairs: 8 }, { raised: 1 }])
      expect(roleKey({ ...role, ...storage })).toBe(roleKey(role));
    const others: Role[] = [
      { ...role, tower: 'vision' },
      { ...role, kind: 'attn_k' },
      { ...role, part: 'bias' },
      { ...role, block: 2 },
      { ...role, expert: 0 },
      { ...role, stacked: true },
    ];
    expect(new Set([role, ...others].map(roleKey)).size).toBe(7);
  });
});

describe('lentRole', () => {
  it('tells what a tensor is for and how its kind is stored, not what was done to one file', () => {
    const role: Role = { tower: 'text', kind: 'attn_q', part: 'weight', transposed: true, ropePairs: 8, raised: 1 };
    expect(lentRole(role)).toEqual({ tower: 'text', kind: 'attn_q', part: 'weight', transposed: true });
    expect(lentRole(undefined)).toBeUndefined();
  });
});
