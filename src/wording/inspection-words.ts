// What `forebear inspect` says around names and numbers, in both languages.

/** How well an architecture fits. */
type FitWord = 'exact' | 'near' | 'names' | 'part';

/** What the two sides of a declaration count or name. */
type MeasureWord = 'value' | 'bytes per parameter' | 'bytes' | 'head' | 'type' | 'storage' | 'parameters';

export interface InspectWords {
  /** What separates a label from what it labels, and things in one line. */
  readonly colon: string;
  readonly comma: string;
  readonly title: string;
  readonly subtitle: string;
  readonly footer: string;
  readonly overview: string;
  readonly components: string;
  readonly metadata: string;
  readonly refused: string;
  readonly instructions: string;
  readonly barsTitle: (unit: string) => string;
  readonly barsDescription: (largest: string, share: string, parts: number) => string;
  readonly barsNote: string;
  readonly expected: (subject: string, expected: string, found: string) => string;
  readonly model: string;
  readonly formats: string;
  readonly files: string;
  readonly parameters: string;
  readonly tensors: string;
  readonly component: string;
  readonly dtypes: string;
  readonly problems: string;
  readonly none: string;
  readonly lost: (count: number) => string;
  readonly config: string;
  readonly adapter: string;
  readonly refusedPickle: (lines: number) => string;
  readonly offset: string;
  readonly instruction: string;
  readonly argument: string;
  readonly rank: string;
  readonly declaredBase: string;
  /** Groups many experts into one line. */
  readonly experts: (count: number) => string;
  readonly unread: (files: string) => string;
  readonly index: (file: string, shards: string) => string;
  readonly indexOnly: string;
  readonly architecture: string;
  readonly fits: { readonly [fit in FitWord]: string };
  readonly noTemplate: string;
  readonly alsoKnown: (models: string) => string;
  readonly sizes: string;
  readonly size: (name: string) => string;
  readonly differs: (size: string, here: string, there: string) => string;
  readonly renamed: string;
  readonly anything: string;
  readonly missing: string;
  readonly extra: string;
  readonly byRoles: string;
  readonly headStored: string;
  readonly bytesEach: (parameters: string, bytes: string) => string;
  readonly bytesMean: (parameters: string, bytes: string) => string;
  readonly bytesOver: (bytes: string) => string;
  readonly others: string;
  readonly rejected: string;
  readonly wouldTake: (bytes: string) => string;
  readonly because: { readonly [reason in 'names' | 'sizes']: string };
  readonly sameBytes: string;
  readonly family: (id: string) => string;
  readonly stack: (prefix: string, blocks: number, tensors: number) => string;
  readonly buffers: (count: string) => string;
  readonly companions: (count: string) => string;
  readonly storage: string;
  readonly bytes: string;
  readonly share: string;
  readonly file: string;
  readonly type: string;
  readonly undeclared: string;
  readonly more: (count: string) => string;
  readonly facts: string;
  readonly agreeing: (count: number) => string;
  readonly fact: (declared: string, implied: string) => string;
  readonly measure: (text: string, measure: MeasureWord) => string;
}

