// Every sentence that the analysis "history" can give, in Chinese.
import type { Template } from '../values.ts';
import type { historyEnglish } from './history-english.ts';

export const historyChinese: { readonly [id in keyof typeof historyEnglish]: Template } = {};
