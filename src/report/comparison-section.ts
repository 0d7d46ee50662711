// One candidate's part of the page: the answer, what it rests on, what speaks against it, figures, names and evidence.
import type { CaseFile, Comparison, ModelRecord } from '../case/case-file.ts';
import type { Evidence, Measured } from '../evidence/evidence.ts';
import type { Language } from '../wording/catalogue.ts';
import { say, text } from '../wording/catalogue.ts';
import { surveyWords } from '../wording/findings/survey-words.ts';
import { formatCount, formatNumber } from '../wording/numbers.ts';
import type { Statement } from '../wording/statement.ts';
import { clean } from './clean.ts';
import { evidenceLine } from './evidence-lines.ts';
import type { Figure } from './figures/figure.ts';
import { figureElement } from './figures/figure.ts';
import { heatStrip } from './figures/heat-strip.ts';
import { histogram } from './figures/histogram.ts';
import { nullDistribution } from './figures/null-distribution.ts';
import { pageLimits, surveySections } from './findings/survey-sections.ts';
import type { Child, Make } from './markup.ts';
import { htmlTable, quoted, unbroken } from './markup.ts';
import { sectionElement } from './section-elements.ts';
import {
  answerSentences,
  answerWord,
  componentName,
  coverageText,
  hasDirection,
  lookAlikesOf,
  operationsText,
  pValueText,
} from './summary.ts';

/** Rows of one raw table, rules and problems on the page; the case file holds all. */
const MOST_ROWS = 200;
const MOST_RULES = 60;
const MOST_PROBLEMS = 40;

/** Components whose figures are drawn: mixtures of experts have hundreds. */
const MOST_GROUPS = 8;

/** A row of counts is drawn as a histogram; as text it would only be wide. */
const DRAWN_COLUMN = 'bins';

/** The section of the comparison at `index`. `nextFigure` numbers figures through the whole page. */
export function comparisonSection(
  document: Document,
  make: Make,
  caseFile: CaseFile,
  index: number,
  language: Language,
  nextFigure: () => number,
): Element | null {
  const comparison = caseFile.comparisons[index];
  if (comparison === undefined) return null;
  const texts = text(language);
  const { verdict } = comparison;
  return make(
    'section',
    { class: 'comparison' },
    make(
      'h2',
      {},
      texts.candidateOf(index + 1, caseFile.comparisons.length),
      texts.colon,
      quoted(make, comparison.candidate.id, 72),
    ),
    make(
      'div',
      { class: `answer ${verdict.answer}` },
      make('p', { class: 'word' }, answerWord(verdict, language)),
      make('p', { class: 'meaning' }, texts.answerMeanings[verdict.answer]),
      ...answerSentences(caseFile.suspect, comparison, language).map((sentence) =>
        make('p', {}, ...unbroken(make, sentence)),
      ),
    ),
    modelList(make, texts.candidate, comparison.candidate, language),
    ...components(make, comparison, language),
    ...sentences(make, texts.because, verdict.statements.because, verdict.because, language),
    ...sentences(make, texts.against, verdict.statements.against, verdict.against, language),
    ...sentences(make, texts.notEvidence, lookAlikesOf(comparison), [], language),
    ...figures(document, make, comparison, language, nextFigure),
    ...renames(make, comparison, language),
    ...evidenceTables(make, comparison, language),
    make('p', { class: 'note' }, coverageText(comparison, language)),
    ...surroundings(make, comparison, language),
  );
}

/** The analyses of what surrounds the weights, apart from what was found in them. */
function surroundings(make: Make, { surroundings: surveys }: Comparison, language: Language): Child[] {
  if (surveys === undefined || surveys.length === 0) return [];
  const words = surveyWords[language];
  return [
    make('h3', {}, words.surroundings),
    make('p', { class: 'note' }, words.surroundingsNote),
    ...surveySections(surveys, language, pageLimits).map((section) => sectionElement(make, section, [], 'h4')),
  ];
}

/** A model's id, facts and problems. */
export function modelList(make: Make, label: string, model: ModelRecord, language: Language): Element {
  const texts = text(language);
  const formats = model.formats.map((format) => clean(format, 20)).join(texts.separator) || '–';
  const rest = model.problems.length - MOST_PROBLEMS;
  const problems = model.problems.slice(0, MOST_PROBLEMS).map((problem) => {
    const sentence = texts.problem(clean(problem.subject, 80), clean(problem.expected, 120), clean(problem.found, 120));
    return make(
      'li',
      {},
      sentence,
      problem.lost.length === 0 ? null : ` ${texts.lostTensors(formatCount(problem.lost.length))}`,
    );
  });
  return make(
    'dl',
    { class: 'model' },
    make('dt', {}, label),
    make(
      'dd',
      {},
      quoted(make, model.id, 72),
      make('div', { class: 'facts' }, texts.modelLine(model.tensors, model.parameters, formats, model.files.length)),
    ),
    ...(problems.length === 0
      ? []
      : [
          make('dt', {}, texts.problems),
          make(
            'dd',
            {},
            make('ul', {}, ...problems, rest > 0 ? make('li', {}, texts.rowsLeftOut(formatCount(rest))) : null),
          ),
        ]),
  );
}

function components(make: Make, comparison: Comparison, language: Language): Child[] {
  const texts = text(language);
  const title = make('h3', {}, texts.componentsApart);
  if (comparison.components.length === 0) return [title, make('p', {}, texts.noComponents)];
  const rows = comparison.components.map(({ component, parameters, verdict }) => [
    componentName(component, language),
    formatCount(parameters),
    make('span', { class: 'word-cell' }, answerWord(verdict, language)),
    pValueText(verdict),
    operationsText(verdict.operations, language),
    hasDirection(verdict.answer) ? texts.directions[verdict.direction] : '–',
  ]);
  const columns = [
    { header: texts.component },
    { header: texts.parameters, numeric: true },
    { header: texts.answer },
    { header: `${texts.pValue} ≤`, numeric: true },
    { header: texts.operation },
    { header: texts.direction },
  ];
  return [title, htmlTable(make, columns, rows, texts.component)];
}

