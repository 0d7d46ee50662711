// What the verdict on a part must know of the whole.
import type { Evidence } from '../evidence/evidence.ts';

/** What a component's verdict must know of the whole: the correction, what was lost, and what the text stack showed. */
export interface ComponentContext {
  readonly alpha: number;
  readonly hypotheses: number;
  /** Tensors of either model that could not be read, and their share. */
  readonly lost: number;
  readonly lostShare: number;
  /** Evidence about the text component, which carries the token table's responses and the gains that embeddings lack. */
  readonly text: readonly Evidence[];
}
