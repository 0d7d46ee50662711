// The order of things: align, measure, judge, record; one candidate after the other.

import { align } from '../align/align.ts';
import type { Alignment, Pair } from '../align/alignment.ts';
import { ForebearError, isForebearError } from '../errors.ts';
import type { Evidence, Family } from '../evidence/evidence.ts';
import { measureMerge } from '../evidence/merge/merge-fit.ts';
import { createPlan, type Plan, type ReadMode } from '../evidence/plan.ts';
import type { Subject, Test } from '../evidence/subject.ts';
import { testsFor } from '../evidence/tests.ts';
import { type PairScan, scanPair } from '../evidence/weights/pair-scan.ts';
import type { SpanScanner } from '../evidence/weights/span-scan.ts';
import { canBeWeight, type Model, type Tensor } from '../model/model.ts';
import { type Component, componentOf } from '../model/roles/component.ts';
import { towerOf } from '../model/roles/role.ts';
import type { RunOptions } from '../run.ts';
import { type Statement, statement } from '../wording/statement.ts';
import type { CaseFile } from './case-file.ts';
import { judgeCase } from './judge-case.ts';
import { type Examined, recordAlignment, recordModel } from './record.ts';

export interface Examination extends RunOptions {
  readonly read?: ReadMode;
  /** Family-wise error rate over everything tried. */
  readonly alpha?: number;
  /** Judge this component alone. */
  readonly component?: string;
  /** Where spans of rows are scanned; here where none is given. The case is the same wherever. */
  readonly scanner?: SpanScanner;
}

export const defaultAlpha = 1e-6;

/** Compares a suspect with each candidate and gives the case file. Throws `usage` where the asked component does not exist. */
export async function examine(
  suspect: Model,
  candidates: readonly Model[],
  options: Examination = {},
): Promise<CaseFile> {
  const read = options.read ?? 'sample';
  const seed = options.seed ?? 0;
  const examined: Examined[] = [];
  const alignments: Alignment[] = [];
  const changed = new Set<Alignment>();
  for (const candidate of candidates) {
    const before = suspect.bytesRead;
    const alignment = await align(suspect, candidate, { ...options, seed });
    const { evidence, scans } = await measureUnlessChanged(alignment, read, seed, options);
    alignments.push(alignment);
    if (scans === undefined) changed.add(alignment);
    examined.push({
      candidate: recordModel(candidate),
      alignment: recordAlignment(alignment),
      evidence,
      components: componentSizes(alignment, options.component),
      reading: reading(alignment, scans ?? new Map(), suspect.bytesRead - before + candidate.bytesRead),
    });
  }
  const sound = alignments.filter((alignment) => !changed.has(alignment));
  const merges = await measureMerges(sound, read, seed, options);
  const complete = examined.map((one, i) => ({
    ...one,
    evidence: [...one.evidence, ...(merges.get(alignments[i] as Alignment) ?? [])],
  }));
  return judgeCase(recordModel(suspect), complete, { seed, read, alpha: options.alpha ?? defaultAlpha });
}

/** A merge is a property of the case: what mixes several candidates can be seen from no pair. Nothing where a file changes on the way. */
async function measureMerges(
  alignments: readonly Alignment[],
  read: ReadMode,
  seed: number,
  options: Examination,
): Promise<ReadonlyMap<Alignment, readonly Evidence[]>> {
  const found = new Map(alignments.map((alignment): [Alignment, Evidence[]] => [alignment, []]));
  if (alignments.length < 2) return found;
  const plans: Plan[] = alignments.map((alignment) => createPlan(alignment, read, seed));
  const components = new Set(alignments.flatMap((alignment) => alignment.pairs.map((pair) => pair.component)));
  for (const component of components) {
    if (options.component !== undefined && component !== options.component) continue;
    options.signal?.throwIfAborted();
    try {
      const evidence = await measureMerge(alignments, component, plans, options);
      for (const [i, one] of evidence.entries()) found.get(alignments[i] as Alignment)?.push(one);
    } catch (error) {
      if (!isForebearError(error, 'integrity')) throw error;
      return new Map();
    }
  }
  return found;
}

