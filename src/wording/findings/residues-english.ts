// Every sentence that the analysis "residues" can give, in English. The keys are the statement ids.
import type { Template } from '../values.ts';

export const residuesEnglish = {} as const satisfies { readonly [id: string]: Template };
