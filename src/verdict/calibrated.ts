// What the calibration measured, as every report quotes it: written by `npm run calibrate`, from calibration/calibration.json.

/** Figures of the calibration that stands behind `calibrationId`. */
export const calibrated = {
  /** Independently trained models, each a family of descent of its own, and the parameters of each. */
  models: 0,
  parameters: 0,
  /** Pairs of them, and single comparisons (sets and blocks) within these. */
  pairs: 0,
  comparisons: 0,
  /** Findings of kinship among them, and the 95 % upper bound on the rate of one in a single comparison. */
  falseFindings: 0,
  bound: 1,
} as const;
