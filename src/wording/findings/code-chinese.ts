// Every sentence that the analysis "code" can give, in Chinese.
import type { Template, Values } from '../values.ts';
import type { codeEnglish } from './code-english.ts';

function shares(v: Values): string {
  return `待查代码中不属于常见片段的 ${v.count('rare')} 个词元里，有 ${v.count('rareCovered')} 个也见于原作（${v.percent('rareShare')}），名称与字符串不计具体内容；全部 ${v.count('tokens')} 个词元中为 ${v.count('covered')} 个（${v.percent('coveredShare')}），其中连名称也相同的有 ${v.count('raw')} 个`;
}

export const codeChinese: { readonly [id in keyof typeof codeEnglish]: Template } = {
  'code.none': () => '两方之一没有本程序能读的语言写成的源代码。',
  'code.examined': (v) =>
    `待查代码 ${v.count('suspectFiles')} 个文件（${v.count('suspectTokens')} 个词元，注释除外），原作 ${v.count('originalFiles')} 个文件（${v.count('originalTokens')} 个词元）。`,
  'code.background': (v) =>
    `何为常见，统计自 ${v.count('projects')} 个公开项目的 ${v.count('files')} 个文件，以及 ${v.count('controls')} 份对照的 ${v.count('controlFiles')} 个文件。`,
  'code.equal': (v) => `除注释与排版外，两份源代码的词元完全相同：${shares(v)}。`,
  'code.strong': (v) => `两份源代码的共有部分远多于这类代码通常共有的：${shares(v)}。`,
  'code.moderate': (v) => `两份源代码的共有部分多于这类代码通常共有的：${shares(v)}。`,
  'code.weak': (v) => `除这类代码通常共有的以外，两份源代码共有甚少：${shares(v)}。`,
  'code.refused-short': (v) =>
    `不作判断：任一方少于 ${v.count('least')} 个词元时，互不相干的人写出的程序也常常相同。仅作记录：${shares(v)}。`,
  'code.refused-controls': (v) => `不作判断：一份与本案无关的对照与待查代码共有同样多的内容。仅作记录：${shares(v)}。`,
  'code.refused-background': (v) =>
    `不作判断：没有可以对照的内容，既没有对照，也没有这种语言的背景。仅作记录：${shares(v)}。`,
  'code.controls': (v) =>
    `在 ${v.count('controls')} 份对照中，最接近的一份含有待查代码不常见词元的 ${v.percent('highest')}。`,
  'code.not-explained': (v) =>
    `待查方所称的来源不能解释：在 ${v.count('rare')} 个不常见词元中，原作含有 ${v.percent('accused')}，所称来源含有 ${v.percent('claimed')}。`,
  'code.partly-explained': (v) =>
    `待查方所称的来源能解释一部分：在 ${v.count('rare')} 个不常见词元中，原作含有 ${v.percent('accused')}，所称来源含有 ${v.percent('claimed')}。`,
  'code.explained': (v) =>
    `待查方所称的来源能够解释：在 ${v.count('rare')} 个不常见词元中，原作含有 ${v.percent('accused')}，所称来源含有 ${v.percent('claimed')}。`,
  'code.claimed-background': () => '两者以同样的方式与待查代码对照；三者从共同祖先得来的部分对两者都计入。',
  'code.renamed': (v) =>
    `共有部分中的名称有 ${v.count('count')} 个被一一更换：${v.text('names')}。其中出现名称之处，${v.count('kept')} 处保持原名，${v.count('changed')} 处符合这一对应，${v.count('other')} 处不符。`,
  'code.kept': (v) => `共有部分中有 ${v.count('count')} 个不常见的名称未作改动：${v.text('names')}。`,
  'code.kept-background': (v) =>
    `统计过的 ${v.count('projects')} 个公开项目共有 ${v.count('names')} 个名称，其中没有这些名称。`,
  'code.against-ancestor': () => '有共同祖先的两份代码会共有祖先的内容。只有背景与所称来源都没有的部分才说明更多。',
  'code.against-form': () => '改写（把循环改为推导式、把各部分放入其他文件）会降低这些数字；数字低并不等于排除。',
  'code.against-permitted': () => '多数源代码许可证允许使用代码，有的附带条件，有的不附带。',
  'code.against-direction': () => '两者孰先，源代码本身看不出来；它们的历史或许可以。',
  'code.against-no-claimed': () => '没有给出待查方所称的来源（--claimed），因此共有部分可能来自共同的祖先。',
};
