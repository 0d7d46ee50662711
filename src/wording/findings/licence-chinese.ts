// Every sentence that the analysis "licence" can give, in Chinese.
import type { Template, Values } from '../values.ts';
import type { licenceEnglish } from './licence-english.ts';

const kinds = {
  'ship-copy': '随附许可证副本',
  'notice-file': '名为 Notice 的文件含有这一行',
  'keep-notice': '保留 Notice 文件',
  'display-line': '显示这一行',
  'name-prefix': '由其制作的模型的名称以此开头',
  'name-contains': '由其制作的模型的名称包含',
  attribution: '注明来源',
  'state-changes': '说明所作修改',
  'share-alike': '沿用相同的许可证',
  'field-of-use': '排除某些用途',
  'user-threshold': '用户数超过一定数量须另行申请许可',
  'no-improve': '不得用于改进其他模型',
  'commercial-permission': '商业使用须经许可或登记',
  'no-commercial': '不得商业使用',
  'no-endorsement': '不得以发布者名义宣传',
  'no-derivatives': '不得分享修改后的作品',
  'source-code': '随附或提供源代码',
};
const relations = { identical: '相等', derived: '有派生关系', 'partly-derived': '部分有派生关系' };

const condition = (v: Values): string =>
  `${v.text('licence')}${v.text('clause') === '–' ? '' : ` 条款 ${v.text('clause')}`}（经由 ${v.text('source')}）：${v.list('kind', kinds, '、')}${v.text('value') === '–' ? '' : `“${v.text('value')}”`}`;
const version = (v: Values): string => (v.text('version') === '–' ? '' : `，版本 ${v.text('version')}`);
const narrower = (v: Values): string =>
  `${v.text('model')} 的许可证是 ${v.text('own')}。${v.text('source')} 的许可证是 ${v.text('theirs')}，它有 ${v.text('own')} 所没有的条件：${v.list('kinds', kinds, '、')}。`;

