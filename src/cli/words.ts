// What the command line itself says: help, advice and progress, in both languages.
import type { ErrorCode } from '../errors.ts';
import type { Progress } from '../run.ts';
import type { Language } from '../wording/catalogue.ts';

export interface CliWords {
  readonly advice: { readonly [code in ErrorCode]: string };
  readonly stages: { readonly [stage in Progress['stage']]: string };
  remaining(seconds: number): string;
  readonly cancelled: string;
  readonly unreadable: (count: number) => string;
  readonly leftOut: (count: number) => string;
  readonly written: (path: string) => string;
  readonly committed: (hash: string) => string;
  readonly internal: string;
  readonly expected: (subject: string, expected: string, found: string) => string;
  readonly help: {
    readonly program: string;
    readonly compare: string;
    readonly inspect: string;
    readonly rejudge: string;
    readonly json: string;
    readonly html: string;
    readonly seed: string;
    readonly lang: string;
    readonly quiet: string;
    readonly progress: string;
    readonly read: string;
    readonly alpha: string;
    readonly component: string;
    readonly failOn: string;
    readonly code: string;
    readonly text: string;
    readonly licence: string;
    readonly history: string;
    readonly control: string;
    readonly claimed: string;
    readonly parent: string;
    readonly at: string;
    readonly candidate: string;
    readonly released: string;
    readonly run: string;
    readonly runtime: string;
    readonly mmproj: string;
    readonly variant: string;
    readonly fast: string;
    readonly memory: string;
    readonly apiKeyEnv: string;
    readonly image: string;
    readonly prompt: string;
    readonly maxTokens: string;
    readonly temperature: string;
    readonly topP: string;
    readonly topK: string;
    readonly stop: string;
    readonly probabilities: string;
    readonly probe: string;
    readonly panel: string;
    readonly set: string;
    readonly items: string;
    readonly severity: string;
    readonly kinds: string;
    readonly font: string;
    readonly canarySeed: string;
    readonly characters: string;
    readonly record: string;
    readonly resume: string;
    readonly replay: string;
    readonly stopEarly: string;
    readonly identity: string;
    readonly samples: string;
  };
}

