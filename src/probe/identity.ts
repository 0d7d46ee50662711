// Is an endpoint serving the model it names? Samples of both, the lengths they count for the same texts, and what they call themselves.
import { type DistributionTest, holm, type PromptSamples, testDistributions } from '../behaviour/distribution-test.ts';
import { isForebearError } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import { type Decoding, greedy, type Reply, type Runtime } from '../runtimes/runtime.ts';

/** Open questions with many ways to begin: what models differ in. Word for word; others would be another test. */
const openPrompts: readonly string[] = [
  'Write one sentence about a river.',
  'Name an animal and say why you chose it.',
  'Continue: The old door opened and',
  'Give a title for a book about dust.',
  '用一句话描写秋天。',
  'Say something surprising about the number 7.',
  'Write a line of a song that does not exist.',
  '随便说一个地名，并说说那里的天气。',
];

/** Texts that tokenizers cut in different ways: long numbers, runs of blanks, rare scripts, code, joined signs. */
const cuttingTexts: readonly string[] = [
  '1234567890123456789012345678901234567890',
  'a                                        b',
  '𗼇𗰗𗴂𗏁𘃪𗧓𗋽𗼃',
  'for(int i=0;i<n;++i){a[i]+=b[i]*c[i];}',
  '👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦',
  'Donaudampfschifffahrtsgesellschaftskapitän',
  'ⅷ①㊙︎½⁵ﬃ',
  '清華大學藏戰國竹簡清華大學藏戰國竹簡',
];

const namePrompt = 'Which language model are you? Answer with its name alone.';

/** Names that are looked for in what a model calls itself. */
const families = [
  'gpt',
  'claude',
  'gemini',
  'llama',
  'qwen',
  'mistral',
  'deepseek',
  'minicpm',
  'glm',
  'gemma',
  'phi',
  'yi',
  'baichuan',
  'kimi',
  'grok',
  'ernie',
  'hunyuan',
];

export interface IdentityFinding {
  readonly test: DistributionTest;
  /** p after Holm over all that was tested at once. */
  readonly corrected: number;
  /** Lengths that both told: of so many texts, so many alike. */
  readonly lengths: { readonly same: number; readonly of: number; readonly offset: number | null };
  /** Families that each named, in how many of so many replies. A hint and no more. */
  readonly names: readonly {
    readonly side: 'suspect' | 'reference';
    readonly family: string;
    readonly said: number;
    readonly of: number;
  }[];
  /** Questions that were not answered. */
  readonly unanswered: number;
}

export interface IdentityPlan {
  readonly suspect: Runtime;
  readonly reference: Runtime;
  /** Replies of each side to each prompt. */
  readonly samples: number;
  readonly seed: number;
  readonly mostTokens: number;
  /** How many such tests belong together. */
  readonly family?: number | undefined;
}

/** Asks both sides; refusals of single questions are counted and the rest goes on. An abort passes through. */
export async function testIdentity(plan: IdentityPlan, options?: RunOptions): Promise<IdentityFinding> {
  const sides = [plan.suspect, plan.reference] as const;
  const total = 2 * (openPrompts.length * plan.samples + cuttingTexts.length + plan.samples);
  let done = 0;
  let unanswered = 0;
  const ask = async (runtime: Runtime, prompt: string, decoding: Decoding): Promise<Reply | undefined> => {
    options?.signal?.throwIfAborted();
    try {
      return await runtime.ask({ prompt, images: [] }, decoding, { signal: options?.signal });
    } catch (error) {
      if (!isForebearError(error)) throw error;
      unanswered += 1;
      return undefined;
    } finally {
      done += 1;
      options?.onProgress?.({ stage: 'test', subject: runtime.identity.model, done, total, unit: 'tests' });
    }
  };
  const sampled = async (runtime: Runtime, prompt: string, side: number, at: number): Promise<string[]> => {
    const found: string[] = [];
    for (let n = 0; n < plan.samples; n++) {
      // Different seeds on either side: the same would draw the same reply from the same model twice.
      const seed = (plan.seed * 1_000_003 + side * 500_009 + at * 1_009 + n) % 2 ** 31;
      const reply = await ask(runtime, prompt, { ...greedy, temperature: 1, mostTokens: plan.mostTokens, seed });
      if (reply !== undefined) found.push(reply.text);
    }
    return found;
  };
  const samples: PromptSamples[] = [];
  for (const [at, prompt] of openPrompts.entries())
    samples.push({
      prompt,
      one: await sampled(sides[0], prompt, 0, at),
      other: await sampled(sides[1], prompt, 1, at),
    });
  const counts: (readonly [number, number])[] = [];
  for (const text of cuttingTexts) {
    const pair: number[] = [];
    for (const side of sides) pair.push((await ask(side, text, { ...greedy, mostTokens: 1 }))?.promptTokens ?? -1);
    if (pair.every((count) => count >= 0)) counts.push([pair[0] as number, pair[1] as number]);
  }
  const names = [];
  for (const [side, runtime] of sides.entries()) {
    const replies = await sampled(runtime, namePrompt, side, openPrompts.length);
    for (const family of families) {
      const said = replies.filter((text) => new RegExp(`(?<![a-z])${family}(?![a-z])`, 'i').test(text)).length;
      if (said > 0)
        names.push({
          side: side === 0 ? ('suspect' as const) : ('reference' as const),
          family,
          said,
          of: replies.length,
        });
    }
  }
  const test = testDistributions(samples, plan.seed);
  const others = new Array<number>(Math.max(0, (plan.family ?? 1) - 1)).fill(1);
  return { test, corrected: holm([test.p, ...others])[0] as number, lengths: lengthsOf(counts), names, unanswered };
}

/** Templates add as many tokens to every text: what is left after the commonest difference tells tokenizers apart. */
function lengthsOf(counts: readonly (readonly [number, number])[]): IdentityFinding['lengths'] {
  const times = new Map<number, number>();
  for (const [a, b] of counts) times.set(a - b, (times.get(a - b) ?? 0) + 1);
  const [commonest] = [...times].toSorted((p, q) => q[1] - p[1] || Math.abs(p[0]) - Math.abs(q[0]));
  return { same: commonest?.[1] ?? 0, of: counts.length, offset: commonest?.[0] ?? null };
}
