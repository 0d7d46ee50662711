// Every sentence that the analysis "tokenizer" can give, in Chinese.
import type { Template } from '../values.ts';
import type { tokenizerEnglish } from './tokenizer-english.ts';

export const tokenizerChinese: { readonly [id in keyof typeof tokenizerEnglish]: Template } = {};
