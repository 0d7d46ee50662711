// How often public models, taken as they came, contradict their own files: counted with `npm run claims`, by group.
// Of the class's numbers none was there to count.

/** Of words; of keys of the configuration; of numbers that its class sets; of the class beside the names of tensors. */
export const claimGroups = ['words', 'configuration', 'class', 'module-tree'] as const;

export type ClaimGroup = (typeof claimGroups)[number];

export interface GroupCounts {
  /** Models with at least one comparison of the group, and those of them with one that does not agree. */
  readonly models: number;
  readonly contradicted: number;
  readonly comparisons: number;
  readonly contradictions: number;
}

export const backgroundCounts: { readonly [group in ClaimGroup]: GroupCounts } = {
  words: { models: 21, contradicted: 0, comparisons: 21, contradictions: 0 },
  configuration: { models: 59, contradicted: 3, comparisons: 276, contradictions: 3 },
  class: { models: 0, contradicted: 0, comparisons: 0, contradictions: 0 },
  'module-tree': { models: 13, contradicted: 0, comparisons: 13, contradictions: 0 },
};
