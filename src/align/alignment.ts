// Which part of the suspect stands beside which part of the candidate: pairs, never a score.

import type { Model, Tensor } from '../model/model.ts';
import type { Component } from '../model/roles/component.ts';
import type { Role } from '../model/roles/role.ts';
import type { Plane } from '../model/values/plane.ts';
import type { Searched } from './by-content.ts';

/** How a pair was found. `content` pairs were chosen by their values, and what was tried to find them is counted. */
export type Basis = 'name' | 'rename' | 'role' | 'content';

export interface Pair {
  readonly suspect: Plane;
  readonly candidate: Plane;
  readonly basis: Basis;
  readonly component: Component;
  /** The candidate's role where it has one, else the suspect's. */
  readonly role: Role | undefined;
  /** Rows and columns that both have; elementwise statistics cover [0, rows) × [0, columns). */
  readonly rows: number;
  readonly columns: number;
  /** False where the two planes do not line up element by element (other width, units removed). */
  readonly comparable: boolean;
  /** For content pairs of more than two axes: the suspect's in the candidate's order, those of length 1 dropped. */
  readonly axes?: readonly number[];
}

/** A systematic renaming: names of the candidate that begin (or read) `from` are called `to` in the suspect; `{n}` is any number. */
export interface Renaming {
  readonly from: string;
  readonly to: string;
  readonly tensors: number;
}

export interface Alignment {
  readonly suspect: Model;
  readonly candidate: Model;
  readonly pairs: readonly Pair[];
  readonly unpairedSuspect: readonly Tensor[];
  readonly unpairedCandidate: readonly Tensor[];
  readonly renamings: readonly Renaming[];
  /** Unpaired tensors of one value throughout, which say nothing. */
  readonly blank: ReadonlySet<Tensor>;
  /** Paired tensors of one value throughout, or without a number: known once their values were read. */
  readonly silent?: ReadonlySet<Tensor>;
  /** The component of tensors whose names say nothing. */
  readonly fallback: Component;
  /** Tensors of the suspect that were looked for by content and not found. */
  readonly searched: readonly Searched[];
  /** Hypotheses tried while pairing by content. */
  readonly tried: number;
}
