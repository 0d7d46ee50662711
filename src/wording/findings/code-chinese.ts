// Every sentence that the analysis "code" can give, in Chinese.
import type { Template } from '../values.ts';
import type { codeEnglish } from './code-english.ts';

export const codeChinese: { readonly [id in keyof typeof codeEnglish]: Template } = {};
