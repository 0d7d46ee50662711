// What the report on a probe says, in both languages.
import type { Language } from '../catalogue.ts';

export interface ProbeWords {
  readonly title: string;
  readonly lawful: string;
  readonly finding: string;
  /** Words of the finding, and what each says. */
  readonly words: {
    readonly strong: string;
    readonly moderate: string;
    readonly raised: string;
    readonly undecided: string;
    readonly ordinary: string;
  };
  readonly says: {
    readonly strong: string;
    readonly moderate: string;
    readonly raised: string;
    readonly undecided: string;
    readonly ordinary: string;
  };
  readonly shortfalls: {
    readonly 'few-items': string;
    readonly 'thin-panel': string;
    readonly 'one-answer': string;
    readonly ratio: string;
  };
  readonly needed: (items: string) => string;
  readonly notReached: string;
  readonly mismatch: string;
  readonly mismatches: {
    readonly kind: string;
    readonly version: string;
    readonly preprocessing: string;
    readonly unknown: string;
  };
  readonly figures: string;
  readonly figure: string;
  readonly value: string;
  readonly meaning: string;
  readonly of: (part: string, whole: string) => string;
  readonly bothWrong: string;
  readonly bothWrongMeans: string;
  readonly oneWrong: string;
  readonly oneWrongMeans: string;
  readonly overall: string;
  readonly overallMeans: string;
  readonly expected: string;
  readonly expectedMeans: string;
  readonly chance: string;
  readonly chanceMeans: string;
  readonly ratio: string;
  readonly ratioMeans: string;
  readonly shuffled: string;
  readonly shuffledMeans: string;
  readonly consistency: string;
  readonly consistencyMeans: string;
  readonly choice: string;
  readonly choiceMeans: string;
  readonly questions: string;
  readonly commitment: (hash: string) => string;
  readonly seed: (seed: string) => string;
  readonly set: (name: string, items: string) => string;
  readonly asked: (asked: string, left: string) => string;
  readonly models: string;
  readonly roles: { readonly suspect: string; readonly candidate: string; readonly panel: string };
  readonly panelOf: (models: string, families: string) => string;
  readonly asks: (kind: string, version: string) => string;
  readonly faults: (model: string, count: string, first: string) => string;
  readonly against: string;
  readonly reasons: readonly string[];
  readonly noPanel: string;
  readonly items: string;
  readonly item: string;
  readonly picture: string;
  readonly right: string;
  readonly nothingRight: string;
  readonly panelSaid: string;
  readonly sameWrong: string;
  readonly more: (count: string) => string;
  readonly drawing: string;
  readonly drawingNote: string;
  readonly drawingColumns: readonly [string, string];
  readonly data: string;
  readonly colon: string;
}

