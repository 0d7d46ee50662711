// Families with eyes and ears: vision towers alone, pairs of towers, Whisper.
import { type Family, family } from './family.ts';
import { biasedAttention, inTower, linear, norm, plainMlp, under } from './rows.ts';

const preNormBlock: readonly string[] = [
  ...biasedAttention('self_attn'),
  ...norm('layer_norm1', 'width', true),
  ...norm('layer_norm2', 'width', true),
  ...plainMlp('mlp.fc1', 'mlp.fc2'),
];

const textTower: readonly string[] = [
  'embeddings.token_embedding.weight vocabulary width',
  'embeddings.position_embedding.weight positions width',
  ...under('encoder.layers.{blocks}.', preNormBlock),
  ...norm('final_layer_norm', 'width', true),
];

/** The tower of CLIP as language models carry it, without what projects it. */
export const clipVision: readonly string[] = [
  'embeddings.class_embedding width',
  'embeddings.patch_embedding.weight width 3 patch patch',
  'embeddings.position_embedding.weight positions width',
  ...norm('pre_layrnorm', 'width', true),
  ...under('encoder.layers.{blocks}.', preNormBlock),
  ...norm('post_layernorm', 'width', true),
];

/** The tower of SigLIP without its pooling head. */
export const siglipVision: readonly string[] = [
  'embeddings.patch_embedding.weight width 3 patch patch',
  'embeddings.patch_embedding.bias width',
  'embeddings.position_embedding.weight positions width',
  ...under('encoder.layers.{blocks}.', preNormBlock),
  ...norm('post_layernorm', 'width', true),
];

/** Rows with the sizes of the vision tower. */
export const inVision = (rows: readonly string[]): string[] => inTower('vision', rows);

const whisperBlock: readonly string[] = [
  ...biasedAttention('self_attn', false),
  ...norm('self_attn_layer_norm', 'width', true),
  ...norm('final_layer_norm', 'width', true),
  ...plainMlp('fc1', 'fc2'),
];

/** With a tower for pictures or sounds. */
export const visionFamilies: readonly Family[] = [
  family('clip', [
    'logit_scale',
    ...under('text_model.', textTower),
    'text_projection.weight shared width',
    ...under('vision_model.', inVision(clipVision)),
    'visual_projection.weight shared vision.width',
  ]),
  family('siglip', [
    'logit_scale 1',
    'logit_bias 1',
    ...under('text_model.', textTower, linear('head', 'width', 'width', true)),
    ...under('vision_model.', inVision(siglipVision)),
    ...under(
      'vision_model.head.',
      inVision([
        'probe 1 1 width',
        'attention.in_proj_weight 3*width width',
        'attention.in_proj_bias 3*width',
        ...linear('attention.out_proj', 'width', 'width', true),
        ...norm('layernorm', 'width', true),
        ...plainMlp('mlp.fc1', 'mlp.fc2'),
      ]),
    ),
  ]),
  family('siglip-tower', under('vision_model.', siglipVision)),
  family('vit', [
    ...under(
      'vit.',
      [
        'embeddings.cls_token 1 1 width',
        'embeddings.position_embeddings 1 positions width',
        'embeddings.patch_embeddings.projection.weight width 3 patch patch',
        'embeddings.patch_embeddings.projection.bias width',
      ],
      under(
        'encoder.layer.{blocks}.',
        ...['query', 'key', 'value'].map((name) => linear(`attention.attention.${name}`, 'width', 'width', true)),
        linear('attention.output.dense', 'width', 'width', true),
        linear('intermediate.dense', 'units', 'width', true),
        linear('output.dense', 'width', 'units', true),
        norm('layernorm_before', 'width', true),
        norm('layernorm_after', 'width', true),
      ),
      norm('layernorm', 'width', true),
    ),
    ...linear('classifier', 'labels', 'width', true),
  ]),
  family('dinov2', [
    'embeddings.cls_token 1 1 width',
    'embeddings.mask_token 1 width',
    'embeddings.position_embeddings 1 positions width',
    'embeddings.patch_embeddings.projection.weight width 3 patch patch',
    'embeddings.patch_embeddings.projection.bias width',
    ...under(
      'encoder.layer.{blocks}.',
      ...['query', 'key', 'value'].map((name) => linear(`attention.attention.${name}`, 'width', 'width', true)),
      linear('attention.output.dense', 'width', 'width', true),
      ['layer_scale1.lambda1 width', 'layer_scale2.lambda1 width'],
      norm('norm1', 'width', true),
      norm('norm2', 'width', true),
      plainMlp('mlp.fc1', 'mlp.fc2'),
    ),
    ...norm('layernorm', 'width', true),
  ]),
  family('whisper', [
    ...under(
      'model.encoder.',
      ['conv1.weight width bands 3', 'conv1.bias width', 'conv2.weight width width 3', 'conv2.bias width'],
      ['embed_positions.weight frames width'],
      under('layers.{blocks}.', whisperBlock),
      norm('layer_norm', 'width', true),
    ),
    ...under(
      'model.decoder.',
      ['embed_tokens.weight vocabulary width', 'embed_positions.weight positions width'],
      under(
        'layers.{decoder.blocks}.',
        whisperBlock,
        biasedAttention('encoder_attn', false),
        norm('encoder_attn_layer_norm', 'width', true),
      ),
      norm('layer_norm', 'width', true),
    ),
    '?proj_out.weight vocabulary width',
  ]),
];
