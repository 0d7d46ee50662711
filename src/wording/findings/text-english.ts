// Every sentence that the analysis "text" can give, in English. The keys are the statement ids.
import type { Template } from '../values.ts';

export const textEnglish = {} as const satisfies { readonly [id: string]: Template };
