// The report as one page that works offline for ever: no script, nothing loaded, every text through a text node.
import type { CaseFile } from '../case/case-file.ts';
import type { Language } from '../wording/catalogue.ts';
import { text } from '../wording/catalogue.ts';
import { formatCount, formatNumber } from '../wording/numbers.ts';
import { comparisonSection, modelList } from './comparison-section.ts';
import { statisticOf } from './evidence-lines.ts';
import type { Make } from './markup.ts';
import { htmlTable, quoted } from './markup.ts';
import { newPage } from './page.ts';
import type { Printer } from './report.ts';
import { answerWord, madeText, modelName, pValueText, reproduceCommand } from './summary.ts';

/** Files listed; a repository of a hundred thousand would otherwise be the whole page. */
const MOST_FILES = 300;

/** The whole page. */
export const renderHtml: Printer = (caseFile, language) => {
  const texts = text(language);
  const { document, make, text: written } = newPage(`${texts.title} · ${modelName(caseFile.suspect)}`, language);
  // Figures are numbered through the page, so that their ids are unique and the same on every run.
  let figures = 0;
  const nextFigure = (): number => {
    figures += 1;
    return figures;
  };
  document.body.append(
    make(
      'main',
      {},
      header(make, caseFile, language),
      ...caseFile.comparisons.map((_, index) =>
        comparisonSection(document, make, caseFile, index, language, nextFigure),
      ),
      controls(make, caseFile, language),
      limits(make, language),
      files(make, caseFile, language),
      reproduce(make, caseFile, language),
      glossary(make, language),
      make('footer', {}, texts.footer),
    ),
  );
  return written();
};

function header(make: Make, caseFile: CaseFile, language: Language): Element {
  const texts = text(language);
  return make(
    'header',
    {},
    make('h1', {}, texts.title),
    make('p', { class: 'subtitle' }, texts.subtitle),
    modelList(make, texts.suspect, caseFile.suspect, language),
    make('p', { class: 'made' }, madeText(caseFile, language)),
    caseFile.comparisons.length > 1 ? glance(make, caseFile, language) : null,
    make('p', { class: 'lawful' }, texts.notWrongdoing),
  );
}

function glance(make: Make, caseFile: CaseFile, language: Language): Element {
  const texts = text(language);
  return make('section', {}, make('h3', {}, texts.atAGlance), answersTable(make, caseFile, language, false));
}

/** The same tests on every candidate: each is a control for the others. */
function answersTable(make: Make, caseFile: CaseFile, language: Language, withStatistics: boolean): Element {
  const texts = text(language);
  const columns = [
    { header: texts.candidate },
    { header: texts.answer },
    { header: `${texts.pValue} ≤`, numeric: true },
    ...(withStatistics ? [{ header: `${texts.tests['residual-alignment']} (z)`, numeric: true }] : []),
  ];
  const rows = caseFile.comparisons.map((comparison) => {
    const largest = comparison.evidence.reduce<number | null>((most, evidence) => {
      if (evidence.status !== 'measured' || evidence.test !== 'residual-alignment') return most;
      const z = statisticOf(evidence, 'z');
      return z === null || (most !== null && most >= z) ? most : z;
    }, null);
    return [
      quoted(make, comparison.candidate.id, 72),
      make('span', { class: 'word-cell' }, answerWord(comparison.verdict, language)),
      pValueText(comparison.verdict),
      largest === null ? '–' : formatNumber(largest),
    ];
  });
  return htmlTable(make, columns, rows, texts.answer);
}

function controls(make: Make, caseFile: CaseFile, language: Language): Element {
  const texts = text(language);
  return make(
    'section',
    {},
    make('h2', {}, texts.controls),
    make('p', {}, texts.controlsNull),
    make('p', {}, caseFile.comparisons.length > 1 ? texts.controlsOthers : texts.controlsNone),
    caseFile.comparisons.length > 1 ? answersTable(make, caseFile, language, true) : null,
  );
}

function limits(make: Make, language: Language): Element {
  const texts = text(language);
  return make(
    'section',
    {},
    make('h2', {}, texts.limits),
    make('ul', {}, ...texts.limitList.map((limit) => make('li', {}, limit))),
  );
}

function files(make: Make, caseFile: CaseFile, language: Language): Element {
  const texts = text(language);
  const models = [caseFile.suspect, ...caseFile.comparisons.map((comparison) => comparison.candidate)];
  const columns = [{ header: texts.file }, { header: texts.bytes, numeric: true }, { header: texts.digest }];
  return make(
    'section',
    {},
    make('h2', {}, texts.files),
    ...models.flatMap((model) => {
      const rest = model.files.length - MOST_FILES;
      const rows = model.files
        .slice(0, MOST_FILES)
        .map((file) => [
          quoted(make, file.path),
          formatCount(file.bytes),
          file.sha256 === null ? texts.notHashed : make('span', { class: 'hash' }, file.sha256),
        ]);
      return [
        make('h3', {}, quoted(make, model.id, 72)),
        rows.length === 0 ? null : htmlTable(make, columns, rows, texts.files),
        rest > 0 ? make('p', { class: 'note' }, texts.rowsLeftOut(formatCount(rest))) : null,
      ];
    }),
  );
}

function reproduce(make: Make, caseFile: CaseFile, language: Language): Element {
  const texts = text(language);
  return make(
    'section',
    {},
    make('h2', {}, texts.reproduce),
    make('pre', {}, make('code', {}, reproduceCommand(caseFile))),
    make('p', { class: 'note' }, texts.reproduceNote),
  );
}

function glossary(make: Make, language: Language): Element {
  const texts = text(language);
  return make(
    'section',
    {},
    make('h2', {}, texts.glossary),
    make(
      'dl',
      { class: 'terms' },
      ...texts.terms.flatMap(({ term, meaning }) => [make('dt', {}, term), make('dd', {}, meaning)]),
    ),
  );
}
