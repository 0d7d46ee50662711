// Added tokens that one project is known to have put at these numbers first: facts of published tokenizers, with their source.

export interface TokenSignature {
  /** Whose tokens they are. */
  readonly family: string;
  /** What its vocabulary is based on: elsewhere the numbers mean nothing. */
  readonly base: string;
  readonly tokens: readonly (readonly [id: number, content: string])[];
  /** Where the fact can be read. */
  readonly source: string;
}

const names = ['image', 'ref', 'box', 'quad', 'point', 'slice'];

export const signatures: readonly TokenSignature[] = [
  {
    family: 'MiniCPM-Llama3-V 2.5',
    base: 'Llama 3',
    tokens: names.flatMap((name, index) => [
      [128_010 + 2 * index, `<${name}>`] as const,
      [128_011 + 2 * index, `</${name}>`] as const,
    ]),
    source: 'tokenizer_config.json of openbmb/MiniCPM-Llama3-V-2_5 (May 2024), added_tokens_decoder',
  },
];

/** Of a signature's tokens, how many must stand at their numbers: one or two may have been renamed since. */
export const mostMissing = 2;
