// How often public models, taken as they came, show the same: counted with `npm run licences FOLDER count`.

/** Models looked at, those that name a licence, those of them that hold its text; conditions that files could show, and those not seen. */
export const textCounts = { models: 63, named: 31, text: 1, asked: 35, missed: 29 } as const;

/** Models with a known source, and those under a licence with fewer conditions than a source's. */
export const narrowerCounts = { sources: 7, narrower: 2 } as const;
