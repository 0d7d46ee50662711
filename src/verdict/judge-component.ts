// One component's verdict, in the order one would argue it: equal? kin? by trained weights? how, and which way? if not, what would have been seen?
import type { Evidence } from '../evidence/evidence.ts';
import { type Statement, statement } from '../wording/statement.ts';
import { judgeAdapter } from './adapter.ts';
import { blockMapOf } from './assignment.ts';
import type { ComponentContext } from './context.ts';
import { explain } from './explain.ts';
import { findKinship, type Kinship } from './kinship.ts';
import { negativeOf } from './negative.ts';
import { sharesWithText } from './share.ts';
import { correctedP, figure, records, resultOf, setAside, unspoken } from './statistics.ts';
import { trainedCorrelation, trainedGainSpread, trainedGains } from './thresholds.ts';
import type { Judgement } from './verdict.ts';

/** Judges the evidence about one component. Pure: the same evidence gives the same judgement. */
export function judgeComponent(component: string, evidence: readonly Evidence[], context: ComponentContext): Judgement {
  if (evidence.length === 0) return withoutCounterpart(component);
  const kinship = findKinship(evidence, context);
  // With tensors unread, all that was read being equal is not all being equal.
  if (context.lost === 0 && isIdentical(evidence)) return identical(evidence, kinship, context);
  const fit = resultOf(evidence, 'adapter-fit');
  if (fit !== undefined && !kinship.kin) return judgeAdapter(fit, context);
  if (!kinship.kin && !isHeldWithText(evidence, kinship, context)) return negativeOf(evidence, kinship, context);
  const how = explain(evidence, kinship, context.text);
  const trained = sharesTraining(evidence, context, kinship, how.exact);
  const because: Statement[] = [...kinship.because, ...how.because];
  const against: Statement[] = [...kinship.against, ...how.against, ...unspoken(evidence)];
  if (!trained.shared) {
    because.push(
      statement('origin.shared-init', { r: trained.gains ?? trained.correlation, correlation: trained.correlation }),
    );
    if (trained.unmoved) because.push(statement('origin.gains-unmoved', { spread: trainedGainSpread }));
    against.push(statement('direction.undecided'));
    return finish('common-origin', 'undecided', kinship, [], because, against, context);
  }
  if (trained.gains !== undefined)
    because.push(statement('gains.correlated', { r: trained.gains, tensors: trained.tensors }));
  else if (!how.exact) against.push(statement('origin.no-gains', { correlation: trained.correlation }));
  if (how.direction === 'undecided') against.push(statement('ancestor.possible'));
  return finish('derived', how.direction, kinship, how.operations, because, against, context);
}

/** Channels in their order, and the share that a kindred text stack has: weights need not agree closely to tell kin then. */
function isHeldWithText(evidence: readonly Evidence[], kinship: Kinship, context: ComponentContext): boolean {
  return kinship.channels && sharesWithText(evidence, context.text) && findKinship(context.text, context).kin;
}

/** The candidate has no such part: nothing was compared, and nothing can have come from it. */
function withoutCounterpart(component: string): Judgement {
  return {
    answer: 'inconclusive',
    direction: 'undecided',
    pValue: null,
    lnPValue: null,
    operations: [],
    detectable: null,
    because: [statement('part.absent', { parts: component })],
    against: [statement('none.applicable')],
  };
}

function isIdentical(evidence: readonly Evidence[]): boolean {
  const content = resultOf(evidence, 'content-equality');
  return (
    content !== undefined &&
    figure(content, 'different') === 0 &&
    (figure(content, 'incomparable') ?? 0) === 0 &&
    (figure(content, 'learned') ?? 0) > 0 &&
    figure(content, 'whole') === 1
  );
}

