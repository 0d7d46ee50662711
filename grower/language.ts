// Seeded languages to learn: words spelled from letters, following one another by a sparse Markov grammar.
import { randomFor } from '../forgeries/random.ts';
import type { Random } from '../src/math/random.ts';

/** Token 0 stands between words; letters are the others. */
const space = 0;
/** Words of a language, letters of a word, and words that may follow a word. */
const words = 120;
const shortest = 2;
const longest = 5;
const followers = 6;
/** The k-th follower is taken with a probability proportional to this to the power of k. */
const fading = 0.6;
/** Letters are used unevenly: the k-th is drawn with a probability proportional to 1 / (k + 3). */
const evenness = 3;

/** A language: the same seed and number of letters give the same words and the same grammar. */
export interface Language {
  readonly vocabulary: number;
  readonly words: readonly Uint8Array[];
  /** followers[w][k]: the k-th most likely word after w. */
  readonly followers: readonly Uint32Array[];
}

/** Makes the language of a seed over `vocabulary` tokens (at least 16, at most 256). */
export function createLanguage(seed: number, vocabulary: number): Language {
  if (vocabulary < 16 || vocabulary > 256) throw new RangeError(`a vocabulary of ${vocabulary} tokens`);
  const random = randomFor(seed, 'language');
  const letters = random.permutation(vocabulary - 1);
  const weights = Array.from(letters.keys(), (k) => 1 / (k + evenness));
  const known = new Set<string>();
  const spelled: Uint8Array[] = [];
  while (spelled.length < words) {
    const length = shortest + random.integer(longest - shortest + 1);
    const word = Uint8Array.from({ length }, () => 1 + (letters[draw(random, weights)] as number));
    if (known.has(word.join())) continue;
    known.add(word.join());
    spelled.push(word);
  }
  const after = spelled.map(() => Uint32Array.from({ length: followers }, () => random.integer(words)));
  return { vocabulary, words: spelled, followers: after };
}

/** `length` tokens of running text: a walk through the grammar that belongs to `seed`. */
export function writeText(language: Language, seed: number, length: number): Uint8Array {
  const random = randomFor(seed, 'text');
  const weights = Array.from({ length: followers }, (_, k) => fading ** k);
  const text = new Uint8Array(length);
  let word = random.integer(words);
  for (let at = 0; at < length; ) {
    const spelled = language.words[word] as Uint8Array;
    for (let i = 0; i < spelled.length && at < length; i++) text[at++] = spelled[i] as number;
    if (at < length) text[at++] = space;
    word = (language.followers[word] as Uint32Array)[draw(random, weights)] as number;
  }
  return text;
}

/** Entropy of single tokens of a text in nats: the loss of a model that knows how often each is used and nothing else. */
export function unigramEntropy(text: Uint8Array, vocabulary: number): number {
  const counts = new Float64Array(vocabulary);
  for (const token of text) counts[token] = (counts[token] as number) + 1;
  return counts.reduce((sum, n) => (n === 0 ? sum : sum - (n / text.length) * Math.log(n / text.length)), 0);
}

function draw(random: Random, weights: readonly number[]): number {
  let left = random.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [i, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return i;
  }
  return weights.length - 1;
}
