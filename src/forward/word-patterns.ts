// How texts are cut into words before pairs are joined. The patterns are ours, and a file's is only looked up: a hostile one could hang us.
import { ForebearError } from '../errors.ts';
import { isMap, type JsonValue } from '../json/json-value.ts';

/** As tokenizer.json files write them, beside our own form of the same. */
const known: ReadonlyMap<string, RegExp> = new Map([
  [
    // Llama 3
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
    /(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+/gu,
  ],
  [
    // Qwen 2
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
    /(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+/gu,
  ],
]);

/** GPT-2's, which stands in no file: the byte level brings it along. */
const gpt2 = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/** Cuts by the `pre_tokenizer` of a file. Throws `unsupported` for patterns and kinds that are not known. */
export function splittingOf(preTokenizer: JsonValue): (text: string) => Iterable<string> {
  const steps = isMap(preTokenizer) ? preTokenizer.get('pretokenizers') : undefined;
  const list: readonly JsonValue[] = Array.isArray(steps) ? steps : [preTokenizer];
  let pattern: RegExp | undefined;
  for (const step of list) {
    if (!isMap(step)) throw refusal('none');
    const type = step.get('type');
    if (type === 'Split') {
      const given = step.get('pattern');
      const written = isMap(given) ? given.get('Regex') : undefined;
      const found = typeof written === 'string' ? known.get(written) : undefined;
      if (found === undefined || step.get('behavior') !== 'Isolated' || pattern !== undefined) throw refusal('another');
      pattern = found;
    } else if (type === 'ByteLevel') {
      if (step.get('add_prefix_space') === true) throw refusal('one that adds a blank');
      if (step.get('use_regex') !== false) pattern ??= gpt2;
    } else throw refusal('another step');
  }
  if (pattern === undefined) throw refusal('none');
  const chosen = pattern;
  return function* split(text) {
    for (const [word] of text.matchAll(chosen)) yield word;
  };
}

function refusal(found: string): ForebearError {
  return new ForebearError(
    'unsupported',
    'tokenizer.json',
    'words cut as Llama 3, Qwen 2 or GPT-2 cut them',
    `${found} pattern`,
  );
}
