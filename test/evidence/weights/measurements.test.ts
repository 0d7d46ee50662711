// The tests measure what was done to the weights, and hand on numbers without a conclusion.
import { beforeAll, describe, expect, it } from 'vitest';
import { addNoise, cast, prune } from '../../../forgeries/disguises.ts';
import type { ForgedModel } from '../../../forgeries/forged-model.ts';
import { permuteUnits, rescaleUnits, rotateResidual } from '../../../forgeries/symmetries.ts';
import { fineTune, tinyLlama } from '../../../forgeries/tiny-llama.ts';
import type { Evidence, Measured, TestId } from '../../../src/evidence/evidence.ts';
import { tests } from '../../../src/evidence/tests.ts';
import { compareForged } from '../../case/in-memory.ts';

const shape = { layers: 4, width: 64, heads: 8, keyValueHeads: 4, feedForward: 128, vocabulary: 160 };
const base = tinyLlama(1, shape);

const pairs = {
  copy: [base, base],
  noised: [addNoise(base, 5e-3, 3), base],
  tuned: [fineTune(base, 3, shape), base],
  pruned: [prune(base, 0.5), base],
  permuted: [permuteUnits(base, 3), base],
  rescaled: [rescaleUnits(base, 3), base],
  rotated: [rotateResidual(base, 3), base],
  stranger: [tinyLlama(2, shape), base],
  narrowed: [cast(base, 'BF16'), cast(tinyLlama(1, shape, 'F32'), 'F32')],
} satisfies { readonly [name: string]: readonly [ForgedModel, ForgedModel] };

const evidence = new Map<string, readonly Evidence[]>();

beforeAll(async () => {
  for (const [name, [suspect, candidate]] of Object.entries(pairs))
    evidence.set(name, (await compareForged(suspect, candidate, { component: 'text' })).evidence);
}, 60_000);

function measured(of: keyof typeof pairs, test: TestId): Measured {
  const found = evidence.get(of)?.find((one) => one.test === test);
  if (found?.status !== 'measured') throw new RangeError(`${test} was not measured for ${of}`);
  return found;
}

const figure = (of: keyof typeof pairs, test: TestId, name: string): number =>
  measured(of, test).statistics[name] ?? Number.NaN;

function column(of: keyof typeof pairs, test: TestId, name: string): readonly unknown[] {
  const { table } = measured(of, test);
  return table.rows.map((row) => row[table.columns.indexOf(name)]);
}

describe('tests', () => {
  it('have names of their own', () => {
    expect(new Set(tests.map(({ id }) => id)).size).toBe(tests.length);
  });

  it('all say something of every component, in their order', () => {
    for (const [, found] of evidence) expect(found.map(({ test }) => test)).toEqual(tests.map(({ id }) => id));
  });

  it('hand on logarithms of p-values that are zero or below, and no word of a verdict', () => {
    const all = [...evidence.values()].flat().filter((one) => one.status === 'measured');
    const logs = all.flatMap(({ statistics }) => Object.entries(statistics).filter(([name]) => name.startsWith('lnP')));
    expect(logs.length).toBeGreaterThan(20);
    expect(logs.filter(([, value]) => value !== null && !(value <= 0))).toEqual([]);
    expect(all.filter((one) => 'answer' in one)).toEqual([]);
  });

  it('have as many cells in each row as the table has columns', () => {
    const tables = [...evidence.values()].flat().flatMap((one) => (one.status === 'measured' ? [one.table] : []));
    for (const { columns, rows } of tables) for (const row of rows) expect(row).toHaveLength(columns.length);
  });
});

describe('contentEquality', () => {
  it('counts equal tensors of a copy and none of a stranger', () => {
    expect(figure('copy', 'content-equality', 'equalFraction')).toBe(1);
    expect(figure('copy', 'content-equality', 'different')).toBe(0);
    expect(figure('stranger', 'content-equality', 'equal')).toBe(0);
    expect(figure('copy', 'content-equality', 'whole')).toBe(1);
  });
});

describe('residualAlignment', () => {
  it.each(['copy', 'noised', 'tuned', 'pruned', 'permuted', 'rescaled'] as const)(
    'sees the channels of a %s model',
    (of) => {
      expect(figure(of, 'residual-alignment', 'lnP')).toBeLessThan(-30);
      expect(figure(of, 'residual-alignment', 'z')).toBeGreaterThan(10);
    },
  );

  it.each(['rotated', 'stranger'] as const)('sees none in a %s', (of) => {
    expect(figure(of, 'residual-alignment', 'lnP')).toBeGreaterThan(-6);
    expect(Math.abs(figure(of, 'residual-alignment', 'z'))).toBeLessThan(5);
  });

  it('shuffles its own null around zero with variance one', () => {
    expect(figure('stranger', 'residual-alignment', 'nullSd')).toBeCloseTo(1, 0);
    expect(figure('stranger', 'residual-alignment', 'nullMin')).toBeLessThan(-2);
    expect(figure('stranger', 'residual-alignment', 'nullMax')).toBeGreaterThan(2);
  });
});

