// The pair's verdict from its components': the strongest finding leads, and nothing is averaged away.
import { describe, expect, it } from 'vitest';
import { type JudgedComponent, type PairFacts, rollUp } from '../../src/verdict/roll-up.ts';
import type { Answer, Judgement } from '../../src/verdict/verdict.ts';
import { statement } from '../../src/wording/statement.ts';

const facts: PairFacts = {
  adapter: null,
  alpha: 1e-6,
  hypotheses: 20,
  pairedShare: 1,
  searchedShare: 0,
  coverage: 1,
  renames: [],
  suspectFiles: 1,
  candidateFiles: 1,
  suspectBlocks: 4,
  candidateBlocks: 4,
  suspectUnits: 256,
  candidateUnits: 256,
  addedTokens: 0,
  relaid: 0,
  suspectExperts: 0,
  candidateExperts: 0,
  suspectFormats: ['safetensors'],
  candidateFormats: ['safetensors'],
  unpairedSuspect: 0,
  unpairedCandidate: 0,
  lost: 0,
};

function part(component: string, parameters: number, answer: Answer, more: Partial<Judgement> = {}): JudgedComponent {
  const kin = answer === 'identical' || answer === 'derived';
  const open = answer === 'independent' || answer === 'inconclusive';
  return {
    component,
    parameters,
    absent: false,
    judgement: {
      answer,
      direction: 'undecided',
      pValue: kin ? 1e-50 : 1,
      lnPValue: kin ? -115 : 0,
      operations: [],
      detectable: open ? { correlation: 0.1, power: 0.999 } : null,
      because: [statement('family.correction', { hypotheses: 20, alpha: 1e-6 })],
      against: [statement('direction.undecided')],
      ...more,
    },
  };
}

const text = (answer: Answer, more: Partial<Judgement> = {}): JudgedComponent => part('text', 990_000, answer, more);
const small = (answer: Answer, more: Partial<Judgement> = {}): JudgedComponent => part('vision', 5_000, answer, more);
const large = (answer: Answer, more: Partial<Judgement> = {}): JudgedComponent => part('vision', 400_000, answer, more);

/** The same part where the candidate has none of its kind. */
const absent = (one: JudgedComponent): JudgedComponent => ({ ...one, absent: true });