const english: CliWords = {
  advice: {
    usage: 'See `forebear --help` for what can be asked.',
    source: 'Check the path, and whether the file was fetched completely.',
    format: 'The file is damaged or not what it claims to be; fetch it again or ask whoever made it.',
    limit: 'No honest model known to us goes beyond this limit; if yours does, please report it.',
    unsupported:
      'README lists what can be read and run, and what to install for it. The safest format of weights is safetensors.',
    containment: 'The model asks for files outside its own folder. Do not trust it; fetch it again from its source.',
    integrity: 'The file changed while it was read. Wait until nothing writes to it and start again.',
    unfetched: 'Only a pointer is here. Fetch the file itself (`git lfs pull`, or download it again from its hub).',
    unsafe: 'Nothing was run. Do not load this file; ask for it as safetensors, or look at it with `forebear inspect`.',
  },
  stages: { open: 'opening', read: 'reading', align: 'pairing', test: 'testing', judge: 'judging', write: 'writing' },
  remaining: (seconds) => `, about ${seconds} s left`,
  cancelled: 'cancelled; nothing was written',
  unreadable: (count) =>
    `${count} tensor${count === 1 ? '' : 's'} could not be read; the rest was examined (exit code 2)`,
  leftOut: (count) =>
    `${count} part${count === 1 ? '' : 's'} of the input could not be read; the rest was examined (exit code 2)`,
  written: (path) => `written: ${path}`,
  committed: (hash) => `questions committed to before they are asked: SHA-256 ${hash}`,
  internal: 'This is a fault of the program. Please report it with the command you gave.',
  expected: (subject, expected, found) => `${subject}: expected ${expected}, found ${found}`,
  help: {
    program: 'Which model does this one come from? Findings with an error rate, never an accusation.',
    compare: 'which candidate, if any, the suspect comes from, and how',
    inspect: 'what a model holds: formats, components, tensors, problems',
    rejudge: 'judge a stored case file again with the present calibration, without weights',
    json: "write the case file here; '-' for standard output",
    html: 'write the report page here',
    seed: 'seed of everything random',
    lang: 'language of the report',
    quiet: 'print no report',
    progress: 'news on standard error',
    read: 'how much to read',
    alpha: 'family-wise error rate',
    component: 'judge this component alone',
    failOn: 'exit with 10 when this is the answer for any candidate',
    code: 'what two sources share, beyond what such sources share anyway',
    text: 'which passages stand in earlier texts, with their offsets',
    licence: 'which licence governs, and which of its conditions are met',
    history: "every revision of a suspect's git repository, not only the last",
    control: 'sources of others, as a background; may be given several times',
    claimed: 'what the suspect says its code comes from',
    parent: 'a model it was made from; may be given several times',
    at: 'the day of the act, YYYY-MM-DD',
    candidate: 'a name to look for; may be given several times',
    released: 'when the candidate original was published, to compare dates with',
    run: 'one answer of a model: a GGUF pair, a folder of safetensors, or the address of a server',
    runtime: 'how it is asked, where there are several ways',
    mmproj: 'projector file of a GGUF pair; else the one beside the model',
    fast: 'our own forward pass with fused sums: faster, other last bits on other machines',
    memory:
      'gigabytes that our own forward pass may hold; where weights do not fit they are read again, layer by layer',
    variant: 'build of llama.cpp for graphics cards, where one is installed (cuda, vulkan)',
    apiKeyEnv: "variable of the environment with the server's key (default FOREBEAR_API_KEY)",
    image: 'PNG or JPEG to ask about; may be given several times',
    prompt: 'the question',
    maxTokens: 'most tokens of the reply',
    temperature: '0 takes the likeliest token, always',
    topP: 'draw from the likeliest tokens that reach this probability',
    topK: 'draw from so many of the likeliest tokens; 0 for all',
    stop: 'text that ends the reply; may be given several times',
    probabilities: 'record so many of the likeliest tokens of each step',
    probe: 'the same secret questions to two models and a panel: do they make the same mistakes?',
    panel: 'a model to compare with, FAMILY=MODEL; may be given several times',
    set: "a folder of one's own pictures with what is right for each, instead of canaries",
    items: 'how many canaries',
    severity: 'how worn they are, from 0 to 1',
    kinds: 'which, with commas between: glyph, column, composed',
    font: 'TrueType font to draw them from (.ttf, .woff); may be given several times',
    canarySeed: 'the secret they are made from; else a new one is drawn',
    characters: 'draw these characters alone',
    record: 'write down every reply here, as it comes',
    resume: 'go on with the recording of a run that was cut',
    replay: 'weigh a recording again, without any model',
    stopEarly: 'ask all items, also where enough is known before',
    identity: 'instead: does this endpoint answer as the reference does?',
    samples: 'replies to each prompt, for --identity',
  },
};

