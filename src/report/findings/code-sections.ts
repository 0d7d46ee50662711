// The tables of a report on code: all parties by one measure, file by file, and the names that changed.
import type { Coverage } from '../../code/compare.ts';
import type { Beside, CodeExamination } from '../../code/examine.ts';
import type { Language } from '../../wording/catalogue.ts';
import { codeWords } from '../../wording/findings/code-words.ts';
import { formatCount, formatPercent } from '../../wording/numbers.ts';
import { clean } from '../clean.ts';
import { type Grid, type Section } from '../sections.ts';

/** Rows of one table. */
const mostRows = 40;

const nameLength = 60;

export function codeSections(examined: CodeExamination, language: Language): readonly Section[] {
  const words = codeWords[language];
  const { original, claimed, controls } = examined;
  const of = (part: number, whole: number): string =>
    words.of(formatCount(part), formatCount(whole), formatPercent(whole > 0 ? part / whole : 0));
  const row = (role: string, { name, comparison: { total } }: Beside): string[] => [
    role,
    clean(name, nameLength),
    of(total.rareCovered, total.rare),
    of(total.covered, total.tokens),
    formatCount(total.rawCovered),
  ];
  const measures = [
    { header: words.uncommon, numeric: true },
    { header: words.all, numeric: true },
    { header: words.withNames, numeric: true },
  ];
  const parties: Grid = {
    kind: 'grid',
    columns: [{ header: '' }, { header: words.party, quoted: true }, ...measures],
    rows: [
      row(words.roles.original, original),
      ...(claimed === undefined ? [] : [row(words.roles.claimed, claimed)]),
      ...controls.slice(0, mostRows).map((control) => row(words.roles.control, control)),
    ],
  };
  const fileRow = (path: string, other: string, coverage: Coverage): string[] => [
    clean(path, nameLength),
    clean(other, nameLength),
    of(coverage.rareCovered, coverage.rare),
    of(coverage.covered, coverage.tokens),
    formatCount(coverage.rawCovered),
  ];
  const { pairs, names } = original.comparison;
  const files: Grid = {
    kind: 'grid',
    columns: [{ header: words.suspectFile, quoted: true }, { header: words.originalFile, quoted: true }, ...measures],
    rows: pairs.slice(0, mostRows).map((pair) => fileRow(pair.suspect.path, pair.original.path, pair.coverage)),
  };
  const renames: Grid = {
    kind: 'grid',
    columns: [
      { header: words.originalName, quoted: true },
      { header: words.suspectName, quoted: true },
      { header: words.places, numeric: true },
      { header: words.against, numeric: true },
    ],
    rows: names.renamed
      .slice(0, mostRows)
      .map(({ original: from, suspect: to, support, against }) => [
        clean(from, nameLength),
        clean(to, nameLength),
        formatCount(support),
        formatCount(against),
      ]),
  };
  return [
    { title: words.parties, beside: words.partiesNote, passages: [parties] },
    ...(pairs.length === 0 ? [] : [{ title: words.filePairs, beside: '', passages: [files] }]),
    ...(names.renamed.length === 0 ? [] : [{ title: words.names, beside: '', passages: [renames] }]),
  ];
}
