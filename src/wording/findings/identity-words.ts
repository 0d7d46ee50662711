// What the report on an endpoint's identity says, in both languages.
import type { Language } from '../catalogue.ts';

export interface IdentityWords {
  readonly title: string;
  readonly replies: string;
  readonly apart: string;
  readonly notApart: string;
  readonly figures: (p: string, discrepancy: string, prompts: string, replies: string) => string;
  readonly corrected: (p: string) => string;
  readonly lengths: string;
  readonly lengthsSame: (same: string, of: string) => string;
  readonly lengthsDiffer: (same: string, of: string) => string;
  readonly lengthsUnknown: string;
  readonly names: string;
  readonly named: (side: string, family: string, said: string, of: string) => string;
  readonly sides: { readonly suspect: string; readonly reference: string };
  readonly unnamed: string;
  readonly unanswered: (count: string) => string;
  readonly against: string;
  readonly reasons: readonly string[];
  readonly colon: string;
}

const english: IdentityWords = {
  title: 'Does the endpoint serve the model it names?',
  replies: 'Sampled replies',
  apart: 'The two answer by different chances.',
  notApart: 'No difference was seen. That does not make them the same model: a small one is missed at so few replies.',
  figures: (p, discrepancy, prompts, replies) =>
    `p = ${p} (squared discrepancy ${discrepancy}; ${replies} replies to ${prompts} prompts)`,
  corrected: (p) => `p = ${p} after correction for all endpoints tested at once`,
  lengths: 'Lengths of prompts',
  lengthsSame: (same, of) => `both count alike for ${same} of ${of} texts that tokenizers cut differently`,
  lengthsDiffer: (same, of) =>
    `they count alike for ${same} of ${of} texts alone: their tokenizers, or templates, are different ones`,
  lengthsUnknown: 'at least one side tells no lengths',
  names: 'What they call themselves',
  named: (side, family, said, of) => `${side}: "${family}" in ${said} of ${of} replies`,
  sides: { suspect: 'the endpoint', reference: 'the reference' },
  unnamed: 'neither named a known family',
  unanswered: (count) => `${count} questions were not answered.`,
  against: 'What speaks against it',
  reasons: [
    'Another temperature, template, quantisation or version of the same model makes chances differ too.',
    'What a model calls itself is a hint and no more: many models name another, having learned from its words.',
    'A server may answer tests and users by different models.',
  ],
  colon: ': ',
};

const chinese: IdentityWords = {
  title: '端点提供的是它所说的模型吗？',
  replies: '抽样的回答',
  apart: '两者按不同的概率作答。',
  notApart: '没有看到差别。这不等于是同一个模型：回答这么少，小的差别看不出来。',
  figures: (p, discrepancy, prompts, replies) =>
    `p = ${p}（差异平方 ${discrepancy}；对 ${prompts} 个提问的 ${replies} 个回答）`,
  corrected: (p) => `对同时检验的所有端点校正后 p = ${p}`,
  lengths: '提问的长度',
  lengthsSame: (same, of) => `在分词器切法不同的 ${of} 段文字中，两者对 ${same} 段的计数相同`,
  lengthsDiffer: (same, of) => `${of} 段文字中，两者只对 ${same} 段的计数相同：分词器或模板不同`,
  lengthsUnknown: '至少有一方没有给出长度',
  names: '自称',
  named: (side, family, said, of) => `${side}：${of} 个回答中有 ${said} 个提到“${family}”`,
  sides: { suspect: '端点', reference: '参照' },
  unnamed: '两者都没有提到已知的模型家族',
  unanswered: (count) => `有 ${count} 个问题没有得到回答。`,
  against: '反面的理由',
  reasons: [
    '同一模型在温度、模板、量化或版本不同时，概率也会不同。',
    '模型的自称只是线索：许多模型学过别人的文字，会说出别人的名字。',
    '服务器可以对检验者和用户使用不同的模型。',
  ],
  colon: '：',
};

export const identityWords: { readonly [language in Language]: IdentityWords } = { en: english, zh: chinese };
