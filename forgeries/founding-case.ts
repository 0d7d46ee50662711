// The founding case in miniature: a model, its renamed and noised copy, an honest cousin and a stranger.
import path from 'node:path';
import { addNoise, cast, rename } from './disguises.ts';
import { type ForgedModel, type ForgedTensor, forgedTensor, writeModelFolder } from './forged-model.ts';
import { classMap, foundingSurroundings } from './founding-surroundings.ts';
import { type MiniCpmWidths, miniCpmShape, type ShapedTensor, smallWidths } from './minicpm-shape.ts';
import { seedFor } from './random.ts';
import { fineTunedValues, trainedValues } from './trained-look.ts';

/** The standard deviation of the noise in the case: one part in 708, reported at the time as 1.4e-3. */
export const foundingSigma = 1 / 708;

/** Only the two top prefixes were changed, one of them with a slip of the pen; the language model kept its own. */
export const foundingRenames: readonly (readonly [from: string, to: string])[] = [
  ['vpm.', 'vison.'],
  ['resampler.', 'projection.'],
];

export type FoundingRole = 'original' | 'copy' | 'cousin' | 'stranger';

/** Who stands in the case, the original first. */
export const foundingRoles: readonly FoundingRole[] = ['original', 'copy', 'cousin', 'stranger'];

export type FoundingCase = { readonly [role in FoundingRole]: ForgedModel };

/**
 * The four models in memory. Original and cousin are two fine-tunes of the same public bases (one for language, one
 * for vision) with a projector each of its own; the copy is the original under other names with noise added to every
 * tensor, stored in 32 bits; the stranger has the original's names and shapes and nothing else.
 */
export function foundingCase(seed: number, widths: MiniCpmWidths = smallWidths): FoundingCase {
  const shape = miniCpmShape(widths);
  const bases = seedFor(seed, 'public bases');
  const [original, cousin] = [new Map<string, ForgedTensor>(), new Map<string, ForgedTensor>()];
  const stranger = new Map<string, ForgedTensor>();
  for (const tensor of shape) {
    const spec = { ...tensor, stream: tensor.part };
    const store = (model: Map<string, ForgedTensor>, values: Float32Array): void => {
      model.set(tensor.name, forgedTensor(tensor.shape, 'F16', values));
    };
    if (hasPublicBase(tensor)) {
      const base = trainedValues(bases, spec);
      store(original, fineTunedValues(seedFor(seed, 'original'), spec, base));
      store(cousin, fineTunedValues(seedFor(seed, 'cousin'), spec, base));
    } else {
      store(original, trainedValues(seedFor(seed, 'original projector'), spec));
      store(cousin, trainedValues(seedFor(seed, 'cousin projector'), spec));
    }
    store(stranger, trainedValues(seedFor(seed, 'stranger'), spec));
  }
  const copy = addNoise(cast(rename(original, foundingRenames), 'F32'), foundingSigma, seedFor(seed, 'copy'));
  return { original, copy, cousin, stranger };
}

/** Writes the four models as folders named after their roles, each of three shards with its index and its config. */
export async function writeFoundingCase(
  folder: string,
  seed: number,
  widths: MiniCpmWidths = smallWidths,
): Promise<void> {
  const models = foundingCase(seed, widths);
  for (const role of foundingRoles) {
    const files = {
      'config.json': config(widths, role),
      ...foundingSurroundings(role, seed),
    };
    await writeModelFolder(path.join(folder, role), models[role], { shards: 3, files });
  }
}

/** The projector was trained from random weights by each project; the rest began as somebody's public model. */
function hasPublicBase(tensor: ShapedTensor): boolean {
  return tensor.part !== 'resampler';
}

const names: { readonly [role in FoundingRole]: object } = {
  original: { architectures: ['MiniCPMV'], model_type: 'minicpmv' },
  copy: { architectures: ['Llama3v'], model_type: 'llama3v' },
  cousin: { architectures: ['CousinForCausalLM'], model_type: 'cousin' },
  stranger: { architectures: ['Elsewhere'], model_type: 'elsewhere' },
};

function config(widths: MiniCpmWidths, role: FoundingRole): object {
  return {
    ...names[role],
    auto_map: classMap(role),
    // The copy claimed 16 bits in its config although its file holds 32, as the real one did.
    torch_dtype: 'float16',
    hidden_act: 'silu',
    hidden_size: widths.hidden,
    intermediate_size: widths.feedForward,
    num_hidden_layers: 32,
    num_attention_heads: widths.heads,
    num_key_value_heads: widths.keyValueHeads,
    vocab_size: widths.vocabulary,
    max_position_embeddings: 8192,
    rms_norm_eps: 1e-5,
    rope_theta: 500000,
    tie_word_embeddings: false,
    query_num: widths.queries,
    image_size: 448,
    drop_vision_last_layer: false,
    vision_config: {
      model_type: 'siglip_vision_model',
      hidden_size: widths.visionHidden,
      intermediate_size: widths.visionFeedForward,
      num_hidden_layers: 27,
      num_attention_heads: widths.visionHeads,
      patch_size: widths.patch,
      image_size: 980,
    },
  };
}
