// Square maps near the identity: the diagonal that strangers share must not pass for coincidence.
import { describe, expect, it } from 'vitest';
import type { ForgedModel } from '../../../forgeries/forged-model.ts';
import { createRandom } from '../../../src/math/random.ts';
import { compareForged } from '../../case/in-memory.ts';

/** Two recurrent layers whose weights are the identity and a little noise of their own. */
function nearIdentity(seed: number): ForgedModel {
  const random = createRandom(seed);
  const size = 64;
  const tensor = () => ({
    shape: [size, size],
    dtype: 'F32' as const,
    values: Float32Array.from(
      { length: size * size },
      (_, i) => (i % (size + 1) === 0 ? 1 : 0) + 0.05 * random.normal(),
    ),
  });
  return new Map(['rnn.first', 'rnn.second', 'rnn.third'].map((name) => [name, tensor()]));
}

describe('unitCoincidence', () => {
  it('finds no kinship between strangers that both began near the identity', async () => {
    for (let seed = 0; seed < 6; seed++) {
      const { verdict } = await compareForged(nearIdentity(2 * seed + 1), nearIdentity(2 * seed + 2));
      expect(verdict.answer).toBe('independent');
    }
  });
});
