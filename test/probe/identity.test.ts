// An endpoint asked whether it is the model it names: the same one, another, one that counts otherwise, one that is away.
import { describe, expect, it } from 'vitest';
import { ForebearError } from '../../src/errors.ts';
import { createRandom } from '../../src/math/random.ts';
import { testIdentity } from '../../src/probe/identity.ts';
import { identitySections, renderIdentity } from '../../src/report/runs/identity-sections.ts';
import type { Runtime } from '../../src/runtimes/runtime.ts';
import { fault } from '../report/page-faults.ts';

interface Habits {
  readonly words: readonly string[];
  readonly name?: string;
  readonly perCharacter?: number;
  readonly away?: boolean;
}

function endpoint({ words, name = 'no name', perCharacter = 1, away = false }: Habits): Runtime {
  return {
    identity: { kind: 'server', version: 'x 1', preprocessing: 'unknown', model: 'm', files: [] },
    concurrency: 1,
    async ask({ prompt }, { seed }) {
      if (away && prompt.includes('river')) throw new ForebearError('source', 'host', 'an answer', 'none');
      const random = createRandom(seed);
      const text = prompt.startsWith('Which language model')
        ? name
        : Array.from({ length: 6 }, () => words[random.integer(words.length)]).join(' ');
      return {
        text,
        finish: 'stop',
        steps: [],
        promptTokens: 4 + Math.ceil(perCharacter * prompt.length),
        exchanges: [],
      };
    },
    close: async () => {},
  };
}

const plain = ['reed', 'mud', 'bank', 'boat', 'stone'];
const other = ['lamp', 'glass', 'wire', 'stone'];
const settings = { samples: 12, seed: 3, mostTokens: 20 };

describe("an endpoint's identity", () => {
  it('is not doubted where it is the model', async () => {
    const found = await testIdentity({
      suspect: endpoint({ words: plain }),
      reference: endpoint({ words: plain }),
      ...settings,
    });
    expect(found.test.p).toBeGreaterThan(0.05);
    expect(found.lengths).toEqual({ same: 8, of: 8, offset: 0 });
    expect(identitySections(found, 'en')[0]?.beside).toContain('No difference was seen');
  });

  it('is where replies come by other chances', async () => {
    const found = await testIdentity({
      suspect: endpoint({ words: other }),
      reference: endpoint({ words: plain }),
      ...settings,
    });
    expect(found.test.p).toBe(0.001);
    expect(found.test).toMatchObject({ prompts: 8, replies: 192 });
    expect(identitySections(found, 'zh')[0]?.beside).toBe('两者按不同的概率作答。');
  });

  it('is corrected for endpoints that were tested at once', async () => {
    const found = await testIdentity({
      suspect: endpoint({ words: other }),
      reference: endpoint({ words: plain }),
      ...settings,
      family: 20,
    });
    expect(found.corrected).toBeCloseTo(0.02, 12);
  });

  it('shows in lengths where tokenizers differ, and in no length where templates alone do', async () => {
    const found = await testIdentity({
      suspect: endpoint({ words: plain, perCharacter: 0.5 }),
      reference: endpoint({ words: plain }),
      ...settings,
    });
    expect(found.lengths.same).toBeLessThan(found.lengths.of);
  });

  it('hears what both call themselves, as a hint', async () => {
    const found = await testIdentity({
      suspect: endpoint({ words: plain, name: 'I am Qwen, not GPT-4.' }),
      reference: endpoint({ words: plain, name: 'MiniCPM' }),
      ...settings,
    });
    expect(found.names.map(({ side, family, said }) => [side, family, said])).toEqual([
      ['suspect', 'gpt', 12],
      ['suspect', 'qwen', 12],
      ['reference', 'minicpm', 12],
    ]);
  });

  it('goes on without questions that were not answered, and counts them', async () => {
    const found = await testIdentity({
      suspect: endpoint({ words: plain, away: true }),
      reference: endpoint({ words: plain }),
      ...settings,
    });
    expect(found.unanswered).toBe(12);
    expect(found.test.prompts).toBe(7);
    for (const language of ['en', 'zh'] as const) expect(fault(renderIdentity(found, language))).toBeNull();
  });
});
