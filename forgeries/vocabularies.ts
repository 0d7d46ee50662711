// Disguises of the vocabulary: other order of tokens, or another tokenizer with tables of its own.
import { type ForgedModel, forgedTensor } from './forged-model.ts';
import { takeRows, tensorOf } from './matrices.ts';
import { randomFor } from './random.ts';
import { type TinyLlamaShape, tinyLlama } from './tiny-llama.ts';

const tables = ['model.embed_tokens.weight', 'lm_head.weight'] as const;

/**
 * Puts the tokens in a random order, in both tables. Hopes to fool whoever takes the same row for the same token. Answers
 * come back in that order.
 */
export function permuteVocabulary(model: ForgedModel, seed: number): ForgedModel {
  const rows = tensorOf(model, 'model.embed_tokens.weight').shape[0] ?? 0;
  const order = randomFor(seed, 'tokens').permutation(rows);
  return new Map(
    [...model].map(([name, tensor]) => [
      name,
      tables.some((table) => table === name) ? takeRows(tensor, order) : tensor,
    ]),
  );
}

/**
 * Another tokenizer: both tables are those of a stranger of the same width with `vocabulary` tokens. Hopes that whoever
 * starts from the embeddings finds nothing. The function is another one, as after the training that would follow.
 */
export function replaceVocabulary(
  model: ForgedModel,
  shape: TinyLlamaShape,
  vocabulary: number,
  seed: number,
): ForgedModel {
  const other = tinyLlama(seed, { ...shape, vocabulary }, 'F32');
  return new Map(
    [...model].map(([name, tensor]) => {
      const table = tables.find((one) => one === name);
      if (table === undefined) return [name, tensor];
      const fresh = tensorOf(other, table);
      return [name, forgedTensor(fresh.shape, tensor.dtype, fresh.values)];
    }),
  );
}
