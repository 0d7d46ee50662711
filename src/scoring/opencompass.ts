// The multimodal mean of OpenCompass as it stood in June 2024: twelve columns on a scale of 100, plainly averaged.

/** The columns, MMBench twice; MME counts to 2,800 and OCRBench to 1,000, so that they are divided. */
export const opencompassColumns = [
  'MMBench_TEST_EN',
  'MMBench_TEST_CN',
  'MMStar',
  'MME',
  'MMMU_VAL',
  'MathVista',
  'HallusionBench',
  'AI2D',
  'OCRBench',
  'SEEDBench_IMG',
  'MMVet',
  'LLaVABench',
] as const;

export type OpencompassColumn = (typeof opencompassColumns)[number];

const divisors: ReadonlyMap<OpencompassColumn, number> = new Map([
  ['MME', 28],
  ['OCRBench', 10],
]);

/** The mean over all twelve. Throws `RangeError` naming what is missing: a mean over fewer columns is another figure. */
export function opencompassMean(scores: { readonly [column in OpencompassColumn]?: number }): number {
  const missing = opencompassColumns.filter((column) => !Number.isFinite(scores[column]));
  if (missing.length > 0) throw new RangeError(`a score of every column; missing: ${missing.join(', ')}`);
  const sum = opencompassColumns.reduce(
    (total, column) => total + (scores[column] ?? 0) / (divisors.get(column) ?? 1),
    0,
  );
  return sum / opencompassColumns.length;
}
