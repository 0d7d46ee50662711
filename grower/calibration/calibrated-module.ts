// The summary that the package ships: src/verdict/calibrated.ts as `npm run calibrate` writes it.
import type { Calibration } from './calibration.ts';

/** The figures that reports quote. */
export interface CalibratedFigures {
  readonly models: number;
  readonly parameters: number;
  readonly pairs: number;
  readonly comparisons: number;
  readonly falseFindings: number;
  readonly bound: number;
}

/** The summary of a calibration. */
export function calibratedFigures(calibration: Calibration): CalibratedFigures {
  const { models, parameters, pairs, singleNulls, falseFindings, bounds } = calibration;
  return {
    models: models.length,
    parameters,
    pairs,
    comparisons: singleNulls.formal,
    falseFindings: falseFindings.single + falseFindings.judged + falseFindings.examined,
    // Rounded up to two digits, so that a report never says more than was measured.
    bound: roundedUp(bounds.single),
  };
}

function roundedUp(x: number): number {
  const unit = 10 ** (Math.floor(Math.log10(x)) - 1);
  return Number((Math.ceil(x / unit - 1e-9) * unit).toPrecision(2));
}

/** The text of the module. */
export function calibratedModule(figures: CalibratedFigures): string {
  return `// What the calibration measured, as every report quotes it: written by \`npm run calibrate\`, from calibration/calibration.json.

/** Figures of the calibration that stands behind \`calibrationId\`. */
export const calibrated = {
  /** Independently trained models, each a family of descent of its own, and the parameters of each. */
  models: ${figures.models},
  parameters: ${figures.parameters},
  /** Pairs of them, and single comparisons with a p-value (tensors, sets and blocks) in these. */
  pairs: ${figures.pairs},
  comparisons: ${figures.comparisons},
  /** Findings of kinship among them, and the 95 % upper bound on the rate of one in a single comparison. */
  falseFindings: ${figures.falseFindings},
  bound: ${figures.bound},
} as const;
`;
}
