// What both printers say first: the three sentences, the words beside answers and operations, the command to repeat it.
import type { CaseFile, Comparison, ModelRecord, Verdict } from '../case/case-file.ts';
import { notEvidence } from '../verdict/fallacies.ts';
import type { Answer, Operation, ParameterValue } from '../verdict/verdict.ts';
import type { Language, Texts } from '../wording/catalogue.ts';
import { text } from '../wording/catalogue.ts';
import {
  formatBytes,
  formatCorrelation,
  formatCount,
  formatLnPValue,
  formatNumber,
  formatPercent,
} from '../wording/numbers.ts';
import type { Statement } from '../wording/statement.ts';
import { clean, shellWord } from './clean.ts';

/** Longest model id printed inside a sentence. */
const LONGEST_ID = 72;

/** Longest component name of a file's own making: it must not push a table's other columns away. */
const LONGEST_PART = 24;

/** Longest text of one operation with its parameters. */
const LONGEST_OPERATION = 160;

/** Members of an operation's parameter shown before the list is cut: a layer map of eighty entries is for the case file. */
const MOST_MEMBERS = 8;

/** Renaming rules that stand for all of them in a sentence; the report has a table of the others. */
const MOST_RULES = 2;

/** Parameters that are shares of one. */
const FRACTIONS: ReadonlySet<string> = new Set(['relative', 'zeroFraction']);

/** Parameters that an `interval` beside them is about. */
const MEASURED_WITH_INTERVAL: ReadonlySet<string> = new Set(['sigma', 'alpha']);

/** Below this share of compared parameters the caveat of the answer is the coverage itself. */
const NEARLY_ALL = 0.95;

/** A model's id, safe to print. */
export function modelName(model: ModelRecord): string {
  return clean(model.id, LONGEST_ID);
}

/** `derived`, or `derived（衍生）`: the contract's word literally, its translation beside it. */
export function answerWord(verdict: Verdict, language: Language): string {
  const texts = text(language);
  return texts.beside(verdict.answer, texts.answers[verdict.answer]);
}

/** The name of a component for people. */
export function componentName(component: string, language: Language): string {
  const texts = text(language);
  if (component.startsWith('expert:')) return texts.expert(clean(component.slice('expert:'.length), 20));
  // The table is a closed record and the name came from a file: only its own keys count.
  const names: ReadonlyMap<string, string> = new Map(Object.entries(texts.components));
  return names.get(component) ?? clean(component, LONGEST_PART);
}

/** `noised (σ 0.00141)`: the contract's word literally, its translation and its parameters in brackets. */
export function operationText(operation: Operation, language: Language): string {
  const texts = text(language);
  const { from, to, interval, ...others } = operation.parameters;
  const details = Object.entries(others).map(
    ([name, value]) => parameterText(name, value, texts) + spread(name, value, interval),
  );
  if (from !== undefined && to !== undefined) details.unshift(`${memberText(from, texts)} → ${memberText(to, texts)}`);
  const translation = texts.operations[operation.operation];
  if (translation !== '') details.unshift(translation);
  const word = clean(operation.operation, LONGEST_PART);
  return texts.beside(word, clean(details.join(texts.comma), LONGEST_OPERATION));
}

/** All operations of a verdict in one line; `–` where there are none. */
export function operationsText(operations: readonly Operation[], language: Language): string {
  if (operations.length === 0) return '–';
  return operations.map((operation) => operationText(operation, language)).join(language === 'zh' ? '；' : '; ');
}

/** The verdict's p-value as people read it; `–` where none applies. */
export function pValueText(verdict: Verdict): string {
  const lnP = lnPOf(verdict);
  return lnP === null ? '–' : formatLnPValue(lnP);
}

/** Only kinship has a direction. */
export function hasDirection(answer: Answer): boolean {
  return answer === 'derived' || answer === 'partly-derived' || answer === 'common-origin';
}

/** The answer in two or three sentences: what was found, how strongly, and the greatest caveat. */
export function answerSentences(suspect: ModelRecord, comparison: Comparison, language: Language): readonly string[] {
  const { verdict } = comparison;
  const second = strength(verdict, text(language), language);
  return [
    finding(modelName(suspect), comparison, language),
    ...(second === null ? [] : [second]),
    caveat(comparison, text(language)),
  ];
}

/** The share of the suspect that was compared, in words. */
export function coverageText(comparison: Comparison, language: Language): string {
  const { reading } = comparison;
  return text(language).coverage(
    formatPercent(reading.coverage),
    formatCount(reading.tensorsRead),
    formatCount(reading.tensorsTotal),
    formatBytes(reading.bytesRead),
  );
}

/** The command that repeats the case. Names only: no path of the machine it was made on. */
export function reproduceCommand(caseFile: CaseFile): string {
  const models = [caseFile.suspect, ...caseFile.comparisons.map((comparison) => comparison.candidate)];
  const { seed, read, alpha } = caseFile.made;
  const names = models.map((model) => shellWord(nameOf(model.id)));
  return `forebear compare ${names.join(' ')} --seed ${seed} --read ${read} --alpha ${plainNumber(alpha)}`;
}

/** Number of things tried and threshold, seed and reading of the case in one line. */
export function madeText(caseFile: CaseFile, language: Language): string {
  const { made } = caseFile;
  const texts = text(language);
  return texts.madeLine(
    clean(made.by, 40),
    made.read === 'full' ? texts.readWords.full : texts.readWords.sample,
    String(made.seed),
    formatNumber(made.alpha),
    formatCount(made.hypotheses),
    clean(made.calibration, 40),
  );
}

