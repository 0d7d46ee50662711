// What was found in texts, as a survey: how much of the suspect stands elsewhere, what of it is marked as another's, and from where.
import type { Finding, Place, Survey, SurveyTable } from '../findings/finding.ts';
import { type Statement, statement } from '../wording/statement.ts';
import { lineOf, type SharedPassage, type SuspectText, type TextExamination } from './examine.ts';
import { exactWords } from './passages.ts';

const version = 1;

/** Sources told one by one. */
const toldSources = 40;

/** Words of unmarked passages from which on a source is more than a phrase or a notice in common. */
const tellingWords = 100;

/** Places of one source's passages. */
const mostPlaces = 20;

export function surveyText(examined: TextExamination): Survey {
  if (examined.suspects.length === 0 || examined.read.sources === 0) {
    return { status: 'inapplicable', analysis: 'text', version, reason: statement('text.none') };
  }
  const suspects = examined.suspects;
  const words = suspects.reduce((sum, one) => sum + one.words, 0);
  return {
    status: 'measured',
    analysis: 'text',
    version,
    examined: [
      statement('text.examined', {
        texts: suspects.length,
        words,
        sources: examined.read.sources,
        characters: examined.read.characters,
      }),
      statement('text.method', { words: exactWords }),
    ],
    findings: [
      ...suspects.flatMap(coverFinding),
      ...examined.sources.slice(0, toldSources).map((source) => sourceFinding(source.file, examined)),
      ...suspects.flatMap(disguisedFinding),
    ],
    against: againstOf(examined),
    tables: [passageTable(examined.passages)],
  };
}

function coverFinding({ file, words, covered }: SuspectText): Finding[] {
  const all = covered.verbatim + covered.light + covered.heavy;
  if (all + covered.marked === 0) return [];
  const values = { file, words, all, share: all / Math.max(1, words), ...covered };
  return [{ statement: statement('text.covered', values), weight: 'context', background: null, places: [] }];
}

function sourceFinding(file: string, { passages, sources }: TextExamination): Finding {
  const own = passages.filter(({ source }) => source.file === file);
  const open = own.filter(({ quoted, cited, reference }) => !quoted && !cited && !reference);
  const words = open.reduce((sum, one) => sum + one.words, 0);
  const date = sources.find((one) => one.file === file)?.date;
  const values = {
    file,
    passages: own.length,
    words: own.reduce((sum, one) => sum + one.words, 0),
    openPassages: open.length,
    openWords: words,
    longest: own.reduce((most, one) => Math.max(most, one.words), 0),
    ...(date === undefined ? {} : { date }),
  };
  const later = own.filter(({ later: is }) => is).length;
  const id = later > 0 ? 'text.source-later' : date === undefined ? 'text.source' : 'text.source-dated';
  return {
    statement: statement(id, values),
    weight: words >= tellingWords && later === 0 ? 'telling' : 'context',
    background: statement('text.background'),
    places: (open.length > 0 ? open : own)
      .toSorted((a, b) => b.words - a.words)
      .slice(0, mostPlaces)
      .flatMap(placesOf),
  };
}

function placesOf({ suspect, source }: SharedPassage): Place[] {
  return [
    { side: 'suspect', file: suspect.file, line: suspect.line, excerpt: lineOf(suspect) },
    { side: 'candidate', file: source.file, line: source.line, excerpt: lineOf(source) },
  ];
}

function disguisedFinding({ file, disguised }: SuspectText): Finding[] {
  if (disguised === 0) return [];
  const found = statement('text.disguised', { file, count: disguised });
  // Formulas mix alphabets too (μm, α1), and nobody has counted how often: it is told, and weighs nothing.
  return [{ statement: found, weight: 'context', background: null, places: [] }];
}

function againstOf({ suspects, sources, read }: TextExamination): Statement[] {
  const undated = sources.filter(({ date }) => date === undefined).length;
  return [
    statement('text.against-common'),
    statement('text.against-direction'),
    statement('text.against-library'),
    statement('text.against-translation'),
    ...(read.cut > 0 ? [statement('text.against-cut', { cut: read.cut })] : []),
    ...(undated > 0 || suspects.some(({ date }) => date === undefined)
      ? [statement('text.against-dates', { undated, sources: sources.length })]
      : []),
  ];
}

function passageTable(passages: readonly SharedPassage[]): SurveyTable {
  return {
    id: 'passages',
    columns: [
      'kind',
      'suspect',
      'start',
      'end',
      'line',
      'source',
      'sourceStart',
      'sourceEnd',
      'sourceLine',
      'words',
      'shared',
      'marked',
    ],
    rows: passages.map(({ kind, suspect, source, words, shared, quoted, cited, reference }) => [
      kind,
      suspect.file,
      suspect.start,
      suspect.end,
      suspect.line,
      source.file,
      source.start,
      source.end,
      source.line,
      words,
      shared,
      [quoted ? 'quoted' : '', cited ? 'cited' : '', reference ? 'reference' : '']
        .filter((mark) => mark !== '')
        .join(' '),
    ]),
  };
}
