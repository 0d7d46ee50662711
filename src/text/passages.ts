// Passages that two texts share: runs of the same words, and chains of such runs with a few words changed between them.
import { gramHashes } from '../math/hash.ts';
import { indexRuns, type RunIndex, seedWords } from './run-index.ts';

/** A shared passage in words of either side, ends exclusive. */
export interface Passage {
  readonly suspectStart: number;
  readonly suspectEnd: number;
  readonly sourceStart: number;
  readonly sourceEnd: number;
  /** Words of the suspect's part that stand in a run of the source's part. */
  readonly shared: number;
  /** The longest run of the same words, one after the other. */
  readonly longest: number;
}

/** Every run of this many words is found, whatever else. */
export const exactWords = 8;

/** Words that may lie between two runs of one passage on either side. */
const mostGap = 24;

/**
 * A passage without a long run must be of so many words, in runs so many together, and so dense. Texts that have nothing to do
 * with one another stay below; see docs/surroundings/text.md.
 */
const leastWords = 16;
const leastShared = 12;
const leastDensity = 0.4;

/** Words of a part that is kept to be joined with others. */
const leastPart = 6;

/** Chains that are open at once, and passages of one pair of texts. */
const mostOpen = 4_096;
const mostPassages = 200_000;

/** The suspect prepared once for any number of sources. */
export interface Indexed {
  readonly words: Uint32Array;
  readonly runs: RunIndex;
}

export function indexed(words: Uint32Array): Indexed {
  return { words, runs: indexRuns(words) };
}

interface Chain {
  readonly suspectStart: number;
  readonly sourceStart: number;
  suspectEnd: number;
  sourceEnd: number;
  shared: number;
  longest: number;
}

/** Comparisons of words for each word of a source: honest texts need some two, a text of one word again and again would take thousands. */
const mostWork = 64;
const leastWork = 1_000_000;

/**
 * The passages that a source shares with the suspect, in the order of the suspect, then of the source. `onCut` is called where
 * the two repeat themselves so often that not everything was followed.
 */
export function passagesOf(
  { words: suspect, runs }: Indexed,
  source: Uint32Array,
  onCut?: () => void,
): readonly Passage[] {
  let work = leastWork + mostWork * source.length;
  const found: Chain[] = [];
  let open: Chain[] = [];
  // Where the run on each diagonal ends in the source: seeds inside a run that was followed begin no new one.
  const followed = new Map<number, number>();
  const close = (chain: Chain): void => {
    if (chain.shared >= leastPart && found.length < mostPassages) found.push(chain);
  };
  const follow = (seed: number, place: number): void => {
    const diagonal = seed - place;
    if ((followed.get(diagonal) ?? -1) > place) return;
    // A run may begin with words that stand too often to be followed from there.
    let back = 0;
    while (back < seed && back < place && suspect[seed - back - 1] === source[place - back - 1]) back += 1;
    const [at, other] = [seed - back, place - back];
    let length = 0;
    while (
      at + length < suspect.length &&
      other + length < source.length &&
      suspect[at + length] === source[other + length]
    ) {
      length += 1;
    }
    work -= length + back;
    if (length < seedWords) return;
    followed.set(diagonal, other + length);
    const chain = open.find(
      (one) =>
        at >= one.suspectEnd - seedWords &&
        other >= one.sourceEnd - seedWords &&
        at - one.suspectEnd <= mostGap &&
        other - one.sourceEnd <= mostGap &&
        at + length > one.suspectEnd &&
        other + length > one.sourceEnd,
    );
    if (chain === undefined) {
      if (open.length < mostOpen)
        open.push({
          suspectStart: at,
          sourceStart: other,
          suspectEnd: at + length,
          sourceEnd: other + length,
          shared: length,
          longest: length,
        });
      return;
    }
    chain.shared += at + length - Math.max(at, chain.suspectEnd);
    chain.suspectEnd = at + length;
    chain.sourceEnd = other + length;
    chain.longest = Math.max(chain.longest, length);
  };
  for (const [other, gram] of gramHashes(source, seedWords).entries()) {
    if (work <= 0) break;
    runs.places(gram, (at) => follow(at, other));
    if ((other & 63) === 0 || open.length > 64) {
      const [going, over]: [Chain[], Chain[]] = [[], []];
      for (const chain of open) (other - chain.sourceEnd <= mostGap ? going : over).push(chain);
      for (const chain of over) close(chain);
      open = going;
      // Diagonals are forgotten with the chains that were on them.
      if (followed.size > 65_536) for (const [diagonal, end] of followed) if (end < other) followed.delete(diagonal);
    }
  }
  for (const chain of open) close(chain);
  if (work <= 0) onCut?.();
  return merged(found).filter(isPassage);
}

/** Parts of one passage that were followed as two: near each other on both sides, and in the same order. */
function merged(chains: readonly Chain[]): readonly Passage[] {
  const all: Chain[] = [];
  for (const chain of chains.toSorted((a, b) => a.suspectStart - b.suspectStart || a.sourceStart - b.sourceStart)) {
    const before = all
      .slice(-mostLookedBack)
      .find((one) => isNear(chain.suspectStart - one.suspectEnd) && isNear(chain.sourceStart - one.sourceEnd));
    if (before === undefined) {
      all.push({ ...chain });
      continue;
    }
    const overlap = Math.max(0, before.suspectEnd - chain.suspectStart);
    before.shared += Math.max(0, chain.shared - overlap);
    before.suspectEnd = Math.max(before.suspectEnd, chain.suspectEnd);
    before.sourceEnd = Math.max(before.sourceEnd, chain.sourceEnd);
    before.longest = Math.max(before.longest, chain.longest);
  }
  return all;
}

/** Parts that a later one may belong to, at most. */
const mostLookedBack = 8;

/** Parts may overlap a little where words were repeated. */
const isNear = (gap: number): boolean => gap >= -mostGap && gap <= mostGap;

function isPassage({ suspectStart, suspectEnd, sourceStart, sourceEnd, shared, longest }: Passage): boolean {
  if (longest >= exactWords) return true;
  const [longer, shorter] = [suspectEnd - suspectStart, sourceEnd - sourceStart].toSorted((a, b) => b - a) as [
    number,
    number,
  ];
  const length = longer;
  // Words that one text repeats over and over are all in one short place of the other.
  if (shorter < leastShared) return false;
  return length >= leastWords && shared >= leastShared && shared >= leastDensity * length;
}
