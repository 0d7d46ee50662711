// Asks every model every item, a batch at a time, and writes down what happens as it happens; stops when enough is known.
import type { Item } from '../behaviour/answers.ts';
import type { CanaryItem, CanarySet } from '../canary/item.ts';
import { isForebearError } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import type { Decoding, Runtime } from '../runtimes/runtime.ts';
import {
  lineOf,
  type ProbeHead,
  type ProbeModel,
  type ProbeReply,
  type Recording,
  recordingFault,
  replyLine,
  revealOf,
  type Sink,
} from './recording.ts';
import { isStrong, type Weighed, weighProbe } from './weigh.ts';

export interface ProbePlan {
  readonly set: CanarySet;
  /** The suspect, the candidate, then the panel; in the order of `models`. */
  readonly runtimes: readonly Runtime[];
  readonly models: readonly ProbeModel[];
  readonly decoding: Decoding;
  readonly seed: number;
  /** Replies of an earlier run that was cut: not asked again. */
  readonly earlier?: Recording | undefined;
  /** Items between two looks at what is known so far. */
  readonly batch?: number | undefined;
  /** Whether it may stop before the last item. */
  readonly sequential?: boolean | undefined;
}

/** Items between two looks. Every look is covered: see `isStrong`. */
const usualBatch = 10;

export const itemOf = ({ id, gold }: Pick<CanaryItem, 'id' | 'gold'>): Item => ({ id, gold });

/**
 * Asks what was not asked yet. Each reply goes to `sink` before the next batch begins, so that an abort or a fall loses what was under way
 * and nothing else. Refusals of single questions are recorded; throws `integrity` where `earlier` is of other questions or models.
 */
export async function askAll(
  plan: ProbePlan,
  sink: Sink,
  options?: RunOptions,
): Promise<{ readonly recording: Recording; readonly weighed: Weighed }> {
  const { set, runtimes, models, decoding, seed } = plan;
  const head: ProbeHead = {
    schema: 'forebear.probe/1',
    set: set.name,
    commitment: set.commitment,
    items: set.items.length,
    decoding,
    seed,
    models,
  };
  const replies: ProbeReply[] = [...earlierReplies(plan.earlier, head)];
  if (plan.earlier === undefined) await sink(lineOf(head));
  const done = new Set(replies.map(({ item, model }) => `${model} ${item}`));
  const items = set.items.map(itemOf);
  const total = set.items.length * runtimes.length;
  let count = done.size;
  const batch = plan.batch ?? usualBatch;
  // Nobody is asked where nothing could come of it.
  const end =
    weighProbe({ head, replies: [], reveal: undefined }, items).mismatches.length === 0 ? set.items.length : 0;
  for (let from = 0; from < end; from += batch) {
    const part = set.items.slice(from, from + batch);
    const found = await Promise.all(
      runtimes.map((runtime, model) => {
        const open = part.filter(({ id }) => !done.has(`${model} ${id}`));
        return askOne(runtime, model, open, decoding, sink, options, () => {
          count += 1;
          options?.onProgress?.({ stage: 'test', subject: runtime.identity.model, done: count, total, unit: 'tests' });
        });
      }),
    );
    replies.push(...found.flat());
    if (plan.sequential === true && isStrong({ head, replies, reveal: undefined }, items)) break;
  }
  const reveal = revealOf(set.items, set.recipe);
  if (plan.earlier?.reveal === undefined) await sink(lineOf(reveal));
  const recording = { head, replies: inOrder(replies, set), reveal };
  return { recording, weighed: weighProbe(recording, items) };
}

/** By item, then by model: the same whatever came first. */
function inOrder(replies: readonly ProbeReply[], { items }: CanarySet): ProbeReply[] {
  const place = new Map(items.map(({ id }, at) => [id, at]));
  return replies.toSorted((a, b) => (place.get(a.item) ?? 0) - (place.get(b.item) ?? 0) || a.model - b.model);
}

/** Some questions of one model, as many at once as it allows. */
async function askOne(
  runtime: Runtime,
  model: number,
  items: readonly CanaryItem[],
  decoding: Decoding,
  sink: Sink,
  options: RunOptions | undefined,
  onDone: () => void,
): Promise<ProbeReply[]> {
  const found: ProbeReply[] = [];
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      options?.signal?.throwIfAborted();
      const question = { prompt: item.prompt, images: [item.image] };
      let line: ProbeReply;
      try {
        line = replyLine(item, model, await runtime.ask(question, decoding, { signal: options?.signal }));
      } catch (error) {
        if (!isForebearError(error)) throw error;
        line = replyLine(item, model, { error });
      }
      await sink(lineOf(line));
      found.push(line);
      onDone();
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(runtime.concurrency, items.length)) }, worker));
  return found;
}

/** Refusals of the world (a server that was away) are asked again; what was said stays said. */
function earlierReplies(earlier: Recording | undefined, head: ProbeHead): readonly ProbeReply[] {
  if (earlier === undefined) return [];
  const fixed = ({ models, commitment, decoding, seed, items }: ProbeHead): string =>
    JSON.stringify([
      commitment,
      decoding,
      seed,
      items,
      models.map(({ role, identity }) => [role, identity.kind, identity.version, identity.model, identity.files]),
    ]);
  if (fixed(earlier.head) !== fixed(head))
    throw recordingFault('recording', 'the same questions to the same models', 'others');
  return earlier.replies.filter(({ fault }) => fault === undefined);
}
