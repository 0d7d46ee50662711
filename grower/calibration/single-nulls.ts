// Single nulls of strangers: one set of tensors or one block of a pair at a time, by the inner functions of the tests.
import { align } from '../../src/align/align.ts';
import { channelSpaces, unitSpaces } from '../../src/align/label-spaces.ts';
import { createPlan, type Plan } from '../../src/evidence/plan.ts';
import type { Subject } from '../../src/evidence/subject.ts';
import { gather } from '../../src/evidence/weights/residual-alignment.ts';
import { respond, responseBlocks } from '../../src/evidence/weights/responses.ts';
import { ask } from '../../src/evidence/weights/unit-coincidence.ts';
import { sideBySide } from '../../src/evidence/weights/unit-response.ts';
import { countHits, nearestRows, standardise } from '../../src/math/coincidence.ts';
import { lnCoincidence } from '../../src/math/tails.ts';
import type { Model } from '../../src/model/model.ts';
import { agreementCounts, join, type NullCounts, nothing, pCounts } from './null-counts.ts';

/** Standardised vectors of one label space, one for each label; `asked` are those that look for their namesakes. */
interface Side {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
  readonly asked: Uint32Array;
}

/**
 * One model as the tests see it: what they draw and standardise depends on shapes and seed alone, so that it need not be
 * drawn again for every pair. Channels by set, units by block, responses of gate and up together and apart by block.
 */
export interface Prepared {
  readonly channels: readonly Side[];
  readonly units: readonly Side[];
  readonly responses: readonly Side[];
  readonly apart: readonly { readonly gate: Side; readonly up: Side }[];
}

/** Prepares a model: its own side of the comparison with itself, which is the side it has in every other. */
export async function prepare(model: Model, seed: number): Promise<Prepared> {
  const alignment = await align(model, model, { seed });
  const plan = createPlan(alignment, 'sample', seed);
  const components = [...new Set(alignment.pairs.map(({ component }) => component))];
  const channels: Side[] = [];
  const units: Side[] = [];
  const responses: Side[] = [];
  const apart: { gate: Side; up: Side }[] = [];
  for (const component of components) {
    const pairs = alignment.pairs.filter((pair) => pair.component === component);
    const subject: Subject = { alignment, component, pairs, plan, scan: () => Promise.resolve(undefined) };
    channels.push(...(await channelSides(subject)));
    for (const space of unitSpaces(alignment, component)) {
      const { suspect, columns, asked, units: crowd } = await ask(subject, space, Infinity, {});
      units.push({ rows: crowd.length, columns, values: suspect, asked });
    }
    if (component === 'text') {
      const answers = await responseSides(subject, plan);
      responses.push(...answers.together);
      apart.push(...answers.apart);
    }
  }
  return { channels, units, responses, apart };
}

async function channelSides(subject: Subject): Promise<Side[]> {
  const spaces = channelSpaces(subject.alignment, subject.component);
  const sides: Side[] = [];
  for (const space of spaces) {
    const wanted = Math.ceil(subject.plan.channelRows(space.channels) / spaces.length);
    const { suspect, rows } = await gather(subject, space, wanted, new Map(), {});
    const asked = subject.plan
      .random(`channels ${subject.component}`)
      .sample(space.channels, subject.plan.sampledChannels);
    sides.push({ rows: space.channels, columns: rows, values: standardise(suspect, space.channels, rows), asked });
  }
  return sides;
}

async function responseSides(subject: Subject, plan: Plan) {
  const found = responseBlocks(subject);
  const together: Side[] = [];
  const apart: { gate: Side; up: Side }[] = [];
  for (const block of found?.blocks ?? []) {
    const { table } = found as NonNullable<typeof found>;
    const tokens = plan.random('tokens').sample(table.suspect.rows, plan.tokenRows);
    const all = Uint32Array.from({ length: block.size }, (_, i) => i);
    const { suspect } = await respond(subject, table, block, tokens, all, {});
    const side = (values: Float32Array): Side => ({
      rows: all.length,
      columns: values.length / all.length,
      values,
      asked: all,
    });
    const [gate, up] = suspect.map((part) => standardise(part.slice(), all.length, tokens.length));
    if (gate !== undefined && up !== undefined) apart.push({ gate: side(gate), up: side(up) });
    together.push(side(sideBySide(suspect, all.length, tokens.length)));
  }
  return { together, apart };
}

/** The single nulls of a pair: a p-value for every set and block, before anything is combined, and agreements by block. */
export function singleNullsOf(suspect: Prepared, candidate: Prepared): NullCounts {
  let counts: NullCounts = { ...nothing, pairs: 1 };
  const each = (test: string, a: readonly Side[], b: readonly Side[]): void => {
    for (const [i, side] of a.entries()) counts = join(counts, pCounts(`${test} each`, lnPOf(side, b[i] as Side)));
  };
  each('residual-alignment', suspect.channels, candidate.channels);
  each('unit-coincidence', suspect.units, candidate.units);
  each('unit-response', suspect.responses, candidate.responses);
  let total = 0;
  for (const [i, { gate, up }] of suspect.apart.entries()) {
    const other = candidate.apart[i] as (typeof candidate.apart)[number];
    const [byGate, byUp] = [nearest(gate, other.gate), nearest(up, other.up)];
    let agreements = 0;
    for (let unit = 0; unit < byGate.length; unit++)
      if ((byGate[unit] ?? -1) >= 0 && byGate[unit] === byUp[unit]) agreements += 1;
    counts = join(counts, agreementCounts('layer', agreements));
    total += agreements;
  }
  return join(counts, agreementCounts('pair', total));
}

const nearest = (a: Side, b: Side): Int32Array => nearestRows(a.values, a.asked, b.values, b.rows, b.columns);

function lnPOf(a: Side, b: Side): number {
  return lnCoincidence(countHits(a.asked, nearest(a, b)), a.asked.length, b.rows);
}
