// Names for tensors in files that may give one name twice, or none: each tensor still gets one of its own.
import { ForebearError } from '../errors.ts';

/** Characters; paths of nested graphs could otherwise multiply a small file's names. */
const maxNameLength = 2048;

/** Gives out names, each once. Throws `limit` for one that is too long; `uri` names the file in the message. */
export class UniqueNames {
  readonly #uri: string;
  readonly #uses = new Map<string, number>();

  constructor(uri: string) {
    this.#uri = uri;
  }

  /** `name` itself, or with `#2`, `#3` behind it where it was given out before; `unnamed` for an empty one. */
  unique(name: string): string {
    if (name.length > maxNameLength) {
      throw new ForebearError('limit', this.#uri, `names of at most ${maxNameLength} characters`, `${name.length}`);
    }
    const wanted = name === '' ? 'unnamed' : name;
    let unique = wanted;
    // Counting on from the last use keeps this linear where all names are equal.
    let uses = this.#uses.get(wanted) ?? 0;
    while (this.#uses.has(unique)) {
      uses += 1;
      unique = `${wanted}#${uses + 1}`;
    }
    this.#uses.set(wanted, uses);
    if (unique !== wanted) this.#uses.set(unique, 0);
    return unique;
  }
}
