// Every sentence that the analysis "licence" can give, in English. The keys are the statement ids.
import type { Template } from '../values.ts';

export const licenceEnglish = {} as const satisfies { readonly [id: string]: Template };
