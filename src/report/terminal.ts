// The report for a terminal: at most 80 columns, readable without colour, and no escape but our own.
import type { CaseFile, Comparison, ModelRecord } from '../case/case-file.ts';
import type { Problem } from '../errors.ts';
import type { Answer } from '../verdict/verdict.ts';
import type { Language } from '../wording/catalogue.ts';
import { say, text } from '../wording/catalogue.ts';
import { surveyWords } from '../wording/findings/survey-words.ts';
import { formatCount } from '../wording/numbers.ts';
import type { Statement } from '../wording/statement.ts';
import { clean } from './clean.ts';
import type { Paint, Style } from './columns.ts';
import { LINE_WIDTH, painter, paragraph, table, widthOf } from './columns.ts';
import { evidenceLine } from './evidence-lines.ts';
import { surveySections, terminalLimits } from './findings/survey-sections.ts';
import { sectionLines } from './sections.ts';
import {
  answerSentences,
  answerWord,
  componentName,
  coverageText,
  hasDirection,
  lookAlikesOf,
  madeText,
  modelName,
  operationsText,
  pValueText,
  reproduceCommand,
} from './summary.ts';

/** Rename rules and problems shown; the case file holds all. */
const MOST_RULES = 16;
const MOST_PROBLEMS = 12;

/** Longest sentence printed; a hostile name inside one is shortened before. */
const LONGEST_SENTENCE = 900;

export interface TerminalOptions {
  /** Emit colour (SGR only). Nothing is told by colour alone. */
  readonly colour?: boolean;
}

interface Ink {
  readonly language: Language;
  readonly paint: Paint;
}

/** Colour stands for how settled the answer is, not for good or bad: descent is not wrongdoing. */
export const answerStyles: { readonly [answer in Answer]: Style } = {
  identical: 'strong',
  derived: 'strong',
  'partly-derived': 'strong',
  'common-origin': 'caution',
  independent: 'calm',
  inconclusive: 'caution',
};

/** The whole report, ending in a newline. */
export function printTerminal(caseFile: CaseFile, language: Language, options: TerminalOptions = {}): string {
  const ink: Ink = { language, paint: painter(options.colour ?? false) };
  const texts = text(language);
  const lines = [
    ink.paint(texts.title, 'bold'),
    ...paragraph(madeText(caseFile, language)),
    '',
    ...modelLines(texts.suspect, caseFile.suspect, ink),
    ...caseFile.comparisons.flatMap((comparison, index) => comparisonLines(caseFile, comparison, index, ink)),
    '',
    ...heading(texts.limits, ink),
    ...texts.limitList.flatMap((limit) => paragraph(limit, '  · ')),
    '',
    ...heading(texts.reproduce, ink),
    ...paragraph(reproduceCommand(caseFile), '  '),
    ...paragraph(texts.reproduceNote, '  '),
  ];
  return `${lines.join('\n')}\n`;
}

function comparisonLines(caseFile: CaseFile, comparison: Comparison, index: number, ink: Ink): string[] {
  const { language, paint } = ink;
  const texts = text(language);
  const { verdict } = comparison;
  const answer = texts.answer + texts.colon + answerWord(verdict, language);
  const p = pValueText(verdict);
  // A probability of one beside `independent` would only puzzle; what counts there is the power.
  const strength = p === '–' || verdict.answer === 'independent' ? '' : `   p ≤ ${p}`;
  return [
    '',
    paint('━'.repeat(LINE_WIDTH), 'dim'),
    ...modelLines(texts.candidateOf(index + 1, caseFile.comparisons.length), comparison.candidate, ink),
    '',
    paint(answer, answerStyles[verdict.answer]) + strength,
    '',
    ...answerSentences(caseFile.suspect, comparison, language).flatMap((sentence) => paragraph(sentence, '  ')),
    '',
    ...componentLines(comparison, ink),
    ...statementLines(texts.because, verdict.statements.because, verdict.because, ink),
    ...statementLines(texts.against, verdict.statements.against, verdict.against, ink),
    ...statementLines(texts.notEvidence, lookAlikesOf(comparison), [], ink),
    ...renameLines(comparison, ink),
    ...evidenceLines(comparison, ink),
    '',
    ...paragraph(coverageText(comparison, language), '  '),
    ...surroundingLines(comparison, ink),
  ];
}

function surroundingLines({ surroundings }: Comparison, ink: Ink): string[] {
  if (surroundings === undefined || surroundings.length === 0) return [];
  const words = surveyWords[ink.language];
  return [
    '',
    ...heading(words.surroundings, ink),
    ...paragraph(words.surroundingsNote, '  '),
    '',
    ...sectionLines(surveySections(surroundings, ink.language, terminalLimits), ink.paint, words.colon),
  ];
}

