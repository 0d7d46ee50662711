// What the verdict on a part must know of the whole.
import type { Evidence } from '../evidence/evidence.ts';

/** What an adapter says of itself, and what its tensors show: ranks and targets. */
export interface AdapterClaims {
  readonly kind: string;
  readonly ranks: readonly number[];
  readonly targets: readonly string[];
  readonly base: string | null;
  readonly products: number;
}

/** What a component's verdict must know of the whole: the correction, what was lost, and what the text stack showed. */
export interface ComponentContext {
  readonly alpha: number;
  readonly hypotheses: number;
  /** Tensors of either model that could not be read, and their share. */
  readonly lost: number;
  readonly lostShare: number;
  /** Evidence about the text component, which carries the token table's responses and the gains that embeddings lack. */
  readonly text: readonly Evidence[];
  /** Evidence about the experts, which carry the units of a text stack that has no others. */
  readonly experts?: readonly Evidence[];
  /** The one of the two that is an adapter; null where none is, or both are. */
  readonly adapter: AdapterClaims | null;
  /** Both are. */
  readonly areAdapters: boolean;
}
