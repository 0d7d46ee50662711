// Every sentence that the analysis "history" can give, in English. The keys are the statement ids.
import type { Template } from '../values.ts';

export const historyEnglish = {} as const satisfies { readonly [id: string]: Template };
