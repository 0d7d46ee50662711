// Families of language models that see: a text model, a vision tower, and what lies between.
import { type Family, family } from './family.ts';
import { decoder, gatedMlp, linear, norm, plainMlp, under } from './rows.ts';
import { internLm2Rows } from './text-families.ts';
import { clipVision, inVision, siglipVision } from './vision-families.ts';

const miniCpmVision = under('vpm.', inVision(siglipVision));

/** With a tower for pictures beside the text model. */
export const imageTextFamilies: readonly Family[] = [
  family('llava', [
    ...under('language_model.', decoder()),
    ...linear('multi_modal_projector.linear_1', 'width', 'vision.width', true),
    ...linear('multi_modal_projector.linear_2', 'width', 'width', true),
    ...under('vision_tower.vision_model.', inVision(clipVision)),
  ]),
  family('paligemma', [
    ...under('language_model.', decoder({ tied: true })),
    ...linear('multi_modal_projector.linear', 'width', 'vision.width', true),
    ...under('vision_tower.vision_model.', inVision(siglipVision)),
  ]),
  family('gemma3-vision', [
    ...under('language_model.', decoder({ norms: 'around', tied: true, queryKeyNorm: 'head' })),
    'multi_modal_projector.mm_input_projection_weight vision.width width',
    ...norm('multi_modal_projector.mm_soft_emb_norm', 'vision.width'),
    ...under('vision_tower.vision_model.', inVision(siglipVision)),
  ]),
  family('idefics2', [
    ...under(
      'model.text_model.',
      decoder()
        .filter((row) => row.startsWith('model.'))
        .map((row) => row.replace('model.', '')),
    ),
    'lm_head.weight vocabulary width',
    ...under('model.vision_model.', inVision(siglipVision)),
    ...under(
      'model.connector.',
      [
        'modality_projection.gate_proj.weight units vision.width',
        'modality_projection.up_proj.weight units vision.width',
        'modality_projection.down_proj.weight width units',
        'perceiver_resampler.latents queries width',
      ],
      under(
        'perceiver_resampler.layers.{projector.blocks}.',
        norm('input_latents_norm', 'width'),
        norm('input_context_norm', 'width'),
        norm('post_attention_layernorm', 'width'),
        linear('self_attn.q_proj', 'projector.queryWidth', 'width'),
        linear('self_attn.k_proj', 'projector.keyWidth', 'width'),
        linear('self_attn.v_proj', 'projector.keyWidth', 'width'),
        linear('self_attn.o_proj', 'width', 'projector.queryWidth'),
        gatedMlp('projector.units'),
      ),
      norm('perceiver_resampler.norm', 'width'),
    ),
  ]),
  qwenVl('qwen2-vl', false, false),
  qwenVl('qwen2-vl-tied', true, false),
  qwenVl('qwen2.5-vl', false, true),
  qwenVl('qwen2.5-vl-tied', true, true),
  internVl('internvl2-internlm2', internLm2Rows),
  internVl('internvl2-qwen2', decoder({ biases: 'qkv' })),
  internVl('internvl2-phi3', decoder({ fused: true })),
  family('minicpm-llama3-v', [...under('llm.', decoder()), ...miniCpmVision, ...resampler(false)]),
  family('minicpm-v-2.6', [...under('llm.', decoder({ biases: 'qkv' })), ...miniCpmVision, ...resampler(false)]),
  family('minicpm-v-2', [
    ...under('llm.', decoder({ tied: true })),
    ...under(
      'vpm.',
      inVision([
        'pos_embed 1 positions width',
        'patch_embed.proj.weight width 3 patch patch',
        'patch_embed.proj.bias width',
        ...under(
          'blocks.{blocks}.',
          norm('norm1', 'width', true),
          norm('norm2', 'width', true),
          linear('attn.qkv', '3*width', 'width', true),
          linear('attn.proj', 'width', 'width', true),
          plainMlp('mlp.fc1', 'mlp.fc2'),
        ),
        ...norm('norm', 'width', true),
      ]),
    ),
    ...resampler(true),
  ]),
];

function qwenVl(id: string, tied: boolean, newer: boolean): Family {
  const mlp = newer
    ? gatedMlp('units').flatMap((row) => [row, row.replace(/^(\S+)\.weight (\S+) \S+$/, '$1.bias $2')])
    : plainMlp('mlp.fc1', 'mlp.fc2');
  return family(
    id,
    [
      ...decoder({ biases: 'qkv', tied }),
      'visual.patch_embed.proj.weight vision.width 3 2 vision.patch vision.patch',
      ...under(
        'visual.blocks.{vision.blocks}.',
        inVision([
          ...norm('norm1', 'width', !newer),
          ...norm('norm2', 'width', !newer),
          ...linear('attn.qkv', '3*width', 'width', true),
          ...linear('attn.proj', 'width', 'width', true),
          ...mlp,
        ]),
      ),
      ...norm('visual.merger.ln_q', 'vision.width', !newer),
      ...linear('visual.merger.mlp.0', '4*vision.width', '4*vision.width', true),
      ...linear('visual.merger.mlp.2', 'width', '4*vision.width', true),
    ],
    [newer ? 'qwen2.5vl' : 'qwen2vl'],
  );
}

function internVl(id: string, text: readonly string[]): Family {
  return family(id, [
    ...under('language_model.', text),
    ...under(
      'vision_model.',
      inVision([
        'embeddings.class_embedding 1 1 width',
        'embeddings.patch_embedding.weight width 3 patch patch',
        'embeddings.patch_embedding.bias width',
        'embeddings.position_embedding 1 positions width',
        ...under(
          'encoder.layers.{blocks}.',
          linear('attn.qkv', '3*width', 'width', true),
          linear('attn.proj', 'width', 'width', true),
          norm('norm1', 'width', true),
          norm('norm2', 'width', true),
          ['ls1 width', 'ls2 width'],
          plainMlp('mlp.fc1', 'mlp.fc2'),
        ),
      ]),
    ),
    ...norm('mlp1.0', '4*vision.width', true),
    ...linear('mlp1.1', 'width', '4*vision.width', true),
    ...linear('mlp1.3', 'width', 'width', true),
  ]);
}

/** The layer of learned queries between vision and text; older ones store their table of positions. */
function resampler(stored: boolean): string[] {
  return under(
    'resampler.',
    ['query queries width', 'proj width width', ...(stored ? ['pos_embed queries width'] : [])],
    linear('kv_proj', 'width', 'vision.width'),
    ['attn.in_proj_weight 3*width width', 'attn.in_proj_bias 3*width'],
    linear('attn.out_proj', 'width', 'width', true),
    ...['ln_q', 'ln_kv', 'ln_post'].map((name) => norm(name, 'width', true)),
  );
}
