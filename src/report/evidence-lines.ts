// One line per piece of evidence: the statistics that matter for people, picked from what was measured.
import type { Cell, Evidence, Measured } from '../evidence/evidence.ts';
import type { Language } from '../wording/catalogue.ts';
import { say, text } from '../wording/catalogue.ts';
import { formatCorrelation, formatCount, formatLnP, formatNumber, formatPercent } from '../wording/numbers.ts';
import { clean } from './clean.ts';

export interface EvidenceLine {
  readonly test: string;
  readonly question: string;
  readonly result: string;
  /** Grouped integer, or `–` where nothing was measured. */
  readonly elementsRead: string;
}

/** The line of one piece of evidence in words; never throws, whatever is missing in it. */
export function evidenceLine(evidence: Evidence, language: Language): EvidenceLine {
  const texts = text(language);
  const names: ReadonlyMap<string, string> = new Map(Object.entries(texts.tests));
  const questions: ReadonlyMap<string, string> = new Map(Object.entries(texts.questions));
  const test = names.get(evidence.test) ?? clean(evidence.test, 40);
  const question = questions.get(evidence.test) ?? '';
  if (evidence.status === 'measured') {
    return {
      test,
      question,
      result: clean(results(evidence, language)),
      elementsRead: formatCount(evidence.elementsRead),
    };
  }
  const word = evidence.status === 'failed' ? texts.failed : texts.inapplicable;
  return { test, question, result: word + texts.colon + clean(say(evidence.reason, language)), elementsRead: '–' };
}

/** The cells of one column by name, whatever the order; empty where the column is missing. */
export function columnOf(evidence: Measured, name: string): readonly Cell[] {
  const index = evidence.table.columns.indexOf(name);
  return index < 0 ? [] : evidence.table.rows.map((row) => row[index] ?? null);
}

/** A statistic by name; null where it is missing or was not defined. */
export function statisticOf(evidence: Measured, name: string): number | null {
  const value = new Map(Object.entries(evidence.statistics)).get(name);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function results(evidence: Measured, language: Language): string {
  const words = text(language).statistics;
  const part = (name: string, show: (value: number) => string): string | null => {
    const value = statisticOf(evidence, name);
    return value === null ? null : show(value);
  };
  const hits = (): string | null => {
    const found = statisticOf(evidence, 'hits');
    const sampled = statisticOf(evidence, 'sampled');
    return found === null || sampled === null ? null : words.hits(formatCount(found), formatCount(sampled));
  };
  const parts: (string | null)[] = [];
  switch (evidence.test) {
    case 'content-equality': {
      const states = columnOf(evidence, 'state');
      const counted = states.filter((state) => state === 'equal' || state === 'different').length;
      const equal = states.filter((state) => state === 'equal').length;
      parts.push(words.equal(formatCount(equal), formatCount(counted)));
      break;
    }
    case 'residual-alignment':
      parts.push(
        part('z', (z) => `z ${formatNumber(z)}`),
        hits(),
        part('lnP', formatLnP),
      );
      break;
    case 'unit-coincidence':
    case 'unit-response':
    case 'unit-gram':
      parts.push(hits(), part('lnP', formatLnP));
      break;
    case 'content-search':
      parts.push(
        words.searched(
          formatCount(statisticOf(evidence, 'tensors') ?? 0),
          formatCount(statisticOf(evidence, 'hypotheses') ?? 0),
        ),
      );
      break;
    case 'unit-assignment': {
      const [found, asked] = ['agreements', 'asked'].map((name) => total(columnOf(evidence, name)));
      parts.push(words.agreements(formatCount(found ?? 0), formatCount(asked ?? 0)));
      break;
    }
    case 'unit-match': {
      const agreements = total(columnOf(evidence, 'agreements'));
      parts.push(words.agreements(formatCount(agreements), formatCount(total(columnOf(evidence, 'units')))));
      break;
    }
    case 'difference':
      parts.push(
        part('sigma', (sigma) => `σ ${formatNumber(sigma)}`),
        part('kurtosis', (kurtosis) => `${words.kurtosis} ${formatNumber(kurtosis)}`),
        part('correlation', (r) => `r ${formatCorrelation(r)}`),
        part('bitEqualFraction', (fraction) => `${words.bitEqual} ${formatPercent(fraction)}`),
      );
      break;
    case 'fallacies':
      parts.push(words.lookAlikes(formatCount(statisticOf(evidence, 'figures') ?? 0)));
      break;
    case 'adapter-fit':
      parts.push(
        part('sets', (sets) => words.sets(formatCount(sets))),
        part('lnP', formatLnP),
        part('zChannels', (z) => `z ${formatNumber(z)}`),
      );
      break;
    case 'low-rank':
      parts.push(
        words.ranks(
          formatCount(statisticOf(evidence, 'low') ?? 0),
          formatCount(statisticOf(evidence, 'matrices') ?? 0),
        ),
      );
      break;
    case 'rounding-grid':
      parts.push(
        words.grids(
          formatCount(statisticOf(evidence, 'matrices') ?? 0),
          formatPercent(medianOf(columnOf(evidence, 'share')) ?? 0),
        ),
      );
      break;
    case 'merge-fit':
      parts.push(
        words.mixture(
          formatCount(statisticOf(evidence, 'parents') ?? 0),
          formatPercent(statisticOf(evidence, 'replayed') ?? 0),
        ),
      );
      break;
    case 'norm-folding': {
      const errors = columnOf(evidence, 'factorError').filter((cell) => typeof cell === 'number');
      const median = medianOf(errors);
      parts.push(words.folded(formatCount(errors.length), median === undefined ? '–' : formatNumber(median)));
      break;
    }
    case 'norm-gains':
      parts.push(
        part('pearson', (r) => `r ${formatCorrelation(r)}`),
        part('cosine', (cosine) => `${words.cosine} ${formatCorrelation(cosine)}`),
      );
      break;
  }
  const shown = parts.filter((each) => each !== null);
  return shown.length === 0 ? '–' : shown.join(text(language).comma);
}

function medianOf(cells: readonly Cell[]): number | undefined {
  const numbers = cells.filter((cell) => typeof cell === 'number');
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function total(cells: readonly Cell[]): number {
  return cells.reduce<number>((sum, cell) => sum + (typeof cell === 'number' && Number.isFinite(cell) ? cell : 0), 0);
}
