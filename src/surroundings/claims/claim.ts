// What a model's words say about it, each with its place: before it is held against anything.
import type { Place } from '../../findings/finding.ts';

/** `lines`: numbers are whole and exact; `parameters`: as people round them. */
export type Claim =
  | { readonly kind: 'parameters'; readonly value: number; readonly rounded: number; readonly place: Place }
  | { readonly kind: 'bits'; readonly value: number; readonly name: string; readonly place: Place }
  | {
      readonly kind: 'encoder';
      readonly name: string;
      readonly patch: number;
      readonly size: number;
      readonly place: Place;
    }
  | { readonly kind: 'layers' | 'queries' | 'vocabulary'; readonly value: number; readonly place: Place }
  | { readonly kind: 'from-scratch'; readonly place: Place }
  | { readonly kind: 'base-model'; readonly name: string; readonly place: Place };

/** A model's files and words: all that claims and their checks are read from. */
export interface Words {
  /** Untrusted. */
  readonly name: string;
  readonly claims: readonly Claim[];
  /** Lines of prose that were read, of all there are. */
  readonly read: number;
  readonly lines: number;
}
