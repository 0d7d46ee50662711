// How often published models whose words nobody disputes contradict their files: counted with `npm run licences`' sister, see docs/surroundings/claims.md.

/** Models looked at, those with any contradiction, comparisons in all and those that do not agree. */
export const backgroundCounts = { models: 0, contradicted: 0, comparisons: 0, contradictions: 0 } as const;
