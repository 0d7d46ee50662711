// How small a correlation a coincidence test would have seen: the power behind a negative.
import { binomialTail, lnCoincidence, lnFisher, normalTail } from './tails.ts';

/** The chance that a vector correlated by `correlation` over `length` elements beats the `crowd - 1` strangers (iid normal cosines). */
export function hitChance(correlation: number, length: number, crowd: number): number {
  const shift = correlation * Math.sqrt(length);
  // Midpoint rule over the normal density: 400 steps over +-8 standard deviations are good to 1e-6.
  let sum = 0;
  const steps = 400;
  for (let i = 0; i < steps; i++) {
    const x = -8 + (16 * (i + 0.5)) / steps;
    sum += Math.exp(-0.5 * x * x + (crowd - 1) * Math.log1p(-normalTail(x + shift)));
  }
  return (sum * 16) / steps / Math.sqrt(2 * Math.PI);
}

/**
 * The least correlation at which `layers` layers of `asked` units among `crowd` with vectors of `length` elements reach
 * lnAlpha with probability `power`; undefined where no number of hits could. Hits are taken to spread evenly over the
 * layers, which is where Fisher's combination is weakest.
 */
export function detectableCorrelation(
  asked: number,
  crowd: number,
  length: number,
  layers: number,
  lnAlpha: number,
  power: number,
): number | undefined {
  const reached = (perLayer: number): boolean =>
    lnFisher(new Array<number>(layers).fill(lnCoincidence(perLayer, asked, crowd))) <= lnAlpha;
  let needed = 1;
  while (needed <= asked && !reached(needed)) needed += 1;
  if (needed > asked) return undefined;
  let low = 0;
  let high = 1;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    const perLayer = binomialTail(asked, needed, hitChance(middle, length, crowd));
    if (perLayer ** layers >= power) high = middle;
    else low = middle;
  }
  return high < 1 ? high : undefined;
}
