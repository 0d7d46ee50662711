// `npm start`: replays the founding case in miniature and prints what Forebear says of it, side by side.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { foundingSigma } from '../forgeries/founding-case.ts';
import type { CaseFile, Comparison } from '../src/case/case-file.ts';
import { examineModels } from '../src/cli/examine-paths.ts';
import { ForebearError } from '../src/errors.ts';
import { analyses } from '../src/findings/finding.ts';
import { clean } from '../src/report/clean.ts';
import { type Paint, painter, paragraph, type StyledCell, table } from '../src/report/columns.ts';
import { renderHtml } from '../src/report/html.ts';
import { printJson } from '../src/report/json.ts';
import { answerWord, componentName, hasDirection, operationsText } from '../src/report/summary.ts';
import { answerStyles } from '../src/report/terminal.ts';
import { type Language, text } from '../src/wording/catalogue.ts';
import { surveyWords } from '../src/wording/findings/survey-words.ts';
import { formatCorrelation, formatCount, formatNumber, formatPercent } from '../src/wording/numbers.ts';
import { progressLine } from './progress-line.ts';
import { runScript } from './run-script.ts';
import { behaviourLines, replayBehaviour, writeBehaviour } from './start-behaviour.ts';
import { behaviourFaults, faultsOf, sigmaOf } from './start-check.ts';
import { foundingCaseIsThere, makeFoundingCase } from './start-models.ts';
import { type StartWords, startWords } from './start-words.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, 'out', 'founding-case');

/** Any seed will do; this one is the date on which the case became public. */
const seed = 20240602;

const suspects = ['copy', 'cousin', 'stranger'] as const;

type Cases = { readonly [suspect in (typeof suspects)[number]]: CaseFile };

function print(lines: readonly string[]): void {
  for (const line of lines) console.log(line);
}

function onlyComparison(caseFile: CaseFile): Comparison {
  const [comparison] = caseFile.comparisons;
  if (comparison === undefined) throw new Error('the case file holds no comparison');
  return comparison;
}

async function examineAll(words: StartWords, language: Language, signal: AbortSignal): Promise<Cases> {
  const cases: Partial<Record<keyof Cases, CaseFile>> = {};
  for (const name of suspects) {
    const line = progressLine(words.comparing(words.names[name]), language);
    const request = {
      suspectPath: path.join(folder, name),
      candidatePaths: [path.join(folder, 'original')],
      seed: 1,
      read: 'sample',
      alpha: 1e-6,
    } as const;
    try {
      cases[name] = await examineModels(request, { signal, onProgress: line.report });
    } finally {
      line.end();
    }
  }
  return cases as Cases;
}

/** Two lines for each part: what was answered, and by what operation. */
function sideBySide(cases: Cases, words: StartWords, language: Language, paint: Paint): string[] {
  const comparisons = suspects.map((name) => onlyComparison(cases[name]));
  const cell = (comparison: Comparison, part: string): readonly [StyledCell, StyledCell] => {
    const found = comparison.components.find(({ component }) => component === part)?.verdict;
    const verdict = part === 'whole' ? comparison.verdict : found;
    if (verdict === undefined)
      return [
        { text: '–', style: 'plain' },
        { text: '', style: 'plain' },
      ];
    const answer: StyledCell = { text: answerWord(verdict, language), style: answerStyles[verdict.answer] };
    const told = verdict.operations.filter(({ operation }) => operation !== 'resharded' && operation !== 'cast');
    const brief = told.map(({ operation, parameters }) => {
      const { sigma } = parameters;
      return { operation, reconstructed: null, parameters: sigma === undefined ? {} : { sigma } };
    });
    return [answer, { text: brief.length === 0 ? '' : operationsText(brief, language), style: 'dim' }];
  };
  const rows = ['text', 'vision', 'projector', 'embeddings', 'whole'].flatMap((part) => {
    const cells = comparisons.map((comparison) => cell(comparison, part));
    const answers = cells.map(([answer]) => answer);
    const how = cells.map(([, operations]) => operations);
    const rest = how.every(({ text: words }) => words === '') ? [] : [['', ...how]];
    return [[{ text: componentName(part, language), style: 'bold' } as const, ...answers], ...rest];
  });
  const directions = comparisons.map(({ verdict }) =>
    hasDirection(verdict.answer) ? text(language).directions[verdict.direction] : '–',
  );
  const columns = [{ header: words.part, rigid: true }, ...suspects.map((name) => ({ header: words.names[name] }))];
  return table(columns, [...rows, [text(language).direction, ...directions]], paint);
}

