// Families of language models: the names and sides of their tensors, as Hugging Face stores them.
import { type Family, family } from './family.ts';
import { type DecoderKind, decoder, gatedMlp, linear, norm, plainMlp, under } from './rows.ts';

const like = (id: string, kind: DecoderKind, ...gguf: readonly string[]): Family => family(id, decoder(kind), gguf);

const router = (name: string): string[] => linear(`layers.{blocks}.${name}`, 'experts', 'width');

/** Rows of InternLM2, which InternVL carries too. */
export const internLm2Rows: readonly string[] = [
  'model.tok_embeddings.weight vocabulary width',
  ...under(
    'model.layers.{blocks}.',
    linear('attention.wqkv', 'queryWidth+2*keyWidth', 'width'),
    linear('attention.wo', 'width', 'queryWidth'),
    linear('feed_forward.w1', 'units', 'width'),
    linear('feed_forward.w3', 'units', 'width'),
    linear('feed_forward.w2', 'width', 'units'),
    norm('attention_norm', 'width'),
    norm('ffn_norm', 'width'),
  ),
  ...norm('model.norm', 'width'),
  'output.weight vocabulary width',
];

/** Decoders of the last years. `tied`: the head is the token table. */
export const textFamilies: readonly Family[] = [
  like('llama', {}, 'llama'),
  like('llama-tied', { tied: true }, 'llama', 'gemma', 'minicpm', 'granite'),
  like('qwen2', { biases: 'qkv' }, 'qwen2'),
  like('qwen2-tied', { biases: 'qkv', tied: true }, 'qwen2'),
  like('qwen3', { queryKeyNorm: 'head' }, 'qwen3'),
  like('qwen3-tied', { queryKeyNorm: 'head', tied: true }, 'qwen3'),
  like('internlm', { biases: 'qkvo' }, 'internlm'),
  like('gemma2', { norms: 'around', tied: true }, 'gemma2'),
  like('gemma3', { norms: 'around', tied: true, queryKeyNorm: 'head' }, 'gemma3'),
  like('phi3', { fused: true }, 'phi3'),
  like('olmo2', { norms: 'after', queryKeyNorm: 'whole' }, 'olmo2'),
  like('command-r', { norms: 'one', tied: true }, 'command-r'),
  like('stablelm', { normBias: true }, 'stablelm'),
  like('stablelm-biased', { normBias: true, biases: 'qkv' }, 'stablelm'),
  like(
    'mixtral',
    {
      mixture: [
        ...router('block_sparse_moe.gate'),
        ...under(
          'layers.{blocks}.block_sparse_moe.experts.{experts}.',
          linear('w1', 'units', 'width'),
          linear('w2', 'width', 'units'),
          linear('w3', 'units', 'width'),
        ),
      ],
    },
    'llama',
  ),
  like(
    'qwen2-moe',
    {
      biases: 'qkv',
      mixture: [
        ...router('mlp.gate'),
        ...under('layers.{blocks}.mlp.experts.{experts}.', gatedMlp('units', '')),
        ...under('layers.{blocks}.', gatedMlp('sharedUnits', 'mlp.shared_expert.')),
        'layers.{blocks}.mlp.shared_expert_gate.weight 1 width',
      ],
    },
    'qwen2moe',
  ),
  like(
    'qwen3-moe',
    {
      queryKeyNorm: 'head',
      mixture: [...router('mlp.gate'), ...under('layers.{blocks}.mlp.experts.{experts}.', gatedMlp('units', ''))],
    },
    'qwen3moe',
  ),
  like('deepseek-moe', { mixture: deepSeekMixture(false) }, 'deepseek'),
  like('deepseek-v2-lite', { attention: latentAttention(false), mixture: deepSeekMixture(false) }, 'deepseek2'),
  like('deepseek-v2', { attention: latentAttention(true), mixture: deepSeekMixture(false) }, 'deepseek2'),
  like('deepseek-v3', { attention: latentAttention(true), mixture: deepSeekMixture(true) }, 'deepseek2'),
  like('minicpm3', { attention: latentAttention(true), tied: true }, 'minicpm3'),
  family(
    'phi2',
    [
      'model.embed_tokens.weight vocabulary width',
      ...under(
        'model.layers.{blocks}.',
        ...['q_proj', 'k_proj', 'v_proj', 'dense'].map((name) => linear(`self_attn.${name}`, 'width', 'width', true)),
        plainMlp('mlp.fc1', 'mlp.fc2'),
        norm('input_layernorm', 'width', true),
      ),
      ...norm('model.final_layernorm', 'width', true),
      ...linear('lm_head', 'vocabulary', 'width', true),
    ],
    ['phi2'],
  ),
  family(
    'starcoder2',
    [
      'model.embed_tokens.weight vocabulary width',
      ...under(
        'model.layers.{blocks}.',
        linear('self_attn.q_proj', 'queryWidth', 'width', true),
        linear('self_attn.k_proj', 'keyWidth', 'width', true),
        linear('self_attn.v_proj', 'keyWidth', 'width', true),
        linear('self_attn.o_proj', 'width', 'queryWidth', true),
        plainMlp('mlp.c_fc', 'mlp.c_proj'),
        norm('input_layernorm', 'width', true),
        norm('post_attention_layernorm', 'width', true),
      ),
      ...norm('model.norm', 'width', true),
      '?lm_head.weight vocabulary width',
    ],
    ['starcoder2'],
  ),
  family(
    'baichuan',
    [
      'model.embed_tokens.weight vocabulary width',
      ...under(
        'model.layers.{blocks}.',
        linear('self_attn.W_pack', '3*width', 'width'),
        linear('self_attn.o_proj', 'width', 'width'),
        gatedMlp('units'),
        norm('input_layernorm', 'width'),
        norm('post_attention_layernorm', 'width'),
      ),
      ...norm('model.norm', 'width'),
      'lm_head.weight vocabulary width',
    ],
    ['baichuan'],
  ),
  family('internlm2', internLm2Rows, ['internlm2']),
  family(
    'chatglm',
    under(
      'transformer.',
      ['embedding.word_embeddings.weight vocabulary width'],
      under(
        'encoder.layers.{blocks}.',
        linear('self_attention.query_key_value', 'queryWidth+2*keyWidth', 'width', true),
        linear('self_attention.dense', 'width', 'queryWidth'),
        linear('mlp.dense_h_to_4h', '2*units', 'width'),
        linear('mlp.dense_4h_to_h', 'width', 'units'),
        norm('input_layernorm', 'width'),
        norm('post_attention_layernorm', 'width'),
      ),
      norm('encoder.final_layernorm', 'width'),
      ['output_layer.weight vocabulary width'],
    ),
    ['chatglm'],
  ),
  family(
    'qwen',
    [
      'transformer.wte.weight vocabulary width',
      ...under(
        'transformer.h.{blocks}.',
        linear('attn.c_attn', '3*width', 'width', true),
        linear('attn.c_proj', 'width', 'width'),
        linear('mlp.w1', 'units', 'width'),
        linear('mlp.w2', 'units', 'width'),
        linear('mlp.c_proj', 'width', 'units'),
        norm('ln_1', 'width'),
        norm('ln_2', 'width'),
      ),
      ...norm('transformer.ln_f', 'width'),
      'lm_head.weight vocabulary width',
    ],
    ['qwen'],
  ),
  // Granite Code: biases on every layer of a Llama with a shared table.
  family(
    'llama-biased',
    decoder({ biases: 'qkvo', tied: true }).flatMap((row) => {
      const layer = /^(\S+_proj)\.weight (\S+) \S+$/.exec(row);
      return layer === null || !row.includes('.mlp.') ? [row] : [row, `${layer[1]}.bias ${layer[2]}`];
    }),
    ['llama'],
  ),
];

