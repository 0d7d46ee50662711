// From components to the pair: judged apart, then put together; the strongest finding leads and nothing is averaged away.
import { type Statement, statement } from '../wording/statement.ts';
import { calibrated } from './calibrated.ts';
import type { AdapterClaims } from './context.ts';
import { directionByVotes, votes } from './direction.ts';
import { minorShare, negativeShareLimit, pairedShareLimit } from './thresholds.ts';
import type { Answer, Direction, Judgement, Operation } from './verdict.ts';

export interface JudgedComponent {
  readonly component: string;
  readonly parameters: number;
  /** The candidate has no such component. */
  readonly absent: boolean;
  readonly judgement: Judgement;
}

/** Facts about the pair that no component holds. */
export interface PairFacts {
  /** The one of the two that is an adapter; null where none is, or both are. */
  readonly adapter: AdapterClaims | null;
  readonly alpha: number;
  readonly hypotheses: number;
  readonly coverage: number;
  /** Share of the suspect's readable parameters that found a counterpart. */
  readonly pairedShare: number;
  /** Share that was looked for by content in every tensor of its sides, and not found. */
  readonly searchedShare: number;
  readonly renames: readonly { readonly from: string; readonly to: string; readonly tensors: number }[];
  readonly suspectFiles: number;
  readonly candidateFiles: number;
  readonly suspectBlocks: number;
  readonly candidateBlocks: number;
  readonly suspectUnits: number;
  readonly candidateUnits: number;
  readonly addedTokens: number;
  /** Tensors whose axes stand in another order than the candidate's. */
  readonly relaid: number;
  /** Experts of the text stack, 0 for a dense one, -1 where they were not counted. */
  readonly suspectExperts: number;
  readonly candidateExperts: number;
  readonly suspectFormats: readonly string[];
  readonly candidateFormats: readonly string[];
  readonly unpairedSuspect: number;
  readonly unpairedCandidate: number;
  readonly lost: number;
  /** The candidate's block that each block of the suspect's text stack stands for, where they are not the same numbers. */
  readonly layerMap?: readonly (number | string)[] | undefined;
  /** Units of the candidate that were kept in each block (`0-3 5`), where units were removed and found. */
  readonly keptUnits?: readonly string[] | undefined;
}

/** Said of a component; for the pair once is enough, the components keep their own. */
const saidOnce: ReadonlySet<string> = new Set([
  'against.nothing-found',
  'gains.cosine-fallacy',
  'content.excluded',
  'ancestor.possible',
  'direction.undecided',
]);

const isKin = (answer: Answer): boolean => answer === 'identical' || answer === 'derived';

/** The verdict for the pair. */
export function rollUp(components: readonly JudgedComponent[], facts: PairFacts): Judgement {
  const kin = components.filter(({ judgement }) => isKin(judgement.answer));
  const others = components.filter(({ judgement }) => !isKin(judgement.answer));
  const answer = answerOf(components, kin, others, facts);
  const related = answer !== 'independent' && answer !== 'inconclusive';
  const explained = components.filter(
    ({ judgement }) => isKin(judgement.answer) || judgement.answer === 'common-origin',
  );
  const best = components
    .filter(({ judgement }) => judgement.lnPValue !== null)
    .toSorted((a, b) => (a.judgement.lnPValue as number) - (b.judgement.lnPValue as number))[0];
  const direction = directionOf(kin, facts.addedTokens);
  return {
    answer,
    direction,
    pValue: best?.judgement.pValue ?? null,
    lnPValue: best?.judgement.lnPValue ?? null,
    operations: related ? [...operationsOf(explained, facts), ...reusedParts(answer, kin, others)] : [],
    detectable: related ? null : weakest(components),
    because: [...reasons(answer, components, kin, others, facts), ...voted(kin, facts.addedTokens)],
    against: counter(answer, components, others, facts).filter(
      ({ id }) => id !== 'direction.undecided' || direction === 'undecided',
    ),
  };
}

