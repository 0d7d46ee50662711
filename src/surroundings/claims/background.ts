// How often published models that nobody disputes contradict their own files: counted with `npm run claims`, by group.

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
  words: { models: 0, contradicted: 0, comparisons: 0, contradictions: 0 },
  configuration: { models: 0, contradicted: 0, comparisons: 0, contradictions: 0 },
  class: { models: 0, contradicted: 0, comparisons: 0, contradictions: 0 },
  'module-tree': { models: 0, contradicted: 0, comparisons: 0, contradictions: 0 },
};
