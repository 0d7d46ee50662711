// How much of a container may come out of it: limits on each member and on all of them together.
import { ForebearError } from '../errors.ts';

/** Bytes out for each byte in. Weights reach 2 and texts 20; a bomb needs a thousand. */
export const mostRatio = 100;

/** One member is unpacked into memory as a whole; larger weights are stored as they are, or read in other ways. */
export const mostMemberBytes = 1_073_741_824;

/** What small archives may unpack to in all: thousands of tiny members that are fine one by one. */
const leastTotal = 134_217_728;

/** Counts what the members of one archive unpack to, each once. */
export class UnpackBudget {
  readonly #uri: string;
  readonly #most: number;
  readonly #counted = new Set<string>();
  #total = 0;

  constructor(uri: string, archiveBytes: number) {
    this.#uri = uri;
    this.#most = Math.max(leastTotal, mostRatio * archiveBytes);
  }

  /** Throws `limit` where `size` bytes more are too many. */
  take(path: string, size: number): void {
    if (this.#counted.has(path)) return;
    this.#counted.add(path);
    this.#total += size;
    if (this.#total > this.#most) {
      throw new ForebearError('limit', this.#uri, `at most ${this.#most} bytes unpacked in all`, 'more');
    }
  }
}
