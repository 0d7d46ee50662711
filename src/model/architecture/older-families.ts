// Families of language models from before Llama, and of encoders of text: GPT-2 to BLOOM, BERT, T5.
import { type Family, family } from './family.ts';
import { linear, norm, under } from './rows.ts';

/** A weight that is stored as [in, out], with its bias. */
const convolution = (name: string, into: string, out: string): string[] => [
  `${name}.weight ${into} ${out}`,
  `${name}.bias ${out}`,
];

/** From before Llama, and encoders of text. */
export const olderFamilies: readonly Family[] = [
  family(
    'gpt2',
    [
      'wte.weight vocabulary width',
      'wpe.weight positions width',
      ...under(
        'h.{blocks}.',
        norm('ln_1', 'width', true),
        convolution('attn.c_attn', 'width', '3*width'),
        convolution('attn.c_proj', 'width', 'width'),
        norm('ln_2', 'width', true),
        convolution('mlp.c_fc', 'width', 'units'),
        convolution('mlp.c_proj', 'units', 'width'),
      ),
      ...norm('ln_f', 'width', true),
    ],
    ['gpt2'],
  ),
  family(
    'gptj',
    [
      'transformer.wte.weight vocabulary width',
      ...under(
        'transformer.h.{blocks}.',
        norm('ln_1', 'width', true),
        ...['q_proj', 'k_proj', 'v_proj', 'out_proj'].map((name) => linear(`attn.${name}`, 'width', 'width')),
        linear('mlp.fc_in', 'units', 'width', true),
        linear('mlp.fc_out', 'width', 'units', true),
      ),
      ...norm('transformer.ln_f', 'width', true),
      ...linear('lm_head', 'vocabulary', 'width', true),
    ],
    ['gptj'],
  ),
  family(
    'gpt-neox',
    [
      'gpt_neox.embed_in.weight vocabulary width',
      ...under(
        'gpt_neox.layers.{blocks}.',
        norm('input_layernorm', 'width', true),
        norm('post_attention_layernorm', 'width', true),
        linear('attention.query_key_value', '3*width', 'width', true),
        linear('attention.dense', 'width', 'width', true),
        linear('mlp.dense_h_to_4h', 'units', 'width', true),
        linear('mlp.dense_4h_to_h', 'width', 'units', true),
      ),
      ...norm('gpt_neox.final_layer_norm', 'width', true),
      'embed_out.weight vocabulary width',
    ],
    ['gptneox'],
  ),
  falconOf('falcon', ['input_layernorm']),
  falconOf('falcon-grouped', ['ln_attn', 'ln_mlp']),
  family(
    'bloom',
    [
      'word_embeddings.weight vocabulary width',
      ...norm('word_embeddings_layernorm', 'width', true),
      ...under(
        'h.{blocks}.',
        norm('input_layernorm', 'width', true),
        linear('self_attention.query_key_value', '3*width', 'width', true),
        linear('self_attention.dense', 'width', 'width', true),
        norm('post_attention_layernorm', 'width', true),
        linear('mlp.dense_h_to_4h', 'units', 'width', true),
        linear('mlp.dense_4h_to_h', 'width', 'units', true),
      ),
      ...norm('ln_f', 'width', true),
    ],
    ['bloom'],
  ),
  // `positions` counts the two places that the table leaves free.
  family(
    'opt',
    under(
      'model.decoder.',
      ['embed_tokens.weight vocabulary width', 'embed_positions.weight positions width'],
      under(
        'layers.{blocks}.',
        ...['q_proj', 'k_proj', 'v_proj', 'out_proj'].map((name) =>
          linear(`self_attn.${name}`, 'width', 'width', true),
        ),
        norm('self_attn_layer_norm', 'width', true),
        linear('fc1', 'units', 'width', true),
        linear('fc2', 'width', 'units', true),
        norm('final_layer_norm', 'width', true),
      ),
      norm('final_layer_norm', 'width', true),
    ),
    ['opt'],
  ),
  family(
    'mpt',
    under(
      'transformer.',
      ['wte.weight vocabulary width'],
      under(
        'blocks.{blocks}.',
        norm('norm_1', 'width'),
        linear('attn.Wqkv', '3*width', 'width'),
        linear('attn.out_proj', 'width', 'width'),
        norm('norm_2', 'width'),
        linear('ffn.up_proj', 'units', 'width'),
        linear('ffn.down_proj', 'width', 'units'),
      ),
      norm('norm_f', 'width'),
    ),
    ['mpt'],
  ),
  // BERT and RoBERTa without the heads that their trainings added.
  family(
    'bert',
    [
      ...under(
        'embeddings.',
        [
          'word_embeddings.weight vocabulary width',
          'position_embeddings.weight positions width',
          'token_type_embeddings.weight tokenTypes width',
        ],
        norm('LayerNorm', 'width', true),
      ),
      ...under(
        'encoder.layer.{blocks}.',
        ...['query', 'key', 'value'].map((name) => linear(`attention.self.${name}`, 'width', 'width', true)),
        linear('attention.output.dense', 'width', 'width', true),
        norm('attention.output.LayerNorm', 'width', true),
        linear('intermediate.dense', 'units', 'width', true),
        linear('output.dense', 'width', 'units', true),
        norm('output.LayerNorm', 'width', true),
      ),
      ...linear('pooler.dense', 'width', 'width', true),
    ],
    ['bert'],
  ),
  family(
    'distilbert',
    [
      ...under(
        'embeddings.',
        ['word_embeddings.weight vocabulary width', 'position_embeddings.weight positions width'],
        norm('LayerNorm', 'width', true),
      ),
      ...under(
        'transformer.layer.{blocks}.',
        ...['q_lin', 'k_lin', 'v_lin', 'out_lin'].map((name) => linear(`attention.${name}`, 'width', 'width', true)),
        norm('sa_layer_norm', 'width', true),
        linear('ffn.lin1', 'units', 'width', true),
        linear('ffn.lin2', 'width', 'units', true),
        norm('output_layer_norm', 'width', true),
      ),
    ],
    ['bert'],
  ),
  t5Of('t5', false),
  t5Of('t5-gated', true),
];