export const licenceChinese: { readonly [id in keyof typeof licenceEnglish]: Template } = {
  'licence.examined': (v) =>
    `${v.text('model')}：${v.count('documents')} 个文本文件；其中找到 ${v.count('texts')} 份许可证文本，${v.count('declared')} 处写明许可证。`,
  'licence.registry': (v) => `登记表含 ${v.count('licences')} 种许可证，以及 ${v.count('fingerprints')} 份文本的指纹。`,
  'licence.day': (v) => `各许可证均按 ${v.text('day')} 当日的情况。`,
  'licence.no-day': () => '没有给出日期：列出每一个有日期的时期。适用哪一个取决于行为发生的日期。',
  'licence.governs-day': (v) =>
    `${v.text('day')} 当日，${v.text('model')} 的权重适用 ${v.text('licence')}（${v.text('title')}${version(v)}），自 ${v.text('from')} 起；出处：${v.text('source')}。`,
  'licence.governs-period': (v) =>
    `${v.text('model')} 的权重自 ${v.text('from')} 起${v.text('until') === '–' ? '' : `至 ${v.text('until')} 止`}适用 ${v.text('licence')}（${v.text('title')}${version(v)}）；出处：${v.text('source')}。`,
  'licence.governs-declared': (v) =>
    `${v.text('model')} 的文件写明 ${v.text('licence')}（${v.text('title')}${version(v)}）。`,
  'licence.governs-text': (v) =>
    `${v.text('model')} 的文件没有写明许可证；许可证文件中是 ${v.text('licence')}（${v.text('title')}${version(v)}）的文本。`,
  'licence.before-first': (v) =>
    `${v.text('day')} 当日没有我们所知的 ${v.text('model')} 的许可证：最早的一份日期更晚。`,
  'licence.none': (v) => `${v.text('model')} 的文件没有写明登记表所知的许可证，也没有任何一份的文本。`,
  'licence.code': (v) => `${v.text('model')} 权重旁的代码适用另一份许可证：${v.text('licence')}。`,
  'licence.source-declared': (v) =>
    `${v.text('model')} 的文件写明它由 ${v.text('source')} 制作；后者的权重适用 ${v.text('licences')}${v.text('read') === '–' ? '' : `（${v.text('read')}）`}。`,
  'licence.source-published': (v) =>
    `${v.text('model')} 的来源中有 ${v.text('source')}，其权重适用 ${v.text('licences')}；出处：${v.text('read')}。`,
  'licence.text-whole': (v) =>
    `${v.text('model')} 的一个文件中有 ${v.text('licence')} 的文本，第 ${v.text('lines')} 行：所存 ${v.count('kept')} 个片段中有 ${v.count('found')} 个。`,
  'licence.text-changed': (v) =>
    `${v.text('model')} 的一个文件中有接近 ${v.text('licence')} 的文本，第 ${v.text('lines')} 行：所存 ${v.count('kept')} 个片段中有 ${v.count('found')} 个；其余缺失、增添或改写。`,
  'licence.text-title': (v) =>
    `${v.text('model')} 的一个许可证文件的开头与 ${v.text('licence')} 相同，第 ${v.text('lines')} 行；对这份许可证，这里只知道标题（${v.count('kept')} 个片段中的 ${v.count('found')} 个）。`,
  'licence.without-text': (v) => `${v.text('model')} 的文件写明 ${v.text('licence')}，但没有它的文本。`,
  'licence.dated-after': (v) =>
    `${v.text('model')} 写明 ${v.text('licence')}，其日期是 ${v.text('from')}：在 ${v.text('day')} 之后。`,
  'licence.states-other': (v) =>
    `${v.text('model')} 的文件写明 ${v.text('stated')}；按发布者的公告则是 ${v.text('governing')}。`,
  'licence.unknown-name': (v) => `${v.text('model')} 写明的许可证不在登记表中：“${v.text('name')}”。`,
  'licence.narrower-given': (v) => `${narrower(v)}它在这里作为上游模型给出。`,
  'licence.narrower-declared': (v) => `${narrower(v)}文件写明它是上游模型。`,
  'licence.narrower-published': (v) => `${narrower(v)}其发布者写明它是上游模型。`,
  'licence.narrower-weights': (v) =>
    `${narrower(v)}权重比较的结果是两者${v.list('relation', relations)}${v.text('components') === '–' ? '' : `（${v.text('components')}）`}。`,
  'licence.condition-met': (v) => `${v.text('model')}，可以看到已满足的条件：${condition(v)}。`,
  'licence.condition-partly': (v) => `${v.text('model')}，可以看到部分满足的条件：${condition(v)}。`,
  'licence.condition-missed': (v) => `${v.text('model')}，在其文件中看不到满足的条件：${condition(v)}。`,
  'licence.condition-unseen': (v) =>
    `${v.text('model')}，${v.text('licence')} 中文件无法显示是否满足的条件：${v.list('kinds', kinds, '、')}。`,
  'licence.background-texts': (v) =>
    `缺少声明很常见：在 ${v.count('models')} 个未加挑选的公开模型中，${v.count('named')} 个写明许可证，其中 ${v.count('text')} 个含有其文本；在文件可以显示的 ${v.count('asked')} 项条件中，有 ${v.count('missed')} 项看不到。他人的统计与此相近（arXiv 2602.08816：95.8% 没有文本）。`,
  'licence.background-dropped': (v) =>
    `在来源已知的 ${v.count('sources')} 个未加挑选的公开模型中，${v.count('narrower')} 个有此情形；一项对模型及其应用的研究（arXiv 2509.09873）发现 35.5% 的环节丢掉了条件。`,
  'licence.against-law': () =>
    '这些是关于文件与日期的事实。许可证是否约束某人、所做之事是否在其范围内、条件在法律上是否履行，这里都不作判断。',
  'licence.against-elsewhere': () => '条件可能在我们没有查看的地方得到满足：网站、界面，或后来修改过的模型卡。',
  'licence.against-agreements': () => '当事人之间另外的协议与许可无法从文件中看到。',
  'licence.against-giver': () =>
    '发布者以自己的许可证提供自己的模型时，并不对任何人负有其中的条件；登记表不知道某个模型属于其发布者时，它与其他模型一样被查看。',
  'licence.against-day': () => '不同许可证的时期并列显示；以哪一个为准取决于行为发生的日期。',
  'licence.against-second-hand': (v) => `其中这些许可证的文本或日期不是第一手读到的：${v.text('licences')}。`,
  'licence.against-no-parent': () => '没有给出、写明或认出上游模型：随上游模型而来的条件没有查看。',
};
