// Do the weights share an origin? The formal part of a verdict: finite bounds, corrected, and never on one leg.
import type { Evidence, Measured } from '../evidence/evidence.ts';
import { type Statement, statement } from '../wording/statement.ts';
import {
  type AssignmentFinding,
  assignmentDoubt,
  assignmentOf,
  assignmentStatement,
  type Basis,
  basisOf,
} from './assignment.ts';
import { figure, records, resultOf } from './statistics.ts';
import { agreementShare, anchoredCorrelation, lnCorroboration, trainedCorrelation } from './thresholds.ts';

export interface Kinship {
  readonly kin: boolean;
  /** The smallest formal ln p before correction; undefined where no formal test applied. */
  readonly lnP: number | undefined;
  /** Something stands against a plain negative: a sign without a calibrated null, or one leg without a second. */
  readonly doubt: readonly Statement[];
  readonly because: readonly Statement[];
  readonly against: readonly Statement[];
  /** Tests that were measured. */
  readonly looked: readonly string[];
  readonly channels: boolean;
  readonly channelsMeasured: boolean;
  readonly units: boolean;
  /** The unit tests had units to compare by number. */
  readonly unitsMeasured: boolean;
  readonly responses: boolean;
  readonly matched: boolean;
  /** Units stand to one another as their namesakes do, in whatever basis. */
  readonly grams: boolean;
  /** Units were found whatever their order and basis. */
  readonly assigned: boolean;
  /** What the units say of the basis; undefined where they were not found. */
  readonly basis: Basis | undefined;
  /** How well a part without units fits in the basis that units gave; undefined where it has units, or was not found so. */
  readonly fit: number | undefined;
}

interface Terms {
  readonly alpha: number;
  readonly hypotheses: number;
  readonly text: readonly Evidence[];
  readonly experts?: readonly Evidence[];
}

/** Values that whole equal tensors of a known role must hold between them to stand for themselves. */
const copiedElements = 512;

