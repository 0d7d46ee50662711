// A run of many mutants against one reader: every one ends in acceptance or a typed refusal, or the run fails and says which.
import { isForebearError } from '../../../src/errors.ts';
import { createRandom } from '../../../src/math/random.ts';
import { mutant, study } from './mutator.ts';

/** A reader under fire. */
export interface FuzzTarget {
  readonly id: string;
  /** Small valid files that between them reach every branch. */
  readonly seeds: readonly Uint8Array[];
  /** Puts right what every mutant would break (a checksum, a length up front), in half of the mutants. */
  readonly refit?: (bytes: Uint8Array) => Uint8Array;
  /** Reads everything that can be read. Ends, or throws a `ForebearError`; anything else is a fault of ours. */
  run(bytes: Uint8Array): Promise<void>;
}

/** What became of the mutants: `accepted`, or the code of the refusal. */
export type Outcomes = ReadonlyMap<string, number>;

/** Milliseconds that one input of these sizes may take before it counts as a hang. */
const patience = 2_000;

/**
 * Runs mutants `from` to `to` (end exclusive) of the campaign with this seed: the same numbers give the same mutants,
 * however a campaign is shared out. Throws an error that names target, number and bytes of the first that fails.
 */
export async function runCampaign(
  target: FuzzTarget,
  seed: number,
  from: number,
  to: number,
  now: () => number,
  onDone?: (done: number) => void,
): Promise<Outcomes> {
  const studied = target.seeds.map(study);
  const outcomes = new Map<string, number>();
  for (let number = from; number < to; number++) {
    const random = createRandom(seed + number);
    const chosen = studied[random.integer(studied.length)];
    if (chosen === undefined) throw new Error(`${target.id}: no seeds`);
    let bytes = mutant(random, chosen, studied);
    if (target.refit !== undefined && random.integer(2) === 0) bytes = target.refit(bytes);
    const begun = now();
    const outcome = await outcomeOf(target, bytes, number);
    if (now() - begun > patience) throw failure(target, number, bytes, `took ${Math.round(now() - begun)} ms`);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    onDone?.(number + 1 - from);
  }
  return outcomes;
}

async function outcomeOf(target: FuzzTarget, bytes: Uint8Array, number: number): Promise<string> {
  try {
    await target.run(bytes);
    return 'accepted';
  } catch (error) {
    if (isForebearError(error)) return error.code;
    throw failure(target, number, bytes, error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

function failure(target: FuzzTarget, number: number, bytes: Uint8Array, what: string): Error {
  const shown = Buffer.from(bytes.subarray(0, 4_096)).toString('base64');
  return new Error(`${target.id}, mutant ${number} (${bytes.length} bytes, base64 ${shown}): ${what}`);
}
