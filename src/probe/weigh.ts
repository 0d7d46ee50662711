// From a recording to what can be said: both sides' mistakes against the panel, as often as one likes, since looking costs nothing here.
import { type Answers, canonical, type Item, type Met, meet } from '../behaviour/answers.ts';
import { capa, errorConsistency } from '../behaviour/consistency.ts';
import { type BehaviourFinding, findShared, type Panel, reachesStrong } from '../behaviour/finding.ts';
import { log10SharedRatio, type SharedErrors, weighSharedErrors } from '../behaviour/shared-errors.ts';
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
export function weighProbe(recording: Recording, items: readonly Item[]): Weighed {
  const { head, replies } = recording;
  const { met, panel, unlike } = metBy(recording, items);
  const errors = weighSharedErrors(met, head.seed);
  const asked = new Set(replies.map(({ item }) => item));
  return {
    errors,
    finding: findShared(errors, panel),
    panel,
    consistency: errorConsistency(met),
    capa: capa(met),
    path: pathOf(met),
    met,
    asked: asked.size,
    left: Math.max(0, head.items - asked.size),
    faults: faultsOf(head.models, replies),
    mismatches: unlike,
  };
}

/**
 * Whether it is `strong` by now; cheap where it is not. Looking after every batch is covered: the product of the items' ratios is a
 * supermartingale among strangers (each item's expectation is at most 1 where its chance of agreement is no larger than the panel's), so
 * that it ever reaches 10^4 has a chance of at most 10^-4 (Ville 1939), and the ratio that `strong` needs is never above that product.
 */
export function isStrong(recording: Recording, items: readonly Item[]): boolean {
  const { met, panel } = metBy(recording, items);
  return (
    reachesStrong(log10SharedRatio(met)) &&
    findShared(weighSharedErrors(met, recording.head.seed), panel).word === 'strong'
  );
}

function metBy(
  { head, replies }: Recording,
  items: readonly Item[],
): { readonly met: readonly Met[]; readonly panel: Panel; readonly unlike: readonly Mismatch[] } {
  const answers = head.models.map(({ identity }) => ({ model: identity.model, replies: new Map<string, string>() }));
  for (const { model, item, text } of replies) if (text !== undefined) answers[model]?.replies.set(item, text);
  const place = (role: ProbeModel['role']): number => head.models.findIndex((model) => model.role === role);
  const [suspect, candidate] = [place('suspect'), place('candidate')];
  const others = panelOf(head.models);
  const unlike = unlikeness(head.models[suspect] as ProbeModel, head.models[candidate] as ProbeModel);
  const met =
    unlike.length > 0
      ? []
      : meet(
          items,
          answers[suspect] as Answers,
          answers[candidate] as Answers,
          others.map((at) => answers[at] as Answers),
        );
  const heard = others.filter((at) => speaks(answers[at] as Answers, met));
  const families = new Set(heard.map((at) => head.models[at]?.family ?? ''));
  return { met, panel: { models: heard.length, families: families.size }, unlike };
}

/** Places of the panel's models, one and the same model once: given twice, it would say everything twice. */
function panelOf(models: readonly ProbeModel[]): readonly number[] {
  const seen = new Set<string>();
  return models.flatMap(({ role, family, identity: { kind, model, files } }, at) => {
    if (role !== 'panel') return [];
    const key = JSON.stringify(
      files.length > 0 ? [kind, files.map(({ sha256 }) => sha256).toSorted()] : [kind, family, model],
    );
    if (seen.has(key)) return [];
    seen.add(key);
    return [at];
  });
}

/** Who answered less than half of what both answered is no witness to how strangers answer. */
function speaks({ replies }: Answers, met: readonly Met[]): boolean {
  const said = met.filter(({ item }) => canonical(replies.get(item.id) ?? '') !== '').length;
  return 2 * said >= met.length;
}

/** Models of one server are shown pictures by one program, whatever it is. */
function unlikeness(a: ProbeModel, b: ProbeModel): readonly Mismatch[] {
  return mismatches(a.identity, b.identity, a.identity.kind === 'server' && a.family === b.family && a.family !== '');
}

/** Each point is weighed anew, as it stood then; long ones are thinned, the end always there. */
function pathOf(met: readonly Met[]): number[] {
  const wrong = met.filter((one) => one.item.choices === undefined && !one.suspectRight && !one.candidateRight);
  const every = Math.max(1, Math.ceil(wrong.length / 120));
  return [...wrong.keys()]
    .filter((at) => (wrong.length - 1 - at) % every === 0)
    .map((at) => log10SharedRatio(wrong.slice(0, at + 1)));
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
