// The sizes that a configuration declares beside those that names, shapes and bytes tell.
import type { JsonValue } from '../../json/json-value.ts';
import type { Solution } from '../architecture/solution.ts';
import type { Fact } from './declared-facts.ts';

type Config = ReadonlyMap<string, JsonValue>;
type Sizes = ReadonlyMap<string, number>;

/** Keys of a section, the first that is there counts, and the size they declare. */
const sizeKeys: readonly (readonly [keys: readonly string[], size: string])[] = [
  [['hidden_size', 'n_embd', 'd_model'], 'width'],
  [['num_hidden_layers', 'n_layer', 'num_layers', 'n_layers'], 'blocks'],
  [['vocab_size', 'padded_vocab_size'], 'vocabulary'],
];

const visionKeys: readonly (readonly [keys: readonly string[], size: string])[] = [
  [['embed_dim', 'hidden_size'], 'vision.width'],
  [['num_hidden_layers', 'depth'], 'vision.blocks'],
  [['intermediate_size'], 'vision.units'],
];

/** Facts about sizes, where the solver or the shapes know them. */
export function configFacts(config: Config | undefined, solution: Solution): readonly Fact[] {
  if (config === undefined) return [];
  const text = sectionOf(config, ['text_config', 'llm_config', 'language_config']) ?? config;
  const vision = sectionOf(config, ['vision_config']);
  const sizes = knownSizes(solution);
  const held = (section: Config, keys: readonly string[], size: string): Fact[] =>
    comparison(section, keys, sizes.get(size));
  return [
    ...sizeKeys.flatMap(([keys, size]) => held(text, keys, size)),
    ...unitFacts(text, sizes),
    ...headFacts(text, sizes),
    ...held(text, ['num_local_experts', 'num_experts', 'n_routed_experts'], 'experts'),
    ...tieFact(text, config, solution),
    ...held(config, ['query_num'], 'queries'),
    ...(vision === undefined ? [] : visionKeys.flatMap(([keys, size]) => held(vision, keys, size))),
    ...(vision === undefined ? [] : positionFact(vision, sizes.get('vision.positions'))),
  ];
}

/**
 * Sizes of the best hypothesis that takes all names, or of the family that takes most of them; else what any row of blocks
 * and the longest table tell. Sizes that only a template knows count where its bytes were held against the file's.
 */
function knownSizes({ tensors, hypotheses, families, stacks, vocabulary }: Solution): Sizes {
  const [best] = hypotheses;
  if (best !== undefined && (best.fit === 'exact' || (best.fit === 'near' && best.missing.length === 0))) {
    return new Map(Object.entries(best.sizes));
  }
  const [family] = families;
  if (family !== undefined && 2 * family.tensors > tensors) return new Map(Object.entries(family.sizes));
  const sizes = new Map<string, number>();
  const [stack, second] = stacks;
  if (stack !== undefined && second === undefined) {
    sizes.set('blocks', stack.blocks);
    if (stack.width !== null) sizes.set('width', stack.width);
  }
  if (vocabulary !== null) sizes.set('vocabulary', vocabulary);
  return sizes;
}

function comparison(section: Config, keys: readonly string[], implied: number | undefined): Fact[] {
  const key = keys.find((one) => section.has(one));
  const declared = key === undefined ? undefined : wholeNumber(section.get(key));
  if (key === undefined || declared === undefined || implied === undefined) return [];
  return [valueFact(key, declared, implied)];
}

function valueFact(subject: string, declared: number, implied: number): Fact {
  return { subject, declared: `${declared}`, implied: `${implied}`, measure: 'value', agrees: declared === implied };
}

/** In a mixture of experts, `units` are those of one expert. Qwen's first models declare both halves of the gate. */
function unitFacts(text: Config, sizes: Sizes): Fact[] {
  const units = sizes.get('units');
  if (units === undefined) return [];
  if (sizes.has('experts') && text.has('moe_intermediate_size'))
    return comparison(text, ['moe_intermediate_size'], units);
  const doubled = text.get('model_type') === 'qwen';
  return comparison(text, ['intermediate_size', 'n_inner', 'ffn_dim', 'ffn_hidden_size'], doubled ? 2 * units : units);
}

const keyValueKeys = ['num_key_value_heads', 'num_kv_heads', 'n_head_kv', 'multi_query_group_num'];

/** How many heads there are no shape tells; with the declared width of a head it does. */
function headFacts(text: Config, sizes: Sizes): Fact[] {
  const heads = wholeNumber(text.get('num_attention_heads') ?? text.get('n_head'));
  const width = wholeNumber(text.get('hidden_size') ?? text.get('n_embd'));
  const [queryWidth, keyWidth] = [sizes.get('queryWidth'), sizes.get('keyWidth')];
  const headWidth = wholeNumber(text.get('head_dim')) ?? sizes.get('headWidth') ?? (heads && width && width / heads);
  if (heads === undefined || headWidth === undefined || headWidth === 0) return [];
  return [
    ...(queryWidth === undefined ? [] : [valueFact('num_attention_heads', heads, queryWidth / headWidth)]),
    ...(keyWidth === undefined ? [] : comparison(text, keyValueKeys, keyWidth / headWidth)),
  ];
}

/** Whether the head is a tensor of its own: `head` or `no head`. */
function tieFact(text: Config, config: Config, { headStored }: Solution): Fact[] {
  const declared = text.get('tie_word_embeddings') ?? config.get('tie_word_embeddings');
  if (typeof declared !== 'boolean' || headStored === null) return [];
  const implied = headStored ? 'head' : 'no head';
  const agrees = declared !== headStored;
  return [{ subject: 'tie_word_embeddings', declared: String(declared), implied, measure: 'head', agrees }];
}

/** One position for every patch of the declared picture, or one more for the class. */
function positionFact(vision: Config, positions: number | undefined): Fact[] {
  const [image, patch] = [wholeNumber(vision.get('image_size')), wholeNumber(vision.get('patch_size'))];
  if (image === undefined || patch === undefined || patch === 0 || positions === undefined) return [];
  const declared = Math.floor(image / patch) ** 2;
  const implied = positions === declared + 1 ? declared : positions;
  return [valueFact('image_size / patch_size', declared, implied)];
}

function sectionOf(config: Config, keys: readonly string[]): Config | undefined {
  for (const key of keys) {
    const value: JsonValue | undefined = config.get(key);
    if (value instanceof Map) return value;
  }
  return undefined;
}

function wholeNumber(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}