export function findKinship(evidence: readonly Evidence[], terms: Terms): Kinship {
  const lnAlpha = Math.log(terms.alpha) - Math.log(terms.hypotheses);
  const channels = resultOf(evidence, 'residual-alignment');
  const units = resultOf(evidence, 'unit-coincidence');
  const own = resultOf(evidence, 'unit-response');
  const isEmbeddings = evidence[0]?.component === 'embeddings';
  // The token table asked the units: where they answer alike, the table is kin too, whatever basis it stands in.
  const responses = own ?? (isEmbeddings ? resultOf(terms.text, 'unit-response') : undefined);
  const match = resultOf(evidence, 'unit-match') ?? (isEmbeddings ? resultOf(terms.text, 'unit-match') : undefined);
  const gram = resultOf(evidence, 'unit-gram');
  const ownAssignment = resultOf(evidence, 'unit-assignment');
  // Tables and attention have no units: in the basis that units gave, they must fit as weights do.
  const isBare = isEmbeddings || evidence[0]?.component === 'text';
  const fitName = isEmbeddings ? 'tableLikeness' : 'attentionLikeness';
  const assignment =
    ownAssignment ?? (isBare ? bestFit([...terms.text, ...(terms.experts ?? [])], fitName) : undefined);
  const assigned = assignmentOf(assignment);
  const lnP = (result: Measured | undefined): number => figure(result, 'lnP') ?? 0;
  const correlation = agreement(evidence, channels);
  const copies = copiedValues(evidence) >= copiedElements;
  const agreeing = correlation >= anchoredCorrelation;

  const halves = (result: Measured | undefined): boolean =>
    (figure(result, 'lnPFirstHalf') ?? 0) <= lnCorroboration &&
    (figure(result, 'lnPSecondHalf') ?? 0) <= lnCorroboration;
  const others = (me: Measured | undefined): boolean =>
    copies || agreeing || [channels, units, responses, gram].some((one) => one !== me && lnP(one) <= lnCorroboration);
  const strong = (result: Measured | undefined): boolean => lnP(result) <= lnAlpha;
  // Rows of tensors of unknown role may be fixed by the task (classes over features): two groups of tensors must each decide.
  const twice = (figure(units, 'lnPFirstHalf') ?? 0) <= lnAlpha && (figure(units, 'lnPSecondHalf') ?? 0) <= lnAlpha;
  const byUnits = strong(units) && (figure(units, 'independentLayers') === 0 ? twice : halves(units) || others(units));
  // Embeddings trained afresh for a reused body answer a little alike too: inherited responses must agree as weights do.
  const closely = own !== undefined || (figure(responses, 'likeness') ?? 0) >= trainedCorrelation;
  const byResponses = strong(responses) && closely && (halves(responses) || others(responses));
  const byChannels = strong(channels) && (agreeing || copies);
  const byGrams = strong(gram) && (halves(gram) || others(gram));
  const fit = ownAssignment === undefined ? (figure(assignment, fitName) ?? 0) : undefined;
  const isAssigned = assigned.lnP <= lnAlpha && assigned.inBothHalves;
  const byAssignment = isAssigned && (fit === undefined || fit >= trainedCorrelation);
  const matched = agreementsOf(match) >= agreementShare || assigned.blocks > 0;
  const kin = byUnits || byResponses || byChannels || byGrams || byAssignment;

  const said = sentences(evidence, {
    channels,
    units,
    responses: own,
    match,
    // A test that stands alone does not decide, but it did find what it found.
    strongUnits: strong(units),
    strongResponses: strong(responses),
    strongChannels: strong(channels),
    matched,
    gram,
    strongGram: strong(gram),
    assignment: ownAssignment ?? (byAssignment ? assignment : undefined),
    assigned,
    inherited: own === undefined && byResponses ? responses : undefined,
  });
  const doubt: Statement[] = [];
  if (!kin && agreementsOf(match) >= agreementShare) doubt.push(statement('match.high', matchValues(match)));
  if (!kin && ownAssignment !== undefined && assigned.blocks > 0) doubt.push(assignmentDoubt(assigned));
  if (!kin && strong(channels)) doubt.push(statement('basis.anchored', { correlation }));
  else if (!kin && (strong(units) || strong(responses) || strong(gram)))
    doubt.push(
      statement('against.one-leg', {
        test: strong(units) ? 'unit-coincidence' : strong(responses) ? 'unit-response' : 'unit-gram',
      }),
    );
  if (!kin && copies) doubt.push(statement('content.copied-values', { elements: copiedValues(evidence) }));
  const inPlace = strong(channels) && (figure(channels, 'z') ?? 0) > 0;
  const formal = [channels, units, responses, gram].filter((one) => one !== undefined);
  // Look-alikes look for nothing.
  const looked = evidence.flatMap((one) => (one.status === 'measured' && one.family !== 'fallacy' ? [one.test] : []));
  return {
    kin,
    doubt,
    looked,
    matched,
    lnP:
      formal.length === 0 && assignment === undefined
        ? undefined
        : Math.min(...formal.map(lnP), byAssignment ? assigned.lnP : 0),
    because: said.because,
    against: said.against,
    channels: strong(channels),
    channelsMeasured: channels !== undefined,
    units: byUnits,
    unitsMeasured: units !== undefined,
    responses: byResponses,
    grams: byGrams,
    assigned: byAssignment,
    // Channels found at their own places say more of the basis than a rotation fitted to noisy units.
    basis: inPlace ? 'same' : byAssignment ? basisOf(assignment, assigned) : undefined,
    fit: byAssignment ? fit : undefined,
  };
}

/** The assignment in whose basis the named part fits best. */
function bestFit(evidence: readonly Evidence[], name: string): Measured | undefined {
  const found = evidence.filter((one): one is Measured => one.status === 'measured' && one.test === 'unit-assignment');
  return found.toSorted((a, b) => (figure(b, name) ?? -1) - (figure(a, name) ?? -1))[0];
}

/** Elements of learned tensors with a known role, other than position tables, that are equal throughout. */
function copiedValues(evidence: readonly Evidence[]): number {
  return records(resultOf(evidence, 'content-equality'))
    .filter((row) => row.state === 'equal' && row.role !== null && row.role !== 'position_embd')
    .reduce((sum, row) => sum + Number(row.elements ?? 0), 0);
}