describe('unitCoincidence', () => {
  it.each(['copy', 'noised', 'tuned', 'pruned', 'rescaled'] as const)('finds the units of a %s model', (of) => {
    expect(figure(of, 'unit-coincidence', 'hits')).toBeGreaterThan(0.9 * figure(of, 'unit-coincidence', 'sampled'));
  });

  it.each(['permuted', 'stranger'] as const)('finds no more than chance in a %s', (of) => {
    expect(figure(of, 'unit-coincidence', 'lnP')).toBeGreaterThan(-7);
  });
});

describe('unitResponse', () => {
  it('sees through a rotation', () => {
    expect(figure('rotated', 'unit-response', 'lnP')).toBeLessThan(-100);
  });

  it('finds nothing in strangers', () => {
    expect(figure('stranger', 'unit-response', 'lnP')).toBeGreaterThan(-7);
  });
});

describe('unitMatch', () => {
  it('sees through an order of units, and not in strangers', () => {
    const share = (of: keyof typeof pairs): number =>
      figure(of, 'unit-match', 'agreements') / figure(of, 'unit-match', 'units');
    expect(share('permuted')).toBeGreaterThan(0.9);
    expect(share('stranger')).toBeLessThan(0.1);
  });
});

describe('normGains', () => {
  it('finds those of a fine-tune and not those of a stranger', () => {
    expect(figure('tuned', 'norm-gains', 'pearson')).toBeGreaterThan(0.9);
    expect(Math.abs(figure('stranger', 'norm-gains', 'pearson'))).toBeLessThan(0.3);
  });

  it('gives the slope of each side on the other, with its error', () => {
    expect(figure('copy', 'norm-gains', 'slope')).toBeCloseTo(1, 9);
    expect(figure('copy', 'norm-gains', 'slopeError')).toBeCloseTo(0, 9);
    const [slope, back] = [figure('stranger', 'norm-gains', 'slope'), figure('stranger', 'norm-gains', 'slopeBack')];
    expect(Math.abs(slope)).toBeLessThan(4 * figure('stranger', 'norm-gains', 'slopeError'));
    // Either slope is the covariance over a variance: their product is the square of the correlation.
    expect(slope * back).toBeCloseTo(figure('stranger', 'norm-gains', 'pearson') ** 2, 9);
    const spreads = ['suspectSpread', 'candidateSpread'].map((name) => figure('stranger', 'norm-gains', name));
    expect(Math.min(...spreads)).toBeCloseTo(figure('stranger', 'norm-gains', 'spread'), 9);
  });
});

describe('difference', () => {
  it('gives the width of noise in every matrix and its company', () => {
    for (const sigma of column('noised', 'difference', 'sigma').slice(0, 9)) expect(sigma).toBeCloseTo(5e-3, 3);
    expect(figure('noised', 'difference', 'zDiffSuspect')).toBeGreaterThan(8);
    expect(Math.abs(figure('noised', 'difference', 'zDiffCandidate'))).toBeLessThan(5);
    expect(Math.abs(figure('noised', 'difference', 'kurtosis'))).toBeLessThan(0.1);
  });

  it('gives heavier tails and directions for training', () => {
    const edges = column('tuned', 'difference', 'edgeRatio').filter((cell) => typeof cell === 'number');
    expect(edges.filter((ratio) => ratio > 1.2).length).toBeGreaterThan(edges.length / 2);
    expect(figure('tuned', 'difference', 'sigmaSpread')).toBeGreaterThan(0.1);
  });

  it('replays a cast in every element', () => {
    expect(new Set(column('narrowed', 'difference', 'castEqual').filter((cell) => cell !== null))).toEqual(
      new Set([1]),
    );
  });

  it('counts new zeros', () => {
    expect(figure('pruned', 'difference', 'newZeroFraction')).toBeCloseTo(0.5, 1);
  });

  it('sees that only the lengths of rows differ', () => {
    const names = column('rescaled', 'difference', 'role');
    const cosines = column('rescaled', 'difference', 'rowCosine').filter((_, i) => names[i] === 'ffn_up');
    for (const cosine of cosines) expect(cosine).toBeGreaterThan(0.999);
  });
});