const english: ProbeWords = {
  title: 'The same questions to two models',
  lawful: 'Behaviour alone ends at "strong" and never overrules what the weights show. It finds; it does not accuse.',
  finding: 'Shared mistakes',
  words: { strong: 'strong', moderate: 'moderate', raised: 'raised', undecided: 'undecided', ordinary: 'ordinary' },
  says: {
    strong: 'Both gave the same wrong answers far more often than unrelated models do.',
    moderate:
      'Both gave the same wrong answers more often than unrelated models do; not often enough to be called strong.',
    raised:
      'Both share more mistakes than unrelated models do, and fewer than copies: what further training, a common base, or learning from the answers of the other leaves. Where the weights are independent, it is a behavioural relation without shared weights.',
    undecided: 'Not enough is known to say either.',
    ordinary:
      'Both gave the same wrong answers no more often than unrelated models do. That does not make them unrelated: models that were trained on, or distilled, lose the mistakes that this looks for.',
  },
  shortfalls: {
    'few-items': 'fewer than 20 items that both got wrong',
    'thin-panel': 'fewer than 15 other models of 8 families to compare with',
    'one-answer': 'shuffled answers agree as often: one answer is given to many questions',
    ratio: 'a likelihood ratio below 10^4',
  },
  needed: (items) => `About ${items} more items that both get wrong would do, if they go on agreeing as they did.`,
  notReached: 'What is missing for "strong"',
  mismatch: 'These two may not be compared; nothing was weighed',
  mismatches: {
    kind: 'they were asked through different runtimes',
    version: 'their runtimes are of different versions',
    preprocessing: 'their images were prepared in different ways',
    unknown: 'a server does not say which program it runs',
  },
  figures: 'Figures',
  figure: 'figure',
  value: 'value',
  meaning: 'what it is',
  of: (part, whole) => `${part} of ${whole}`,
  bothWrong: 'same, both wrong',
  bothWrongMeans: 'identical answers among items that both got wrong: the figure that counts',
  oneWrong: 'same, one wrong',
  oneWrongMeans: 'identical answers among items that at least one got wrong',
  overall: 'same, overall',
  overallMeans: 'identical answers among all items; good models agree anyway',
  expected: 'expected',
  expectedMeans: 'of items that both got wrong, as often a stranger says the same, by the panel',
  chance: 'p',
  chanceMeans: 'chance that strangers agree as often, items independent',
  ratio: 'ratio',
  ratioMeans: 'log10 of the likelihood among kin over that among strangers, the smaller of two ways',
  shuffled: 'shuffled',
  shuffledMeans: 'share of shuffles of the answers that agree as often',
  consistency: 'consistency',
  consistencyMeans: 'right and wrong together, corrected for how good both are (kappa)',
  choice: 'multiple choice',
  choiceMeans: 'same of both wrong; enters no probability, since strangers agree on most of these',
  questions: 'Questions',
  commitment: (hash) => `committed to before anybody was asked by SHA-256 ${hash}`,
  seed: (seed) => `made from the secret seed ${seed}, now told: anybody can make them again`,
  set: (name, items) => `${name}: ${items} items`,
  asked: (asked, left) => `${asked} were asked; ${left} were not needed or not reached`,
  models: 'Models',
  roles: { suspect: 'suspect', candidate: 'candidate', panel: 'panel' },
  panelOf: (models, families) => `${models} other models of ${families} families`,
  asks: (kind, version) => `asked through ${kind}, ${version}`,
  faults: (model, count, first) => `${model} did not answer ${count} times; the first: ${first}`,
  against: 'What speaks against it',
  reasons: [
    'Two models that were trained on the same published answers share their mistakes without sharing weights.',
    'A common base or vision tower makes mistakes alike: it belongs among the panel, and the panel must hold no model that shares the weights of the suspect.',
    'Items are taken as independent for p; the ratio allows for clusters, by convention and not by measurement.',
    'What a runtime adds to mistakes, such as how it prepares images, is shared by both: it looks rare where the panel was asked through another one.',
    'Which model came first cannot be told from answers.',
  ],
  noPanel: 'Without a panel every agreement is taken to be as likely as not: nothing can be shown.',
  items: 'Item by item',
  item: 'item',
  picture: 'picture',
  right: 'right',
  nothingRight: 'nothing is',
  panelSaid: 'wrong in the panel, same',
  sameWrong: 'same mistake',
  more: (count) => `${count} more items are in the document.`,
  drawing: 'The ratio, item after item',
  drawingNote:
    'Each point is the log10 ratio after one more item that both got wrong. The line at 4 is where "strong" begins.',
  drawingColumns: ['item', 'log10 ratio'],
  data: 'figures as a table',
  colon: ': ',
};

