// One pair of strangers through the product's own tests of kinship and its verdict on each component.
import { align } from '../../src/align/align.ts';
import type { Evidence, Family } from '../../src/evidence/evidence.ts';
import { createPlan } from '../../src/evidence/plan.ts';
import type { Subject, Test } from '../../src/evidence/subject.ts';
import { tests } from '../../src/evidence/tests.ts';
import { unitAssignment } from '../../src/evidence/weights/unit-assignment.ts';
import type { Model } from '../../src/model/model.ts';
import { isConstant } from '../../src/model/values/information.ts';
import { judgeComponent } from '../../src/verdict/judge-component.ts';
import { countHypotheses } from '../../src/verdict/statistics.ts';
import { countsOf, type NullCounts } from './null-counts.ts';

/** Families of tests that can find kinship; the others describe what was found. */
const kinshipFamilies: ReadonlySet<Family> = new Set<Family>(['basis', 'units', 'assignment']);

/** The tests whose nulls are counted. */
export const kinshipTests: readonly Test[] = tests.filter(({ family }) => kinshipFamilies.has(family));

/** The family-wise rate of the calibration: the product's own default, corrected within each pair as in a case of one. */
export const alpha = 1e-6;

/**
 * Every test of kinship on every component of a pair, as `examine` runs them, with what the verdict makes of their
 * evidence. What describes a difference (values, norms) is left out: it costs most of the time and finds no kinship by
 * itself. `examine` itself is asked about fewer pairs, see calibrate.
 */
export async function comparePair(suspect: Model, candidate: Model, seed: number): Promise<NullCounts> {
  const alignment = await align(suspect, candidate, { seed });
  const plan = createPlan(alignment, 'sample', seed);
  const components = [...new Set(alignment.pairs.map(({ component }) => component))];
  const evidence: Evidence[] = [];
  for (const component of components) {
    const pairs = alignment.pairs.filter((pair) => pair.component === component);
    const subject: Subject = { alignment, component, pairs, plan, scan: () => Promise.resolve(undefined) };
    for (const test of kinshipTests) evidence.push(await test.run(subject, {}));
  }
  const hypotheses = Math.max(1, countHypotheses(evidence) + alignment.tried);
  const of = (component: string): Evidence[] => evidence.filter((one) => one.component === component);
  const context = {
    alpha,
    hypotheses,
    lost: 0,
    lostShare: 0,
    text: of('text'),
    adapter: null,
    areAdapters: false,
  };
  const answers = new Map(
    components.map((component) => [component, judgeComponent(component, of(component), context).answer]),
  );
  return countsOf(evidence, answers);
}

/** The assignment of units alone: the only test of kinship whose null is a count, and so the one to count on more pairs. */
export async function assignPair(suspect: Model, candidate: Model, seed: number): Promise<NullCounts> {
  const alignment = await align(suspect, candidate, { seed });
  const pairs = alignment.pairs.filter(({ component }) => component === 'text');
  const plan = createPlan(alignment, 'sample', seed);
  const scan: Subject['scan'] = () => Promise.resolve(undefined);
  return countsOf([await unitAssignment.run({ alignment, component: 'text', pairs, plan, scan }, {})], new Map());
}

/** Throws where a tensor holds one value throughout: `examine` would keep it from the tests, and this would not. */
export async function assertTelling(model: Model): Promise<void> {
  for (const tensor of model.tensors) {
    const values = await model.read(tensor, 0, tensor.elements);
    if (isConstant(values)) throw new RangeError(`${model.id}: ${tensor.name} holds one value`);
  }
}
