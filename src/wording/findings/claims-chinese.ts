// Every sentence that the analysis "claims" can give, in Chinese.
import type { Template, Values } from '../values.ts';
import type { claimsEnglish } from './claims-english.ts';

const measures = {
  value: '',
  'bytes per parameter': '（每个参数的字节数）',
  bytes: ' 字节',
  head: '',
  type: '',
  storage: '',
  parameters: ' 个参数',
};
const heads = { head: '独立的输出层', 'no head': '没有独立的输出层' };
const relations = { identical: '相等', derived: '有派生关系', 'partly-derived': '部分有派生关系' };
const unit = (v: Values): string => (v.text('measure') === 'value' ? '' : v.list('measure', measures).replace('–', ''));

export const claimsChinese: { readonly [id in keyof typeof claimsEnglish]: Template } = {
  'claims.no-words': () => '没有可与文件对照的模型卡或配置。',
  'claims.examined': (v) =>
    `模型卡共 ${v.count('lines')} 行，其中 ${v.count('read')} 行作为关于本模型的文字读取；可与文件对照的说法 ${v.count('claims')} 条。`,
  'claims.compared': (v) =>
    `对照 ${v.count('compared')} 项（文字 ${v.count('claims')} 项，配置 ${v.count('facts')} 项，其余在文件之间）：${v.count('agree')} 项相符。`,
  'claims.parameters': (v) =>
    `文字说有 ${v.count('claimed')} 个参数；名称、形状与字节数得出 ${v.count('implied')} 个。`,
  'claims.bits': (v) => `文字说权重为 ${v.count('claimed')} 位；实际以 ${v.count('implied')} 位存储。`,
  'claims.positions': (v) =>
    `文字所写的图像编码器的位置表有 ${v.count('claimed')} 项；字节数对应的是 ${v.count('implied')} 项。`,
  'claims.patch': (v) => `文字所写的图像编码器的图块为 ${v.count('claimed')}；形状中是 ${v.count('implied')}。`,
  'claims.layers': (v) => `文字说有 ${v.count('claimed')} 层；名称中有 ${v.count('implied')} 层。`,
  'claims.queries': (v) => `文字说有 ${v.count('claimed')} 个查询；形状中有 ${v.count('implied')} 个。`,
  'claims.vocabulary': (v) => `文字说词表为 ${v.count('claimed')}；词元表有 ${v.count('implied')} 项。`,
  'claims.from-scratch': (v) =>
    `文字说模型从零训练${v.text('claimed').replace('–', '')}；模型卡写明它由 ${v.text('implied')} 制作。`,
  'claims.from-scratch-weights': (v) =>
    `文字说模型从零训练；权重比较的结果是它与 ${v.text('implied')} ${v.list('claimed', relations)}。`,
  'claims.fact': (v) =>
    `${v.text('subject')} 声明为 ${v.text('declared')}；文件得出 ${v.list('implied', heads)}${unit(v)}。`,
  'claims.class-sets': (v) => `配置的类把 ${v.text('key')} 设为 ${v.text('set')}；配置中是 ${v.text('declared')}。`,
  'claims.module-tree': (v) =>
    `张量名称以 ${v.text('parts')} 开头（共 ${v.count('count')} 种）；配置所指的类 ${v.text('class')} 没有任何同名的部分，因此不能照原样载入它们。`,
  'claims.background': (v) =>
    v.count('models') === '0'
      ? `没有统计背景：这里不知道诚实的模型多常与自己的文件不符（${v.count('models')} 个模型中 ${v.count('contradicted')} 个，${v.count('comparisons')} 项对照中 ${v.count('contradictions')} 项）。`
      : `在 ${v.count('models')} 个未加挑选的公开模型中，${v.count('contradicted')} 个有这一类的不符：${v.count('comparisons')} 项对照中有 ${v.count('contradictions')} 项。`,
  'claims.against-outdated': () => '文字会过时，也常沿用模板；不符只说明两处对不上，既不说明哪一处正确，也不说明原因。',
  'claims.against-conservative': () =>
    '只有关于本模型的平常陈述才算：表格、比较、计划、否定、引文以及关于其他模型的话都没有读取。',
  'claims.against-unsolved': () => '这些文件不能确定参数量，因此关于参数量的说法没有对照。',
  'claims.against-not-looked': () => '上下文长度、训练数据、成本、基准与速度没有查看：名称、形状与字节都不能说明它们。',
};