describe('rollUp', () => {
  it.each<readonly [string, readonly JudgedComponent[], Partial<PairFacts>, Answer]>([
    ['all identical', [text('identical'), small('identical')], {}, 'identical'],
    ['all identical and a tensor over', [text('identical')], { unpairedSuspect: 1 }, 'derived'],
    ['all identical and a tensor missing', [text('identical')], { unpairedCandidate: 1 }, 'derived'],
    ['all identical as far as could be read', [text('identical')], { lost: 1 }, 'derived'],
    ['all identical and added tokens', [text('identical')], { addedTokens: 3 }, 'derived'],
    [
      'derived, and most of the suspect without a counterpart',
      [text('derived')],
      { pairedShare: 0.3 },
      'partly-derived',
    ],
    [
      'independent, and most of the suspect without a counterpart',
      [text('independent')],
      { pairedShare: 0.3 },
      'inconclusive',
    ],
    ['identical and derived', [text('identical'), small('derived')], {}, 'derived'],
    ['derived and independent', [text('derived'), large('independent')], {}, 'partly-derived'],
    ['a small derived part', [text('independent'), small('derived')], {}, 'partly-derived'],
    ['derived and inconclusive', [text('derived'), large('inconclusive')], {}, 'partly-derived'],
    ['common origin and independent', [text('common-origin'), large('independent')], {}, 'common-origin'],
    ['all independent', [text('independent'), large('independent')], {}, 'independent'],
    ['a small inconclusive part', [text('independent'), small('inconclusive')], {}, 'independent'],
    ['a large inconclusive part', [text('independent'), large('inconclusive')], {}, 'inconclusive'],
    ['all inconclusive', [text('inconclusive'), small('inconclusive')], {}, 'inconclusive'],
    ['a large part that the candidate lacks', [text('independent'), absent(large('inconclusive'))], {}, 'independent'],
    [
      'a derived part and one that the candidate lacks',
      [text('derived'), absent(large('inconclusive'))],
      {},
      'partly-derived',
    ],
    ['parts of which the candidate has none', [absent(text('inconclusive'))], {}, 'inconclusive'],
    ['nothing paired', [], {}, 'inconclusive'],
  ])('makes of %s the right answer', (_, components, more, answer) => {
    const pair = rollUp(components, { ...facts, ...more });
    expect(pair.answer).toBe(answer);
    expect(pair.against.length).toBeGreaterThan(0);
    expect(pair.because.length).toBeGreaterThan(0);
  });

  it('takes the direction that the components agree on, and none where they disagree', () => {
    const from = { direction: 'suspect-from-candidate' } as const;
    const into = { direction: 'candidate-from-suspect' } as const;
    expect(rollUp([text('derived', from), small('identical')], facts).direction).toBe('suspect-from-candidate');
    expect(rollUp([text('derived', from), small('derived', into)], facts).direction).toBe('undecided');
    expect(rollUp([text('derived', from), small('derived')], facts).direction).toBe('suspect-from-candidate');
    expect(rollUp([text('identical'), small('derived', from)], facts).direction).toBe('suspect-from-candidate');
  });

  it('takes no direction from a small part where the largest that changed shows none', () => {
    const from = { direction: 'suspect-from-candidate' } as const;
    expect(rollUp([text('derived'), small('derived', from)], facts).direction).toBe('undecided');
  });

  it('names each operation once, with the parameters of the largest component and the worst replay', () => {
    const operation = (to: string, reconstructed: number): Partial<Judgement> => ({
      operations: [{ operation: 'cast', parameters: { to }, reconstructed }],
    });
    const { operations } = rollUp(
      [small('derived', operation('F16', 0.9)), text('derived', operation('BF16', 1))],
      facts,
    );
    expect(operations).toEqual([{ operation: 'cast', parameters: { to: 'BF16' }, reconstructed: 0.9 }]);
  });

  it('adds what only the pair shows', () => {
    const { operations } = rollUp([text('identical')], {
      ...facts,
      renames: [{ from: 'model', to: 'm', tensors: 5 }],
      suspectFiles: 3,
      addedTokens: 13,
      suspectBlocks: 3,
      suspectUnits: 200,
    });
    const names = operations.map(({ operation }) => operation);
    expect(names).toEqual(['renamed', 'resharded', 'vocabulary-changed', 'layers-dropped', 'narrowed']);
  });

  it('calls experts upcycled where they are kin of a candidate that has none', () => {
    const experts = [0, 1].map((i) => part(`expert:${i}`, 400_000, i === 0 ? 'derived' : 'independent'));
    const upcycled = (candidateExperts: number): readonly unknown[] =>
      rollUp([text('derived'), ...experts], { ...facts, suspectExperts: 2, candidateExperts }).operations.filter(
        ({ operation }) => operation === 'upcycled',
      );
    expect(upcycled(0)).toEqual([{ operation: 'upcycled', parameters: { experts: 2, kin: 1 }, reconstructed: null }]);
    // A candidate with experts of its own, and one whose experts nobody counted.
    expect(upcycled(2)).toEqual([]);
    expect(upcycled(-1)).toEqual([]);
  });

  it('lets weak signs decide the direction where two agree and none is against', () => {
    const hint = (id: 'low-rank.hint' | 'low-rank.hint-reverse'): Partial<Judgement> => ({
      because: [statement(id, { company: 0.01 })],
    });
    const direction = (id: 'low-rank.hint' | 'low-rank.hint-reverse', addedTokens: number): string =>
      rollUp([text('derived', hint(id))], { ...facts, addedTokens }).direction;
    expect(direction('low-rank.hint', 13)).toBe('suspect-from-candidate');
    expect(direction('low-rank.hint-reverse', -13)).toBe('candidate-from-suspect');
    expect(direction('low-rank.hint', -13)).toBe('undecided');
    expect(direction('low-rank.hint', 0)).toBe('undecided');
    expect(rollUp([text('derived')], { ...facts, addedTokens: 13 }).direction).toBe('undecided');
    const decided = rollUp([text('derived', hint('low-rank.hint'))], { ...facts, addedTokens: 13 });
    expect(decided.because.map(({ id }) => id)).toContain('direction.votes');
    expect(decided.against.map(({ id }) => id)).not.toContain('direction.undecided');
  });

  it('does not take for left out what could not be read', () => {
    const { operations } = rollUp([text('derived')], { ...facts, suspectBlocks: 3, suspectUnits: 200, lost: 9 });
    expect(operations).toEqual([]);
  });

  it('keeps such differences from strangers, who need no explanation', () => {
    expect(rollUp([text('independent')], { ...facts, suspectFiles: 3, suspectBlocks: 3 }).operations).toEqual([]);
  });

  it('states the power of the weakest component for a negative', () => {
    const weak = { detectable: { correlation: 0.4, power: 0.999 } };
    const pair = rollUp([text('independent'), large('independent', weak)], facts);
    expect(pair.detectable?.correlation).toBe(0.4);
    expect(rollUp([text('derived'), large('independent', weak)], facts).detectable).toBeNull();
  });

  it('says what was not covered', () => {
    const pair = rollUp([text('independent')], { ...facts, coverage: 0.6, lost: 12 });
    const ids = pair.against.map(({ id }) => id);
    expect(ids).toContain('coverage');
    expect(ids).toContain('unread');
  });
});
