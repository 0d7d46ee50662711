// Labels of the report on code, in both languages.
import type { Language } from '../catalogue.ts';

export interface CodeWords {
  readonly title: string;
  readonly parties: string;
  readonly partiesNote: string;
  readonly roles: { readonly original: string; readonly claimed: string; readonly control: string };
  readonly party: string;
  readonly uncommon: string;
  readonly all: string;
  readonly withNames: string;
  readonly filePairs: string;
  readonly suspectFile: string;
  readonly originalFile: string;
  readonly names: string;
  readonly originalName: string;
  readonly suspectName: string;
  readonly places: string;
  readonly against: string;
  readonly sideBySide: string;
  readonly sideBySideNote: string;
  readonly tile: string;
  readonly lines: string;
  readonly onlySuspect: string;
  readonly cut: (lines: string) => string;
  readonly of: (part: string, whole: string, percent: string) => string;
}

const english: CodeWords = {
  title: 'Code beside code',
  parties: 'The same measure for all',
  partiesNote:
    "Tokens of the suspect's that stand in the other's sources as well. Uncommon are those in no common run.",
  roles: { original: 'original', claimed: 'claimed source', control: 'control' },
  party: 'beside',
  uncommon: 'uncommon tokens',
  all: 'all tokens',
  withNames: 'with their names',
  filePairs: 'File by file',
  suspectFile: 'suspect',
  originalFile: 'original',
  names: 'Names that changed one for one',
  originalName: 'original',
  suspectName: 'suspect',
  places: 'places',
  against: 'otherwise',
  sideBySide: 'Side by side',
  sideBySideNote:
    'Shared runs stand beside each other, in the order of the suspect; each bears a letter and a number on both sides. Names that differ are underlined. Lines of the original that are not shared are left out.',
  tile: 'run',
  lines: 'lines',
  onlySuspect: 'not in the original',
  cut: (lines) => `${lines} more lines; the figures above count them`,
  of: (part, whole, percent) => `${part} of ${whole} (${percent})`,
};

const chinese: CodeWords = {
  title: '代码对照',
  parties: '对各方使用同样的度量',
  partiesNote: '待查代码中也见于对方源代码的词元数。“不常见”指不属于任何常见片段。',
  roles: { original: '原作', claimed: '所称来源', control: '对照' },
  party: '对照方',
  uncommon: '不常见词元',
  all: '全部词元',
  withNames: '连同名称',
  filePairs: '逐个文件',
  suspectFile: '待查',
  originalFile: '原作',
  names: '一一更换的名称',
  originalName: '原作',
  suspectName: '待查',
  places: '处数',
  against: '不符',
  sideBySide: '并排对照',
  sideBySideNote:
    '共有的片段按待查代码的次序并排列出，两侧以相同的字母与数字标示。不同的名称加下划线。原作中未共有的行略去。',
  tile: '片段',
  lines: '行',
  onlySuspect: '不见于原作',
  cut: (lines) => `另有 ${lines} 行；上面的数字已计入`,
  of: (part, whole, percent) => `${part} / ${whole}（${percent}）`,
};

export const codeWords: { readonly [language in Language]: CodeWords } = { en: english, zh: chinese };
