// What the report on one answer says, in both languages.
import type { Language } from '../catalogue.ts';

export interface RunWords {
  readonly title: string;
  readonly model: string;
  readonly runtime: string;
  readonly preprocessing: string;
  readonly none: string;
  readonly unknown: string;
  readonly file: (name: string, bytes: string, hash: string) => string;
  readonly question: string;
  readonly prompt: string;
  readonly image: (number: string, width: string, height: string, hash: string) => string;
  readonly plan: (grid: string, parts: string, overview: string, part: string) => string;
  readonly uncut: (overview: string) => string;
  readonly promptTokens: (count: string) => string;
  readonly reply: string;
  readonly empty: string;
  readonly finish: { readonly stop: string; readonly length: string };
  readonly says: (named: string, said: string) => string;
  readonly attempts: (count: string) => string;
  readonly against: string;
  readonly noteOne: string;
  readonly noteRuntime: string;
  readonly differs: (image: string) => string;
  readonly differsParts: (image: string) => string;
  readonly steps: string;
  readonly step: string;
  readonly token: string;
  readonly chance: string;
  readonly others: string;
  readonly figure: (image: string) => string;
  readonly figureNote: string;
  readonly figureColumns: readonly [string, string, string];
  readonly overviewName: string;
  readonly sliceName: (row: string, column: string) => string;
  readonly data: string;
  readonly colon: string;
}

const english: RunWords = {
  title: 'One answer of a model',
  model: 'Model',
  runtime: 'asked through',
  preprocessing: 'images prepared by',
  none: 'no images',
  unknown: 'the server, which does not say how',
  file: (name, bytes, hash) => `${name}, ${bytes} bytes, SHA-256 ${hash}`,
  question: 'Question',
  prompt: 'text',
  image: (number, width, height, hash) => `image ${number}: ${width} × ${height}, SHA-256 ${hash}`,
  plan: (grid, parts, overview, part) =>
    `cut into ${grid} = ${parts} parts of ${part}, beside an overview of ${overview}`,
  uncut: (overview) => `not cut; seen at ${overview}`,
  promptTokens: (count) => `${count} tokens in all`,
  reply: 'Reply',
  empty: '(empty)',
  finish: { stop: 'ended by the model or by a stop text', length: 'cut at the most tokens that were allowed' },
  says: (named, said) => `The server was asked for ${named} and says that it answered as ${said}.`,
  attempts: (count) => `The server was asked ${count} times before it answered.`,
  against: 'What to know before it is compared',
  noteOne:
    'One answer says nothing about where a model comes from. `forebear probe` asks many questions, beside a panel.',
  noteRuntime: 'Answers of two models may be compared only where both were asked through the same runtime.',
  differs: (image) =>
    `Image ${image} has another size here than the released preprocessing gives it: the answer may differ from the released model's.`,
  differsParts: (image) =>
    `Image ${image} is cut into other parts here than the released preprocessing cuts it: the answer may differ from the released model's.`,
  steps: 'Step by step',
  step: 'step',
  token: 'token',
  chance: 'probability',
  others: 'next likeliest',
  figure: (image) => `Image ${image}: how it is cut`,
  figureNote: 'Each rectangle is one picture that the vision tower sees; the small one is the overview.',
  figureColumns: ['part', 'width', 'height'],
  overviewName: 'overview',
  sliceName: (row, column) => `row ${row}, column ${column}`,
  data: 'figures as a table',
  colon: ': ',
};

const chinese: RunWords = {
  title: '模型的一次回答',
  model: '模型',
  runtime: '运行方式',
  preprocessing: '图像预处理',
  none: '没有图像',
  unknown: '由服务器处理，它没有说明如何处理',
  file: (name, bytes, hash) => `${name}，${bytes} 字节，SHA-256 ${hash}`,
  question: '问题',
  prompt: '文字',
  image: (number, width, height, hash) => `图像 ${number}：${width} × ${height}，SHA-256 ${hash}`,
  plan: (grid, parts, overview, part) => `切成 ${grid} = ${parts} 块，每块 ${part}，另有一张 ${overview} 的缩略图`,
  uncut: (overview) => `不切分；以 ${overview} 读取`,
  promptTokens: (count) => `共 ${count} 个词元`,
  reply: '回答',
  empty: '（空）',
  finish: { stop: '由模型或停止文本结束', length: '达到允许的最多词元数而被截断' },
  says: (named, said) => `向服务器请求的是 ${named}，它自称以 ${said} 作答。`,
  attempts: (count) => `服务器被请求 ${count} 次后才作答。`,
  against: '比较之前须知',
  noteOne: '一次回答说明不了模型的来源。`forebear probe` 会在一组参照模型旁边提出许多问题。',
  noteRuntime: '只有经同一运行方式得到的回答，才可以在两个模型之间比较。',
  differs: (image) => `图像 ${image} 在这里的尺寸与发布时的预处理不同：回答可能与发布的模型不同。`,
  differsParts: (image) => `图像 ${image} 在这里的切法与发布时的预处理不同：回答可能与发布的模型不同。`,
  steps: '逐步',
  step: '步',
  token: '词元',
  chance: '概率',
  others: '其次可能的',
  figure: (image) => `图像 ${image}：如何切分`,
  figureNote: '每个矩形是视觉塔看到的一张图；小的那张是缩略图。',
  figureColumns: ['部分', '宽', '高'],
  overviewName: '缩略图',
  sliceName: (row, column) => `第 ${row} 行，第 ${column} 列`,
  data: '以表格显示数据',
  colon: '：',
};

export const runWords: { readonly [language in Language]: RunWords } = { en: english, zh: chinese };
