// Where an image stands in the prompt: markers around as many places as the resampler has queries, slices by rows, then the question.
import type { SlicePlan } from './slice-plan.ts';

/** Queries of the resampler: places that each image or slice takes. */
const releasedQueries = 96;

/** A part of a prompt: one of the model's own tokens, places that image features are put into, or text to be tokenised. */
export type PromptPart =
  | { readonly kind: 'token'; readonly content: string }
  | { readonly kind: 'features'; readonly count: number; readonly image: number }
  | { readonly kind: 'text'; readonly text: string };

const token = (content: string): PromptPart => ({ kind: 'token', content });

/**
 * `<image>` 96 places `</image>`, and for a cut image `<slice>`, its slices likewise, rows apart by a line break, `</slice>`.
 * `image` counts the images before this one: the overview first, then slices row by row.
 */
export function imageParts(
  { grid }: Pick<SlicePlan, 'grid'>,
  image: number,
  queries: number = releasedQueries,
): readonly PromptPart[] {
  const one = (index: number): PromptPart[] => [
    token('<image>'),
    { kind: 'features', count: queries, image: index },
    token('</image>'),
  ];
  if (grid === undefined) return one(image);
  const parts: PromptPart[] = [...one(image), token('<slice>')];
  for (let row = 0; row < grid.rows; row++) {
    if (row > 0) parts.push({ kind: 'text', text: '\n' });
    for (let column = 0; column < grid.columns; column++) parts.push(...one(image + 1 + row * grid.columns + column));
  }
  return [...parts, token('</slice>')];
}

/**
 * A user's turn and the beginning of the answer, in Llama 3's form. Images come before the question, a line break after each.
 *
 * @param queries of the resampler, where it has others than the released one
 */
export function turnParts(
  plans: readonly Pick<SlicePlan, 'grid'>[],
  question: string,
  queries: number = releasedQueries,
): readonly PromptPart[] {
  let before = 0;
  const images = plans.flatMap((plan): PromptPart[] => {
    const parts = imageParts(plan, before, queries);
    before += 1 + (plan.grid === undefined ? 0 : plan.grid.columns * plan.grid.rows);
    return [...parts, { kind: 'text', text: '\n' }];
  });
  const turn = (role: string): PromptPart[] => [
    token('<|start_header_id|>'),
    { kind: 'text', text: role },
    token('<|end_header_id|>'),
    { kind: 'text', text: '\n\n' },
  ];
  return [
    token('<|begin_of_text|>'),
    ...turn('user'),
    ...images,
    { kind: 'text', text: question.trim() },
    token('<|eot_id|>'),
    ...turn('assistant'),
  ];
}
