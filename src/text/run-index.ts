// Where each short run of words stands in the suspect: the suspect is indexed and held, the library streams past it.
import { gramHashes } from '../math/hash.ts';

/** Words in a seed: shorter ones are everywhere by chance, longer ones are broken by every edit (measured by `npm run real:text`). */
export const seedWords = 3;

/** Places of one run that are followed. A run that stands more often is a phrase of the book itself, and leads nowhere. */
const mostPlaces = 24;

export interface RunIndex {
  /** Calls `visit` with every place of the suspect at which the run with this hash may begin. */
  places(gram: number, visit: (at: number) => void): void;
}

/** Indexes every run of `seedWords` words; 12 bytes a word. */
export function indexRuns(words: Uint32Array): RunIndex {
  const grams = gramHashes(words, seedWords);
  const slots = 2 ** Math.max(4, Math.ceil(Math.log2(2 * grams.length + 1)));
  const mask = slots - 1;
  // Chains by hash: the first place of each slot, and for each place the next one of the same slot. Places from 1.
  const first = new Uint32Array(slots);
  const next = new Uint32Array(grams.length + 1);
  for (let at = grams.length; at >= 1; at--) {
    const slot = (grams[at - 1] as number) & mask;
    next[at] = first[slot] as number;
    first[slot] = at;
  }
  return {
    places(gram, visit) {
      let found = 0;
      for (let at = first[gram & mask] as number; at !== 0; at = next[at] as number) {
        if (grams[at - 1] !== gram) continue;
        if (found++ >= mostPlaces) return;
        visit(at - 1);
      }
    },
  };
}
