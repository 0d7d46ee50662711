// An adapter beside a model: does it fit, was it trained on this model or on kin of it? Never "derived": its products cannot tell which kin.
import type { Measured } from '../evidence/evidence.ts';
import { type Statement, statement } from '../wording/statement.ts';
import type { AdapterClaims, ComponentContext } from './context.ts';
import { correctedP, figure } from './statistics.ts';
import { lnCorroboration } from './thresholds.ts';
import type { Judgement, Operation } from './verdict.ts';

/** The verdict on a component in which products of an adapter stand beside weights. */
export function judgeAdapter(fit: Measured, context: ComponentContext): Judgement {
  const lnAlpha = Math.log(context.alpha) - Math.log(context.hypotheses);
  const lnP = figure(fit, 'lnP');
  const isStrong = (lnP ?? 0) <= lnAlpha;
  const stands = (name: string): boolean => (figure(fit, name) ?? 0) <= lnCorroboration;
  const hasChannels = stands('lnPChannels');
  // Two legs, as everywhere: the blocks decide only with the channels beside them, or with one another.
  const isKin = isStrong && (hasChannels || (stands('lnPFirstHalf') && stands('lnPSecondHalf')));
  const found = { sets: figure(fit, 'sets') ?? 0, lnP: lnP ?? 0, elements: fit.elementsRead };
  const channels = { z: figure(fit, 'zChannels') ?? 0, lnP: figure(fit, 'lnPChannels') ?? 0 };
  const because: Statement[] = [
    statement('adapter.is', { kind: context.adapter?.kind ?? '', products: figure(fit, 'products') ?? 0 }),
    statement('adapter.fits', { fitting: figure(fit, 'fitting') ?? 0, products: figure(fit, 'products') ?? 0 }),
  ];
  const against: Statement[] = [];
  if (isStrong) because.push(statement('adapter.blocks', found));
  else if (found.sets > 0) against.push(statement('adapter.blocks-not', found));
  if (isKin && hasChannels) because.push(statement('adapter.channels', channels));
  else if (figure(fit, 'lnPChannels') !== undefined && !hasChannels) {
    against.push(statement('adapter.channels-not', channels));
  }
  if (isKin) because.push(statement('adapter.origin'));
  else because.push(openQuestion(isStrong, hasChannels, found.sets, channels));
  against.push(declared(context.adapter), statement('direction.undecided'));
  return {
    answer: isKin ? 'common-origin' : 'inconclusive',
    direction: 'undecided',
    ...correctedP(lnP, context.hypotheses),
    operations: isKin ? [operationOf(context.adapter)] : [],
    detectable: null,
    because,
    against,
  };
}

function openQuestion(isStrong: boolean, hasChannels: boolean, sets: number, channels: Statement['values']): Statement {
  if (isStrong) return statement('against.one-leg', { test: 'adapter-fit' });
  if (hasChannels) return statement('adapter.channels-alone', channels);
  return statement(sets > 0 ? 'adapter.open' : 'adapter.untold');
}

function declared(adapter: AdapterClaims | null): Statement {
  const base = adapter?.base ?? null;
  return base === null ? statement('adapter.names-none') : statement('adapter.declares', { base });
}

function operationOf(adapter: AdapterClaims | null): Operation {
  return {
    operation: 'adapter',
    parameters: { rank: Math.max(0, ...(adapter?.ranks ?? [])), targets: [...(adapter?.targets ?? [])] },
    reconstructed: null,
  };
}
