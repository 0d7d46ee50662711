// Every sentence that the analysis "tokenizer" can give, in Chinese.
import type { Template } from '../values.ts';
import type { tokenizerEnglish } from './tokenizer-english.ts';

export const tokenizerChinese: { readonly [id in keyof typeof tokenizerEnglish]: Template } = {
  'tokenizer.none': () => '两个模型中有一个没有附带分词器文件。',
  'tokenizer.none-here': () => '该模型没有附带分词器文件。',
  'tokenizer.examined': (v) =>
    `待查模型：${v.count('suspectTokens')} 个词元，另有 ${v.count('suspectAdded')} 个附加词元（${v.text('suspectFiles')}）；候选模型：${v.count('candidateTokens')} 个与 ${v.count('candidateAdded')} 个（${v.text('candidateFiles')}）。`,
  'tokenizer.examined-alone': (v) =>
    `${v.count('tokens')} 个词元，另有 ${v.count('added')} 个附加词元（${v.text('files')}）。`,
  'tokenizer.equal': (v) => `两份词表含有相同的 ${v.count('shared')} 个词元，编号也相同。`,
  'tokenizer.numbered': (v) =>
    `待查模型的 ${v.count('suspect')} 个词元（单字节词元除外）中，有 ${v.count('sameNumber')} 个在候选词表中编号相同，不论编号则有 ${v.count('shared')} 个；候选词表共有 ${v.count('candidate')} 个。`,
  'tokenizer.overlap': (v) =>
    `待查模型的 ${v.count('suspect')} 个词元（单字节词元除外）中，有 ${v.count('shared')} 个也见于候选词表，其中 ${v.count('sameNumber')} 个编号相同；候选词表共有 ${v.count('candidate')} 个。分别训练的词表之间也会有这样的重合。`,
  'tokenizer.base-background': (v) =>
    `整体沿用一份词表是寻常做法：它说明两者立足于哪个基座，而不说明谁在谁之上。分别训练的词表（${v.count('pairs')} 对公开词表）最多共有较小一方 ${v.percent('mostShared')} 的词元，编号相同的最多 ${v.percent('mostNumbered')}。`,
  'tokenizer.merges': (v) =>
    `待查模型的 ${v.count('suspect')} 条合并规则中，有 ${v.count('shared')} 条也在候选模型的 ${v.count('candidate')} 条之中；最前面的 ${v.count('prefix')} 条次序完全相同。`,
  'tokenizer.scores': (v) =>
    `共有的 ${v.count('shared')} 个词元中，有 ${v.count('sameScore')} 个的分值连最后一位都相同。`,
  'tokenizer.added': (v) => {
    v.text('verb');
    return `有 ${v.count('count')} 个附加词元（预留位置除外）在两者中文字与编号都相同：${v.text('tokens')}。`;
  },
  'tokenizer.added-background': (v) =>
    `在统计过的 ${v.count('publicTokenizers')} 份公开分词器中，其中最常见的一个在 ${v.count('most')} 份里位于同一编号，最少见的在 ${v.count('least')} 份里；${v.count('count')} 个中有 ${v.count('unseen')} 个不见于任何一份。`,
  'tokenizer.signature': (v) =>
    `${v.text('family')} 放入 ${v.text('base')} 词表空位的 ${v.count('size')} 个词元中，有 ${v.count('found')} 个位于完全相同的编号：${v.text('tokens')}。`,
  'tokenizer.signature-background': (v) =>
    `在统计过的另外 ${v.count('publicTokenizers')} 份公开分词器（其中 ${v.count('derivatives')} 份基于同一词表）中，有 ${v.count('carriers')} 份在这些位置上有它们。`,
  'tokenizer.template': (v) => `两者的对话模板是同一段文字（${v.count('length')} 个字符）。`,
  'tokenizer.template-background': () => '对话模板随基座而来并被沿用；模板相同对来源说明不了多少。',
  'tokenizer.settings': (v) => `两份文件都给出的 ${v.count('both')} 项设置中，有 ${v.count('same')} 项取值相同。`,
  'tokenizer.against-base': () => '分词器公开出来就是供他人使用的，多数许可证也允许。词表相同并不表示权重相同。',
  'tokenizer.against-list': (v) =>
    `背景是一份含 ${v.count('publicTokenizers')} 份公开分词器的清单，并非全部；清单里没有的，别处仍可能有，例如两者都建立在清单不知道的同一基座之上。`,
  'tokenizer.against-direction': () => '这些词元谁先有，文件本身看不出来；发布日期或许可以。',
};