function identical(evidence: readonly Evidence[], kinship: Kinship, context: ComponentContext): Judgement {
  const content = resultOf(evidence, 'content-equality');
  const rows = records(content);
  const because = [
    statement('content.all-equal', {
      tensors: rows.length,
      elements: rows.reduce((sum, row) => sum + Number(row.elements ?? 0), 0),
    }),
  ];
  const cast = rows.find((row) => row.suspectDtype !== row.candidateDtype);
  const operations: Judgement['operations'] =
    cast === undefined
      ? []
      : [
          {
            operation: 'cast',
            parameters: { from: String(cast.candidateDtype), to: String(cast.suspectDtype) },
            reconstructed: 1,
          },
        ];
  if (cast !== undefined)
    because.push(statement('cast.lossless', { from: String(cast.candidateDtype), to: String(cast.suspectDtype) }));
  const against = [...setAside(evidence), ...unspoken(evidence), statement('direction.undecided')];
  return finish('identical', 'undecided', kinship, operations, because, against, context);
}

interface Training {
  readonly shared: boolean;
  readonly gains: number | undefined;
  readonly tensors: number;
  readonly correlation: number;
  /** On one side at least the gains stand where a training begins: it was hardly trained, or they were moved elsewhere. */
  readonly unmoved: boolean;
}

/**
 * Is more shared than initial weights? Exact copies and replayed operations say so; else the gains, which start at one;
 * where there are none, the weights themselves must agree closely. Gains that are there and hardly moved are those of a
 * barely trained state, whose weights agree closely with every other training from its start; unless the basis was
 * turned or hidden as well, for which gains must be folded away or put in another order first.
 */
function sharesTraining(
  evidence: readonly Evidence[],
  context: ComponentContext,
  kinship: Kinship,
  exact: boolean,
): Training {
  const own = resultOf(evidence, 'norm-gains');
  const result = own ?? resultOf(context.text, 'norm-gains');
  const moved = (figure(result, 'spread') ?? 0) >= trainedGainSpread;
  // Gains of blocks that stand in another order are not each other's.
  const reordered = [evidence, context.text, context.experts ?? []].some((one) => blockMapOf(one) !== undefined);
  // Nor are those of channels that do not stand in the candidate's order.
  const hidden = kinship.channelsMeasured && !kinship.channels && !kinship.units && kinship.basis !== 'same';
  const turned = hidden || (kinship.responses && !kinship.channels);
  const gains = moved && !reordered && !hidden ? figure(result, 'pearson') : undefined;
  const unmoved = !reordered && (result === undefined ? hasConstantGains(evidence, context) : !moved);
  const correlation = Math.max(
    figure(resultOf(evidence, 'difference'), 'correlation') ?? 0,
    figure(resultOf(evidence, 'unit-coincidence'), 'likeness') ?? 0,
    figure(resultOf(evidence, 'unit-response'), 'likeness') ??
      figure(resultOf(context.text, 'unit-response'), 'likeness') ??
      0,
    figure(resultOf(evidence, 'unit-gram'), 'likeness') ?? 0,
    figure(resultOf(evidence, 'unit-assignment'), 'likeness') ?? kinship.fit ?? 0,
  );
  const agrees = correlation >= trainedCorrelation && (!unmoved || turned);
  const shared = exact || (gains === undefined ? agrees : gains >= trainedGains);
  return { shared, gains, tensors: figure(result, 'tensors') ?? 0, correlation, unmoved };
}

/** Whether there are gains, every one of them the same number on a side. */
function hasConstantGains(evidence: readonly Evidence[], context: ComponentContext): boolean {
  return [
    ...records(resultOf(evidence, 'content-equality')),
    ...records(resultOf(context.text, 'content-equality')),
  ].some((row) => row.state === 'constant' && typeof row.role === 'string' && /norm/.test(row.role));
}

function finish(
  answer: Judgement['answer'],
  direction: Judgement['direction'],
  kinship: Kinship,
  operations: Judgement['operations'],
  because: readonly Statement[],
  against: readonly Statement[],
  context: ComponentContext,
): Judgement {
  return {
    answer,
    direction,
    ...correctedP(kinship.lnP, context.hypotheses),
    operations,
    detectable: null,
    because,
    against: against.length > 0 ? against : [statement('against.nothing-found', { tests: kinship.looked.join(', ') })],
  };
}
