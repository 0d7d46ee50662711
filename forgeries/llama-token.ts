// The tiny vocabulary's tokens by the texts that llama.cpp shows for them.
import { isSpecial, tinyVocabulary } from './tiny-vocabulary.ts';

/** The number of a token; -1 where there is none of that text. A byte that is no whole letter is shown as `byte: \x…`. */
export function idOf(text: string): number {
  const byte = /^byte: \\x([0-9a-f]{2})$/.exec(text)?.[1];
  const bytes = byte === undefined ? new TextEncoder().encode(text) : Uint8Array.of(Number.parseInt(byte, 16));
  if (isSpecial(text)) return tinyVocabulary.indexOf(text);
  const letters = Array.from(bytes, (each) => tinyVocabulary[each] as string).join('');
  return tinyVocabulary.indexOf(letters);
}
