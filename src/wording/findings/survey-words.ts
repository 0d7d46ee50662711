// What stands around findings, in both languages: titles, labels, and the words for sides and weights.
import type { Language } from '../catalogue.ts';

type AnalysisWord = 'residues' | 'claims' | 'tokenizer' | 'code' | 'text' | 'licence' | 'history';
type SideWord = 'suspect' | 'candidate' | 'claimed';
type WeightWord = 'telling' | 'common' | 'context';

export interface SurveyWords {
  readonly colon: string;
  readonly separator: string;
  /** Title of the part of a report that holds all analyses, and what is said under it. */
  readonly surroundings: string;
  readonly surroundingsNote: string;
  readonly titles: { readonly [analysis in AnalysisWord]: string };
  /** The question each analysis answers. */
  readonly questions: { readonly [analysis in AnalysisWord]: string };
  readonly sides: { readonly [side in SideWord]: string };
  readonly weights: { readonly [weight in WeightWord]: string };
  readonly examined: string;
  readonly background: string;
  readonly against: string;
  readonly place: (side: string, file: string, line: number | undefined, revision: string | undefined) => string;
  readonly more: (count: string) => string;
  readonly inapplicable: string;
  readonly failed: string;
  readonly footer: string;
}

const english: SurveyWords = {
  colon: ': ',
  separator: ', ',
  surroundings: 'What surrounds the weights',
  surroundingsNote:
    'Findings in files, words and history. They are facts with their background; none of them is a verdict on the weights, and to build on the work of others is no wrongdoing.',
  titles: {
    residues: 'Residues',
    claims: 'Claims beside files',
    tokenizer: 'Tokenizer',
    code: 'Code',
    text: 'Text',
    licence: 'Licence',
    history: 'History',
  },
  questions: {
    residues: "Do names of other projects stand where the suspect's own would be expected?",
    claims: 'Do the words about the model fit its files?',
    tokenizer: 'What do the vocabularies and special tokens share?',
    code: 'What do the sources share, beyond what such sources share anyway?',
    text: 'Which passages stand in earlier texts as well?',
    licence: 'Which licence governs, and which of its conditions can be seen to be met?',
    history: 'What do earlier revisions show that the last one does not?',
  },
  sides: { suspect: 'suspect', candidate: 'candidate', claimed: 'claimed source' },
  weights: { telling: 'seldom seen elsewhere', common: 'common', context: 'context' },
  examined: 'Looked at',
  background: 'Background',
  against: 'What speaks against, and what was not looked at',
  place: (side, file, line, revision) =>
    `${side}${file === '' ? '' : ` ${file}`}${line === undefined ? '' : `, line ${line}`}${revision === undefined ? '' : `, revision ${revision}`}`,
  more: (count) => `${count} more; the document holds all`,
  inapplicable: 'not applicable',
  failed: 'failed',
  footer: 'Forebear finds; it does not accuse. Read the background and what speaks against before you quote a finding.',
};

const chinese: SurveyWords = {
  colon: '：',
  separator: '、',
  surroundings: '权重之外',
  surroundingsNote:
    '文件、文字与历史中的发现。它们是附有背景的事实；没有一条是对权重的结论，而在他人工作之上继续工作并无不当。',
  titles: {
    residues: '遗留名称',
    claims: '说法与文件',
    tokenizer: '分词器',
    code: '代码',
    text: '文本',
    licence: '许可证',
    history: '历史',
  },
  questions: {
    residues: '在本应是待查模型自己名称的地方，是否有其他项目的名称？',
    claims: '关于模型的文字与它的文件相符吗？',
    tokenizer: '词表与特殊词元有哪些是共有的？',
    code: '除这类源代码通常共有的部分以外，两者还共有什么？',
    text: '哪些段落也见于更早的文本？',
    licence: '适用哪一份许可证？可以看到它的哪些条件得到满足？',
    history: '较早的修订版显示了哪些最后一版没有的内容？',
  },
  sides: { suspect: '待查模型', candidate: '候选模型', claimed: '所称来源' },
  weights: { telling: '别处少见', common: '常见', context: '背景事实' },
  examined: '查看范围',
  background: '背景',
  against: '相反的理由，以及没有查看的内容',
  place: (side, file, line, revision) =>
    `${side}${file === '' ? '' : ` ${file}`}${line === undefined ? '' : `，第 ${line} 行`}${revision === undefined ? '' : `，修订 ${revision}`}`,
  more: (count) => `另有 ${count} 项；文档中有全部`,
  inapplicable: '不适用',
  failed: '失败',
  footer: 'Forebear 只陈述发现，不作指控。引用任何发现之前，请阅读其背景与相反的理由。',
};

export const surveyWords: { readonly [language in Language]: SurveyWords } = { en: english, zh: chinese };
