// From a recording to what can be said: both sides' mistakes against the panel, as often as one likes, since looking costs nothing here.
import { type Answers, type Item, type Met, meet } from '../behaviour/answers.ts';
import { capa, errorConsistency } from '../behaviour/consistency.ts';
import { type BehaviourFinding, findShared, type Panel } from '../behaviour/finding.ts';
import { type SharedErrors, weighSharedErrors } from '../behaviour/shared-errors.ts';
import { type Mismatch, mismatches } from '../runtimes/divergences.ts';
import type { ProbeModel, Recording } from './recording.ts';

export interface Weighed {
  readonly errors: SharedErrors;
  readonly finding: BehaviourFinding;
  readonly panel: Panel;
  readonly consistency: number;
  readonly capa: number;
  /** The log10 ratio after each item that both got wrong, in the order of asking. */
  readonly path: readonly number[];
  readonly met: readonly Met[];
  readonly asked: number;
  /** Items of the set that were not asked any more. */
  readonly left: number;
  readonly faults: readonly { readonly model: string; readonly count: number; readonly first: string }[];
  /** Why the two may not be compared; nothing is weighed then. */
  readonly mismatches: readonly Mismatch[];
}

/** @param items what was asked and what is right, in the order of asking */
export function weighProbe({ head, replies }: Recording, items: readonly Item[]): Weighed {
  const answers = head.models.map(({ identity }, at): Answers => {
    const own = replies.filter(({ model, text }) => model === at && text !== undefined);
    return { model: identity.model, replies: new Map(own.map(({ item, text }) => [item, text as string])) };
  });
  const place = (role: ProbeModel['role']): number => head.models.findIndex((model) => model.role === role);
  const [suspect, candidate] = [place('suspect'), place('candidate')];
  const others = head.models.flatMap(({ role }, at) => (role === 'panel' ? [at] : []));
  const panel: Panel = {
    models: others.length,
    families: new Set(others.map((at) => head.models[at]?.family ?? '')).size,
  };
  const unlike = unlikeness(head.models[suspect] as ProbeModel, head.models[candidate] as ProbeModel);
  const asked = new Set(replies.map(({ item }) => item));
  const met =
    unlike.length > 0
      ? []
      : meet(
          items,
          answers[suspect] as Answers,
          answers[candidate] as Answers,
          others.map((at) => answers[at] as Answers),
        );
  const errors = weighSharedErrors(met, head.seed);
  return {
    errors,
    finding: findShared(errors, panel),
    panel,
    consistency: errorConsistency(met),
    capa: capa(met),
    path: pathOf(met, head.seed),
    met,
    asked: asked.size,
    left: Math.max(0, head.items - asked.size),
    faults: faultsOf(head.models, replies),
    mismatches: unlike,
  };
}

/** Models of one server are shown pictures by one program, whatever it is. */
function unlikeness(a: ProbeModel, b: ProbeModel): readonly Mismatch[] {
  return mismatches(a.identity, b.identity, a.identity.kind === 'server' && a.family === b.family && a.family !== '');
}

/** Each point is weighed anew, as it stood then; long ones are thinned, the end always there. */
function pathOf(met: readonly Met[], seed: number): number[] {
  const wrong = met.flatMap((one, at) =>
    one.item.choices === undefined && !one.suspectRight && !one.candidateRight ? [at] : [],
  );
  const every = Math.max(1, Math.ceil(wrong.length / 120));
  return wrong
    .filter((_, at) => (wrong.length - 1 - at) % every === 0)
    .map((at) => weighSharedErrors(met.slice(0, at + 1), seed, 0).log10Ratio);
}

function faultsOf(models: readonly ProbeModel[], replies: Recording['replies']): Weighed['faults'] {
  return models.flatMap(({ identity }, at) => {
    const own = replies.flatMap(({ model, fault }) => (model === at && fault !== undefined ? [fault] : []));
    const [first] = own;
    if (first === undefined) return [];
    return [
      {
        model: identity.model,
        count: own.length,
        first: `${first.subject}: expected ${first.expected}, found ${first.found}`,
      },
    ];
  });
}
