// Labels of the report on texts, in both languages.
import type { Language } from '../catalogue.ts';

type KindWord = 'verbatim' | 'light' | 'heavy' | 'marked' | 'none';

export interface TextWords {
  readonly title: string;
  readonly field: string;
  readonly fieldNote: (cell: string) => string;
  readonly fieldTitle: (file: string) => string;
  readonly kinds: { readonly [kind in KindWord]: string };
  readonly kind: string;
  readonly words: string;
  readonly share: string;
  readonly sources: string;
  readonly source: string;
  readonly date: string;
  readonly passages: string;
  readonly passage: string;
  readonly suspect: string;
  readonly where: (file: string, line: string, start: string, end: string) => string;
  readonly shared: (shared: string, words: string) => string;
  readonly quoted: string;
  readonly cited: string;
  readonly reference: string;
  readonly alsoIn: (count: string) => string;
  readonly left: (count: string) => string;
}

const english: TextWords = {
  title: 'Text beside texts',
  field: 'The whole text at a glance',
  fieldNote: (cell) =>
    `Each cell is ${cell} words, in the order of the text; it is marked by what covers a third of it or more.`,
  fieldTitle: (file) => `What of ${file} stands in other texts`,
  kinds: {
    verbatim: 'word for word',
    light: 'few changes',
    heavy: 'many changes',
    marked: 'quoted, cited or a reference',
    none: 'in no given source',
  },
  kind: 'covered',
  words: 'words',
  share: 'share',
  sources: 'Sources',
  source: 'source',
  date: 'date',
  passages: 'passages',
  passage: 'Passage by passage',
  suspect: 'suspect',
  where: (file, line, start, end) => `${file}, line ${line}, characters ${start}–${end}`,
  shared: (shared, words) => `${shared} of ${words} words`,
  quoted: 'quoted',
  cited: 'cited',
  reference: 'in a list of references',
  alsoIn: (count) => `also in ${count} other sources`,
  left: (count) => `${count} more passages; the document holds all`,
};

const chinese: TextWords = {
  title: '文本对照',
  field: '全文一览',
  fieldNote: (cell) => `每一格为 ${cell} 个词，按文本次序排列；由覆盖其三分之一以上的内容标示。`,
  fieldTitle: (file) => `${file} 中见于其他文本的部分`,
  kinds: {
    verbatim: '逐字相同',
    light: '略有改动',
    heavy: '改动较多',
    marked: '引文、附有出处或参考文献',
    none: '不见于所给来源',
  },
  kind: '覆盖情况',
  words: '词数',
  share: '份额',
  sources: '来源',
  source: '来源',
  date: '日期',
  passages: '段落数',
  passage: '逐段对照',
  suspect: '待查',
  where: (file, line, start, end) => `${file}，第 ${line} 行，字符 ${start}–${end}`,
  shared: (shared, words) => `${words} 个词中的 ${shared} 个`,
  quoted: '引文',
  cited: '附有出处',
  reference: '在参考文献中',
  alsoIn: (count) => `另见于 ${count} 份来源`,
  left: (count) => `另有 ${count} 段；文档中有全部`,
};

export const textWords: { readonly [language in Language]: TextWords } = { en: english, zh: chinese };
