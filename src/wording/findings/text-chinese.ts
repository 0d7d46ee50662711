// Every sentence that the analysis "text" can give, in Chinese.
import type { Template } from '../values.ts';
import type { textEnglish } from './text-english.ts';

export const textChinese: { readonly [id in keyof typeof textEnglish]: Template } = {
  'text.none': () => '两方之一没有文本。',
  'text.examined': (v) =>
    `待查文本 ${v.count('texts')} 份（${v.count('words')} 个词；一个汉字算一个词），来源 ${v.count('sources')} 份，共 ${v.count('characters')} 个字符。`,
  'text.method': (v) =>
    `凡连续 ${v.count('words')} 个词以上相同的片段都会找到，不论大小写、全半角、重音、标点与繁简；更长而其间有词被改动的段落也会找到。`,
  'text.covered': (v) =>
    `${v.text('file')}：${v.count('words')} 个词中有 ${v.count('all')} 个（${v.percent('share')}）见于更早或其他文本，且未标明出自他人：逐字相同 ${v.count('verbatim')} 个，略有改动 ${v.count('light')} 个，改动较多 ${v.count('heavy')} 个。另有 ${v.count('marked')} 个是引文、附有出处或在参考文献中。`,
  'text.source': (v) =>
    `${v.text('file')}：${v.count('passages')} 段，合计 ${v.count('words')} 个词，最长 ${v.count('longest')} 个；其中未标明出自他人的 ${v.count('openPassages')} 段，${v.count('openWords')} 个词。`,
  'text.source-dated': (v) =>
    `${v.text('file')}（日期 ${v.text('date')}）：${v.count('passages')} 段，合计 ${v.count('words')} 个词，最长 ${v.count('longest')} 个；其中未标明出自他人的 ${v.count('openPassages')} 段，${v.count('openWords')} 个词。`,
  'text.source-later': (v) =>
    `${v.text('file')} 的日期为 ${v.text('date')}，晚于待查文本：${v.count('passages')} 段，合计 ${v.count('words')} 个词，最长 ${v.count('longest')} 个；其中未标明出自他人的 ${v.count('openPassages')} 段，${v.count('openWords')} 个词。`,
  'text.background': () =>
    '在我们的数据集里，互不相干的文本之间没有出现任何段落（docs/surroundings/text.md）；声明、许可证与套话则会出现。',
  'text.disguised': (v) => `${v.text('file')}：有 ${v.count('count')} 个词用其他字母表的字母代替了外形相同的拉丁字母。`,
  'text.against-common': () => '套话、声明、许可证、公式与名称见于许多文本，不能说明这一文本的来源。',
  'text.against-direction': () => '两份文本可能都出自第三份。这里指出的是所给来源中最早的，而不是世上最早的。',
  'text.against-library': () => '不在所给来源之中的内容找不到；份额只是可能找到的部分的份额。',
  'text.against-translation': () => '译文找不到，通篇改述的也找不到；对此不作支持，而不是猜测。',
  'text.against-cut': (v) => `有 ${v.count('cut')} 对文本重复同样的词语过多，没有全部追查。`,
  'text.against-dates': (v) =>
    `日期取自文件中的字段或文件名；有段落的 ${v.count('sources')} 份来源中有 ${v.count('undated')} 份没有日期，或待查文本没有日期。孰先孰后在那里没有定论。`,
};
