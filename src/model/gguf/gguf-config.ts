// The few facts of a configuration that reading weights needs, from GGUF metadata where no config.json lies beside it.
import type { JsonValue } from '../../json/json-value.ts';
import type { Tower } from '../roles/role.ts';
import { towerKeys, wholeNumber } from './gguf-conventions.ts';

/** Our keys are those of a config.json; GGUF's stand behind the architecture's name or `clip.vision`. */
const facts: readonly (readonly [key: string, ggufKey: string])[] = [
  ['hidden_size', 'embedding_length'],
  ['intermediate_size', 'feed_forward_length'],
  ['num_hidden_layers', 'block_count'],
  ['num_attention_heads', 'attention.head_count'],
  ['num_key_value_heads', 'attention.head_count_kv'],
  ['head_dim', 'attention.key_length'],
  ['vocab_size', 'vocab_size'],
  ['image_size', 'image_size'],
  ['patch_size', 'patch_size'],
];

/**
 * A configuration in the form of a config.json, out of the metadata of one or more GGUF files that are one model; undefined
 * where none of them is GGUF. Like any configuration it may lie.
 */
export function configFromGguf(
  sets: readonly ReadonlyMap<string, string>[],
): ReadonlyMap<string, JsonValue> | undefined {
  const config = new Map<string, JsonValue>();
  for (const metadata of sets) {
    const architecture = metadata.get('general.architecture');
    if (architecture === undefined) continue;
    if (architecture !== 'clip' && !config.has('model_type')) {
      config.set('model_type', architecture);
      config.set('architectures', [architecture]);
      for (const [key, value] of section(metadata, 'text')) config.set(key, value);
    }
    for (const tower of ['vision', 'audio'] as const) {
      const found = section(metadata, tower);
      if (found.size > 0) config.set(`${tower}_config`, found);
    }
  }
  return config.size === 0 ? undefined : config;
}

function section(metadata: ReadonlyMap<string, string>, tower: Tower): Map<string, JsonValue> {
  const found = new Map<string, JsonValue>();
  const keys = towerKeys(metadata, tower);
  if (keys === undefined) return found;
  for (const [key, ggufKey] of facts) {
    const value = wholeNumber(metadata, `${keys}.${ggufKey}`);
    if (value !== undefined) found.set(key, value);
  }
  return found;
}