/** The first blocks dense, the others with experts and what all tokens share. */
function deepSeekMixture(correction: boolean): string[] {
  return [
    ...under('layers.{dense}.', gatedMlp('denseUnits')),
    ...linear('layers.{dense..blocks}.mlp.gate', 'experts', 'width'),
    ...(correction ? ['layers.{dense..blocks}.mlp.gate.e_score_correction_bias experts'] : []),
    ...under('layers.{dense..blocks}.mlp.experts.{experts}.', gatedMlp('units', '')),
    ...under('layers.{dense..blocks}.', gatedMlp('sharedUnits', 'mlp.shared_experts.')),
  ];
}

/** Keys and values, and queries too where `ranked`, pass through a narrow layer. */
function latentAttention(ranked: boolean): string[] {
  return under(
    'self_attn.',
    ranked
      ? [
          ...linear('q_a_proj', 'queryRank', 'width'),
          ...norm('q_a_layernorm', 'queryRank'),
          ...linear('q_b_proj', 'queryWidth', 'queryRank'),
        ]
      : linear('q_proj', 'queryWidth', 'width'),
    linear('kv_a_proj_with_mqa', 'keyRank+rotaryWidth', 'width'),
    norm('kv_a_layernorm', 'keyRank'),
    linear('kv_b_proj', 'keyValueWidth', 'keyRank'),
    linear('o_proj', 'width', 'valueWidth'),
  );
}