/** Mean correlation of the weight matrices, over the part of the component that agrees best (attention or feed-forward). */
function agreement(evidence: readonly Evidence[], channels: Measured | undefined): number {
  if (channels === undefined && resultOf(evidence, 'difference') === undefined) return 0;
  const sums = new Map<string, { total: number; elements: number }>();
  for (const row of records(resultOf(evidence, 'difference'))) {
    // Only matrices have an edge ratio; an equal matrix has no difference to measure one on.
    if (typeof row.correlation !== 'number' || (typeof row.edgeRatio !== 'number' && row.bitEqual !== 1)) continue;
    const part = String(row.role ?? '').split('_')[0] as string;
    const sum = sums.get(part) ?? { total: 0, elements: 0 };
    sum.total += row.correlation * Number(row.elements);
    sum.elements += Number(row.elements);
    sums.set(part, sum);
  }
  return Math.max(0, ...[...sums.values()].map(({ total, elements }) => total / Math.max(1, elements)));
}

function agreementsOf(match: Measured | undefined): number {
  return (figure(match, 'agreements') ?? 0) / Math.max(1, figure(match, 'units') ?? 0);
}

function matchValues(match: Measured | undefined): { agreements: number; units: number; layers: number } {
  return {
    agreements: figure(match, 'agreements') ?? 0,
    units: figure(match, 'units') ?? 0,
    layers: figure(match, 'layers') ?? 0,
  };
}

interface Said {
  readonly channels: Measured | undefined;
  readonly units: Measured | undefined;
  readonly responses: Measured | undefined;
  readonly match: Measured | undefined;
  readonly strongUnits: boolean;
  readonly strongResponses: boolean;
  readonly strongChannels: boolean;
  readonly matched: boolean;
  readonly inherited: Measured | undefined;
  readonly gram: Measured | undefined;
  readonly strongGram: boolean;
  readonly assignment: Measured | undefined;
  readonly assigned: AssignmentFinding;
}

/** The finding of each test in words; those that found nothing speak against. */
function sentences(evidence: readonly Evidence[], said: Said): { because: Statement[]; against: Statement[] } {
  const because: Statement[] = [];
  const against: Statement[] = [];
  const { channels, units, responses } = said;
  if (channels !== undefined) {
    const values = {
      z: figure(channels, 'z') ?? 0,
      hits: figure(channels, 'hits') ?? 0,
      sampled: figure(channels, 'sampled') ?? 0,
      size: figure(channels, 'channels') ?? 0,
      lnP: figure(channels, 'lnP') ?? 0,
      elements: channels.elementsRead,
    };
    if (said.strongChannels) because.push(statement('basis.aligned', values));
    else against.push(statement('basis.not-aligned', values));
  }
  const unitValues = (result: Measured): Statement['values'] => ({
    hits: figure(result, 'hits') ?? 0,
    sampled: figure(result, 'sampled') ?? 0,
    layers: figure(result, 'layers') ?? 0,
    expected: figure(result, 'expected') ?? 0,
    lnP: figure(result, 'lnP') ?? 0,
    elements: result.elementsRead,
  });
  if (units !== undefined)
    (said.strongUnits ? because : against).push(
      statement(said.strongUnits ? 'units.coincide' : 'units.not', unitValues(units)),
    );
  // Responses repeat the units' finding where the basis is open; they are said where they say something else.
  if (responses !== undefined && said.strongResponses !== said.strongUnits) {
    (said.strongResponses ? because : against).push(
      statement(said.strongResponses ? 'response.coincide' : 'response.not', unitValues(responses)),
    );
  }
  if (said.inherited !== undefined && !said.strongChannels)
    because.push(statement('response.coincide', unitValues(said.inherited)));
  // Grams and assignments are said where the plain tests say something else, or where nothing was found at all.
  if (said.gram !== undefined && said.strongGram && !said.strongUnits)
    because.push(statement('gram.coincide', unitValues(said.gram)));
  if (said.assignment !== undefined && !(said.assigned.blocks > 0 && said.strongUnits))
    (said.assigned.blocks > 0 ? because : against).push(assignmentStatement(said.assignment, said.assigned));
  if (
    said.match !== undefined &&
    agreementsOf(said.match) >= agreementShare &&
    !said.strongUnits &&
    !said.strongResponses &&
    resultOf(evidence, 'unit-match') !== undefined
  ) {
    because.push(statement('match.high', matchValues(said.match)));
  }
  return { because, against };
}
