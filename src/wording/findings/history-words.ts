// The words of the figure of a history, in both languages.
import type { Language } from '../catalogue.ts';

export interface HistoryWords {
  readonly title: string;
  readonly description: (shown: string, all: string, from: string, to: string) => string;
  readonly note: string;
  readonly released: string;
  readonly data: string;
  readonly columns: readonly [string, string, string, string, string, string];
  readonly reached: string;
  readonly unreached: string;
}

const english: HistoryWords = {
  title: 'Revisions in time',
  description: (shown, all, from, to) => `${shown} of ${all} revisions on a line from ${from} to ${to}.`,
  note: 'A dot is a revision, a triangle one that removed files; hollow where no reference leads to it. Dates are those that the commits give.',
  released: 'Original’s release as given',
  data: 'The same as a table',
  columns: ['Revision', 'Committed', 'Reached', 'Added', 'Changed', 'Removed'],
  reached: 'yes',
  unreached: 'no',
};

const chinese: HistoryWords = {
  title: '各修订版的时间',
  description: (shown, all, from, to) => `从 ${from} 到 ${to} 的时间线上有 ${all} 个修订版中的 ${shown} 个。`,
  note: '圆点是一个修订版，三角形是删除了文件的修订版；没有引用可达的为空心。日期为提交所写。',
  released: '所给的原作发布时刻',
  data: '同样内容的表格',
  columns: ['修订版', '提交时间', '可达', '新增', '改动', '删除'],
  reached: '是',
  unreached: '否',
};

export const historyWords: { readonly [language in Language]: HistoryWords } = { en: english, zh: chinese };
