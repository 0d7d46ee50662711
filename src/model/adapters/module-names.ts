// From the names in an adapter's file to the names of the base's modules: PEFT's prefixes, diffusers' towers, kohya's underscores.

/** What wraps a name in PEFT's files and is no part of the base's. */
const peftPrefix = 'base_model.model.';

/** diffusers keeps all towers in one file; each tower's own file begins below these. */
const towers = ['unet.', 'transformer.', 'text_encoder.', 'text_encoder_2.'];

const kohyaPrefix = /^lora_(?:unet|te\d?|transformer)_/;

/** Names of modules that contain underscores themselves, in the networks that kohya's scripts train. */
const compounds: readonly string[] = [
  'single_transformer_blocks',
  'transformer_blocks',
  'down_blocks',
  'up_blocks',
  'mid_block',
  'time_emb_proj',
  'time_embedding',
  'conv_shortcut',
  'conv_in',
  'conv_out',
  'proj_in',
  'proj_out',
  'to_q',
  'to_k',
  'to_v',
  'to_out',
  'add_q_proj',
  'add_k_proj',
  'add_v_proj',
  'to_add_out',
  'text_model',
  'self_attn',
  'q_proj',
  'k_proj',
  'v_proj',
  'out_proj',
  'layer_norm1',
  'layer_norm2',
  'final_layer_norm',
  'linear_1',
  'linear_2',
];

/** The base's module for the name of one in an adapter. */
export function moduleName(name: string): string {
  if (name.startsWith(peftPrefix)) {
    return name.slice(peftPrefix.length).replace(/\.base_layer$/, '');
  }
  if (kohyaPrefix.test(name)) return dotted(name.replace(kohyaPrefix, ''));
  const tower = towers.find((prefix) => name.startsWith(prefix));
  return tower === undefined ? name : name.slice(tower.length);
}

/** A tensor that the adapter's file holds whole, by its name in the base. */
export function savedName(name: string): string {
  const inner = name.startsWith(peftPrefix) ? name.slice(peftPrefix.length) : name;
  return inner.replace(/\.modules_to_save(?:\.[^.]+)?(?=\.[^.]+$)/, '');
}

/** Underscores as dots, except within the names that have them. */
function dotted(name: string): string {
  const out: string[] = [];
  let rest = name;
  while (rest !== '') {
    const compound = compounds.find((one) => rest === one || rest.startsWith(`${one}_`));
    const end = compound?.length ?? rest.indexOf('_');
    const segment = end < 0 ? rest : rest.slice(0, end);
    out.push(segment);
    rest = rest.slice(segment.length + 1);
  }
  return out.join('.');
}