const english: InspectWords = {
  colon: ': ',
  comma: ', ',
  title: 'What this model holds',
  subtitle: 'Read from its headers; no weight was looked at, and nothing in it was run',
  footer: 'This page holds no script and loads nothing. `forebear inspect --json` writes all of it as a document.',
  overview: 'model',
  components: 'components',
  metadata: 'what its files say of themselves',
  refused: 'refused',
  instructions: 'instructions',
  barsTitle: (unit) => `${unit} of each component`,
  barsDescription: (largest, share, parts) =>
    `Bars for ${parts} components, the largest first. ${largest} holds ${share} of all.`,
  barsNote: 'The longer the bar, the larger the component.',
  expected: (subject, expected, found) => `${subject}: expected ${expected}, found ${found}`,
  model: 'model',
  formats: 'formats',
  files: 'files',
  parameters: 'parameters',
  tensors: 'tensors',
  component: 'component',
  dtypes: 'number types',
  problems: 'problems',
  none: 'none',
  lost: (count) => `(${count} tensors lost)`,
  config: 'declared architecture',
  adapter: 'adapter',
  refusedPickle: (lines) =>
    `Loading this pickle would run code, so it was refused. Nothing was run. The ${lines} instructions that end where it was refused:`,
  offset: 'byte',
  instruction: 'instruction',
  argument: 'argument',
  rank: 'rank',
  declaredBase: 'declared base',
  experts: (count) => `experts (${count})`,
  unread: (files) => `Not read: ${files}. No index names such a file, or the model was read in another form.`,
  index: (file, shards) => `index: ${file}   files it names: ${shards}`,
  indexOnly: 'None of these files is here; what follows comes from the index alone.',
  architecture: 'architecture',
  fits: {
    exact: 'fits',
    near: 'near, with differences',
    names: 'by its names; nothing here tells its sizes',
    part: 'a part of this model',
  },
  noTemplate: 'none of the published models known here',
  alsoKnown: (models) => `alike in names and sizes: ${models}`,
  sizes: 'sizes',
  size: sizeInWords,
  differs: (size, here, there) => `${size} ${here} instead of ${there}`,
  renamed: 'renamed',
  anything: '(nothing)',
  missing: 'not here',
  extra: 'only here',
  byRoles: 'paired by what tensors are for, not by their names',
  headStored: 'the head is stored, though it is the table of tokens',
  bytesEach: (parameters, bytes) => `${parameters} parameters, ${bytes} bytes each`,
  bytesMean: (parameters, bytes) => `${parameters} parameters, ${bytes} bytes each on average`,
  bytesOver: (bytes) => `${bytes} bytes are for the names that are only here`,
  others: 'or',
  rejected: 'not',
  wouldTake: (bytes) => `would take ${bytes} bytes`,
  because: { names: 'other names', sizes: 'other sizes' },
  sameBytes: 'the same bytes would come from',
  family: (id) => `all names of the family ${id}`,
  stack: (prefix, blocks, tensors) => `${prefix}: ${blocks} blocks of ${tensors} tensors`,
  buffers: (count) => `${count} ${count === '1' ? 'tensor is a table' : 'tensors are tables'} that code computes`,
  companions: (count) => `${count} ${count === '1' ? 'tensor belongs' : 'tensors belong'} to packed weights`,
  storage: 'stored as',
  bytes: 'bytes',
  share: 'share',
  file: 'file',
  type: 'what it is',
  undeclared: 'undeclared',
  more: (count) => `and ${count} more`,
  facts: 'declared, and what the files say',
  agreeing: (count) => (count === 1 ? '1 declared fact agrees' : `${count} declared facts agree`),
  fact: (declared, implied) => `declared ${declared}, found ${implied}`,
  measure: (text, measure) => {
    if (measure === 'bytes per parameter') return `${text} bytes a parameter`;
    if (measure === 'bytes' || measure === 'parameters') return `${text} ${measure}`;
    if (text === 'head') return 'a head of its own';
    return text === 'no head' ? 'no head' : text;
  },
};

