// The few facts of a config.json that reading weights needs; anything in it may be a lie and decides nothing.
import type { JsonValue } from '../json/json-value.ts';
import type { Tower } from './roles/role.ts';
import type { HeadCounts } from './values/plane-parts.ts';

type Config = ReadonlyMap<string, JsonValue>;

/** A config.json larger than this is no configuration. The largest on the Hub stay below 100 kB. */
export const configLimit = 4_194_304;

const sections: { readonly [tower in Tower]: readonly string[] } = {
  text: ['text_config', 'llm_config', 'language_config'],
  vision: ['vision_config'],
  audio: ['audio_config'],
  projector: [],
};

/** The head counts of a tower, or undefined where the configuration does not declare them as sane whole numbers. */
export function headsOf(config: Config | undefined, tower: Tower): HeadCounts | undefined {
  if (config === undefined || tower === 'projector') return undefined;
  const nested = sections[tower].map((key) => config.get(key)).find((value) => value instanceof Map);
  const section: Config | undefined = nested instanceof Map ? nested : tower === 'text' ? config : undefined;
  const heads = whole(section?.get('num_attention_heads') ?? section?.get('n_head'));
  if (heads === undefined) return undefined;
  return { heads, keyValueHeads: whole(section?.get('num_key_value_heads')) ?? heads };
}

function whole(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 65_536 ? value : undefined;
}