interface Measurements {
  readonly evidence: Evidence[];
  /** Undefined where a file changed on the way. */
  readonly scans: Map<Pair, PairScan | undefined> | undefined;
}

/** As `measureAll`; where a file changed on the way, all that was measured is void: no one model gave those numbers. */
async function measureUnlessChanged(
  alignment: Alignment,
  read: ReadMode,
  seed: number,
  options: Examination,
): Promise<Measurements> {
  try {
    return await measureAll(alignment, read, seed, options);
  } catch (error) {
    if (!isForebearError(error, 'integrity')) throw error;
    const reason = statement('reason.changed', { message: error.message });
    const evidence = componentsOf(alignment, options.component).flatMap((component) =>
      testsFor(alignment).map((test) => failed(test, component, reason)),
    );
    return { evidence, scans: undefined };
  }
}

/** Every test on every component. A test that throws fails alone; an abort ends everything. */
async function measureAll(
  alignment: Alignment,
  read: ReadMode,
  seed: number,
  options: Examination,
): Promise<Measurements> {
  const plan = createPlan(alignment, read, seed);
  const scans = new Map<Pair, PairScan | undefined>();
  const total = alignment.pairs.length;
  const scan = async (pair: Pair, inner: RunOptions): Promise<PairScan | undefined> => {
    if (scans.has(pair)) return scans.get(pair);
    const result = pair.comparable ? await scanPair(alignment, pair, plan, inner, options.scanner) : undefined;
    scans.set(pair, result);
    inner.onProgress?.({ stage: 'read', subject: pair.component, done: scans.size, total, unit: 'tensors' });
    return result;
  };
  const evidence: Evidence[] = [];
  for (const component of componentsOf(alignment, options.component)) {
    const pairs = alignment.pairs.filter((pair) => pair.component === component);
    const subject: Subject = { alignment, component, pairs, plan, scan };
    const telling = await withoutSilent(subject, options);
    for (const test of testsFor(alignment)) {
      options.signal?.throwIfAborted();
      evidence.push(await runTest(test, readsValues.has(test.family) ? subject : telling, options));
    }
  }
  return { evidence, scans };
}

/** These look at each pair's own values, and say themselves which of them say nothing. */
const readsValues: ReadonlySet<Family> = new Set<Family>(['content', 'difference']);

/**
 * The subject without pairs that hold one value throughout, or none, on a side: nothing can be found in them, and what
 * was not found in them is no sign of strangers. A pair that cannot be read stays: its tests fail, and say so.
 */
async function withoutSilent(subject: Subject, options: RunOptions): Promise<Subject> {
  const silent = new Set<Pair>();
  const tensors = new Set<Tensor>();
  for (const pair of subject.pairs) {
    const scan = await subject.scan(pair, options).catch((error: unknown) => {
      if (!isForebearError(error) || error.code === 'integrity') throw error;
      return undefined;
    });
    if (scan?.information === 'constant' || scan?.information === 'void') silent.add(pair);
    for (const side of ['suspect', 'candidate'] as const)
      if (scan?.silent[side] === true) tensors.add(pair[side].tensor);
  }
  if (silent.size === 0) return subject;
  const isHeard = (pair: Pair): boolean => !silent.has(pair);
  const pairs = subject.alignment.pairs.filter(isHeard);
  return {
    ...subject,
    alignment: { ...subject.alignment, pairs, silent: tensors },
    pairs: subject.pairs.filter(isHeard),
  };
}

async function runTest(test: Test, subject: Subject, options: RunOptions): Promise<Evidence> {
  try {
    return await test.run(subject, options);
  } catch (error) {
    if (!isForebearError(error) || error.code === 'integrity') throw error;
    return failed(test, subject.component, statement('reason.failed', { message: error.message }));
  }
}