function answerOf(
  components: readonly JudgedComponent[],
  kin: readonly JudgedComponent[],
  others: readonly JudgedComponent[],
  facts: PairFacts,
): Answer {
  if (components.length === 0) return 'inconclusive';
  if (kin.length > 0 && others.length === 0) {
    const all = components.every(({ judgement }) => judgement.answer === 'identical');
    const whole =
      facts.unpairedSuspect === 0 && facts.unpairedCandidate === 0 && facts.lost === 0 && facts.addedTokens === 0;
    if (all && whole) return 'identical';
    // With most of the suspect unaccounted for, the whole is not shown to descend from anything.
    return facts.pairedShare < pairedShareLimit ? 'partly-derived' : 'derived';
  }
  if (kin.length > 0) return 'partly-derived';
  if (components.some(({ judgement }) => judgement.answer === 'common-origin')) return 'common-origin';
  // A part that the candidate does not have cannot have come from it, and leaves nothing open.
  const compared = components.filter(({ absent }) => !absent);
  const total = compared.reduce((sum, { parameters }) => sum + parameters, 0);
  const open = compared.filter(({ judgement }) => judgement.answer === 'inconclusive');
  const openShare = open.reduce((sum, { parameters }) => sum + parameters, 0) / Math.max(1, total);
  if (lookedAt(facts) < negativeShareLimit) return 'inconclusive';
  return open.length === compared.length || openShare > minorShare ? 'inconclusive' : 'independent';
}

/** Share of the suspect that was compared with something, or looked for in everything of its sides. */
const lookedAt = ({ pairedShare, searchedShare }: PairFacts): number => pairedShare + searchedShare;

/**
 * The one that the largest changed component has, unless another has the opposite. A part that a relative left as it was
 * points to the relative as much as to the origin, and cannot speak for the rest. Where none has one, weak signs vote.
 */
function directionOf(kin: readonly JudgedComponent[], addedTokens: number): Direction {
  const changed = kin.filter(({ judgement }) => judgement.answer !== 'identical');
  const [leading] = changed.toSorted((a, b) => b.parameters - a.parameters);
  const direction = leading?.judgement.direction ?? 'undecided';
  const isOpposed = changed.some(({ judgement }) => ![direction, 'undecided'].includes(judgement.direction));
  if (isOpposed || direction !== 'undecided') return isOpposed ? 'undecided' : direction;
  return directionByVotes(votesOf(kin, addedTokens));
}

const votesOf = (kin: readonly JudgedComponent[], addedTokens: number): ReturnType<typeof votes> =>
  votes(
    kin.map(({ judgement }) => judgement),
    kin.length > 0 ? addedTokens : 0,
  );

/** Said where votes decided: which signs agreed. */
function voted(kin: readonly JudgedComponent[], addedTokens: number): Statement[] {
  const isDecided = kin.some(({ judgement }) => judgement.direction !== 'undecided');
  const cast = votesOf(kin, addedTokens);
  if (isDecided || directionByVotes(cast) === 'undecided') return [];
  return [statement('direction.votes', { signs: cast.map(({ sign }) => sign).join(', ') })];
}

/** The largest of the components' detectable correlations. */
function weakest(components: readonly JudgedComponent[]): Judgement['detectable'] {
  const stated = components.map(({ judgement }) => judgement.detectable).filter((one) => one !== null);
  return stated.toSorted((a, b) => b.correlation - a.correlation)[0] ?? null;
}

