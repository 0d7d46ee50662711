// The sentences of all analyses of what surrounds weights, one map for each language.
import type { Template } from '../values.ts';
import { claimsChinese } from './claims-chinese.ts';
import { claimsEnglish } from './claims-english.ts';
import { codeChinese } from './code-chinese.ts';
import { codeEnglish } from './code-english.ts';
import { historyChinese } from './history-chinese.ts';
import { historyEnglish } from './history-english.ts';
import { licenceChinese } from './licence-chinese.ts';
import { licenceEnglish } from './licence-english.ts';
import { residuesChinese } from './residues-chinese.ts';
import { residuesEnglish } from './residues-english.ts';
import { textChinese } from './text-chinese.ts';
import { textEnglish } from './text-english.ts';
import { tokenizerChinese } from './tokenizer-chinese.ts';
import { tokenizerEnglish } from './tokenizer-english.ts';

export const findingsEnglish = {
  ...residuesEnglish,
  ...claimsEnglish,
  ...tokenizerEnglish,
  ...codeEnglish,
  ...textEnglish,
  ...licenceEnglish,
  ...historyEnglish,
  'survey.nothing-found': () => 'Nothing of the kind was found.',
  'survey.no-files': () => 'There are no files around the weights to look at.',
  'survey.failed': (v) => `This part stopped with an error: ${v.text('message')}.`,
  'survey.not-weights': () =>
    'Nothing in this part looks at a weight, and nothing in it changes the verdict on the weights.',
} as const satisfies { readonly [id: string]: Template };

export const findingsChinese: { readonly [id in keyof typeof findingsEnglish]: Template } = {
  ...residuesChinese,
  ...claimsChinese,
  ...tokenizerChinese,
  ...codeChinese,
  ...textChinese,
  ...licenceChinese,
  ...historyChinese,
  'survey.nothing-found': () => '没有发现这类情况。',
  'survey.no-files': () => '权重周围没有可看的文件。',
  'survey.failed': (v) => `这一部分因错误而停止：${v.text('message')}。`,
  'survey.not-weights': () => '这一部分不看任何权重，其中的任何内容都不改变对权重的结论。',
};
