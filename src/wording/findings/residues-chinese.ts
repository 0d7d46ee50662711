// Every sentence that the analysis "residues" can give, in Chinese.
import type { Template } from '../values.ts';
import type { residuesEnglish } from './residues-english.ts';

export const residuesChinese: { readonly [id in keyof typeof residuesEnglish]: Template } = {};
