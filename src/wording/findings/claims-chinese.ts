// Every sentence that the analysis "claims" can give, in Chinese.
import type { Template } from '../values.ts';
import type { claimsEnglish } from './claims-english.ts';

export const claimsChinese: { readonly [id in keyof typeof claimsEnglish]: Template } = {};