/** The components' operations, each once, with those that only the pair shows. */
function operationsOf(kin: readonly JudgedComponent[], facts: PairFacts): Operation[] {
  const merged = new Map<string, { operation: Operation; weight: number; replay: number | null }>();
  for (const { parameters, judgement } of kin) {
    for (const operation of judgement.operations) {
      const known = merged.get(operation.operation);
      if (known === undefined)
        merged.set(operation.operation, { operation, weight: parameters, replay: operation.reconstructed });
      else {
        // The largest component's parameters stand for the pair; each component keeps its own in its own verdict.
        const larger = parameters > known.weight;
        merged.set(operation.operation, {
          operation: larger ? operation : known.operation,
          weight: Math.max(parameters, known.weight),
          replay:
            known.replay === null || operation.reconstructed === null
              ? null
              : Math.min(known.replay, operation.reconstructed),
        });
      }
    }
  }
  const operations = [...merged.values()].map(({ operation, replay }) => ({ ...operation, reconstructed: replay }));
  // An adapter is no model with parts left out.
  if (facts.adapter !== null) return operations;
  const structural: Operation[] = [...formOperations(facts)];
  if (facts.renames.length > 0) {
    structural.push({
      operation: 'renamed',
      parameters: { map: Object.fromEntries(facts.renames.slice(0, 64).map(({ from, to }) => [from, to])) },
      reconstructed: null,
    });
  }
  // What is missing because it could not be read was not left out by anybody.
  if (facts.lost > 0) return [...operations, ...structural];
  // Another format has its own ways of cutting files.
  const sameFormat = facts.suspectFormats.join() === facts.candidateFormats.join();
  if (sameFormat && facts.suspectFiles !== facts.candidateFiles)
    structural.push({
      operation: 'resharded',
      parameters: { from: facts.candidateFiles, to: facts.suspectFiles },
      reconstructed: null,
    });
  if (facts.addedTokens !== 0)
    structural.push({
      operation: 'vocabulary-changed',
      parameters: { addedTokens: facts.addedTokens },
      reconstructed: null,
    });
  if (
    facts.suspectBlocks > 0 &&
    facts.candidateBlocks > 0 &&
    facts.suspectBlocks !== facts.candidateBlocks &&
    facts.pairedShare >= pairedShareLimit
  ) {
    const operation = facts.suspectBlocks < facts.candidateBlocks ? 'layers-dropped' : 'depth-upscaled';
    structural.push({
      operation,
      parameters: {
        blocks: facts.suspectBlocks,
        candidateBlocks: facts.candidateBlocks,
        ...(facts.layerMap?.length === facts.suspectBlocks ? { layerMap: facts.layerMap } : {}),
      },
      reconstructed: null,
    });
  }
  if (facts.suspectUnits > 0 && facts.suspectUnits < facts.candidateUnits) {
    structural.push({
      operation: 'narrowed',
      parameters: {
        units: facts.suspectUnits,
        candidateUnits: facts.candidateUnits,
        ...(facts.keptUnits === undefined ? {} : { keptUnits: facts.keptUnits }),
      },
      reconstructed: null,
    });
  }
  // Said where the experts themselves are kin: beside a dense part anything with experts has pairs.
  const made = kin.filter(({ component }) => component.startsWith('expert:')).length;
  if (facts.candidateExperts === 0 && facts.suspectExperts > 0 && made > 0) {
    structural.push({
      operation: 'upcycled',
      parameters: { experts: facts.suspectExperts, kin: made },
      reconstructed: null,
    });
  }
  return [...operations, ...structural];
}

/** Where some parts are the candidate's and others are not: the former, unless a part of one is named already. */
function reusedParts(
  answer: Answer,
  kin: readonly JudgedComponent[],
  others: readonly JudgedComponent[],
): readonly Operation[] {
  const named = kin.some(({ judgement }) =>
    judgement.operations.some(({ operation }) => operation === 'component-reused'),
  );
  if (answer !== 'partly-derived' || others.length === 0 || named) return [];
  const targets = kin.map(({ component }) => component.replace(/^network:/, ''));
  return [{ operation: 'component-reused', parameters: { targets }, reconstructed: null }];
}

/** What was done to the form alone: file format, order of axes. */
function formOperations({ suspectFormats, candidateFormats, relaid }: PairFacts): Operation[] {
  const found: Operation[] = [];
  const [from, to] = [candidateFormats.toSorted().join(', '), suspectFormats.toSorted().join(', ')];
  if (from !== to) found.push({ operation: 'converted', parameters: { from, to }, reconstructed: null });
  if (relaid > 0) found.push({ operation: 'relaid', parameters: { tensors: relaid }, reconstructed: null });
  return found;
}

