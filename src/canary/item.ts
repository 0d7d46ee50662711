// What a canary is: a picture that nobody published, a question about it, and what is right where anything is.

export type CanaryKind = 'glyph' | 'column' | 'composed' | 'own';

export interface CanaryItem {
  /** Says nothing of what is right. */
  readonly id: string;
  readonly kind: CanaryKind;
  readonly prompt: string;
  readonly image: { readonly type: 'image/png' | 'image/jpeg'; readonly bytes: Uint8Array; readonly sha256: string };
  /** Any of them is right; empty where none can be: a composed ideograph exists nowhere. */
  readonly gold: readonly string[];
}

export interface CanarySet {
  readonly name: string;
  readonly items: readonly CanaryItem[];
  /** SHA-256 over what the set is made of; told before anybody is asked. */
  readonly commitment: string;
  /** What it was made from; told after. Absent for a user's own pictures. */
  readonly recipe?: CanaryRecipe;
}

/** With the fonts' bytes it makes the same set again, on every machine. */
export interface CanaryRecipe {
  readonly version: number;
  /** 32 to 128 hexadecimal digits. */
  readonly seed: string;
  readonly fonts: readonly { readonly name: string; readonly sha256: string }[];
  readonly count: number;
  /** From 0, clean, to 1, hardly to be read. */
  readonly severity: number;
  readonly language: 'en' | 'zh';
  readonly kinds: readonly Exclude<CanaryKind, 'own'>[];
  /** The only characters that are drawn; absent where all ideographs of the fonts are. */
  readonly alphabet?: string;
}
