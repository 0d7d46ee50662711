// What looks like evidence, said with the reason why it is none. Nothing here enters a verdict: reports print it apart.
import type { Evidence } from '../evidence/evidence.ts';
import { type Statement, statement } from '../wording/statement.ts';
import { records, resultOf } from './statistics.ts';

type Row = Readonly<Record<string, unknown>>;

const numberIn = (row: Row, name: string): number | undefined => {
  const value = row[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

/** Values from which on a figure would be taken for a sign by those who use it; below, there is nothing to warn of. */
const tempting = { cosine: 0.9, profile: 0.7, geometry: 0.3, sigma: 4, changed: 0.5, layerZero: 0.02, kurtosis: 0.05 };

/** Weights that correlate at least so well are kin, whatever share of their values changed. */
const plainlyKin = 0.5;

/** Beside weights that correlate so well, a look-alike agrees with what is true, and needs no warning. */
const agrees = 0.3;

/** The fallacies that one component's figures invite; `none` where they invite none. */
export function notEvidence(evidence: readonly Evidence[]): readonly Statement[] {
  const rows = new Map(records(resultOf(evidence, 'fallacies')).map((row) => [String(row.fallacy), row]));
  const said: Statement[] = [];
  const on = (name: string, say: (value: number, beside: number, row: Row) => Statement | undefined): void => {
    const row = rows.get(name);
    const [value, beside] = row === undefined ? [] : [numberIn(row, 'value'), numberIn(row, 'beside')];
    if (row === undefined || value === undefined) return;
    const one = say(value, beside ?? 0, row);
    if (one !== undefined) said.push(one);
  };
  const n = (row: Row): number => numberIn(row, 'n') ?? 0;
  on('cosine', (cosine, expected, row) =>
    cosine < tempting.cosine ? undefined : statement('fallacy.cosine', { cosine, expected, elements: n(row) }),
  );
  on('profile', (r, elementwise, row) =>
    r < tempting.profile || elementwise >= agrees
      ? undefined
      : statement('fallacy.profile', { r, elementwise, layers: n(row) }),
  );
  on('config', (equal, fields) =>
    equal < fields || fields === 0 ? undefined : statement('fallacy.config', { fields }),
  );
  on('tokenizer', (equal) => (equal === 1 ? statement('fallacy.tokenizer') : undefined));
  on('changed', (changed, r) =>
    changed < tempting.changed || r < plainlyKin ? undefined : statement('fallacy.changed', { changed, r }),
  );
  on('sigma', (naive, exact, row) =>
    naive < tempting.sigma || exact >= tempting.sigma
      ? undefined
      : statement('fallacy.sigma', { naive, exact, elements: n(row), tensor: String(row['tensor']) }),
  );
  on('layer-0', (first, others) =>
    others - first < tempting.layerZero ? undefined : statement('fallacy.layer-0', { first, others }),
  );
  on('geometry', (r, elementwise, row) =>
    r < tempting.geometry || elementwise >= agrees
      ? undefined
      : statement('fallacy.geometry', { r, elementwise, tokens: n(row) }),
  );
  on('kurtosis', (suspect, candidate) =>
    Math.abs(suspect - candidate) < tempting.kurtosis
      ? undefined
      : statement('fallacy.kurtosis', { suspect, candidate }),
  );
  return said;
}
