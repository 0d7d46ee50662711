// What config.json declares about the quantisation: hints for what shapes leave open, and held against what was found.
import type { Problem } from '../../errors.ts';
import { isMap, type JsonMap, type JsonValue } from '../../json/json-value.ts';
import type { Scheme } from './scheme.ts';

type Declared = JsonMap;

const nothing: Declared = new Map();

const towers = ['text_config', 'llm_config', 'language_config'];

/** `quantization_config`, or MLX's `quantization`; of the text tower where the whole declares none. */
export function declaredQuantisation(config: Declared | undefined): Declared {
  for (const section of [config, ...towers.map((tower) => config?.get(tower))]) {
    if (!isMap(section)) continue;
    for (const key of ['quantization_config', 'quantization', 'compression_config']) {
      const value: JsonValue | undefined = section.get(key);
      if (isMap(value)) return value;
    }
  }
  return nothing;
}

/** A whole number under `key`, or undefined. */
export function declaredNumber(declared: Declared, key: string): number | undefined {
  const value = declared.get(key);
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

/** `groups of 128`, or what one group alone is called. */
export function grouping(groups: number, length: number): string {
  return groups === 1 ? 'one group a row' : `groups of ${length}`;
}

/** The declared method against the schemes that were found: undefined where they agree or nothing is declared. */
export function methodProblem(
  declared: Declared,
  schemes: readonly Scheme[],
  found: ReadonlySet<string>,
): Problem | undefined {
  const method = declared.get('quant_method');
  if (typeof method !== 'string') return undefined;
  const known = schemes.filter(({ methods }) => methods.includes(method));
  if (known.length === 0 || known.some(({ id }) => found.has(id))) return undefined;
  const names = [...found].toSorted();
  return {
    code: 'format',
    subject: 'config.json',
    expected: names.length === 0 ? 'no quantisation, as the tensors are stored' : names.join(', '),
    found: `quant_method: ${method}`,
    lost: [],
  };
}
