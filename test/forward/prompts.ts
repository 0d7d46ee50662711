// The questions that the fixtures answer: words alone, an image that is not cut, and one that is.
import { tinyVocabulary } from '../../forgeries/tiny-vocabulary.ts';
import type { SeenImage } from '../../src/forward/reply.ts';
import type { Pixels } from '../../src/image/pixels.ts';
import { createRandom } from '../../src/math/random.ts';
import { type PatchedImage, preprocessed } from '../../src/minicpm/patches.ts';
import type { ReferencePrompt } from './reference.ts';

export const question = 'Read the slip.';
export const modelSeed = 7;

/** Grains of colour; with `flat`, black throughout, which every resizing leaves as it is. */
function image(width: number, height: number, flat = false): Pixels {
  const random = createRandom(width);
  const data = Uint8Array.from({ length: width * height * 3 }, () => (flat ? 0 : random.integer(256)));
  return { width, height, channels: 3, data };
}

export const prompts: readonly { readonly name: string; readonly images: readonly Pixels[] }[] = [
  { name: 'words', images: [] },
  { name: 'whole', images: [image(448, 448)] },
  { name: 'cut', images: [image(600, 448)] },
  { name: 'cut, black', images: [image(600, 448, true)] },
];

/** The same prompt for the reference: tokens by hand, letter by letter but for the pairs that the merges join. */
export const referencePrompt = (images: readonly Pixels[]): ReferencePrompt =>
  referencePromptOf(images.map(preprocessed));

export function referencePromptOf(cut: readonly SeenImage[], queries = 96): ReferencePrompt {
  const id = (token: string): number => {
    const at = tinyVocabulary.indexOf(token);
    if (at < 0) throw new Error(token);
    return at;
  };
  const newline = id('\u010a');
  const tokens: number[] = [id('<|begin_of_text|>'), id('<|start_header_id|>'), ...'us'.split('').map(id), id('er')];
  tokens.push(id('<|end_header_id|>'), newline, newline);
  const seen: { at: number; rows: number; columns: number; patches: number[][] }[] = [];
  const put = (one: PatchedImage): void => {
    tokens.push(id('<image>'));
    seen.push({ at: tokens.length, rows: one.rows, columns: one.columns, patches: patchesOf(one) });
    tokens.push(...Array.from({ length: queries }, () => -1), id('</image>'));
  };
  for (const { plan, images: parts } of cut) {
    put(parts[0] as PatchedImage);
    if (plan.grid !== undefined) {
      tokens.push(id('<slice>'));
      for (const [at, part] of parts.slice(1).entries()) {
        if (at > 0 && at % plan.grid.columns === 0) tokens.push(newline);
        put(part);
      }
      tokens.push(id('</slice>'));
    }
    tokens.push(newline);
  }
  tokens.push(
    ...'Read'.split('').map(id),
    id('\u0120the'),
    id('\u0120'),
    ...'slip.'.split('').map(id),
    id('<|eot_id|>'),
  );
  tokens.push(id('<|start_header_id|>'), ...'ass'.split('').map(id), ...'ist'.split('').map(id), id('an'), id('t'));
  tokens.push(id('<|end_header_id|>'), newline, newline);
  return { tokens, images: seen };
}

/** Channel, row, column of each patch. */
function patchesOf({ rows, columns, patch, values }: PatchedImage): number[][] {
  const count = rows * columns;
  return Array.from({ length: count }, (_, place) => {
    const out: number[] = [];
    for (let line = 0; line < 3 * patch; line++)
      for (let x = 0; x < patch; x++) out.push(values[(line * count + place) * patch + x] as number);
    return out;
  });
}
