// What llama.cpp's converters do to weights on the way into a GGUF file, by architecture; each row says which converter.
import type { RoleKind } from '../roles/role.ts';

/**
 * Architectures whose converter lays the rows of Q and K that a rotary embedding turns together side by side. Every file
 * says so of itself: the order belongs to the architecture, whatever the weights came from (Meta's and Mistral's own
 * checkpoints have it already). Not here, though the runtime pairs neighbours as well: models whose published weights are
 * in that order themselves (Llama 4, Command R, DeepSeek V2 and V3, ChatGLM, ERNIE 4.5, …).
 */
export const ropePairedArchitectures: ReadonlyMap<string, string> = new Map([
  ['llama', 'LlamaModel (Llama, Mistral, Mixtral, Yi, SmolLM, SmolVLM, …), InternLM3Model'],
  ['llama-embed', 'LlamaEmbedNemotronModel, a LlamaModel'],
  ['eagle3', 'LlamaModel, for drafts'],
  ['arcee', 'ArceeModel, a LlamaModel'],
  ['arctic', 'ArcticModel'],
  ['baichuan', 'BaichuanModel: W_pack is split, its first two thirds permuted'],
  ['bailingmoe', 'BailingMoeModel: query_key_value is split, q and k permuted'],
  ['chameleon', 'ChameleonModel'],
  ['deci', 'DeciModel: head counts by layer'],
  ['deepseek', 'DeepseekModel (the first; later ones are not permuted)'],
  ['granite', 'GraniteModel, a LlamaModel'],
  ['granite_swa', 'GraniteSWAModel, a GraniteModel'],
  ['granitehybrid', 'GraniteHybridModel, in its attention layers'],
  ['granitemoe', 'GraniteMoeModel, a GraniteModel'],
  ['graniteswitch', 'GraniteSwitchModel: within the fused qkv'],
  ['internlm2', 'InternLM2Model: wqkv is split, q and k permuted'],
  ['llada', 'LLaDAModel'],
  ['minicpm', 'MiniCPMModel'],
  ['mistral3', 'Ministral3Model, a LlamaModel'],
  ['muse-glimmer', 'MuseGlimmerModel'],
  ['nanbeige', 'NanbeigeModel, a LlamaModel'],
  ['nemotron_h', 'NemotronHModel, a GraniteHybridModel'],
  ['nemotron_h_moe', 'NemotronHModel with experts'],
  ['olmo', 'OlmoModel (the first; later ones are not permuted)'],
  ['smollm3', 'SmolLM3Model, a LlamaModel'],
  ['xverse', 'XverseModel'],
]);

/** The same in vision towers, by the type of the projector. */
export const ropePairedProjectors: ReadonlyMap<string, string> = new Map([
  ['pixtral', 'LlavaVisionModel'],
  ['lightonocr', 'LightOnOCRVisionModel, a LlavaVisionModel'],
  ['muse-glimmer', 'MuseGlimmerVisionModel'],
]);

interface Raise {
  readonly kinds: ReadonlySet<RoleKind>;
  readonly seen: string;
}

const blockNorms: readonly RoleKind[] = ['attn_norm', 'ffn_norm', 'attn_post_norm', 'ffn_post_norm'];
const everyNorm = new Set<RoleKind>([...blockNorms, 'attn_q_norm', 'attn_k_norm', 'output_norm']);

/**
 * Architectures whose model multiplies by 1 + w where llama.cpp multiplies by w: the converter adds one. PLaMo 3, which
 * adds other numbers to some of its norms, keeps names that have no role here.
 */
export const raisedArchitectures: ReadonlyMap<string, Raise> = new Map([
  ['gemma', { kinds: everyNorm, seen: 'GemmaModel' }],
  ['gemma2', { kinds: everyNorm, seen: 'Gemma2Model' }],
  ['gemma3', { kinds: everyNorm, seen: 'Gemma3Model (3n and 4 add nothing)' }],
  ['gemma-embedding', { kinds: everyNorm, seen: 'EmbeddingGemma, a Gemma3Model' }],
  ['nemotron', { kinds: everyNorm, seen: 'NemotronModel: layernorm1p' }],
  ['minimax-m3', { kinds: everyNorm, seen: 'MiniMaxM3Model' }],
  ['muse-glimmer', { kinds: new Set(blockNorms), seen: 'MuseGlimmerModel: all but the last norm' }],
  ['qwen3next', { kinds: everyNorm, seen: 'Qwen3NextModel: all but the norm of linear attention' }],
  ['qwen35', { kinds: everyNorm, seen: 'Qwen3_5TextModel, a Qwen3NextModel' }],
  ['qwen35moe', { kinds: everyNorm, seen: 'Qwen3_5MoeTextModel, a Qwen3NextModel' }],
  ['qwen4exp', { kinds: everyNorm, seen: 'Qwen4ExpModel, a Qwen3NextModel' }],
]);

/** Projectors whose norm is raised in the same way. */
export const raisedProjectors: ReadonlyMap<string, string> = new Map([
  ['gemma3', 'Gemma3VisionModel: mm_soft_emb_norm'],
]);

/** Projectors whose old converters called the first feed-forward matrix `ffn_down` and the second `ffn_up`. */
export const swappedProjectors: ReadonlySet<string> = new Set([
  'mlp',
  'ldp',
  'ldpv2',
  'resampler',
  'adapter',
  'qwen2vl_merger',
  'qwen2.5vl_merger',
  'exaone4_5',
  'gemma3',
  'idefics3',
  'minicpmv4_6',
]);

/** Tensors that converters compute from the configuration, with the number of their sides; no model stores them. */
export const computedTables: ReadonlyMap<string, number> = new Map([
  ['rope_freqs.weight', 1],
  ['rope_factors_long.weight', 1],
  ['rope_factors_short.weight', 1],
  ['resampler.pos_embed_k', 2],
]);
