// Folds any number of tensor names into the few patterns they follow: numbers taken out, counted and remembered as sets.

/** Real models have tens of patterns, networks with a name for every layer some thousands. Beyond this names are only counted. */
export const mostPatterns = 20_000;

/** Numbers of a name that are taken out; a block, an expert, a place in a list and one more. */
const mostNumbers = 4;

/** Numbers up to this are remembered one by one. The deepest models have some 130 blocks, the widest 512 experts. */
const largestNumber = 4_095;

/** Different shapes remembered for one pattern; blocks of one kind have one, networks that narrow stage by stage a few. */
const mostShapes = 16;

/** Runs of numbers that are written out. */
const mostRuns = 64;

/** The numbers seen at one place of a pattern. */
export interface NumberSet {
  /** Runs in ascending order: `0-31`, `0,2`; ends with `…` where there are too many. */
  readonly text: string;
  readonly distinct: number;
  readonly first: number;
  readonly last: number;
}

/** A kind of tensor: what its name looks like and how often it comes. */
export interface NamePattern {
  /** The name with `{n}` for each number. Untrusted text. */
  readonly pattern: string;
  readonly count: number;
  /** One set for each `{n}`, in order. */
  readonly numbers: readonly NumberSet[];
  /** Shapes and how many have them; empty where no shape is known, undefined where there were too many. */
  readonly shapes: readonly { readonly shape: readonly number[]; readonly count: number }[] | undefined;
  /** Elements in all, where every shape is known. */
  readonly elements: number | undefined;
  /** The first name of the kind. Untrusted text. */
  readonly example: string;
}

/** What is left of many names. */
export interface FoldedNames {
  readonly names: number;
  readonly patterns: readonly NamePattern[];
  /** Names that came after there were too many patterns, and fit none of them. */
  readonly unfolded: number;
}

/** Takes names one by one and keeps none but the first of each kind. */
export class NameFolder {
  readonly #kinds = new Map<string, Kind>();
  readonly #numbers: number[] = [];
  #names = 0;
  #unfolded = 0;
  #last: Kind | undefined;
  #lastPattern = '';

