// What a test is run on: one component of a pair of models, and how much of it may be read.
import type { Alignment, Pair } from '../align/alignment.ts';
import type { Component } from '../model/roles/component.ts';
import type { RunOptions } from '../run.ts';
import { type Statement, statement } from '../wording/statement.ts';
import { type Cell, type Evidence, type Family, type Measured, type TestId, type Unmeasured } from './evidence.ts';
import type { Plan } from './plan.ts';
import type { PairScan } from './weights/pair-scan.ts';

export interface Subject {
  readonly alignment: Alignment;
  readonly component: Component;
  readonly pairs: readonly Pair[];
  readonly plan: Plan;
  /** The elementwise figures of a pair, read once whoever asks. Undefined where the two do not line up or cannot be read. */
  scan(pair: Pair, options: RunOptions): Promise<PairScan | undefined>;
}

/** One question about a component. A test measures and never concludes; tests do not know one another. */
export interface Test {
  readonly id: TestId;
  readonly version: number;
  readonly family: Family;
  run(subject: Subject, options: RunOptions): Promise<Evidence>;
}

export function measured(
  test: Test,
  subject: Subject,
  elementsRead: number,
  statistics: Measured['statistics'],
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): Measured {
  const { id, version, family } = test;
  return {
    status: 'measured',
    test: id,
    version,
    family,
    component: subject.component,
    elementsRead,
    statistics,
    table: { columns, rows },
  };
}

export function inapplicable(
  test: Test,
  subject: Subject,
  reason: Statement | string,
  values: Statement['values'] = {},
): Unmeasured {
  const { id, version, family } = test;
  const said = typeof reason === 'string' ? statement(reason, values) : reason;
  return { status: 'inapplicable', test: id, version, family, component: subject.component, reason: said };
}
