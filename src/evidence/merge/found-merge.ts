// What a search for a merge comes back with: the recipe's terms, and the figures by which a verdict may believe it.
import type { TensorSample } from './mixture-sample.ts';
import { type Recipe, replay } from './replay-merge.ts';

export type MergeMethod = 'linear' | 'slerp' | 'task-arithmetic' | 'ties' | 'dare';

/** One model in a mixture; `candidate` is its number in the sample. */
export interface MergePart {
  readonly candidate: number;
  /** Its weight in the sum, or, where there is a base, the factor of what it added to the base. */
  readonly weight: number;
  readonly low: number;
  readonly high: number;
}

export interface FoundMerge {
  readonly method: MergeMethod;
  readonly parts: readonly MergePart[];
  /** The model to which changes were added, for methods that have one. */
  readonly base: number | null;
  readonly density: number | null;
  /** Share of the entries that was dropped. */
  readonly dropped: number | null;
  readonly recipe: Recipe;
  /** Share of the elements whose rounded mixture is the suspect's value. */
  readonly replayed: number;
  /** Mean square of suspect minus mixture over that of rounding all models. */
  readonly rest: number;
  /** `replayed` for the same recipe with terms that mean nothing; 0 where the recipe has no freedom at each place. */
  readonly chance: number;
}

/** The figures of a recipe on a sample. */
export function measured(
  tensors: readonly TensorSample[],
  recipe: Recipe,
): Pick<FoundMerge, 'recipe' | 'replayed' | 'rest'> {
  const { elements, equal, rest } = replay(tensors, recipe);
  return { recipe, replayed: elements === 0 ? 0 : equal / elements, rest };
}