  /** Counts a name, with its shape where there is one. */
  add(name: string, shape?: readonly number[]): void {
    this.#names += 1;
    this.#numbers.length = 0;
    const pattern = takeNumbers(name, this.#numbers);
    const kind = pattern === this.#lastPattern ? this.#last : this.#kinds.get(pattern);
    if (kind === undefined && this.#kinds.size >= mostPatterns) {
      this.#unfolded += 1;
      return;
    }
    const known = kind ?? this.#begin(pattern, name);
    known.add(this.#numbers, shape);
    this.#last = known;
    this.#lastPattern = pattern;
  }

  finish(): FoldedNames {
    const patterns = [...this.#kinds].map(([pattern, kind]) => kind.finish(pattern));
    return { names: this.#names, patterns, unfolded: this.#unfolded };
  }

  #begin(pattern: string, example: string): Kind {
    const kind = new Kind(example, this.#numbers.length);
    this.#kinds.set(pattern, kind);
    return kind;
  }
}

/** Folds a list of names, with shapes where they are known. */
export function foldNames(
  tensors: Iterable<{ readonly name: string; readonly shape?: readonly number[] }>,
): FoldedNames {
  const folder = new NameFolder();
  for (const { name, shape } of tensors) folder.add(name, shape);
  return folder.finish();
}

/** The name with `{n}` for every segment that is a plain number; the numbers go to `into`. */
function takeNumbers(name: string, into: number[]): string {
  let pattern = '';
  let done = 0;
  let start = 0;
  for (let at = 0; at <= name.length && into.length < mostNumbers; at++) {
    const code = at === name.length ? 0x2e : name.charCodeAt(at);
    if (code !== 0x2e && code !== 0x2f) continue;
    const number = wholeNumber(name, start, at);
    if (number >= 0) {
      into.push(number);
      pattern += `${name.slice(done, start)}{n}`;
      done = at;
    }
    start = at + 1;
  }
  return done === 0 && into.length === 0 ? name : pattern + name.slice(done);
}

/** Digits without a leading zero, at most nine of them; -1 for anything else. */
function wholeNumber(text: string, start: number, end: number): number {
  if (end === start || end - start > 9) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = 10 * value + digit;
  }
  return text.charCodeAt(start) === 0x30 && end - start > 1 ? -1 : value;
}

class Kind {
  readonly #example: string;
  readonly #sets: readonly NumberCollector[];
  #shapes: Map<string, { readonly shape: readonly number[]; count: number }> | undefined = new Map();
  #lastShape: readonly number[] | undefined;
  #lastEntry: { count: number } | undefined;
  #count = 0;
  #shaped = 0;
  #elements = 0;

  constructor(example: string, places: number) {
    this.#example = example;
    this.#sets = Array.from({ length: places }, () => new NumberCollector());
  }

  add(numbers: readonly number[], shape: readonly number[] | undefined): void {
    this.#count += 1;
    for (let i = 0; i < this.#sets.length; i++) this.#sets[i]?.add(numbers[i] ?? 0);
    if (shape === undefined) return;
    this.#shaped += 1;
    this.#elements += shape.reduce((product, side) => product * side, 1);
    if (shape === this.#lastShape && this.#lastEntry !== undefined) this.#lastEntry.count += 1;
    else this.#addShape(shape);
  }

  #addShape(shape: readonly number[]): void {
    const key = shape.join(',');
    const known = this.#shapes?.get(key);
    if (known !== undefined) known.count += 1;
    else if ((this.#shapes?.size ?? 0) >= mostShapes) this.#shapes = undefined;
    const entry = known ?? { shape, count: 1 };
    if (known === undefined) this.#shapes?.set(key, entry);
    this.#lastShape = shape;
    this.#lastEntry = entry;
  }

  finish(pattern: string): NamePattern {
    return {
      pattern,
      count: this.#count,
      numbers: this.#sets.map((set) => set.finish()),
      shapes: this.#shapes === undefined ? undefined : [...this.#shapes.values()],
      elements: this.#shaped === this.#count ? this.#elements : undefined,
      example: this.#example,
    };
  }
}

/** A set of small whole numbers as bits; of larger ones only how large they come. */
export class NumberCollector {
  #bits = new Uint32Array(4);
  #first = Infinity;
  #last = -1;
  #beyond = false;

  add(number: number): void {
    if (number < this.#first) this.#first = number;
    if (number > this.#last) this.#last = number;
    if (number > largestNumber) {
      this.#beyond = true;
      return;
    }
    const word = number >>> 5;
    if (word >= this.#bits.length) {
      const longer = new Uint32Array(Math.max(word + 1, 2 * this.#bits.length));
      longer.set(this.#bits);
      this.#bits = longer;
    }
    this.#bits[word] = (this.#bits[word] as number) | (1 << (number & 31));
  }

  finish(): NumberSet {
    const runs: string[] = [];
    let distinct = 0;
    let start = -1;
    const has = (number: number): boolean => (((this.#bits[number >>> 5] ?? 0) >>> (number & 31)) & 1) === 1;
    for (let number = 0; number <= 32 * this.#bits.length; number++) {
      if (has(number)) {
        distinct += 1;
        if (start < 0) start = number;
      } else if (start >= 0) {
        if (runs.length < mostRuns) runs.push(start === number - 1 ? `${start}` : `${start}-${number - 1}`);
        else if (runs.length === mostRuns) runs.push('…');
        start = -1;
      }
    }
    if (this.#beyond) runs.push('…');
    return { text: runs.join(','), distinct, first: this.#first === Infinity ? 0 : this.#first, last: this.#last };
  }
}
