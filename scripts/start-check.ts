// Whether the replay of the founding case came out as it must: `npm start` is also a check of the whole chain.
import { foundingSigma } from '../forgeries/founding-case.ts';
import type { Comparison } from '../src/case/case-file.ts';
import type { Answer, OperationName } from '../src/verdict/verdict.ts';
import type { Behaviour } from './start-behaviour.ts';

/** The three comparisons with the original. */
export interface Replay {
  readonly copy: Comparison;
  readonly cousin: Comparison;
  readonly stranger: Comparison;
}

/** How far the measured noise may be from the noise that was added. */
const sigmaTolerance = 0.02;

/** What was done to the copy: other names, other shards, another type, noise. */
const builtIn = new Set<OperationName>(['renamed', 'resharded', 'cast', 'noised']);

const parts = ['text', 'vision', 'projector', 'embeddings'] as const;

/** The width of the noise that a comparison tells; undefined where it tells of none. */
export function sigmaOf(comparison: Comparison): number | undefined {
  const noised = comparison.verdict.operations.find(({ operation }) => operation === 'noised');
  const sigma = noised?.parameters['sigma'];
  return typeof sigma === 'number' ? sigma : undefined;
}

/** What is not as it must be, one line each; empty where all is well. */
export function faultsOf({ copy, cousin, stranger }: Replay): readonly string[] {
  const faults: string[] = [];
  const expect = (subject: string, expected: string, found: string): void => {
    if (expected !== found) faults.push(`${subject}: expected ${expected}, found ${found}`);
  };
  const answers = (
    name: string,
    comparison: Comparison,
    pair: Answer,
    each: { readonly [part in Part]: Answer },
  ): void => {
    expect(name, pair, comparison.verdict.answer);
    for (const part of parts)
      expect(`${name}, ${part}`, each[part], partOf(comparison, part)?.answer ?? 'no such part');
  };

  answers('copy', copy, 'derived', { text: 'derived', vision: 'derived', projector: 'derived', embeddings: 'derived' });
  for (const part of parts) {
    expect(`copy, ${part}, direction`, 'suspect-from-candidate', partOf(copy, part)?.direction ?? 'none');
  }
  expect('copy, direction', 'suspect-from-candidate', copy.verdict.direction);
  const told = copy.verdict.operations.map(({ operation }) => operation);
  for (const operation of ['renamed', 'noised'] as const) {
    expect(`copy, ${operation}`, 'told', told.includes(operation) ? 'told' : told.join(', '));
  }
  const unfounded = told.filter((operation) => !builtIn.has(operation));
  if (unfounded.length > 0) faults.push(`copy: expected no operation but those, found ${unfounded.join(', ')}`);
  const sigma = sigmaOf(copy);
  if (sigma === undefined || Math.abs(sigma / foundingSigma - 1) > sigmaTolerance) {
    faults.push(`copy, sigma: expected ${foundingSigma.toFixed(6)} ± 2 %, found ${sigma ?? 'none'}`);
  }
  if (copy.alignment.renames.length === 0) faults.push('copy: expected a rename map, found none');

  answers('cousin', cousin, 'partly-derived', {
    text: 'derived',
    vision: 'derived',
    projector: 'independent',
    embeddings: 'derived',
  });
  answers('stranger', stranger, 'independent', {
    text: 'independent',
    vision: 'independent',
    projector: 'independent',
    embeddings: 'independent',
  });
  if (stranger.verdict.detectable === null) faults.push('stranger: expected the power of the negative, found none');
  return faults;
}

/** What the readers of the recordings must come out as: the copy above all doubt, nobody else. */
export function behaviourFaults(behaviour: Behaviour): readonly string[] {
  const expected = { copy: 'strong', cousin: 'undecided', stranger: 'ordinary' } as const;
  return Object.entries(expected).flatMap(([name, word]) => {
    const found = behaviour[name as keyof typeof expected].weighed.finding.word;
    return found === word ? [] : [`${name}, behaviour: expected ${word}, found ${found}`];
  });
}

type Part = (typeof parts)[number];

function partOf(comparison: Comparison, part: Part): Comparison['verdict'] | undefined {
  return comparison.components.find(({ component }) => component === part)?.verdict;
}