function lnPOf(verdict: Verdict): number | null {
  if (verdict.lnPValue !== null) return verdict.lnPValue;
  return verdict.pValue === null || verdict.pValue <= 0 ? null : Math.log(verdict.pValue);
}

function nameOf(id: string): string {
  const at = id.lastIndexOf('@');
  return at > 0 ? id.slice(0, at) : id;
}

function parameterText(name: string, value: ParameterValue, texts: Texts): string {
  const shown = FRACTIONS.has(name) && typeof value === 'number' ? formatPercent(value) : memberText(value, texts);
  // The arrows of a rename map say what it is.
  if (name === 'map') return shown;
  const names: ReadonlyMap<string, string> = new Map(Object.entries(texts.operationParameters));
  const label = names.get(name) ?? clean(name, 30);
  return value === true ? label : `${label}\u00a0${shown}`;
}

/** ` ± 0.1%` after the parameter that an interval belongs to; the case file holds the interval itself. */
function spread(name: string, value: ParameterValue, interval: ParameterValue | undefined): string {
  if (!MEASURED_WITH_INTERVAL.has(name) || typeof value !== 'number' || value === 0) return '';
  const [low, high] = interval !== undefined && isList(interval) ? interval : [];
  if (typeof low !== 'number' || typeof high !== 'number') return '';
  const relative = Math.max(Math.abs(high - value), Math.abs(value - low)) / Math.abs(value);
  return ` ±\u00a0${formatNumber(relative * 100, 2)}%`;
}

function memberText(value: ParameterValue, texts: Texts): string {
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return clean(value, 40);
  if (isList(value)) {
    const members = value.map((member) => memberText(member, texts));
    return members.slice(0, MOST_MEMBERS).join(', ') + (members.length > MOST_MEMBERS ? ' …' : '');
  }
  const rules = Object.entries(value);
  const shown = rules.slice(0, MOST_RULES).map(([from, to]) => `${clean(from, 40)} → ${clean(to, 40)}`);
  const rest = rules.length - shown.length;
  return shown.join(texts.comma) + (rest > 0 ? texts.andMore(formatCount(rest)) : '');
}

/** The number as a shell argument that reads back exactly. */
function plainNumber(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : String(value);
}

function isList(value: ParameterValue): value is readonly (string | number)[] {
  return Array.isArray(value);
}

function finding(suspect: string, comparison: Comparison, language: Language): string {
  const { headline, separator } = text(language);
  const { verdict, components } = comparison;
  const candidate = modelName(comparison.candidate);
  switch (verdict.answer) {
    case 'identical':
      return headline.identical(suspect, candidate);
    case 'derived':
      if (verdict.direction === 'suspect-from-candidate') return headline.derived(suspect, candidate);
      if (verdict.direction === 'candidate-from-suspect') return headline.derivedReverse(suspect, candidate);
      return headline.derivedUndecided(suspect, candidate);
    case 'partly-derived': {
      const related = components.filter(({ verdict: { answer } }) => answer === 'derived' || answer === 'identical');
      const others = components.filter((component) => !related.includes(component));
      const list = (records: typeof components): string =>
        records.map((record) => componentName(record.component, language)).join(separator) || '–';
      return headline.partly(suspect, candidate, list(related), list(others));
    }
    case 'common-origin':
      return headline.commonOrigin(suspect, candidate);
    case 'independent':
      return headline.independent(suspect, candidate);
    case 'inconclusive':
      return headline.inconclusive(suspect, candidate);
  }
}

function strength(verdict: Verdict, texts: Texts, language: Language): string | null {
  const { headline } = texts;
  if (verdict.answer === 'independent' || verdict.answer === 'inconclusive') {
    if (verdict.detectable === null) return headline.noPower;
    return headline.power(formatCorrelation(verdict.detectable.correlation), formatPercent(verdict.detectable.power));
  }
  const lnP = lnPOf(verdict);
  const p = lnP === null ? null : formatLnPValue(lnP);
  const list = verdict.operations.map((operation) => operationText(operation, language)).join(texts.separator);
  if (list === '') return p === null ? null : headline.chance(p);
  return p === null ? headline.operations(list) : headline.operationsAndChance(list, p);
}

function caveat(comparison: Comparison, texts: Texts): string {
  const { headline } = texts;
  const { verdict, reading } = comparison;
  if (verdict.answer === 'inconclusive') return headline.caveatInconclusive;
  // An adapter's products are held against no values.
  const isAdapter = verdict.operations.some(({ operation }) => operation === 'adapter');
  if (reading.coverage < NEARLY_ALL && !isAdapter) return headline.caveatCoverage(formatPercent(reading.coverage));
  if (verdict.answer === 'independent') return headline.caveatIndependent;
  const undecided = verdict.direction === 'undecided';
  return undecided && verdict.answer !== 'identical' ? headline.caveatAncestor : headline.caveatLawful;
}

/** What is often taken for evidence, each kind once: by the figures of the largest component that invites it. */
export function lookAlikesOf({ components, evidence }: Comparison): readonly Statement[] {
  const found = new Map<string, Statement>();
  for (const { component } of components.toSorted((a, b) => b.parameters - a.parameters))
    for (const one of notEvidence(evidence.filter((measured) => measured.component === component)))
      if (!found.has(one.id)) found.set(one.id, one);
  return [...found.values()];
}