const names = (components: readonly JudgedComponent[]): string =>
  components.map(({ component }) => component).join(', ');

function reasons(
  answer: Answer,
  components: readonly JudgedComponent[],
  kin: readonly JudgedComponent[],
  others: readonly JudgedComponent[],
  facts: PairFacts,
): Statement[] {
  const said: Statement[] = [];
  if (facts.adapter !== null && components.every(({ absent }) => absent)) {
    const { kind, products } = facts.adapter;
    said.push(statement('adapter.nothing-fits', { kind, products }));
  }
  if (kin.length > 0 && others.length > 0)
    said.push(statement('rollup.components', { derived: names(kin), others: names(others) }));
  if (components.length === 0) return [...said, statement('none.applicable')];
  const leading = components.toSorted(
    (a, b) => rank(answer, b) - rank(answer, a) || b.parameters - a.parameters,
  )[0] as JudgedComponent;
  if (components.length > 1) said.push(statement('rollup.leading', { component: leading.component }));
  // A pair's negative is as strong as its weakest component, and that one's power is stated.
  const power = answer === 'independent' ? weakest(components) : null;
  said.push(...leading.judgement.because.filter(({ id }) => power === null || id !== 'power.negative'));
  if (power !== null) said.push(statement('power.negative', { correlation: power.correlation, power: power.power }));
  if (answer !== 'independent' && answer !== 'inconclusive')
    for (const { from, to, tensors } of facts.renames.slice(0, 3))
      said.push(statement('rename.rule', { from, to, tensors }));
  if (kin.length > 0 && facts.addedTokens > 0) said.push(statement('vocabulary.changed', { added: facts.addedTokens }));
  if (kin.length > 0 && facts.addedTokens < 0)
    said.push(statement('vocabulary.shortened', { removed: -facts.addedTokens }));
  if (answer === 'inconclusive' && lookedAt(facts) < negativeShareLimit)
    said.push(statement('coverage', { fraction: facts.pairedShare }));
  said.push(statement('family.correction', { hypotheses: facts.hypotheses, alpha: facts.alpha }));
  return said;
}

/** The component that carries the answer: the largest of those that gave it. */
function rank(answer: Answer, { absent, judgement }: JudgedComponent): number {
  if (absent) return -1;
  if (answer === 'partly-derived') return isKin(judgement.answer) ? 1 : 0;
  return judgement.answer === answer ? 1 : 0;
}

function counter(
  answer: Answer,
  components: readonly JudgedComponent[],
  others: readonly JudgedComponent[],
  facts: PairFacts,
): Statement[] {
  const said: Statement[] = [];
  const seen = new Set<string>();
  const push = (one: Statement): void => {
    const key = saidOnce.has(one.id) ? one.id : JSON.stringify(one);
    if (!seen.has(key)) said.push(one);
    seen.add(key);
  };
  const related = answer !== 'independent' && answer !== 'inconclusive';
  const unrelated = others.filter(({ judgement }) => judgement.answer !== 'common-origin');
  if (related && unrelated.length > 0) push(statement('against.independent-residue', { parts: names(unrelated) }));
  const speaking = related
    ? components.filter(({ judgement }) => isKin(judgement.answer) || judgement.answer === 'common-origin')
    : components;
  for (const { judgement } of speaking) for (const one of judgement.against) push(one);
  if (facts.lost > 0) push(statement('unread', { lost: facts.lost }));
  const alreadySaid = answer === 'inconclusive' && lookedAt(facts) < negativeShareLimit;
  // The values of an adapter's products are held against no others.
  if (facts.coverage < 0.995 && !alreadySaid && facts.adapter === null)
    push(statement('coverage', { fraction: facts.coverage }));
  if (related && facts.renames.length > 0) push(statement('rename.not-evidence'));
  if (related) push(statement('lawful'));
  push(statement('calibration.strangers', { ...calibrated }));
  return said;
}