/** What was found around the weights, an analysis a row: how many findings are seldom seen elsewhere. */
function aroundWeights(cases: Cases, words: StartWords, language: Language, paint: Paint): string[] {
  const comparisons = suspects.map((name) => onlyComparison(cases[name]));
  const rows = analyses.flatMap((analysis) => {
    const surveys = comparisons.map(({ surroundings }) => surroundings?.find((one) => one.analysis === analysis));
    if (surveys.every((survey) => survey === undefined)) return [];
    const cells = surveys.map((survey) => {
      if (survey?.status !== 'measured') return '–';
      return words.tellingOf(
        survey.findings.filter(({ weight }) => weight === 'telling').length,
        survey.findings.length,
      );
    });
    return [[surveyWords[language].titles[analysis], ...cells]];
  });
  const columns = [{ header: words.part, rigid: true }, ...suspects.map((name) => ({ header: words.names[name] }))];
  return [...paragraph(words.around, '  '), ...table(columns, rows, paint)];
}

function details(cases: Cases, words: StartWords, language: Language): string[] {
  const copy = onlyComparison(cases.copy);
  const stranger = onlyComparison(cases.stranger);
  const rules = copy.alignment.renames.map(
    ({ from, to, tensors }) => `    ${clean(from)} → ${clean(to)}  (${formatCount(tensors)})`,
  );
  const sigma = sigmaOf(copy);
  const { detectable } = stranger.verdict;
  const power =
    detectable === null
      ? text(language).headline.noPower
      : text(language).headline.power(formatCorrelation(detectable.correlation), formatPercent(detectable.power));
  return [
    ...paragraph(words.renames, '  '),
    ...rules,
    ...paragraph(words.sigma(sigma === undefined ? '–' : formatNumber(sigma, 4), formatNumber(foundingSigma, 4)), '  '),
    ...paragraph(words.stranger(power), '  '),
  ];
}

const shownFolder = (): string => path.relative(process.cwd(), folder).split(path.sep).join('/');

async function writeReports(cases: Cases): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  for (const name of suspects) {
    await writeFile(path.join(folder, `${name}.json`), printJson(cases[name]));
    await writeFile(path.join(folder, `${name}.html`), renderHtml(cases[name], 'en'));
    await writeFile(path.join(folder, `${name}.zh.html`), renderHtml(cases[name], 'zh'));
  }
  return [`    ${shownFolder()}/{${suspects.join(',')}}.{html,zh.html,json}`];
}

function languageOf(word: string): Language {
  if (word === 'en' || word === 'zh') return word;
  throw new ForebearError('usage', '--lang', 'en or zh', word);
}

await runScript(async (signal) => {
  const begun = performance.now();
  const { values } = parseArgs({ options: { lang: { type: 'string', default: 'en' } } });
  const language = languageOf(values.lang);
  const words = startWords(language);
  const paint = painter(process.stdout.isTTY && process.env['NO_COLOR'] === undefined);
  print([...words.opening.flatMap((sentence) => paragraph(sentence)), '']);

  const there = await foundingCaseIsThere(folder, seed);
  console.log(`  ${there ? words.reusing : words.writing} …`);
  if (!there) await makeFoundingCase(folder, seed);

  const cases = await examineAll(words, language, signal);
  print(['', ...sideBySide(cases, words, language, paint), '', ...details(cases, words, language), '']);
  print([...aroundWeights(cases, words, language, paint), '']);
  const behaviour = await replayBehaviour(suspects, { signal });
  print([...behaviourLines(behaviour, suspects, words, language, paint), '']);
  print([...paragraph(words.took(((performance.now() - begun) / 1000).toFixed(1)), '  ')]);
  const pages = await writeBehaviour(behaviour, folder);
  print([
    ...paragraph(words.files, '  '),
    ...(await writeReports(cases)),
    `    ${shownFolder()}/{${pages.join(',')}}.behaviour.{html,zh.html}`,
  ]);

  const replay = {
    copy: onlyComparison(cases.copy),
    cousin: onlyComparison(cases.cousin),
    stranger: onlyComparison(cases.stranger),
  };
  const faults = [...faultsOf(replay), ...behaviourFaults(behaviour)];
  if (faults.length > 0) print(['', ...paragraph(words.wrong, '  '), ...faults.map((fault) => `  ! ${clean(fault)}`)]);
  return faults.length === 0;
});
