// What ordinary public repositories show of the same kinds, counted by us: see docs/surroundings/history.md for which, when and how.

export const ordinary = { repositories: 0, names: 0, files: 0, claims: 0, familyPairs: 0 } as const;
