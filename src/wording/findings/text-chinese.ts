// Every sentence that the analysis "text" can give, in Chinese.
import type { Template } from '../values.ts';
import type { textEnglish } from './text-english.ts';

export const textChinese: { readonly [id in keyof typeof textEnglish]: Template } = {};
