// Every sentence that the analysis "licence" can give, in Chinese.
import type { Template } from '../values.ts';
import type { licenceEnglish } from './licence-english.ts';

export const licenceChinese: { readonly [id in keyof typeof licenceEnglish]: Template } = {};
