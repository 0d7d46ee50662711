// What ordinary public repositories show of the same kinds, counted by us: see docs/surroundings/history.md for which, when and how.

export const ordinary = { repositories: 28, names: 21, files: 27, claims: 28, familyPairs: 17 } as const;
