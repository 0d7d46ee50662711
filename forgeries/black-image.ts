// A black image under any cut: every way of resizing leaves it black, so that what differs is the cut alone.

import { type ForwardModel, reply, type SeenImage } from '../src/forward/reply.ts';
import type { Pixels } from '../src/image/pixels.ts';
import { patched } from '../src/minicpm/patches.ts';
import type { Size } from '../src/minicpm/slice-plan.ts';
import type { Cut } from '../src/runtimes/divergences.ts';
import type { Reply } from '../src/runtimes/runtime.ts';
import { idOf } from './llama-token.ts';
import { tinyVocabulary } from './tiny-vocabulary.ts';

export function blackImage({ width, height }: Size): Pixels {
  return { width, height, channels: 3, data: new Uint8Array(width * height * 3) };
}

/** What the tower is shown of a black image that is cut so: the overview, and the parts row by row. */
function seenBlack({ overview, grid, refined }: Cut): SeenImage {
  const part = (size: Size) => patched(blackImage(size));
  const plan = { overview, grid, refined, crops: [] };
  if (grid === undefined) return { plan, images: [part(overview)] };
  const each = part({ width: refined.width / grid.columns, height: refined.height / grid.rows });
  return { plan, images: [part(overview), ...Array.from({ length: grid.columns * grid.rows }, () => each)] };
}

/** The first token's chances by number, and how long the prompt is, where our forward pass is shown a black image that is cut so. */
export async function chancesOfCut(
  model: ForwardModel,
  question: string,
  cut: Cut,
): Promise<{ readonly chances: readonly number[]; readonly promptTokens: number }> {
  const rule = { mostTokens: 1, seed: 0, temperature: 0, topP: 1, topK: 0 };
  for await (const { ln, promptTokens } of reply(model, question, [seenBlack(cut)], rule))
    return { chances: Array.from(ln, Math.exp), promptTokens };
  throw new Error('no step');
}

/** The largest difference of a chance, over the whole vocabulary. Throws where a token was not told of. */
export function farthest({ steps }: Reply, chances: readonly number[]): number {
  const found = new Map(
    (steps[0]?.alternatives ?? []).map(({ text, lnProbability }) => [idOf(text), Math.exp(lnProbability)]),
  );
  return tinyVocabulary.reduce((most, _, id) => {
    const chance = found.get(id);
    if (chance === undefined) throw new Error(`no chance of token ${id}`);
    return Math.max(most, Math.abs(chance - (chances[id] as number)));
  }, 0);
}
