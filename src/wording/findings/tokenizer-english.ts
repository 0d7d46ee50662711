// Every sentence that the analysis "tokenizer" can give, in English. The keys are the statement ids.
import type { Template } from '../values.ts';

export const tokenizerEnglish = {} as const satisfies { readonly [id: string]: Template };
