// The words of a verdict, fixed by the contract.
import type { Statement } from '../wording/statement.ts';

export type Answer = 'identical' | 'derived' | 'partly-derived' | 'common-origin' | 'independent' | 'inconclusive';

export type Direction = 'suspect-from-candidate' | 'candidate-from-suspect' | 'undecided';

export type OperationName =
  | 'renamed'
  | 'resharded'
  | 'cast'
  | 'requantised'
  | 'noised'
  | 'fine-tuned'
  | 'continued'
  | 'lora-merged'
  | 'adapter'
  | 'edited'
  | 'pruned'
  | 'narrowed'
  | 'layers-dropped'
  | 'depth-upscaled'
  | 'upcycled'
  | 'merged'
  | 'permuted'
  | 'rotated'
  | 'rescaled'
  | 'vocabulary-changed'
  | 'component-reused'
  | 'converted'
  | 'relaid'
  | 'folded';

export type ParameterValue =
  | string
  | number
  | boolean
  | readonly (string | number)[]
  | { readonly [name: string]: string };

export interface Operation {
  readonly operation: OperationName;
  readonly parameters: { readonly [name: string]: ParameterValue };
  /** Bit-equal fraction of the compared elements after replaying the operation on the candidate; null if not replayable. */
  readonly reconstructed: number | null;
}

/** What a negative would have seen: an elementwise correlation at least this large, with this probability. */
export interface Detectable {
  readonly correlation: number;
  readonly power: number;
}

/** A verdict before it has a language: what `judge` hands on. */
export interface Judgement {
  readonly answer: Answer;
  readonly direction: Direction;
  /** Formal p-value, corrected for everything tried, never below 1e-300 (see lnPValue); null where none applies. */
  readonly pValue: number | null;
  /** Its natural logarithm, exact where the p-value itself would underflow. */
  readonly lnPValue: number | null;
  readonly operations: readonly Operation[];
  readonly detectable: Detectable | null;
  readonly because: readonly Statement[];
  /** Never empty: what speaks against the finding, or what was looked for and not found. */
  readonly against: readonly Statement[];
}
