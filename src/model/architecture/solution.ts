// What the solver answers: hypotheses, best first, what was rejected and why, and what names and shapes say by themselves.

/** Names that begin with `from` in the model begin with `to` in the template; equal where nothing was exchanged. */
export interface PrefixExchange {
  /** Untrusted text; '' stands for every other name. */
  readonly from: string;
  readonly to: string;
  readonly tensors: number;
}

/** A size that is not the template's. */
export interface SizeDifference {
  readonly size: string;
  readonly here: number;
  readonly there: number;
}

/**
 * How well a template fits. `exact`: all names, and every size or the byte total with them. `near`: names, with other
 * sizes or a few names apart. `names`: names, with nothing to hold sizes against. `part`: names within a larger model.
 */
export type Fit = 'exact' | 'near' | 'names' | 'part';

export interface Hypothesis {
  readonly template: string;
  readonly model: string;
  /** Published models that nothing here tells from it. */
  readonly also: readonly string[];
  readonly fit: Fit;
  /** By which names were paired: their own, or the roles they point at. */
  readonly basis: 'names' | 'roles';
  /** Of the template with the differences applied. */
  readonly tensors: number;
  readonly parameters: number;
  readonly sizes: { readonly [size: string]: number };
  readonly differences: readonly SizeDifference[];
  readonly prefixes: readonly PrefixExchange[];
  /** Kinds of names that the template has and the model has not, and the other way round; the first few. */
  readonly missing: readonly string[];
  readonly extra: readonly string[];
  /** Stored bytes over parameters, where it comes out even: 0.5, 1, 2, 4 or 8. */
  readonly bytesPerParameter: number | null;
  /** Stored bytes over parameters as it is; null where the bytes are not known. */
  readonly averageBytes: number | null;
  /** Bytes that the names which are no template's must account for; null where there are none. */
  readonly bytesOver: number | null;
  /** Whether the head is stored though the model shares it with its token table. */
  readonly headStored: boolean;
}

/** A template, or a variant of one, that comes near and does not fit. */
export interface Rejection {
  readonly template: string;
  readonly model: string;
  /** The sizes in which a variant differs from its template; empty for the template itself. */
  readonly changes: readonly SizeDifference[];
  readonly tensors: number;
  readonly parameters: number;
  /** What it would take at the bytes per parameter of the best hypothesis, or at the nearest even number of them. */
  readonly bytes: number | null;
  readonly because: readonly ('names' | 'sizes' | 'bytes')[];
}

/** A family whose names are all there, and the sizes that names and shapes tell of it. */
export interface NamedFamily {
  readonly family: string;
  readonly tensors: number;
  readonly sizes: { readonly [size: string]: number };
  readonly prefixes: readonly PrefixExchange[];
}

/** A row of blocks of one kind. */
export interface Stack {
  /** Untrusted text. */
  readonly prefix: string;
  readonly blocks: number;
  readonly tensorsPerBlock: number;
  readonly width: number | null;
  readonly units: number | null;
}

export interface Solution {
  readonly tensors: number;
  /** Kinds of names. */
  readonly patterns: number;
  /** Parameters as the shapes count them. */
  readonly parameters: number | null;
  readonly bytes: number | null;
  readonly hypotheses: readonly Hypothesis[];
  readonly rejected: readonly Rejection[];
  /** Whether another template or variant would come to the same bytes whatever its names. */
  readonly sameBytes: readonly string[];
  /** Families whose names are within the model, where no published model fits it; the one with most tensors first. */
  readonly families: readonly NamedFamily[];
  readonly stacks: readonly Stack[];
  readonly vocabulary: number | null;
  /** Whether a head is stored beside a table of tokens; null where no table of tokens is seen. */
  readonly headStored: boolean | null;
  /** Tensors that are computed, not trained (tables of angles, masks), and those that only scale packed weights. */
  readonly buffers: number;
  readonly companions: number;
}
