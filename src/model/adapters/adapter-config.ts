// What adapter_config.json says: a kind, a scale for each module, a declared base. Claims, read without running their patterns.
import type { JsonValue } from '../../json/json-value.ts';

export const adapterConfigName = 'adapter_config.json';

export interface AdapterConfig {
  /** PEFT's word: LORA, IA3, PREFIX_TUNING, … */
  readonly kind: string | undefined;
  readonly base: string | undefined;
  /** Stored weights of the base are [in, out]. */
  readonly turned: boolean;
  /** What the product of the factors of a module is multiplied by, for its rank as stored. */
  scaleOf(module: string, rank: number): number;
  /** The rank that is declared for a module. */
  rankOf(module: string): number | undefined;
  readonly alpha: number;
  /** Patterns that are regular expressions: they are not run, and modules that only they name have the common alpha. */
  readonly patterns: readonly string[];
}

/** PEFT's own defaults. */
const defaultAlpha = 8;
const defaultRank = 8;

/** Reads the claims of a parsed document; what is of another type than expected counts as not said. */
export function adapterConfig(document: ReadonlyMap<string, JsonValue>): AdapterConfig {
  const alphas = patternsOf(document.get('alpha_pattern'));
  const ranks = patternsOf(document.get('rank_pattern'));
  const alpha = numberOf(document.get('lora_alpha')) ?? defaultAlpha;
  const rank = numberOf(document.get('r')) ?? defaultRank;
  const root = document.get('use_rslora') === true;
  return {
    kind: textOf(document.get('peft_type')),
    base: textOf(document.get('base_model_name_or_path')),
    turned: document.get('fan_in_fan_out') === true,
    scaleOf: (module, stored) => (matching(alphas, module) ?? alpha) / (root ? Math.sqrt(stored) : stored),
    rankOf: (module) => matching(ranks, module) ?? rank,
    alpha,
    patterns: [...alphas, ...ranks].filter(({ literal }) => literal === undefined).map(({ text }) => text),
  };
}

interface Pattern {
  readonly text: string;
  /** The names it stands for where it is one name: undefined for a true regular expression. */
  readonly literal: string | undefined;
  readonly value: number;
}

/** A name of segments, its dots bare or escaped, perhaps with an anchor: what PEFT writes itself. */
const plainPattern = /^\^?((?:[A-Za-z0-9_-]|\\?\.)+)\$?$/;

function patternsOf(value: JsonValue | undefined): readonly Pattern[] {
  if (!(value instanceof Map)) return [];
  return [...value].flatMap(([text, number]: [string, JsonValue]) => {
    const literal = plainPattern.exec(text)?.[1]?.replaceAll('\\.', '.');
    return typeof number === 'number' ? [{ text, literal, value: number }] : [];
  });
}

/** PEFT takes the first pattern that is the module's name, or its last segments. */
function matching(patterns: readonly Pattern[], module: string): number | undefined {
  return patterns.find(({ literal }) => literal !== undefined && (module === literal || module.endsWith(`.${literal}`)))
    ?.value;
}

function numberOf(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' && value > 0 ? value : undefined;
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
