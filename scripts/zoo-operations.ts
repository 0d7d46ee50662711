// What zoo.json says was done to a model, as operations with parameters, and what of it a verdict does not say.
import type { Operation, OperationName, ParameterValue } from '../src/verdict/verdict.ts';

/** A parameter's expected value: a number within a tolerance, or a list that must be the same. */
export type Expected =
  | { readonly value: number; readonly tolerance: number }
  | { readonly list: readonly (string | number)[] };

export interface ExpectedOperation {
  readonly operation: OperationName;
  readonly parameters: { readonly [name: string]: Expected };
}

const about = (value: number, tolerance: number): Expected => ({ value, tolerance });
const exactly = (value: number): Expected => ({ value, tolerance: 0 });
const projections = ['down_proj', 'gate_proj', 'k_proj', 'o_proj', 'q_proj', 'up_proj', 'v_proj'];

interface Reading {
  readonly pattern: RegExp;
  readonly expect: (match: RegExpExecArray) => ExpectedOperation | undefined;
}

const plain = (operation: OperationName, pattern: RegExp): Reading => ({
  pattern,
  expect: () => ({ operation, parameters: {} }),
});

/** σ within 1 %, weights of a merge within 0.005, ranks, targets, bits and maps exact: what issue and contract ask for. */
const readings: readonly Reading[] = [
  plain('cast', /stored as float32|cast to float16/),
  plain('renamed', /every tensor renamed/),
  {
    pattern: /gaussian noise, sigma ([\d.]+)/,
    expect: ([, sigma]) => ({
      operation: 'noised',
      parameters: { sigma: about(Number(sigma), 0.01 * Number(sigma)) },
    }),
  },
  plain('noised', /, noised\b/),
  plain('fine-tuned', /full fine-tune|^fine-tuned,| fine-tuned exactly/),
  plain('continued', /^continued pre-training/),
  {
    pattern: /LoRA rank (\d+) on (.+), merged/,
    expect: ([, rank, where = '']) => ({
      operation: 'lora-merged',
      parameters: {
        rank: exactly(Number(rank)),
        targets: { list: where === 'all projections' ? projections : where.split(/, | and /).toSorted() },
      },
    }),
  },
  {
    pattern: /half of every projection zeroed/,
    // Of all weights of the text stack, of which norms are a few in a thousand.
    expect: () => ({ operation: 'pruned', parameters: { zeroFraction: about(0.5, 0.01) } }),
  },
  {
    pattern: /symmetric (\d+) bit/,
    expect: ([, bits]) => ({ operation: 'requantised', parameters: { bits: exactly(Number(bits)) } }),
  },
  plain('permuted', /\bpermuted\b/),
  plain('rotated', /\brotated\b/),
  plain('rescaled', /\brescal(?:ed|ing)\b/),
  {
    pattern: /(?:linear merge [\d.]+\/|slerp )([\d.]+) of two siblings/,
    // The second parent's part, as merging tools call it.
    expect: ([, alpha]) => ({ operation: 'merged', parameters: { alpha: about(Number(alpha), 0.005) } }),
  },
  {
    pattern: /^layer (\d+) removed/,
    expect: ([, gone]) => ({
      operation: 'layers-dropped',
      parameters: { layerMap: { list: [0, 1, 2, 3].filter((block) => block !== Number(gone)) } },
    }),
  },
  {
    pattern: /depth up-scaled: layers ([\d ]+)/,
    expect: ([, map = '']) => ({
      operation: 'depth-upscaled',
      parameters: { layerMap: { list: map.trim().split(' ').map(Number) } },
    }),
  },
  plain('narrowed', /% of the MLP units removed/),
  {
    pattern: /(\d+) tokens appended/,
    expect: ([, added]) => ({ operation: 'vocabulary-changed', parameters: { addedTokens: exactly(Number(added)) } }),
  },
  plain('component-reused', /^MLPs of .+, everything else of/),
];

/** The operations that a description states; none where it speaks of another origin than weights. */
export function expectedOperations(how: string): readonly ExpectedOperation[] {
  if (/trained from scratch|initial weights/.test(how)) return [];
  return readings.flatMap(({ pattern, expect }) => {
    const match = pattern.exec(how);
    return match === null ? [] : (expect(match) ?? []);
  });
}

/** Whether a model is a mixture of its parents, so that all of them have to be candidates. */
export function isMerge(how: string): boolean {
  return /of two siblings/.test(how);
}

/** Operations that say less than was found, and no more than is true: seen from one parent a merge is a change by training. */
const unsurprising: ReadonlySet<OperationName> = new Set<OperationName>(['resharded', 'converted', 'relaid']);

/** What a verdict does not say, says otherwise, or says beyond what was done: one line each. */
export function missesOf(expected: readonly ExpectedOperation[], found: readonly Operation[]): readonly string[] {
  const missed = expected.flatMap(({ operation, parameters }) => {
    const mine = found.find((one) => one.operation === operation);
    if (mine === undefined) return [`${operation} not named`];
    return Object.entries(parameters).flatMap(([name, value]) => {
      const given = mine.parameters[name];
      return agrees(given, value) ? [] : [`${operation}: ${name} ${text(given)} instead of ${wanted(value)}`];
    });
  });
  const surplus = found
    .filter(({ operation }) => !unsurprising.has(operation) && !expected.some((one) => one.operation === operation))
    .map(({ operation }) => `${operation} named`);
  return [...missed, ...surplus];
}

function agrees(given: ParameterValue | undefined, value: Expected): boolean {
  if ('list' in value) return Array.isArray(given) && given.join() === value.list.join();
  return typeof given === 'number' && Math.abs(given - value.value) <= value.tolerance;
}

const text = (given: ParameterValue | undefined): string =>
  given === undefined ? 'not given' : Array.isArray(given) ? given.join(' ') : JSON.stringify(given);

const wanted = (value: Expected): string => ('list' in value ? value.list.join(' ') : String(value.value));
