// Every sentence that the analysis "residues" can give, in Chinese.
import type { Template } from '../values.ts';
import type { residuesEnglish } from './residues-english.ts';

export const residuesChinese: { readonly [id in keyof typeof residuesEnglish]: Template } = {
  'residues.examined': (v) =>
    `待查模型的 ${v.count('documents')} 个文件（其中 ${v.count('places')} 处写有名称），候选模型的 ${v.count('candidateDocuments')} 个文件（${v.count('candidatePlaces')} 处），以及两者的元数据。`,
  'residues.examined-alone': (v) =>
    `${v.count('documents')} 个文件（其中 ${v.count('places')} 处写有名称），以及权重文件的元数据。`,
  'residues.absent-module': (v) => `类映射要求模块 ${v.text('module')}，而待查模型的文件中没有它。`,
  'residues.absent-module-there': (v) =>
    `类映射要求模块 ${v.text('module')}，待查模型的文件中没有它，而候选模型的文件中有它，或那里也要求它。`,
  'residues.absent-background': (v) =>
    `在统计过的 ${v.count('publicTokenizers')} 份公开分词器中，有 ${v.count('mapped')} 份带有类映射，其中 ${v.count('carriers')} 份要求这一模块。`,
  'residues.name': (v) =>
    `名称 ${v.text('name')} 不属于任何库；它出现在待查模型文件中为模型各部分命名之处（${v.count('suspectPlaces')} 处），也出现在候选模型的文件中（${v.count('candidatePlaces')} 处）。待查模型的文字没有提到它。`,
  'residues.name-declared': (v) =>
    `名称 ${v.text('name')} 见于两者的文件（${v.count('suspectPlaces')} 处与 ${v.count('candidatePlaces')} 处），待查模型的文字提到了它。`,
  'residues.name-background': (v) =>
    `它不在多数模型所用之库的 ${v.count('library')} 个模型名称之中；在统计过的 ${v.count('publicTokenizers')} 份公开分词器中，有 ${v.count('carriers')} 份的类映射含有它。`,
  'residues.metadata': (v) =>
    `待查模型权重文件的元数据写有 ${v.text('name')}，与候选模型的文件相同：${v.text('entry')}。`,
  'residues.template': (v) => `待查模型的对话模板写有 ${v.text('name')}，与候选模型的文件相同：${v.text('entry')}。`,
  'residues.header': (v) => `一行未提及任何库作者的版权声明在两者中相同：${v.text('header')}。`,
  'residues.family': (v) =>
    `${v.text('family')} 的名称 ${v.text('name')} 出现在为模型各部分命名之处，而待查模型的文字没有提到它。`,
  'residues.family-declared': (v) =>
    `${v.text('family')} 的名称 ${v.text('name')} 出现在为模型各部分命名之处；待查模型的文字提到了它。`,
  'residues.family-background': (v) =>
    `本版本按名称认识 ${v.count('families')} 个模型家族；许多模型共同使用的基座不计入此处。`,
  'residues.bytecode': (v) =>
    `一个已编译文件说明了它的来历：Python ${v.text('python')}，源文件 ${v.count('sourceBytes')} 字节，最后修改于 ${v.text('time')}。`,
  'residues.bytecode-hash': (v) => `一个已编译文件说明了它的来历：Python ${v.text('python')}，源文件以散列值标识。`,
  'residues.bytecode-path': (v) => `一个已编译文件保留了其源文件的路径：${v.text('path')}。`,
  'residues.archive-times': (v) =>
    `归档中各项的时间从 ${v.text('first')} 到 ${v.text('last')}（打包机器的时钟，不带时区）。`,
  'residues.common-by-library': () => '名称随可供使用的代码一同流传：按许可证取用的文件保留其作者的名称，也理应保留。',
  'residues.against-words': () => '名称是按整词查找的。全部改名之后不会留下名称，找不到并不说明什么。',
  'residues.against-direction': () => '谁先使用某个名称，文件本身看不出来。',
};
