// Every sentence that the analysis "history" can give, in Chinese.
import type { Template } from '../values.ts';
import type { historyEnglish } from './history-english.ts';

const topics = { licence: '许可证', origin: '来源', release: '发布', training: '训练', size: '规模或成绩' };

export const historyChinese: { readonly [id in keyof typeof historyEnglish]: Template } = {
  'history.examined': (v) =>
    `共 ${v.count('commits')} 个提交（其中 ${v.count('dangling')} 个没有任何引用可达），${v.count('references')} 个引用，${v.count('objects')} 个对象；搜索了 ${v.count('texts')} 个不同的文本，略过 ${v.count('binaries')} 个二进制文件，${v.count('unread')} 个未能读取。`,
  'history.removed-counted': (v) =>
    `所有修订版共有 ${v.count('paths')} 个路径，其中 ${v.count('removed')} 个不在最后一版；其中 ${v.count('moved')} 个的相同字节在最后一版位于其他路径。`,
  'history.claims-counted': (v) =>
    `关于发布、训练、规模、来源或许可证的文字有 ${v.count('claims')} 行消失或改变，其他文字有 ${v.count('others')} 行。`,
  'history.identities': (v) =>
    `提交中出现 ${v.count('authors')} 个作者身份和 ${v.count('committers')} 个提交者身份；不列出具体是谁。`,
  'history.no-commits': () => '仓库中没有可读取的提交。',
  'history.span': (v) =>
    `首个提交（${v.text('first')}）的日期为 ${v.text('from')}，最后一版（${v.text('last')}）为 ${v.text('to')}。`,
  'history.after-release': (v) =>
    `首个提交的日期比所给的原作发布时刻 ${v.text('released')} 晚 ${v.count('days')} 天 ${v.count('hours')} 小时 ${v.count('minutes')} 分。`,
  'history.before-release': (v) =>
    `首个提交的日期比所给的原作发布时刻 ${v.text('released')} 早 ${v.count('days')} 天 ${v.count('hours')} 小时 ${v.count('minutes')} 分。`,
  'history.name-gone': (v) =>
    `标识“${v.text('name')}”（${v.text('family')}）随修订 ${v.text('brought')}（${v.text('from')}）进入 ${v.text('file')}；修订 ${v.text('removed')}（${v.text('to')}）改动该文件后不再有它，最后一版的任何文件中都没有它。`,
  'history.name-gone-with-file': (v) =>
    `标识“${v.text('name')}”（${v.text('family')}）随修订 ${v.text('brought')}（${v.text('from')}）进入 ${v.text('file')}；修订 ${v.text('removed')}（${v.text('to')}）删除了该文件，最后一版的任何文件中都没有它。`,
  'history.name-elsewhere': (v) =>
    `标识“${v.text('name')}”（${v.text('family')}）随修订 ${v.text('brought')}（${v.text('from')}）进入 ${v.text('file')}，最后一版的任何文件中都没有它。`,
  'history.more-names': (v) => `另有 ${v.count('names')} 个已知模型家族的标识出现在较早的修订版而不在最后一版。`,
  'history.name-stays': (v) => `最后一版以 ${v.count('names')} 个标识提到 ${v.text('family')}：${v.text('list')}。`,
  'history.name-in-message': (v) =>
    `${v.count('all')} 条提交说明中有 ${v.count('commits')} 条提到 ${v.text('family')}。`,
  'history.files-removed': (v) =>
    `${v.count('files')} 个文件（${v.list('kind', { licence: '许可证与声明', test: '测试', weights: '权重', configuration: '配置与分词器', other: '其他' })}）出现在较早的修订版而不在最后一版，也不在其他路径：${v.text('list')}。`,
  'history.claim-changed': (v) =>
    `${v.text('file')} 中关于${v.list('topic', topics)}的一行在修订 ${v.text('revision')}（${v.text('date')}）之前措辞不同：“${v.text('before')}”改为“${v.text('after')}”。`,
  'history.claim-removed': (v) =>
    `${v.text('file')} 中关于${v.list('topic', topics)}的一行随修订 ${v.text('revision')}（${v.text('date')}）消失：“${v.text('before')}”。`,
  'history.licence-text': (v) =>
    `许可证文件 ${v.text('file')} 随修订 ${v.text('revision')}（${v.text('date')}）${v.list('kind', { added: '加入', changed: '改动', removed: '移除' })}。`,
  'history.dangling': (v) => `${v.count('all')} 个可读取的提交中有 ${v.count('commits')} 个没有任何引用可达。`,
  'history.compiled': (v) =>
    `已编译的 Python 文件 ${v.text('file')}（魔数 ${v.text('magic')}，CPython ${v.text('python')}）写明其源文件写于 ${v.text('written')}，有 ${v.count('bytes')} 字节。`,
  'history.compiled-by-hash': (v) =>
    `已编译的 Python 文件 ${v.text('file')}（魔数 ${v.text('magic')}，CPython ${v.text('python')}）以散列 ${v.text('hash')} 标明其源文件，没有时间。`,
  'history.compiled-source': (v) =>
    `本仓库中与其同名的文件有 ${v.count('compared')} 个修订版，其中 ${v.count('fitting')} 个恰好具有 ${v.text('file')} 写明的源文件大小 ${v.count('bytes')} 字节；最早的是 ${v.text('revision')} 中的 ${v.text('source')}。`,
  'history.compiled-no-source': (v) =>
    `本仓库中与其同名的文件有 ${v.count('compared')} 个修订版，没有一个具有 ${v.text('file')} 写明的源文件大小 ${v.count('bytes')} 字节。`,
  'history.compiled-before': (v) =>
    `按那台计算机的时钟，${v.text('file')} 的源文件写于首个提交之前 ${v.count('seconds')} 秒。`,
  'history.compiled-after': (v) =>
    `按那台计算机的时钟，${v.text('file')} 的源文件写于首个提交之后 ${v.count('seconds')} 秒。`,
  'history.compiled-paths': (v) => `${v.text('file')} 中含有其源文件在编译它的计算机上的路径。`,
  'history.clocks': (v) =>
    `${v.count('all')} 个提交中有 ${v.count('early')} 个的日期早于其父提交，有 ${v.count('turned')} 个的提交时间早于写作时间。`,
  'history.background-names': (v) =>
    `对普通公开仓库的统计：${v.count('repositories')} 个中有 ${v.count('seen')} 个，其较早修订版有模型家族的标识而最后一版没有。`,
  'history.background-family': (v) =>
    `对 ${v.count('repositories')} 个普通公开仓库与 ${v.count('families')} 个家族的统计：这 ${v.count('pairs')} 对中有 ${v.count('seen')} 对，曾有该家族在模型站上的地址消失，而最后一版自己的说明没有提到该家族。`,
  'history.background-files': (v) =>
    `对普通公开仓库的统计：${v.count('repositories')} 个中有 ${v.count('seen')} 个，其较早修订版的文件在最后一版已不存在。`,
  'history.background-claims': (v) =>
    `对普通公开仓库的统计：${v.count('repositories')} 个中有 ${v.count('seen')} 个，这类文字曾消失或改变。`,
  'history.background-clocks': () => '变基、以邮件寄送的补丁以及设置错误的时钟都会产生这样的日期。',
  'history.background-uncounted': () => '在没有关系的情况下这有多常见，尚未统计。',
  'history.against-dates': () => '提交与文件的日期来自制作者的时钟，可以设为任意值；这里没有其他记录加以印证。',
  'history.against-names': () => '提到其他模型有许多正当的原因：比较、测试、示例、依赖。文件不再需要时也会被删除。',
  'history.against-rewritten': () => '被改写过的历史不会显示此前的内容，而克隆只含有取回的部分。',
  'history.against-first-parent': () =>
    '修订版只与其第一个父提交比较，每个文本最多搜索 2 MiB，文件的移动只以字节相同来判断。',
  'history.against-unread': (v) =>
    `并非全部内容都能读取：${v.count('problems')} 个问题，第一个在 ${v.text('subject')}，预期 ${v.text('expected')}，实际 ${v.text('found')}。`,
  'history.against-shallow': (v) =>
    `缺少更早的历史：${v.count('shallow')} 个浅克隆边界，${v.count('parents')} 个提交所指的父提交不在其中。`,
  'history.against-settings': () => '不跟随嫁接、替换与备用对象库，也不读取仓库的任何钩子、过滤器或设置。',
};
