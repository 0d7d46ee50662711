// Was the suspect trained further? Differences with directions that noise or rounding of their size would not have.
import type { Evidence } from '../evidence/evidence.ts';
import { statement } from '../wording/statement.ts';
import type { Explanation, Row } from './explain.ts';
import { figure, resultOf } from './statistics.ts';
import { continuedCorrelation, noiseEdge, trainedEdge } from './thresholds.ts';

/** Matrices that agree less are no one's continuation, element by element. */
const leastAgreement = 0.2;
/** Where rounding makes up more of the difference than this, its directions are the rounding's. */
const roundingLimit = 0.5;
/** So many matrices have a median that noise would not have: single ratios of noise and rounding reach 1.06. */
const fewestEdges = 8;

const figureOf = (row: Row, name: string): number => (typeof row[name] === 'number' ? row[name] : 0);

/**
 * In half of the matrices that agree at all the difference stands clearly above the edge of noise (`trainedEdge`), or in
 * the median of many it stands above all that noise reaches (`noiseEdge`): in small matrices, and after long training,
 * few directions stand out far. `fine-tuned` where the correlation is close, `continued` where less of it is left.
 */
export function byTraining(
  rows: readonly Row[],
  changed: readonly Row[],
  evidence: readonly Evidence[],
  otherwise: Explanation,
): Explanation | undefined {
  const matrices = changed.filter(
    (row) =>
      typeof row.edgeRatio === 'number' &&
      figureOf(row, 'correlation') >= leastAgreement &&
      figureOf(row, 'roundingShare') < roundingLimit,
  );
  const structured = structuredOf(matrices);
  if (structured.length === 0) return undefined;
  const correlation = mean(matrices, 'correlation');
  const relative = mean(matrices, 'relative');
  const operation = correlation < continuedCorrelation ? 'continued' : 'fine-tuned';
  const equal = figure(resultOf(evidence, 'difference'), 'bitEqualFraction') ?? 0;
  const some = changed.length < rows.length && equal > 0.05;
  const targets = [...new Set(structured.map((row) => String(row.role ?? row.tensor)))].toSorted();
  return {
    ...otherwise,
    operations: [{ operation, parameters: { relative, ...(some ? { targets } : {}) }, reconstructed: null }],
    because: [
      statement('difference.trained', { relative, tensors: structured.length }),
      ...(some ? [statement('difference.bit-equal', { fraction: equal })] : []),
    ],
    against: [statement('direction.undecided')],
  };
}

/** The matrices whose differences have directions, where they are as many as training leaves; else none. */
function structuredOf(matrices: readonly Row[]): readonly Row[] {
  const above = (edge: number): readonly Row[] => matrices.filter((row) => figureOf(row, 'edgeRatio') >= edge);
  const clearly = above(trainedEdge);
  if (clearly.length * 2 >= matrices.length) return clearly;
  const slightly = above(noiseEdge);
  return matrices.length >= fewestEdges && slightly.length * 2 > matrices.length ? slightly : [];
}

/** Weighted by elements; 0 where there are none. */
function mean(rows: readonly Row[], name: string): number {
  const elements = rows.reduce((sum, row) => sum + figureOf(row, 'elements'), 0);
  return elements === 0
    ? 0
    : rows.reduce((sum, row) => sum + figureOf(row, name) * figureOf(row, 'elements'), 0) / elements;
}
