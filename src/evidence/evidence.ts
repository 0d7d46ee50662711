// What a test hands on: measured numbers and the table they came from, or the reason why there are none. Never a conclusion.
import type { Statement } from '../wording/statement.ts';

export type TestId =
  | 'content-equality'
  | 'residual-alignment'
  | 'unit-coincidence'
  | 'unit-response'
  | 'unit-match'
  | 'unit-gram'
  | 'unit-assignment'
  | 'content-search'
  | 'difference'
  | 'norm-gains'
  | 'norm-folding'
  | 'adapter-fit'
  | 'fallacies'
  | 'low-rank'
  | 'merge-fit'
  | 'rounding-grid';

/** Tests of one family look at the same property of the same weights and are dependent. */
export type Family = 'content' | 'basis' | 'units' | 'difference' | 'gains' | 'adapter' | 'assignment' | 'fallacy';

export type Cell = string | number | boolean | null;

/** Raw figures behind a measurement, one row a tensor, layer or set. Cells may quote untrusted names. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Measured {
  readonly status: 'measured';
  readonly test: TestId;
  readonly version: number;
  readonly family: Family;
  readonly component: string;
  /** Elements of the suspect whose values entered this measurement (the candidate's are as many unless the table says otherwise). */
  readonly elementsRead: number;
  /** Named numbers; p-values are natural logarithms and their names begin with `lnP`. Null where undefined. */
  readonly statistics: { readonly [name: string]: number | null };
  readonly table: Table;
}

export interface Unmeasured {
  readonly status: 'inapplicable' | 'failed';
  readonly test: TestId;
  readonly version: number;
  readonly family: Family;
  readonly component: string;
  readonly reason: Statement;
}

export type Evidence = Measured | Unmeasured;
