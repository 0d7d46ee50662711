// Every sentence that the analysis "claims" can give, in English. The keys are the statement ids.
import type { Template } from '../values.ts';

export const claimsEnglish = {} as const satisfies { readonly [id: string]: Template };
