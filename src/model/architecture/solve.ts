// The solver: from names, shapes and bytes to the published architectures that they fit, and to those that they do not.
import { adjusted } from './adjust.ts';
import type { Family } from './family.ts';
import type { FoldedNames } from './name-fold.ts';
import { type Overlay, overlaysOf } from './overlay.ts';
import type { Hypothesis, NamedFamily, Rejection, SizeDifference, Solution } from './solution.ts';
import { sortNames } from './sort-names.ts';
import { stacksOf, storesHead, vocabularyOf } from './stacks.ts';
import { totalsOf } from './stored-bytes.ts';
import { countTemplate, optionalParameters, type Template } from './template.ts';
import { templates } from './template-table.ts';
import { strangersIn, type Variant, type Weights, weigh } from './weigh.ts';

export interface SolverInput {
  readonly names: FoldedNames;
  /** Bytes of all tensors, as they are stored or as an index declares them. */
  readonly bytes?: number | undefined;
  /** What a GGUF file calls its architecture. */
  readonly architecture?: string | undefined;
}

const mostHypotheses = 8;
const mostRejections = 24;
const mostFamilies = 3;

/** Between two models as near as this nothing decides but the order of the table. */
const nearlyAsGood = 0.1;

/** Answers the same for the same input, whatever the order of the names within each kind. Never throws. */
export function solveArchitecture({ names, bytes, architecture }: SolverInput): Solution {
  const sorted = sortNames(names.patterns);
  const weights: Weights = {
    bytes: bytes !== undefined && Number.isFinite(bytes) && bytes > 0 ? bytes : undefined,
    buffers: sorted.buffers,
    packed: sorted.companions.length > 0,
  };
  const overlays = names.unfolded > 0 ? [] : overlaysOf(sorted.parameters, families);
  const whole = overlays.filter((overlay) => strangersIn(overlay, weights) === 0);
  const fitting = weighAll(whole, weights, architecture);
  const found = fitting.hypotheses.length > 0 ? fitting : weighAll(overlays, weights, architecture);
  const hypotheses = found.hypotheses.slice(0, mostHypotheses);
  const shaped = names.patterns.every(({ elements }) => elements !== undefined);
  return {
    tensors: names.names,
    patterns: names.patterns.length,
    parameters: shaped ? sorted.parameters.reduce((sum, { elements }) => sum + (elements ?? 0), 0) : null,
    bytes: weights.bytes ?? null,
    hypotheses,
    rejected: rejectedBeside(hypotheses[0], fitting.rejections, weights.bytes),
    sameBytes: weights.bytes === undefined ? [] : sameBytes(weights.bytes, hypotheses),
    families: hypotheses[0]?.fit === 'exact' ? [] : namedFamilies(overlays),
    stacks: stacksOf(sorted.parameters),
    vocabulary: vocabularyOf(sorted.parameters),
    headStored: storesHead(sorted.parameters),
    buffers: sorted.buffers.reduce((sum, { count }) => sum + count, 0),
    companions: sorted.companions.reduce((sum, { count }) => sum + count, 0),
  };
}

/** Templates and variants, `id` or `id (size n)`, that come to this many bytes at an even number of bytes per parameter. */
export function templatesOfBytes(bytes: number): readonly string[] {
  const found: string[] = [];
  for (const template of templates) {
    for (const { sizes, changes } of variantsOf(template)) {
      const { parameters } = countTemplate({ family: template.family, sizes });
      const twice = optionalParameters({ ...template, sizes });
      if (totalsOf(parameters).includes(bytes)) found.push(variantName(template.id, changes));
      else if (twice > 0 && totalsOf(parameters + twice).includes(bytes)) found.push(variantName(template.id, changes));
    }
  }
  return found;
}

/** Families that are there whole, each once; of two with the same names the one whose head is always stored. */
function namedFamilies(overlays: readonly Overlay[]): readonly NamedFamily[] {
  const found = new Map<string, NamedFamily>();
  const whole = overlays.filter(({ missing }) => missing.length === 0);
  const alwaysSo = whole.filter(({ tree }) => !tree.complete);
  const sometimesSo = whole.filter(({ tree }) => tree.complete);
  for (const { tree, pairs, prefixes, sizes } of [...alwaysSo, ...sometimesSo]) {
    const tensors = pairs.reduce((sum, [{ count }]) => sum + count, 0);
    const known = tree.complete
      ? [...found.values()].find((one) => one.tensors === tensors)
      : found.get(tree.family.id);
    if (known !== undefined && known.tensors >= tensors) continue;
    found.set(tree.family.id, { family: tree.family.id, tensors, sizes: Object.fromEntries(sizes), prefixes });
  }
  return [...found.values()].toSorted((a, b) => b.tensors - a.tensors).slice(0, mostFamilies);
}

const families: readonly Family[] = [...new Set(templates.map(({ family }) => family))];

