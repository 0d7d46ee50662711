// Holds one template against an overlay: which sizes differ, what it would weigh, and whether that is what is stored.
import { countRows, type Sizes } from './family.ts';
import type { NamePattern } from './name-fold.ts';
import type { Overlay } from './overlay.ts';
import type { Fit, Hypothesis, Rejection, SizeDifference } from './solution.ts';
import { bufferBytes } from './sort-names.ts';
import { evenBytes, nearestBytes } from './stored-bytes.ts';
import type { Template } from './template.ts';

/** What a model shows besides its names. */
export interface Weights {
  readonly bytes: number | undefined;
  readonly buffers: readonly NamePattern[];
  /** Whether packed weights have scales and the like beside them, so that bytes and parameters follow no rule. */
  readonly packed: boolean;
}

/** More differences than this, and the template is no help in understanding the model. */
const mostDifferences = 3;

/** Kinds of names that a near template may lack or have too many. */
const mostStrangers = 12;

/** Bytes per parameter of packed models with what stays unpacked: from 2 bits to a few layers packed. */
const packedBytes = { least: 0.25, most: 3.5 } as const;

const shown = 8;

export type Weighed =
  | { readonly kind: 'hypothesis'; readonly hypothesis: Hypothesis; readonly distance: number }
  | { readonly kind: 'rejection'; readonly rejection: Rejection };

/** A template with some of its sizes exchanged, for models that a publisher varied. */
export interface Variant {
  readonly template: Template;
  readonly sizes: Sizes;
  readonly changes: readonly SizeDifference[];
}

/** What an unknown head or norm may take of all bytes where the rest is explained to the last one. */
const mostSpare = 0.01;

/** Holds a variant against what an overlay shows. A rejection says why it is not the answer. */
export function weigh(variant: Variant, overlay: Overlay, weights: Weights): Weighed {
  const { template } = variant;
  const { bytes } = weights;
  const here = new Map([...variant.sizes, ...overlay.sizes]);
  const seen = differencesOf(variant.sizes, overlay.sizes);
  const extra = extraIn(overlay, weights);
  const strangers = strangersIn(overlay, weights);
  const counted = countRows(
    overlay.pairs.flatMap(([, { rows }]) => rows),
    here,
  );
  const besides = bufferBytes(weights.buffers, here);
  const spare = extra.length > 0 && seen.length === 0 && bytes !== undefined ? mostSpare * bytes : 0;
  const even = bytes === undefined ? undefined : evenBytes(bytes, counted.parameters, besides, spare);
  const solid = overlay.contradictions.length === 0;
  const told = overlay.hidden.size === 0;
  const known = told || even !== undefined;

  const average = bytes === undefined ? undefined : bytes / counted.parameters;
  const packable = weights.packed && average !== undefined && average > packedBytes.least && average < packedBytes.most;
  const fits = solid && strangers === 0 && seen.length === 0 && (known || bytes === undefined || packable);
  const within = overlay.missing.length === 0 && strangers > 0 && seen.length === 0;
  const few = strangers <= mostStrangers || (within && told);
  const near = solid && known && few && seen.length <= mostDifferences && !contradicted(variant, overlay);
  if (!fits && !near) return { kind: 'rejection', rejection: rejectionOf(variant, overlay, weights) };
  const differences = differencesOf(template.sizes, new Map([...here].filter(([size]) => template.sizes.has(size))));
  const unlike: Fit = within && differences.length === 0 ? 'part' : 'near';
  const alike: Fit = known ? 'exact' : 'names';
  const fit = fits && differences.length === 0 ? alike : unlike;
  return {
    kind: 'hypothesis',
    distance: distanceOf(differences) + strangers,
    hypothesis: {
      template: template.id,
      model: template.model,
      also: template.also,
      fit,
      basis: overlay.basis,
      ...counted,
      sizes: Object.fromEntries(here),
      differences,
      prefixes: overlay.prefixes,
      missing: overlay.missing.slice(0, shown).map(({ pattern }) => pattern),
      extra: extra.slice(0, shown).map(({ pattern }) => pattern),
      bytesPerParameter: even?.bytes ?? null,
      averageBytes: strangers > 0 ? null : (average ?? null),
      bytesOver: even === undefined || strangers === 0 ? null : even.over,
      headStored: overlay.tree.complete,
    },
  };
}

/** Kinds of names on one side only. */
export function strangersIn(overlay: Overlay, weights: Weights): number {
  return overlay.missing.length + extraIn(overlay, weights).length;
}

/** Packing adds biases to layers that had none: these are no strangers. */
function extraIn({ extra }: Overlay, { packed }: Weights): readonly NamePattern[] {
  return packed ? extra.filter(({ pattern }) => !pattern.endsWith('.bias')) : extra;
}

/** A variant whose own changes the model's names or shapes speak against is no answer, however near. */
function contradicted({ changes }: Variant, overlay: Overlay): boolean {
  return changes.some(({ size, here }) => (overlay.sizes.get(size) ?? here) !== here);
}

/** Sizes that a model shows otherwise than a template has them. */
function differencesOf(template: Sizes, here: Sizes): SizeDifference[] {
  const found: SizeDifference[] = [];
  for (const [size, value] of here) {
    const there = template.get(size);
    if (there !== undefined && there !== value) found.push({ size, here: value, there });
  }
  return found;
}

/**
 * Each difference counts one; a table that lost rows half as much again, since tokens are added and not taken away. How
 * much larger it grew counts in steps: between nearly equal ones the order of the templates decides.
 */
function distanceOf(differences: readonly SizeDifference[]): number {
  return differences.reduce((sum, { here, there }) => {
    const doublings = Math.round(4 * Math.abs(Math.log2(here / there))) / 4;
    return sum + 1 + (here < there ? 0.5 : 0) + Math.min(0.4, 0.1 * doublings);
  }, 0);
}

function rejectionOf({ template, sizes, changes }: Variant, overlay: Overlay, { bytes }: Weights): Rejection {
  const { tensors, parameters } = countRows(overlay.tree.rows, sizes);
  const differences = differencesOf(sizes, overlay.sizes);
  const counts = overlay.pairs.reduce((sum, [one]) => sum + one.count, 0);
  const because: Rejection['because'][number][] = [];
  if (tensors !== counts || overlay.missing.length + overlay.extra.length > 0) because.push('names');
  if (overlay.hidden.size === 0 && (differences.length > 0 || overlay.contradictions.length > 0)) because.push('sizes');
  const even = bytes === undefined ? undefined : nearestBytes(bytes, parameters) * parameters;
  if (bytes !== undefined && even !== bytes) because.push('bytes');
  return { template: template.id, model: template.model, changes, tensors, parameters, bytes: even ?? null, because };
}
