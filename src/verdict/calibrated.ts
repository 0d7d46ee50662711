// What the calibration measured, as every report quotes it: written by `npm run calibrate`, from calibration/calibration.json.

/** Figures of the calibration that stands behind `calibrationId`. */
export const calibrated = {
  /** Independently trained models, each a family of descent of its own, and the parameters of each. */
  models: 688,
  parameters: 30944,
  /** Pairs of them, and single comparisons with a p-value (tensors, sets and blocks) in these. */
  pairs: 236328,
  comparisons: 4490232,
  /** Findings of kinship among them, and the 95 % upper bound on the rate of one in a single comparison. */
  falseFindings: 0,
  bound: 6.7e-7,
} as const;
