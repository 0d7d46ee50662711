// The section of `npm run bench` about assignments: as many units as a feed-forward block of seven billion parameters has.
import { assign } from '../src/math/assignment.ts';
import { createRandom } from '../src/math/random.ts';
import { type BenchSection, benchRow } from './bench-section.ts';

/** Units a block of Llama-2-7B has, and the seconds within which they must be assigned. */
const most = 11_008;
const goal = 10;

const widths = [30, 8, 9, 9] as const;

/** Cosines of unrelated rows have a spread of about 1/√400 here; namesakes stand at `signal` among them. */
function costsOf(units: number, signal: number): { readonly costs: Float32Array; readonly order: Uint32Array } {
  const random = createRandom(1);
  const order = random.permutation(units);
  const costs = new Float32Array(units * units);
  for (let i = 0; i < costs.length; i++) costs[i] = -0.05 * random.normal();
  for (let i = 0; i < units; i++) costs[i * units + (order[i] as number)] = -signal;
  return { costs, order };
}

export const assignSection: BenchSection = {
  name: 'assign',
  run: (signal) => {
    console.log(benchRow(['assignment of units', 'units', 'seconds', 'in place'], widths));
    let good = true;
    for (const [name, units, size] of [
      ['kin, cosine 0.5', 2_048, 0.5],
      ['kin, cosine 0.5', most, 0.5],
      ['kin, cosine 0.3', most, 0.3],
      ['kin, cosine 0.2', most, 0.2],
    ] as const) {
      signal.throwIfAborted();
      const { costs, order } = costsOf(units, size);
      const begun = process.cpuUsage();
      const { columns } = assign(costs, units, units);
      const { user, system } = process.cpuUsage(begun);
      const seconds = (user + system) / 1e6;
      const right = columns.filter((column, i) => column === order[i]).length;
      console.log(benchRow([name, String(units), seconds.toFixed(2), (right / units).toFixed(3)], widths));
      good &&= seconds < goal;
    }
    return Promise.resolve(good);
  },
};
