// A reply, token by token: the prompt's rows with features of images in their places, then one step after another.
import { ForebearError } from '../errors.ts';
import { createRandom } from '../math/random.ts';
import { type PromptPart, turnParts } from '../minicpm/image-prompt.ts';
import type { PatchedImage } from '../minicpm/patches.ts';
import type { SlicePlan } from '../minicpm/slice-plan.ts';
import { decode, embedTokens, emptyMemory } from './decoder.ts';
import type { Linear } from './linear.ts';
import { resample } from './resampler.ts';
import { lnChances, type SamplingRule, takeToken } from './sampling.ts';
import type { ForwardShape } from './shape.ts';
import type { TextTokenizer } from './tokenizer.ts';
import { type PassOptions, seeImage } from './vision.ts';
import type { Weights } from './weights.ts';

export interface ForwardModel {
  readonly shape: ForwardShape;
  readonly weights: Weights;
  readonly linear: Linear;
  readonly tokenizer: TextTokenizer;
  /** Tokens that end a reply. */
  readonly ends: ReadonlySet<number>;
}

/** An image cut and brought to the tower's form. */
export interface SeenImage {
  readonly plan: SlicePlan;
  readonly images: readonly PatchedImage[];
}

export interface ReplyRule extends SamplingRule {
  readonly mostTokens: number;
  readonly seed: number;
}

/** One step: the token, and ln of the chances of all tokens where it was taken. */
export interface ReplyStep {
  readonly token: number;
  readonly ln: Float64Array;
  readonly promptTokens: number;
}

/** Rows of prompt that go through at once: attention's scores of a head stay within some megabytes. */
const rowsAtOnce = 512;

/** The prompt as tokens; -1 where a feature's row stands. */
function promptTokens(parts: readonly PromptPart[], tokenizer: TextTokenizer): number[] {
  const tokens: number[] = [];
  let text = '';
  const flush = (): void => {
    for (const token of tokenizer.encode(text)) tokens.push(token);
    text = '';
  };
  for (const part of parts) {
    // Neighbouring texts are one to a tokenizer.
    if (part.kind === 'text') {
      text += part.text;
      continue;
    }
    flush();
    if (part.kind === 'features') tokens.push(...Array.from({ length: part.count }, () => -1));
    else {
      const id = tokenizer.idOf(part.content);
      if (id === undefined)
        throw new ForebearError('unsupported', 'tokenizer.json', `a token ${part.content}`, 'none of that content');
      tokens.push(id);
    }
  }
  flush();
  return tokens;
}

/** All steps of a reply. Throws `unsupported` for images where there is no tower, `limit` where the prompt does not fit. */
export async function* reply(
  model: ForwardModel,
  question: string,
  seen: readonly SeenImage[],
  rule: ReplyRule,
  options?: PassOptions,
): AsyncGenerator<ReplyStep> {
  const { shape, weights, linear, tokenizer, ends } = model;
  const { text, vision } = shape;
  if (seen.length > 0 && vision === undefined)
    throw new ForebearError('unsupported', 'image', 'a model with a vision tower', 'one of language alone');
  const tokens = promptTokens(
    turnParts(
      seen.map(({ plan }) => plan),
      question,
      vision?.resampler.queries,
    ),
    tokenizer,
  );
  if (tokens.length + rule.mostTokens > text.context)
    throw new ForebearError('limit', 'prompt', `at most ${text.context - rule.mostTokens} tokens`, `${tokens.length}`);
  const rows = await embedTokens(
    tokens.map((token) => Math.max(0, token)),
    text,
    weights,
    options,
  );
  let place = tokens.indexOf(-1);
  for (const [at, image] of seen.flatMap(({ images }) => images).entries()) {
    if (vision === undefined) break;
    options?.onProgress?.({ stage: 'read', subject: `image ${at + 1}`, done: at, total: seen.length, unit: 'files' });
    const features = await seeImage(image, vision, weights, linear, options);
    const out = await resample(features, image.rows, image.columns, text.hidden, vision, weights, linear, options);
    rows.set(out, place * text.hidden);
    place = tokens.indexOf(-1, place + vision.resampler.queries);
  }
  const memory = emptyMemory(text);
  let scores: Float32Array | undefined;
  for (let at = 0; at < tokens.length; at += rowsAtOnce) {
    const part = rows.subarray(at * text.hidden, Math.min(tokens.length, at + rowsAtOnce) * text.hidden);
    scores = await decode(part, memory, text, weights, linear, options);
  }
  const random = createRandom(rule.seed);
  for (let step = 0; step < rule.mostTokens && scores !== undefined; step++) {
    options?.signal?.throwIfAborted();
    const ln = lnChances(scores);
    const token = takeToken(ln, rule, random);
    yield { token, ln, promptTokens: tokens.length };
    // The last token's scores would be nobody's: a pass over all weights, which streaming reads from disk.
    if (ends.has(token) || step + 1 === rule.mostTokens) return;
    scores = await decode(await embedTokens([token], text, weights, options), memory, text, weights, linear, options);
  }
}