function sentences(
  make: Make,
  title: string,
  statements: readonly Statement[],
  written: readonly string[],
  language: Language,
): Child[] {
  // A case file of another maker may carry the sentences alone.
  const all = statements.length > 0 ? statements.map((each) => say(each, language)) : written;
  if (all.length === 0) return [];
  return [make('h3', {}, title), make('ul', {}, ...all.map((sentence) => make('li', {}, ...unbroken(make, sentence))))];
}

function figures(
  document: Document,
  make: Make,
  comparison: Comparison,
  language: Language,
  next: () => number,
): Child[] {
  const texts = text(language).figures;
  const measured = comparison.evidence.filter((evidence) => evidence.status === 'measured');
  const groups = [...new Set(measured.map((evidence) => evidence.component))]
    .map((component) =>
      measured
        .filter((evidence) => evidence.component === component)
        .flatMap((each) => figuresOf(document, each, language)),
    )
    .filter((group) => group.length > 0)
    .slice(0, MOST_GROUPS);
  return [
    make('h3', {}, texts.section),
    ...(groups.length === 0 ? [make('p', {}, texts.none)] : []),
    ...groups.map((group) =>
      make(
        'div',
        { class: 'figures' },
        ...group.map((figure) => figureElement(make, document, figure, next(), texts.data)),
      ),
    ),
  ];
}

function figuresOf(document: Document, evidence: Measured, language: Language): Figure[] {
  const makers =
    evidence.test === 'difference'
      ? [histogram, heatStrip]
      : evidence.test === 'residual-alignment'
        ? [nullDistribution]
        : [];
  return makers.map((draw) => draw(document, evidence, language)).filter((figure) => figure !== null);
}

function renames(make: Make, comparison: Comparison, language: Language): Child[] {
  const texts = text(language);
  const { alignment } = comparison;
  const rest = alignment.renames.length - MOST_RULES;
  const rows = alignment.renames
    .slice(0, MOST_RULES)
    .map((rule) => [quoted(make, rule.from), quoted(make, rule.to), formatCount(rule.tensors)]);
  const columns = [{ header: texts.renameFrom }, { header: texts.renameTo }, { header: texts.tensors, numeric: true }];
  const unpaired = alignment.unpairedSuspect.length + alignment.unpairedCandidate.length;
  return [
    make('h3', {}, texts.renames),
    rows.length === 0 ? make('p', {}, texts.noRenames) : htmlTable(make, columns, rows, texts.renames),
    rest > 0 ? make('p', { class: 'note' }, texts.rulesLeftOut(formatCount(rest))) : null,
    make(
      'p',
      { class: 'note' },
      texts.pairing(
        formatCount(alignment.byName),
        formatCount(alignment.byRename),
        formatCount(alignment.byRole),
        formatCount(alignment.byContent),
      ),
      unpaired === 0
        ? null
        : ` ${texts.unpaired(formatCount(alignment.unpairedSuspect.length), formatCount(alignment.unpairedCandidate.length))}`,
    ),
  ];
}

function evidenceTables(make: Make, comparison: Comparison, language: Language): Child[] {
  const texts = text(language);
  const title = make('h3', {}, texts.evidence);
  if (comparison.evidence.length === 0) return [title, make('p', {}, texts.noEvidence)];
  const columns = [
    { header: texts.test },
    { header: texts.component },
    { header: texts.question },
    { header: texts.statistic },
    { header: texts.elementsRead, numeric: true },
  ];
  const rows = comparison.evidence.map((evidence) => {
    const line = evidenceLine(evidence, language);
    return [
      make('span', {}, line.test, make('small', {}, make('code', {}, clean(evidence.test, 40)))),
      componentName(evidence.component, language),
      line.question,
      line.result,
      line.elementsRead,
    ];
  });
  return [
    title,
    htmlTable(make, columns, rows, texts.evidence),
    ...comparison.evidence.map((each) => rawTable(make, each, language)),
  ];
}

function rawTable(make: Make, evidence: Evidence, language: Language): Element | null {
  if (evidence.status !== 'measured' || evidence.table.rows.length === 0) return null;
  const texts = text(language);
  const kept = evidence.table.columns
    .map((name, index) => ({ name, index }))
    .filter(({ name }) => name !== DRAWN_COLUMN)
    .slice(0, 24);
  const rest = evidence.table.rows.length - MOST_ROWS;
  const rows = evidence.table.rows.slice(0, MOST_ROWS).map((row) =>
    kept.map(({ index }) => {
      const cell = row[index] ?? null;
      if (cell === null) return '–';
      if (typeof cell === 'number') return Number.isInteger(cell) ? formatCount(cell) : formatNumber(cell, 4);
      return typeof cell === 'string' ? quoted(make, cell, 120) : String(cell);
    }),
  );
  const numeric = (index: number): boolean => evidence.table.rows.some((row) => typeof row[index] === 'number');
  const columns = kept.map(({ name, index }) => ({ header: clean(name, 40), numeric: numeric(index) }));
  const label = `${evidenceLine(evidence, language).test} · ${componentName(evidence.component, language)}`;
  return make(
    'details',
    {},
    make('summary', {}, `${texts.rawFigures}${texts.colon}${label}`),
    htmlTable(make, columns, rows, label),
    rest > 0 ? make('p', { class: 'note' }, texts.rowsLeftOut(formatCount(rest))) : null,
  );
}
