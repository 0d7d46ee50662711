// Added tokens of public tokenizers, one row each: the background against which shared ones are weighed.

export interface PublicTokenizer {
  readonly model: string;
  readonly source: string;
  /** Modules and classes that its class map names, blank-separated; absent where it has none. */
  readonly autoMap?: string;
  /** Added tokens but for places reserved for others. */
  readonly added: readonly (readonly [id: number, content: string])[];
}

export const publicTokenizers: readonly PublicTokenizer[] = [];
