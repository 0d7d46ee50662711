// The questions, word for word: another word would be another question.
import type { CanaryKind } from './item.ts';

const prompts: { readonly [language in 'en' | 'zh']: { readonly [kind in CanaryKind]: string } } = {
  en: {
    glyph: 'Which character is written here? Answer with the character alone.',
    column: 'Read the characters from top to bottom. Answer with the characters alone.',
    composed: 'Which character is written here? Answer with the character alone.',
    own: 'What is written here? Answer with the text alone.',
  },
  zh: {
    glyph: '图中写的是哪个字？只回答这个字。',
    column: '请从上到下读出图中的字。只回答这些字。',
    composed: '图中写的是哪个字？只回答这个字。',
    own: '图中写的是什么？只回答文字。',
  },
};

export const promptFor = (kind: CanaryKind, language: 'en' | 'zh'): string => prompts[language][kind];
