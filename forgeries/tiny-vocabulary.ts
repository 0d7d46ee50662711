// The tiny model's vocabulary: every byte, a few merges, and the special tokens of MiniCPM-Llama3-V 2.5 that a prompt needs.

/** Bytes as GPT-2 writes them: printable ones as themselves, the others from U+0100 on. */
function byteLetters(): string[] {
  const printable = (byte: number): boolean =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : next++));
}

const merges: readonly string[] = ['t h', 'i n', 'e r', 'a n', 'Ġ t', 'Ġ a', 'th e', 'Ġt he'];

const specials: readonly string[] = [
  '<|begin_of_text|>',
  '<|end_of_text|>',
  '<unk>',
  '<|start_header_id|>',
  '<|end_header_id|>',
  '<|eot_id|>',
  '<image>',
  '</image>',
  '<slice>',
  '</slice>',
  '<box>',
  '</box>',
];

/** By their numbers. */
export const tinyVocabulary: readonly string[] = [
  ...byteLetters(),
  ...merges.map((pair) => pair.replace(' ', '')),
  ...specials,
];

export const isSpecial = (token: string): boolean => specials.includes(token);

export const tinyMerges = merges;

/** Llama 3's pattern, as its tokenizer.json gives it. */
export const llama3Pattern =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

/** tokenizer.json and tokenizer_config.json. */
export function tinyTokenizerFiles(): { readonly tokenizer: object; readonly tokenizerConfig: object } {
  const plain = tinyVocabulary.filter((token) => !isSpecial(token));
  const added = specials.map((content) => ({
    id: tinyVocabulary.indexOf(content),
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
  return {
    tokenizer: {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: added,
      normalizer: null,
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [
          { type: 'Split', pattern: { Regex: llama3Pattern }, behavior: 'Isolated', invert: false },
          { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
        ],
      },
      post_processor: null,
      decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
      model: {
        type: 'BPE',
        dropout: null,
        unk_token: null,
        continuing_subword_prefix: null,
        end_of_word_suffix: null,
        fuse_unk: false,
        byte_fallback: false,
        ignore_merges: true,
        vocab: Object.fromEntries(plain.map((token) => [token, tinyVocabulary.indexOf(token)])),
        merges,
      },
    },
    tokenizerConfig: {
      bos_token: '<|begin_of_text|>',
      eos_token: '<|end_of_text|>',
      unk_token: '<unk>',
      model_max_length: 8192,
      added_tokens_decoder: Object.fromEntries(added.map(({ id, ...rest }) => [id, rest])),
    },
  };
}
