// The present calibration: the numbers that turn measurements into answers, with the reason for each.

/** Names the set of thresholds that a case was judged by. */
export const calibrationId = 'rules-3';

/** A second, disjoint line of evidence must stand at least this firm beside the formal one (science §8.3, step 3). */
export const lnCorroboration = Math.log(1e-3);

/**
 * Without coincident units, channels alone convict only where the weights themselves agree this well on average: a stack
 * trained afresh between reused embeddings has its channels in their order too, with a correlation of a few hundredths.
 */
export const anchoredCorrelation = 0.5;

/**
 * Norm gains start at one, so their centred correlation can only come from training. Trainings from one initialisation on
 * the same data reached up to 0.819 once the gains had spread by `trainedGainSpread`, most of them 0.4 to 0.6; one continued
 * from the other 0.8 and more until little of it was left (calibration/README.md). Below this value, with a margin: `common-origin`.
 */
export const trainedGains = 0.85;

/**
 * Gains with a smaller standard deviation are those of a barely trained state. Trainings from one start on the same data
 * take the same path there: with spreads up to 0.024 their gains correlated by 0.80 to 0.95, and their weights by 0.97.
 */
export const trainedGainSpread = 0.03;

/**
 * A side that holds a share of the other whole (a mixture with a stranger) holds that share of each of its tensors alike:
 * slopes spread by no more than sampling. Trainings apart from one start keep the initial weights and not what was trained,
 * and tensors are trained unequally. So the standard deviation of the slopes, at its upper bound, may be no more than these
 * parts of the share and of what is not the share (calibration/README.md and docs/tests/difference.md have the figures).
 */
export const evenShare = 0.07;
export const evenRest = 0.08;

/** From this share on the two are too near one another for unequal training to show; below it gains are too few to speak. */
export const shareRange = [0.05, 0.9] as const;

/** What is not the share is of the size of another model's part: between these multiples of it. Less is a small change or decay. */
export const shareRest = [0.4, 2.5] as const;

/** The side that is held must have been trained, by the spread of its gains: a barely trained one is initial weights throughout. */
export const heldGainSpread = 0.05;

/** How far the gains' share may differ from the weights', as a part of it, beside two standard errors. */
export const gainShareTolerance = 0.25;

/** The least elementwise correlation that descent claims where no gains can be compared. */
export const trainedCorrelation = 0.8;

/** Noise: the same sigma in every tensor within this (the founding case's own tolerance), or five standard errors. */
export const sigmaTolerance = 0.02;

/** Agreements of gate and up beyond this share of the units are far above the 9 of 256 seen among 2,340 stranger layers. */
export const agreementShare = 0.1;

/**
 * The null of `unit-assignment`: blocks of unrelated models that were looked for (`npm run disguises -- --null`, table in
 * docs/tests/unit-assignment.md), each among so many candidates, with the largest share of asked units on which all three
 * views agreed. Five times that largest share counts as found; fewer units than `leastAsked` were not tried.
 */
export const assignmentNull = {
  comparisons: 24_000,
  candidateLayers: 4,
  largestShare: 0.047,
  share: 0.25,
  leastAsked: 32,
} as const;

/** A component below this share of the suspect's parameters cannot hold up a negative for the pair. */
export const minorShare = 0.01;

/** p-values are printed no smaller than this; their logarithm is exact. */
export const leastPValue = 1e-300;

/** With more of the tensors unread than this, nothing found is not nothing there. */
export const lostShareLimit = 0.4;

/** A difference whose largest singular value stands this far above the edge of pure noise was made by training, not by noise or rounding (0.94…1.06 against 1.4 and more on the models at hand). */
export const trainedEdge = 1.2;
export const noiseEdge = 1.08;

/**
 * A low-rank update whose product with one side's weights, over its own square, is at most this tells nothing of that
 * side: the side it was added to. Per matrix it strays by up to 0.5 on the two merged adapters at hand, in the median by 0.1.
 */
export const quietCompany = 0.15;

/** Below this mean correlation with its origin a fine-tune is called `continued`. */
export const continuedCorrelation = 0.95;

/** Replaying an operation must give the suspect's values in this share of the elements. */
export const replayed = 0.999;

/**
 * A difference up to this multiple of what plain rounding to the stored scales leaves is still that of a quantiser:
 * those that compensate errors (GPTQ) or weigh them by importance leave up to 1.4 times as much.
 */
export const quantisedErrorLimit = 1.5;

/** Relative size up to which a difference of 32-bit floats is that of their last bits: four units of 2^-23. */
export const lastBits = 5e-7;

/** With this share of nearest codes a tensor is the candidate's rounded, whatever a few large misses do to the error. */
export const sharedCodes = 0.99;

/**
 * Relative error that types leave whose codes stand for several elements at once, so that no single code can be
 * replayed: root mean square over standard deviation, of normal values quantised by ggml.
 */
export const codebookErrors: ReadonlyMap<string, number> = new Map([
  ['IQ1_S', 0.491],
  ['IQ1_M', 0.453],
  ['IQ2_XXS', 0.348],
  ['IQ2_XS', 0.301],
  ['IQ2_S', 0.251],
  ['IQ3_XXS', 0.182],
  ['IQ3_S', 0.137],
]);

/** Below this share of the suspect's parameters with a counterpart, a finding is about a part and not about the model. */
export const pairedShareLimit = 0.6;

/** With less of the suspect having a counterpart to be compared with, finding nothing says nothing of the rest. */
export const negativeShareLimit = 0.5;

/** Power with which `detectable` states its correlation. */
export const statedPower = 0.999;