function failed({ id, version, family }: Test, component: Component, reason: Statement): Evidence {
  return { status: 'failed', test: id, version, family, component, reason };
}

const order = ['text', 'vision', 'audio', 'projector', 'embeddings', 'whole'];

function componentsOf(alignment: Alignment, only: string | undefined): readonly Component[] {
  const searched = alignment.searched.map(({ tensor }) => componentOf(tensor) ?? alignment.fallback);
  const found = [...new Set([...alignment.pairs.map((pair) => pair.component), ...searched])];
  const place = (component: Component): number => (order.includes(component) ? order.indexOf(component) : order.length);
  found.sort((a, b) => place(a) - place(b) || a.localeCompare(b, 'en', { numeric: true }));
  if (only === undefined) return found;
  if (!found.includes(only)) throw new ForebearError('usage', '--component', `one of ${found.join(', ')}`, only);
  return [only];
}

/** The compared components, and the suspect's own that the candidate has nothing to set beside. */
function componentSizes(
  alignment: Alignment,
  only: string | undefined,
): { component: Component; parameters: number }[] {
  const compared = componentsOf(alignment, only).map((component) => ({
    component,
    parameters: distinct(alignment.pairs.filter((pair) => pair.component === component)).reduce(
      (sum, { suspect }) => sum + suspect.rows * suspect.columns,
      alignment.searched
        .filter(({ tensor }) => (componentOf(tensor) ?? alignment.fallback) === component)
        .reduce((sum, { tensor }) => sum + tensor.elements, 0),
    ),
  }));
  if (only !== undefined) return compared;
  const alone = new Map<Component, number>();
  const stem = ({ name }: Tensor): string => name.slice(0, name.indexOf('.') + 1);
  const pairedStems = new Set(alignment.pairs.map(({ suspect }) => stem(suspect.tensor)));
  const searched = new Set(alignment.searched.map(({ tensor }) => tensor));
  for (const tensor of alignment.unpairedSuspect) {
    if (!canBeWeight(tensor) || searched.has(tensor) || alignment.blank.has(tensor)) continue;
    // Under a first segment that nothing paired has, a part of unknown purpose; else what its role says.
    const unknown = towerOf(tensor.name) === undefined && stem(tensor) !== '' && !pairedStems.has(stem(tensor));
    const component = unknown ? 'other' : componentOf(tensor);
    if (component === undefined || compared.some((one) => one.component === component)) continue;
    alone.set(component, (alone.get(component) ?? 0) + tensor.elements);
  }
  return [...compared, ...[...alone].map(([component, parameters]) => ({ component, parameters }))];
}

/** Each part of the suspect once: a tied token table stands in two pairs. */
function distinct(pairs: readonly Pair[]): readonly Pair[] {
  return [
    ...new Map(pairs.toReversed().map((pair) => [`${pair.suspect.tensor.name} ${pair.suspect.first}`, pair])).values(),
  ];
}

function reading(
  alignment: Alignment,
  scans: ReadonlyMap<Pair, PairScan | undefined>,
  bytesRead: number,
): Examined['reading'] {
  const total = alignment.suspect.tensors.reduce((sum, tensor) => sum + tensor.elements, 0);
  const lost = new Set(alignment.suspect.problems.flatMap((problem) => problem.lost)).size;
  let compared = 0;
  const tensors = new Set<string>();
  for (const pair of distinct([...scans.keys()])) {
    const scan = scans.get(pair);
    if (scan === undefined) continue;
    compared += scan.elements;
    tensors.add(pair.suspect.tensor.name);
  }
  return {
    bytesRead,
    tensorsRead: tensors.size,
    tensorsTotal: alignment.suspect.tensors.length + lost,
    // Of a lost tensor the name is known, not the size: it counts as an average one, so that a loss is never full coverage.
    coverage:
      total === 0
        ? 0
        : (Math.min(1, compared / total) * alignment.suspect.tensors.length) /
          (alignment.suspect.tensors.length + lost),
  };
}