interface Found {
  readonly hypotheses: readonly Hypothesis[];
  readonly rejections: readonly Rejection[];
}

function weighAll(overlays: readonly Overlay[], weights: Weights, architecture: string | undefined): Found {
  const hypotheses: { readonly hypothesis: Hypothesis; readonly distance: number }[] = [];
  const rejections: Rejection[] = [];
  for (const overlay of overlays) {
    for (const template of templates) {
      if (!concerns(template, overlay, architecture)) continue;
      for (const variant of variantsOf(template)) {
        const weighed = weigh(variant, overlay, weights);
        if (weighed.kind === 'hypothesis') hypotheses.push(weighed);
        else {
          rejections.push(weighed.rejection);
          const near = variant.changes.length === 0 ? withOneChange(variant, overlay, weights) : undefined;
          if (near !== undefined) hypotheses.push(near);
        }
      }
    }
  }
  const order = { exact: 0, near: 1, part: 1, names: 2 };
  hypotheses.sort(
    (a, b) =>
      order[a.hypothesis.fit] - order[b.hypothesis.fit] ||
      a.distance - b.distance ||
      b.hypothesis.tensors - a.hypothesis.tensors,
  );
  // A model that fits is not explained better by another one that nearly does, nor one with a small change by a large one.
  const exact = hypotheses.some(({ hypothesis }) => hypothesis.fit === 'exact');
  const farthest = (hypotheses[0]?.distance ?? 0) + nearlyAsGood;
  const kept = new Map<string, Hypothesis>();
  for (const { hypothesis, distance } of hypotheses) {
    if (hypothesis.fit === 'near' && distance > farthest) continue;
    const name = variantName(hypothesis.template, hypothesis.differences);
    if ((!exact || hypothesis.fit === 'exact') && !kept.has(name)) kept.set(name, hypothesis);
  }
  return { hypotheses: [...kept.values()], rejections };
}

/** A template's own family; and where roles were paired, any family of the same sizes that the file may have come from. */
function concerns(template: Template, overlay: Overlay, architecture: string | undefined): boolean {
  if (overlay.basis === 'names' || architecture === undefined) return template.family === overlay.tree.family;
  if (!template.family.gguf.includes(architecture)) return false;
  return [...overlay.sizes.keys()].every((size) => template.sizes.has(size));
}

function withOneChange(
  variant: Variant,
  overlay: Overlay,
  weights: Weights,
): { readonly hypothesis: Hypothesis; readonly distance: number } | undefined {
  const change = strangersIn(overlay, weights) === 0 ? adjusted(variant, overlay, weights) : undefined;
  if (change === undefined) return undefined;
  const changed = { ...variant, sizes: new Map([...variant.sizes, [change.size, change.here]]), changes: [change] };
  const weighed = weigh(changed, overlay, weights);
  return weighed.kind === 'hypothesis' ? weighed : undefined;
}

/** The template itself and each combination of its alternatives. */
export function variantsOf(template: Template): readonly Variant[] {
  let variants: Variant[] = [{ template, sizes: template.sizes, changes: [] }];
  for (const [size, values] of template.alternatives) {
    const there = template.sizes.get(size) ?? 0;
    const others = values.filter((value) => value !== there);
    variants = [
      ...variants,
      ...variants.flatMap((variant) =>
        others.map((here) => ({
          template,
          sizes: new Map([...variant.sizes, [size, here]]),
          changes: [...variant.changes, { size, here, there }],
        })),
      ),
    ];
  }
  return variants;
}

/** Variants of the answer first, those with fewest changes before the others; then its relatives, the nearest in bytes first. */
function rejectedBeside(
  best: Hypothesis | undefined,
  rejections: readonly Rejection[],
  bytes: number | undefined,
): readonly Rejection[] {
  const own = ({ template }: Rejection): number => (template === best?.template ? 0 : 1);
  const per = best?.bytesPerParameter ?? undefined;
  const away = (one: Rejection): number => Math.abs((one.bytes ?? one.parameters) - (bytes ?? best?.parameters ?? 0));
  return rejections
    .filter(({ template, changes }) => template !== best?.template || changes.length > 0)
    .map((one) => (per === undefined || own(one) === 1 ? one : { ...one, bytes: per * one.parameters }))
    .toSorted((a, b) => own(a) - own(b) || a.changes.length - b.changes.length || away(a) - away(b))
    .slice(0, mostRejections);
}

function sameBytes(bytes: number, hypotheses: readonly Hypothesis[]): readonly string[] {
  const answered = new Set(hypotheses.map(({ template, differences }) => variantName(template, differences)));
  return templatesOfBytes(bytes).filter((name) => !answered.has(name));
}

function variantName(id: string, changes: readonly SizeDifference[]): string {
  if (changes.length === 0) return id;
  return `${id} (${changes.map(({ size, here }) => `${size} ${here}`).join(', ')})`;
}
