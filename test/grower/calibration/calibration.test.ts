// The committed calibration: it says what its page and the package's summary say, and its models grow again.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calibratedFigures, calibratedModule } from '../../../grower/calibration/calibrated-module.ts';
import { type Calibration, together, upperBound } from '../../../grower/calibration/calibration.ts';
import { calibrationPage } from '../../../grower/calibration/calibration-page.ts';
import { strangerRecipe, strangers } from '../../../grower/calibration/population.ts';
import { forgedFrom, weightFile } from '../../../grower/grown-model.ts';
import { grow } from '../../../grower/train.ts';
import { calibrated } from '../../../src/verdict/calibrated.ts';
import { trainedGainSpread, trainedGains } from '../../../src/verdict/thresholds.ts';
import { say } from '../../../src/wording/catalogue.ts';
import { statement } from '../../../src/wording/statement.ts';

const root = new URL('../../../', import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const calibration = JSON.parse(textOf('calibration/calibration.json')) as Calibration;

describe('the committed calibration', () => {
  it('is what its page and the shipped summary say', () => {
    expect(textOf('calibration/README.md')).toBe(calibrationPage(calibration));
    expect(textOf('src/verdict/calibrated.ts')).toBe(calibratedModule(calibratedFigures(calibration)));
    expect(calibrated).toEqual(calibratedFigures(calibration));
  });

  it('adds up', () => {
    const population = strangers(calibration.models.length);
    expect(calibration.models.map(({ initSeed }) => initSeed)).toEqual(population.map(({ recipe }) => recipe.initSeed));
    expect(new Set(calibration.models.map(({ sha256 }) => sha256)).size).toBe(calibration.models.length);
    expect(calibration.pairs).toBe((calibration.models.length * (calibration.models.length - 1)) / 2);
    const single = together(calibration.counts.single);
    const { layers } = calibration.recipe.shape;
    expect(single.agreements['layer']?.count).toBe(calibration.pairs * layers);
    expect(single.agreements['layer']?.byCount.reduce((sum, n) => sum + n, 0)).toBe(calibration.singleNulls.empirical);
    expect(single.p['unit-coincidence each']?.count).toBe(calibration.pairs * layers);
  });

  it('is as large as it claims to be, and every model learned', () => {
    expect(calibration.models.length).toBeGreaterThanOrEqual(512);
    expect(calibration.singleNulls.formal + calibration.singleNulls.empirical).toBeGreaterThanOrEqual(2_995_732);
    expect(calibration.examined.pairs).toBeGreaterThanOrEqual(300);
    for (const { loss, unigram } of calibration.models) expect(loss).toBeLessThan(0.75 * unigram);
  });

  it('has no false finding, conservative p-values, and no pair from one start alone that is called derived', () => {
    expect(calibration.falseFindings).toEqual({ single: 0, judged: 0, examined: 0 });
    for (const { series, worstRatio } of calibration.conservatism) expect(worstRatio, series).toBeLessThanOrEqual(1);
    const apart = calibration.kin.filter(({ bond }) => bond === 'same start');
    expect(apart.length).toBeGreaterThan(100);
    for (const { answer } of apart) expect(['common-origin', 'inconclusive', 'independent']).toContain(answer);
    const trained = apart.filter(({ spread }) => (spread ?? 0) >= trainedGainSpread);
    expect(Math.max(...trained.map(({ gains }) => gains ?? 0))).toBeLessThan(trainedGains);
  });

  it('grows again from its seeds, bit for bit', () => {
    for (const index of [0, calibration.models.length - 1]) {
      const recipe = strangers(calibration.models.length)[index]!.recipe;
      const weights = weightFile(forgedFrom(recipe.shape, grow(recipe).parameters));
      expect(createHash('sha256').update(weights).digest('hex')).toBe(calibration.models[index]!.sha256);
    }
    expect(calibration.recipe).toEqual(strangerRecipe);
  });

  it('is quoted by the report with its own figures, in both languages', () => {
    const quoted = statement('calibration.strangers', { ...calibrated });
    for (const language of ['en', 'zh'] as const) {
      const sentence = say(quoted, language).replaceAll(/[\s\u202f\u00a0]/g, '');
      expect(sentence).toContain(String(calibrated.models));
      expect(sentence.replaceAll(/[,’ ]/g, '')).toContain(String(calibrated.comparisons));
    }
  });
});

describe('upperBound', () => {
  it('is the exact one-sided bound of Clopper and Pearson', () => {
    expect(upperBound(0, 2_995_732)).toBeLessThan(1e-6);
    expect(upperBound(0, 2_900_000)).toBeGreaterThan(1e-6);
    // Tabulated: three of a hundred, one of ten, all of five.
    expect(upperBound(3, 100)).toBeCloseTo(0.0757, 4);
    expect(upperBound(1, 10)).toBeCloseTo(0.3942, 4);
    expect(upperBound(5, 5)).toBe(1);
  });
});
