// Every sentence that the analysis "code" can give, in English. The keys are the statement ids.
import type { Template } from '../values.ts';

export const codeEnglish = {} as const satisfies { readonly [id: string]: Template };
