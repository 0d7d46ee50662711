// What `npm start` says around the verdicts, in both languages; the verdicts' own words are the catalogue's.
import type { FoundingRole } from '../forgeries/founding-case.ts';
import type { Language } from '../src/wording/catalogue.ts';

/** The strings of the replay. */
export interface StartWords {
  readonly opening: readonly string[];
  readonly writing: string;
  readonly reusing: string;
  readonly comparing: (name: string) => string;
  readonly part: string;
  readonly names: { readonly [role in FoundingRole]: string };
  readonly renames: string;
  readonly sigma: (measured: string, added: string) => string;
  readonly stranger: (sentence: string) => string;
  readonly around: string;
  readonly tellingOf: (telling: number, all: number) => string;
  readonly behaviour: string;
  readonly asked: string;
  readonly readers: string;
  readonly files: string;
  readonly wrong: string;
  readonly took: (seconds: string) => string;
}

const english: StartWords = {
  opening: [
    'The founding case in miniature: three models against one original, 741 tensors.',
    'A copy renamed and noised by 1/708, a cousin from the same bases, a stranger.',
  ],
  writing: 'making the four models',
  reusing: 'the four models are there already',
  comparing: (name) => `comparing the ${name}`,
  part: 'part',
  names: { original: 'original', copy: 'copy', cousin: 'cousin', stranger: 'stranger' },
  renames: "The copy's renaming, recovered from the weights and the names:",
  sigma: (measured, added) => `The copy's noise: σ = ${measured} measured, ${added} (1/708) was added.`,
  stranger: (sentence) => `The stranger: ${sentence}`,
  around: 'Around the weights: findings seldom seen elsewhere, of all findings. They change no verdict.',
  tellingOf: (telling, all) => `${telling} of ${all}`,
  behaviour:
    'Behaviour: the same secret slips to suspect and original, beside 16 other readers. It changes no verdict either.',
  asked: 'slips asked',
  readers:
    'Readers small enough to be trained by a script stand for the models; their answers were recorded and are weighed again here. A real reader on real pictures: npx forebear probe ppocr ppocr',
  files: 'Full reports and case files:',
  wrong: 'This is not what was built into the models:',
  took: (seconds) => `Verdicts after ${seconds} s.`,
};

const chinese: StartWords = {
  opening: [
    '缩微重演本项目的起因：三个模型分别与同一个原模型（741 个张量）比较。',
    '改名并加了 1/708 噪声的副本、同一公开底座的同源模型、毫无关系的模型。',
  ],
  writing: '生成四个模型',
  reusing: '四个模型已经生成过',
  comparing: (name) => `比较${name}`,
  part: '部分',
  names: { original: '原模型', copy: '副本', cousin: '同源模型', stranger: '无关模型' },
  renames: '从权重与名称中还原出的副本改名规则：',
  sigma: (measured, added) => `副本的噪声：测得 σ = ${measured}，加入的是 ${added}（1/708）。`,
  stranger: (sentence) => `无关模型：${sentence}`,
  around: '权重之外：别处少见的发现数，及全部发现数。它们不改变任何结论。',
  tellingOf: (telling, all) => `${all} 项中 ${telling} 项`,
  behaviour: '行为：让待查模型与原模型读同样的秘密简牍，旁边有另外 16 个读者。这也不改变任何结论。',
  asked: '所问简牍',
  readers:
    '这里用脚本就能训练的小型读者代表各模型；其回答已有记录，在此重新权衡。真正的读者读真正的图片：npx forebear probe ppocr ppocr',
  files: '完整报告与案卷文件：',
  wrong: '与生成模型时的设定不符：',
  took: (seconds) => `${seconds} 秒后得出结论。`,
};

/** The strings of a language. */
export function startWords(language: Language): StartWords {
  return language === 'zh' ? chinese : english;
}