const chinese: ProbeWords = {
  title: '向两个模型提同样的问题',
  lawful: '仅凭行为最高只到“强”，且从不推翻权重所显示的结果。这里只陈述发现，不作指控。',
  finding: '共同的错误',
  words: { strong: '强', moderate: '中等', raised: '偏高', undecided: '未定', ordinary: '寻常' },
  says: {
    strong: '两者给出相同错误答案的次数远多于互不相关的模型。',
    moderate: '两者给出相同错误答案的次数多于互不相关的模型，但还不足以称为“强”。',
    raised:
      '两者共有的错误多于互不相关的模型，但少于副本：继续训练、共同的底座，或从对方的回答中学习，都会留下这样的痕迹。如果权重相互独立，这就是不共享权重的行为关联。',
    undecided: '所知不足，无法作出任一判断。',
    ordinary:
      '两者给出相同错误答案的次数并不多于互不相关的模型。这不等于两者无关：继续训练或蒸馏得到的模型会失去这里所寻找的错误。',
  },
  shortfalls: {
    'few-items': '两者都答错的题少于 20 道',
    'thin-panel': '可供对照的其他模型少于 8 个家族的 15 个',
    'one-answer': '打乱答案后相同的次数一样多：许多问题得到的是同一个答案',
    ratio: '似然比低于 10^4',
  },
  needed: (items) => `如果两者继续以同样的比例相同，再有约 ${items} 道两者都答错的题就够了。`,
  notReached: '距“强”还缺什么',
  mismatch: '这两个模型不可比较；没有进行任何权衡',
  mismatches: {
    kind: '提问经由不同的运行方式',
    version: '运行方式的版本不同',
    preprocessing: '图像的预处理方式不同',
    unknown: '服务器没有说明运行的是哪个程序',
  },
  figures: '数字',
  figure: '指标',
  value: '值',
  meaning: '含义',
  of: (part, whole) => `${whole} 中的 ${part}`,
  bothWrong: '都错时相同',
  bothWrongMeans: '两者都答错的题中答案完全相同的：真正起作用的数字',
  oneWrong: '有一方错时相同',
  oneWrongMeans: '至少一方答错的题中答案完全相同的',
  overall: '总体相同',
  overallMeans: '所有题中答案完全相同的；好模型本来就一致',
  expected: '预期',
  expectedMeans: '两者都答错的题中，按对照组，陌生模型说出同样答案的比例',
  chance: 'p',
  chanceMeans: '题目独立时，陌生模型相同这么多次的概率',
  ratio: '比值',
  ratioMeans: '同源与陌生两种情形下似然之比的 log10，两种算法取小者',
  shuffled: '打乱后',
  shuffledMeans: '打乱答案后相同次数一样多的比例',
  consistency: '一致性',
  consistencyMeans: '对错的一致程度，已扣除两者水平的影响（kappa）',
  choice: '选择题',
  choiceMeans: '都错时相同；不计入任何概率，因为陌生模型在这类题上大多相同',
  questions: '题目',
  commitment: (hash) => `提问之前已以 SHA-256 ${hash} 作出承诺`,
  seed: (seed) => `由秘密种子 ${seed} 生成，现已公开：任何人都能重新生成`,
  set: (name, items) => `${name}：${items} 道题`,
  asked: (asked, left) => `已问 ${asked} 道；${left} 道不需要或没有问到`,
  models: '模型',
  roles: { suspect: '待查模型', candidate: '候选模型', panel: '对照组' },
  panelOf: (models, families) => `其他模型 ${models} 个，分属 ${families} 个家族`,
  asks: (kind, version) => `经由 ${kind}，${version}`,
  faults: (model, count, first) => `${model} 有 ${count} 次没有作答；第一次：${first}`,
  against: '反面的理由',
  reasons: [
    '用同一批公开答案训练的两个模型会犯同样的错误，而不共享权重。',
    '共同的底座或视觉塔会使错误相似：它应在对照组之中；对照组里不得有与待查模型共享权重的模型。',
    'p 把题目当作独立的；比值按约定而非按测量容许成簇。',
    '运行方式给错误带来的影响（如图像的预处理）为两者所共有：如果对照组经由别的运行方式提问，这种影响就会显得罕见。',
    '从答案看不出哪个模型在先。',
  ],
  noPanel: '没有对照组时，每次相同都按一半的可能计算：什么也证明不了。',
  items: '逐题',
  item: '题',
  picture: '图',
  right: '正确答案',
  nothingRight: '没有正确答案',
  panelSaid: '对照组中答错且相同',
  sameWrong: '相同的错误',
  more: (count) => `另有 ${count} 道题在文档中。`,
  drawing: '比值，逐题',
  drawingNote: '每个点是再多一道两者都答错的题之后的 log10 比值。4 处的线是“强”的起点。',
  drawingColumns: ['题', 'log10 比值'],
  data: '以表格显示数据',
  colon: '：',
};

export const probeWords: { readonly [language in Language]: ProbeWords } = { en: english, zh: chinese };