function modelLines(label: string, model: ModelRecord, ink: Ink): string[] {
  const texts = text(ink.language);
  const facts = texts.modelLine(
    model.tensors,
    model.parameters,
    model.formats.map((format) => clean(format, 20)).join(texts.separator) || '–',
    model.files.length,
  );
  const first = `${label}  `;
  const name = paragraph(modelName(model), first);
  const painted = name.map((line, index) =>
    index === 0 ? first + ink.paint(line.slice(first.length), 'bold') : ink.paint(line, 'bold'),
  );
  return [...painted, ...paragraph(facts, ' '.repeat(widthOf(first))), ...problemLines(model.problems, ink)];
}

function problemLines(problems: readonly Problem[], ink: Ink): string[] {
  if (problems.length === 0) return [];
  const texts = text(ink.language);
  const shown = problems.slice(0, MOST_PROBLEMS).flatMap((problem) => {
    const sentence = texts.problem(clean(problem.subject, 80), clean(problem.expected, 120), clean(problem.found, 120));
    const lost = problem.lost.length === 0 ? '' : ` ${texts.lostTensors(formatCount(problem.lost.length))}`;
    return paragraph(sentence + lost, '  ! ');
  });
  const rest = problems.length - MOST_PROBLEMS;
  return [
    ...paragraph(texts.problems + texts.colon, '  '),
    ...shown,
    ...(rest > 0 ? paragraph(texts.rowsLeftOut(formatCount(rest)), '  ! ') : []),
  ];
}

function componentLines(comparison: Comparison, { language, paint }: Ink): string[] {
  const texts = text(language);
  if (comparison.components.length === 0) return paragraph(texts.noComponents, '  ');
  return table(
    [
      { header: texts.component, rigid: true },
      { header: texts.parameters, align: 'right', rigid: true },
      { header: texts.answer, rigid: true },
      { header: 'p ≤', align: 'right', rigid: true },
      { header: texts.operation },
      { header: texts.direction },
    ],
    comparison.components.map(({ component, parameters, verdict }) => [
      componentName(component, language),
      formatCount(parameters),
      { text: answerWord(verdict, language), style: answerStyles[verdict.answer] },
      pValueText(verdict),
      operationsText(verdict.operations, language),
      hasDirection(verdict.answer) ? texts.directions[verdict.direction] : '–',
    ]),
    paint,
  );
}

function statementLines(
  title: string,
  statements: readonly Statement[],
  sentences: readonly string[],
  ink: Ink,
): string[] {
  // A case file of another maker may carry the sentences alone.
  const all = statements.length > 0 ? statements.map((each) => say(each, ink.language)) : sentences;
  if (all.length === 0) return [];
  return ['', ...heading(title, ink), ...all.flatMap((each) => paragraph(clean(each, LONGEST_SENTENCE), '  · '))];
}

function renameLines(comparison: Comparison, ink: Ink): string[] {
  const texts = text(ink.language);
  const { alignment } = comparison;
  const pairing = texts.pairing(
    formatCount(alignment.byName),
    formatCount(alignment.byRename),
    formatCount(alignment.byRole),
    formatCount(alignment.byContent),
  );
  const unpaired =
    alignment.unpairedSuspect.length + alignment.unpairedCandidate.length === 0
      ? ''
      : ` ${texts.unpaired(formatCount(alignment.unpairedSuspect.length), formatCount(alignment.unpairedCandidate.length))}`;
  const rest = alignment.renames.length - MOST_RULES;
  const rules =
    alignment.renames.length === 0
      ? paragraph(texts.noRenames, '  ')
      : table(
          [
            { header: texts.renameFrom },
            { header: texts.renameTo },
            { header: texts.tensors, align: 'right', rigid: true },
          ],
          alignment.renames
            .slice(0, MOST_RULES)
            .map((rule) => [clean(rule.from, 120), clean(rule.to, 120), formatCount(rule.tensors)]),
          ink.paint,
        );
  return [
    '',
    ...heading(texts.renames, ink),
    ...rules,
    ...(rest > 0 ? paragraph(texts.rulesLeftOut(formatCount(rest)), '  ') : []),
    ...paragraph(pairing + unpaired, '  '),
  ];
}

function evidenceLines(comparison: Comparison, ink: Ink): string[] {
  const texts = text(ink.language);
  const rows = comparison.evidence.map((evidence) => {
    const line = evidenceLine(evidence, ink.language);
    return [line.test, componentName(evidence.component, ink.language), line.result, line.elementsRead];
  });
  const body =
    rows.length === 0
      ? paragraph(texts.noEvidence, '  ')
      : table(
          [
            { header: texts.test, rigid: true },
            { header: texts.component, rigid: true },
            { header: texts.statistic },
            { header: texts.elementsRead, align: 'right', rigid: true },
          ],
          rows,
          ink.paint,
        );
  return ['', ...heading(texts.evidence, ink), ...body];
}

function heading(title: string, { paint }: Ink): string[] {
  return [paint(title, 'bold')];
}