const chinese: InspectWords = {
  colon: '：',
  comma: '，',
  title: '此模型的内容',
  subtitle: '读自文件头；没有查看任何权重，也没有运行其中的任何内容',
  footer: '本页不含脚本，也不加载任何内容。`forebear inspect --json` 可将全部内容写成文档。',
  overview: '模型',
  components: '组件',
  metadata: '文件的自述',
  refused: '拒绝读取',
  instructions: '指令',
  barsTitle: (unit) => `各组件的${unit}`,
  barsDescription: (largest, share, parts) => `${parts} 个组件的条形图，最大者在前。${largest} 占全部的 ${share}。`,
  barsNote: '条形越长，组件越大。',
  expected: (subject, expected, found) => `${subject}：应为 ${expected}，实为 ${found}`,
  model: '模型',
  formats: '格式',
  files: '文件',
  parameters: '参数',
  tensors: '张量',
  component: '组件',
  dtypes: '数值类型',
  problems: '问题',
  none: '无',
  lost: (count) => `（失去 ${count} 个张量）`,
  config: '声明的架构',
  adapter: '适配器',
  refusedPickle: (lines) =>
    `加载这个 pickle 会运行代码，因此已拒绝读取，没有运行任何代码。截至拒绝之处的 ${lines} 条指令：`,
  offset: '字节',
  instruction: '指令',
  argument: '参数',
  rank: '秩',
  declaredBase: '声明的基座',
  experts: (count) => `专家（${count} 个）`,
  unread: (files) => `未读取：${files}。没有索引提到这样的文件，或者已读取模型的另一种形式。`,
  index: (file, shards) => `索引：${file}   其中列出的文件：${shards}`,
  indexOnly: '这些文件一个也不在；以下内容只来自索引。',
  architecture: '架构',
  fits: {
    exact: '吻合',
    near: '相近，有差异',
    names: '按名称吻合；尺寸在此无从得知',
    part: '是此模型的一部分',
  },
  noTemplate: '不是此处已知的任何公开模型',
  alsoKnown: (models) => `名称与尺寸相同的还有：${models}`,
  sizes: '尺寸',
  size: (name) => chineseSizes.get(name) ?? sizeInWords(name),
  differs: (size, here, there) => `${size} 为 ${here}，而非 ${there}`,
  renamed: '改名',
  anything: '（无）',
  missing: '此处缺少',
  extra: '此处独有',
  byRoles: '按张量的用途配对，而非按名称',
  headStored: '输出层与词表相同，却另存了一份',
  bytesEach: (parameters, bytes) => `${parameters} 个参数，每个 ${bytes} 字节`,
  bytesMean: (parameters, bytes) => `${parameters} 个参数，平均每个 ${bytes} 字节`,
  bytesOver: (bytes) => `此处独有的名称占 ${bytes} 字节`,
  others: '或者',
  rejected: '排除',
  wouldTake: (bytes) => `将需要 ${bytes} 字节`,
  because: { names: '名称不同', sizes: '尺寸不同' },
  sameBytes: '字节数相同的还有',
  family: (id) => `具有 ${id} 家族的全部名称`,
  stack: (prefix, blocks, tensors) => `${prefix}：${blocks} 层，每层 ${tensors} 个张量`,
  buffers: (count) => `${count} 个张量是由代码计算的表`,
  companions: (count) => `${count} 个张量属于压缩权重`,
  storage: '存储方式',
  bytes: '字节',
  share: '占比',
  file: '文件',
  type: '实际类型',
  undeclared: '未声明',
  more: (count) => `另有 ${count} 个`,
  facts: '声明与文件所示',
  agreeing: (count) => `${count} 项声明与文件一致`,
  fact: (declared, implied) => `声明为 ${declared}，实为 ${implied}`,
  measure: (text, measure) => {
    if (measure === 'bytes per parameter') return `每个参数 ${text} 字节`;
    if (measure === 'bytes') return `${text} 字节`;
    if (measure === 'parameters') return `${text} 个参数`;
    if (text === 'head') return '独立的输出层';
    return text === 'no head' ? '没有输出层' : text;
  },
};

/** `vision.positions` as `vision positions`, `keyValueHeads` as `key value heads`. */
function sizeInWords(name: string): string {
  return name.replaceAll('.', ' ').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

const chineseSizes: ReadonlyMap<string, string> = new Map([
  ['blocks', '层数'],
  ['width', '宽度'],
  ['units', '前馈单元'],
  ['vocabulary', '词表'],
  ['heads', '注意力头'],
  ['keyValueHeads', '键值头'],
  ['experts', '专家数'],
  ['positions', '位置数'],
  ['queries', '查询数'],
  ['vision.blocks', '视觉层数'],
  ['vision.width', '视觉宽度'],
  ['vision.units', '视觉前馈单元'],
  ['vision.positions', '视觉位置数'],
  ['decoder.blocks', '解码器层数'],
]);

/** The words of each language; one that lacks a word does not compile. */
export const inspectWords: { readonly [language in 'en' | 'zh']: InspectWords } = { en: english, zh: chinese };
