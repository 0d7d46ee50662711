// The power behind a negative: consistent with simulation, and monotone in everything it depends on.
import { describe, expect, it } from 'vitest';
import { countHits, nearestRows } from '../../src/math/coincidence.ts';
import { detectableCorrelation, hitChance } from '../../src/math/power.ts';
import { createRandom } from '../../src/math/random.ts';
import { lnCoincidence, lnFisher } from '../../src/math/tails.ts';

const lnAlpha = Math.log(1e-6);

/** One layer of labels with vectors of normal elements, label i of one side correlated with label i of the other. */
function layer(seed: number, correlation: number, crowd: number, length: number): [Float32Array, Float32Array] {
  const random = createRandom(seed);
  const [x, y] = [new Float32Array(crowd * length), new Float32Array(crowd * length)];
  const rest = Math.sqrt(1 - correlation * correlation);
  for (let i = 0; i < x.length; i++) {
    const shared = random.normal();
    x[i] = shared;
    y[i] = correlation * shared + rest * random.normal();
  }
  for (const values of [x, y]) {
    for (let r = 0; r < crowd; r++) {
      const row = values.subarray(r * length, (r + 1) * length);
      const norm = Math.hypot(...row);
      for (let t = 0; t < length; t++) row[t] = (row[t] as number) / norm;
    }
  }
  return [x, y];
}

describe('hitChance', () => {
  it('is one in the crowd without correlation and one with much of it', () => {
    for (const crowd of [1, 2, 10, 256]) expect(hitChance(0, 64, crowd)).toBeCloseTo(1 / crowd, 6);
    expect(hitChance(1, 400, 256)).toBeCloseTo(1, 6);
  });

  it('rises with the correlation and the length and falls with the crowd', () => {
    for (let i = 0; i < 9; i++)
      expect(hitChance((i + 1) / 10, 64, 64)).toBeGreaterThan(hitChance(i / 10, 64, 64) - 1e-12);
    expect(hitChance(0.2, 128, 64)).toBeGreaterThan(hitChance(0.2, 64, 64));
    expect(hitChance(0.2, 64, 64)).toBeGreaterThan(hitChance(0.2, 64, 256));
  });

  it('is no larger than what a simulation finds', () => {
    const [crowd, length, correlation] = [64, 64, 0.35];
    const asked = Uint32Array.from({ length: crowd }, (_, i) => i);
    let hits = 0;
    for (let run = 0; run < 40; run++) {
      const [x, y] = layer(run, correlation, crowd, length);
      hits += countHits(asked, nearestRows(x, asked, y, crowd, length));
    }
    const stated = hitChance(correlation, length, crowd);
    const error = Math.sqrt((stated * (1 - stated)) / (40 * crowd));
    expect(hits / (40 * crowd)).toBeGreaterThan(stated - 3 * error);
    expect(hits / (40 * crowd)).toBeLessThan(stated + 0.1);
  });
});

describe('detectableCorrelation', () => {
  it('is seen with the stated power in a simulation', () => {
    const [asked, crowd, length, layers] = [32, 64, 48, 2];
    const correlation = detectableCorrelation(asked, crowd, length, layers, lnAlpha, 0.99);
    expect(correlation).toBeDefined();
    let seen = 0;
    const runs = 200;
    for (let run = 0; run < runs; run++) {
      const lnPs = Array.from({ length: layers }, (_, block) => {
        const random = createRandom(7 * run + block);
        const [x, y] = layer(1000 * run + block, correlation as number, crowd, length);
        const chosen = random.sample(crowd, asked);
        return lnCoincidence(countHits(chosen, nearestRows(x, chosen, y, crowd, length)), asked, crowd);
      });
      if (lnFisher(lnPs) <= lnAlpha) seen += 1;
    }
    expect(seen / runs).toBeGreaterThanOrEqual(0.99);
  });

  it('falls with longer vectors and more layers, and rises with the power and a stricter level', () => {
    const base = detectableCorrelation(32, 256, 256, 4, lnAlpha, 0.99) as number;
    expect(base).toBeGreaterThan(0);
    expect(base).toBeLessThan(0.5);
    expect(detectableCorrelation(32, 256, 1024, 4, lnAlpha, 0.99)).toBeLessThan(base);
    expect(detectableCorrelation(32, 256, 256, 16, lnAlpha, 0.99)).toBeLessThan(base);
    expect(detectableCorrelation(32, 256, 256, 4, lnAlpha, 0.5)).toBeLessThan(base);
    expect(detectableCorrelation(32, 256, 256, 4, Math.log(1e-60), 0.99)).toBeGreaterThan(base);
    // What length buys is the root of it: four times the elements see half the correlation.
    expect((detectableCorrelation(32, 256, 1024, 4, lnAlpha, 0.99) as number) / base).toBeCloseTo(0.5, 2);
  });

  it('is undefined where no number of hits could reach the level, or no correlation could', () => {
    expect(detectableCorrelation(2, 4, 1000, 1, lnAlpha, 0.99)).toBeUndefined();
    expect(detectableCorrelation(32, 256, 4, 1, lnAlpha, 0.99)).toBeUndefined();
  });
});
