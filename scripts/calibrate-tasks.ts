// What `npm run calibrate` gives its threads to do, and what they give back.
import type { NullCounts } from '../grower/calibration/null-counts.ts';
import type { Company } from '../grower/calibration/population.ts';

/** `folder` holds the weight files of all `count` strangers by their number. */
export type CalibrateTask =
  | { readonly kind: 'train'; readonly index: number; readonly count: number }
  | {
      readonly kind: 'row';
      readonly row: number;
      readonly wholeTests: number;
      readonly count: number;
      readonly folder: string;
    }
  | { readonly kind: 'assignments'; readonly row: number; readonly count: number; readonly folder: string }
  | { readonly kind: 'tensors'; readonly row: number; readonly count: number; readonly folder: string }
  | {
      readonly kind: 'examine';
      readonly pair: readonly [number, number];
      readonly count: number;
      readonly folder: string;
    }
  | { readonly kind: 'kin'; readonly family: number };

/** A trained stranger: its loss on held-out text beside the entropy of single tokens, in nats, and its weight file. */
export interface TrainedStranger {
  readonly index: number;
  readonly loss: number;
  readonly unigram: number;
  readonly weights: Uint8Array;
}

/** Counts over the pairs of one row, kept apart by what the two had in common. */
export interface RowCounts {
  /** Single nulls of every pair. */
  readonly single: { readonly [company in Company]?: NullCounts };
  /** The whole tests and the verdict, for the pairs whose numbers lie at most `wholeTests` apart. */
  readonly whole: { readonly [company in Company]?: NullCounts };
}

/** Answers of `examine` about one pair. */
export interface ExaminedPair {
  readonly answer: string;
  readonly components: readonly (readonly [component: string, answer: string])[];
}
