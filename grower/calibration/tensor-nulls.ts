// Single nulls tensor by tensor: do the channels of one attention matrix stand in the order of its namesake's?
import { align } from '../../src/align/align.ts';
import { channelSpaces } from '../../src/align/label-spaces.ts';
import { createPlan } from '../../src/evidence/plan.ts';
import type { Subject } from '../../src/evidence/subject.ts';
import { gather } from '../../src/evidence/weights/residual-alignment.ts';
import { countHits, nearestRows, standardise } from '../../src/math/coincidence.ts';
import { lnCoincidence } from '../../src/math/tails.ts';
import type { Model } from '../../src/model/model.ts';
import { join, type NullCounts, nothing, pCounts } from './null-counts.ts';

/** One matrix turned so that channels are rows, standardised; every channel asks. */
interface TurnedMatrix {
  readonly channels: number;
  readonly rows: number;
  readonly values: Float32Array;
}

const all = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => i);

/** The q, k and v matrices of every block of a model, as residual-alignment gathers them, one by one and with all rows. */
export async function turnedMatrices(model: Model, seed: number): Promise<readonly TurnedMatrix[]> {
  const alignment = await align(model, model, { seed });
  const pairs = alignment.pairs.filter(({ component }) => component === 'text');
  const plan = createPlan(alignment, 'sample', seed);
  const subject: Subject = { alignment, component: 'text', pairs, plan, scan: () => Promise.resolve(undefined) };
  const space = channelSpaces(alignment, 'text').find(({ set }) => set === 'attention');
  const matrices: TurnedMatrix[] = [];
  for (const pair of space?.pairs ?? []) {
    const { suspect, rows } = await gather(subject, { ...space!, pairs: [pair] }, pair.rows, new Map(), {});
    const channels = pair.columns;
    matrices.push({ channels, rows, values: standardise(suspect, channels, rows) });
  }
  return matrices;
}

/** A p-value for every matrix of a pair, in the series `residual-alignment tensor each`. */
export function tensorNullsOf(suspect: readonly TurnedMatrix[], candidate: readonly TurnedMatrix[]): NullCounts {
  let counts: NullCounts = { ...nothing, pairs: 1 };
  for (const [i, { channels, rows, values }] of suspect.entries()) {
    const asked = all(channels);
    const nearest = nearestRows(values, asked, candidate[i]!.values, channels, rows);
    const lnP = lnCoincidence(countHits(asked, nearest), channels, channels);
    counts = join(counts, pCounts('residual-alignment tensor each', lnP));
  }
  return counts;
}
