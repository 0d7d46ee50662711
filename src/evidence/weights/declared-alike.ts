// What two models declare alike: fields of the configuration and tokenizer files, which any two models of one kind may share.
import type { Alignment } from '../../align/alignment.ts';

/** The fields by which others decide that two models are one. */
const fields: readonly (readonly string[])[] = [
  ['model_type'],
  ['architectures'],
  ['hidden_size', 'n_embd', 'd_model'],
  ['num_hidden_layers', 'n_layer'],
  ['num_attention_heads', 'n_head'],
  ['num_key_value_heads'],
  ['intermediate_size'],
  ['vocab_size'],
  ['max_position_embeddings', 'n_positions'],
];

/** How many of the nine fields both models declare, and how many of those are equal. */
export function equalFields({ suspect, candidate }: Alignment): { readonly equal: number; readonly compared: number } {
  let [equal, compared] = [0, 0];
  for (const names of fields) {
    const [a, b] = [suspect, candidate].map(({ config }) =>
      names.map((name) => config?.get(name)).find((value) => value !== undefined),
    );
    if (a === undefined || b === undefined) continue;
    compared += 1;
    if (textOf(a) === textOf(b)) equal += 1;
  }
  return { equal, compared };
}

const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (part instanceof Map ? [...part] : part));

const tokenizerFiles = /(?:^|\/)(?:tokenizer\.json|tokenizer\.model|vocab\.(?:json|txt)|merges\.txt)$/;

/** Whether a tokenizer file of one name has the same digest in both models; undefined where no such file was hashed on both. */
export function equalTokenizers({ suspect, candidate }: Alignment): boolean | undefined {
  const digests = new Map(
    candidate.files
      .filter(({ path, sha256 }) => tokenizerFiles.test(path) && sha256 !== null)
      .map(({ path, sha256 }) => [path, sha256]),
  );
  const shared = suspect.files.filter(({ path, sha256 }) => sha256 !== null && digests.has(path));
  return shared.length === 0 ? undefined : shared.every(({ path, sha256 }) => digests.get(path) === sha256);
}