const chinese: CliWords = {
  advice: {
    usage: '可用 `forebear --help` 查看能问什么。',
    source: '请检查路径，以及文件是否完整下载。',
    format: '文件已损坏，或并非它所声称的类型；请重新获取，或询问制作者。',
    limit: '我们所知的正常模型都不超过这一限度；如果您的模型超过了，请告诉我们。',
    unsupported: 'README 列出了可以读取和运行什么，以及为此须安装什么。权重以 safetensors 格式最为稳妥。',
    containment: '该模型要求读取自身文件夹之外的文件。请勿信任它；请从其来源重新获取。',
    integrity: '文件在读取期间发生了变化。请等到没有程序写入它时再试。',
    unfetched: '这里只有一个指针文件。请取回文件本身（`git lfs pull`，或从其托管站重新下载）。',
    unsafe: '没有运行任何代码。请勿加载此文件；请索取 safetensors 格式，或用 `forebear inspect` 查看。',
  },
  stages: { open: '打开', read: '读取', align: '配对', test: '检验', judge: '判断', write: '写出' },
  remaining: (seconds) => `，约剩 ${seconds} 秒`,
  cancelled: '已取消；没有写出任何文件',
  unreadable: (count) => `有 ${count} 个张量无法读取；其余部分已检查（退出码 2）`,
  leftOut: (count) => `输入中有 ${count} 部分无法读取；其余部分已检查（退出码 2）`,
  written: (path) => `已写出：${path}`,
  committed: (hash) => `提问之前对题目的承诺：SHA-256 ${hash}`,
  internal: '这是本程序的错误。请连同您输入的命令一起告诉我们。',
  expected: (subject, expected, found) => `${subject}：应为 ${expected}，实为 ${found}`,
  help: {
    program: '这个模型从何而来？给出带误差率的发现，从不指控。',
    compare: '待查模型来自哪个候选模型（如果有），以及怎样得来',
    inspect: '模型里有什么：格式、组件、张量、问题',
    rejudge: '用现行校准重新判断已存的案卷，不需要权重',
    json: '把案卷写到这里；“-” 表示标准输出',
    html: '把报告网页写到这里',
    seed: '一切随机数的种子',
    lang: '报告的语言',
    quiet: '不打印报告',
    progress: '标准错误上的进度消息',
    read: '读取多少',
    alpha: '总体误报率',
    component: '只判断这一组件',
    failOn: '任一候选模型得到这一回答时以 10 退出',
    code: '两份源代码共有什么，扣除这类代码通常共有的部分',
    text: '哪些段落见于更早的文本，附位置',
    licence: '适用哪一份许可证，其条件哪些得到满足',
    history: '待查模型的 git 仓库的每一个修订版，而不只是最后一版',
    control: '他人的源代码，作为背景；可给出多次',
    claimed: '待查代码所称的来源',
    parent: '它所依据的模型；可给出多次',
    at: '行为的日期，YYYY-MM-DD',
    candidate: '要寻找的名称；可给出多次',
    released: '候选原作的发布时间，用于比较日期',
    run: '模型的一次回答：一对 GGUF 文件、safetensors 文件夹，或服务器地址',
    runtime: '有多种运行方式时用哪一种',
    mmproj: 'GGUF 对中的投影文件；不给则用模型旁边的那个',
    fast: '自有前向计算使用融合乘加：更快，但不同机器的末位可能不同',
    memory: '自有前向计算可占用的内存（GB）；权重放不下时逐层重新读取',
    variant: '已安装时使用的 llama.cpp 显卡版本（cuda、vulkan）',
    apiKeyEnv: '存放服务器密钥的环境变量名（默认 FOREBEAR_API_KEY）',
    image: '要提问的 PNG 或 JPEG；可给多次',
    prompt: '问题',
    maxTokens: '回答的最多词元数',
    temperature: '0 表示总取最可能的词元',
    topP: '从概率之和达到此值的最可能词元中抽取',
    topK: '从这么多个最可能的词元中抽取；0 表示全部',
    stop: '结束回答的文本；可给多次',
    probabilities: '记录每一步最可能的这么多个词元',
    probe: '向两个模型和一组对照模型提同样的秘密问题：它们犯同样的错误吗？',
    panel: '对照模型，写作 家族=模型；可给多次',
    set: '用自备的图片文件夹（附正确答案）代替金丝雀题',
    items: '金丝雀题的数目',
    severity: '磨损程度，0 到 1',
    kinds: '种类，以逗号分隔：glyph、column、composed',
    font: '用来绘制的 TrueType 字体（.ttf、.woff）；可给多次',
    canarySeed: '生成题目的秘密种子；不给则新抽一个',
    characters: '只绘制这些字',
    record: '把每个回答随到随记在这里',
    resume: '接着中断的记录继续',
    replay: '不用任何模型，重新权衡一份记录',
    stopEarly: '即使提前足够，也问完所有的题',
    identity: '改为检验：这个端点的回答与参照模型一样吗？',
    samples: '每个提问的回答数，用于 --identity',
  },
};

export const cliWords: { readonly [language in Language]: CliWords } = { en: english, zh: chinese };