function falconOf(id: string, norms: readonly string[]): Family {
  return family(
    id,
    [
      'transformer.word_embeddings.weight vocabulary width',
      ...under(
        'transformer.h.{blocks}.',
        linear('self_attention.query_key_value', 'queryWidth+2*keyWidth', 'width'),
        linear('self_attention.dense', 'width', 'queryWidth'),
        linear('mlp.dense_h_to_4h', 'units', 'width'),
        linear('mlp.dense_4h_to_h', 'width', 'units'),
        norms.flatMap((name) => norm(name, 'width', true)),
      ),
      ...norm('transformer.ln_f', 'width', true),
      '?lm_head.weight vocabulary width',
    ],
    ['falcon'],
  );
}

/** T5 and, with `gated`, its version 1.1 with an untied head. */
function t5Of(id: string, gated: boolean): Family {
  const attention = (name: string): string[] =>
    under(
      `${name}.`,
      ...['q', 'k', 'v'].map((one) => linear(one, 'queryWidth', 'width')),
      linear('o', 'width', 'queryWidth'),
    );
  const mlp = (name: string): string[] =>
    under(
      `${name}.`,
      gated
        ? [...linear('wi_0', 'units', 'width'), ...linear('wi_1', 'units', 'width')]
        : linear('wi', 'units', 'width'),
      linear('wo', 'width', 'units'),
    );
  const positions = 'block.0.layer.0.SelfAttention.relative_attention_bias.weight buckets heads';
  return family(
    id,
    [
      'shared.weight vocabulary width',
      ...under(
        'encoder.',
        under('block.{blocks}.layer.0.', attention('SelfAttention'), norm('layer_norm', 'width')),
        under('block.{blocks}.layer.1.', mlp('DenseReluDense'), norm('layer_norm', 'width')),
        [positions],
        norm('final_layer_norm', 'width'),
      ),
      ...under(
        'decoder.',
        under('block.{blocks}.layer.0.', attention('SelfAttention'), norm('layer_norm', 'width')),
        under('block.{blocks}.layer.1.', attention('EncDecAttention'), norm('layer_norm', 'width')),
        under('block.{blocks}.layer.2.', mlp('DenseReluDense'), norm('layer_norm', 'width')),
        [positions],
        norm('final_layer_norm', 'width'),
      ),
      ...(gated ? ['lm_head.weight vocabulary width'] : []),
    ],
    ['t5'],
  );
}
