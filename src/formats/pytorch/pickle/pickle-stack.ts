// The stack, the marks and the memo of the pickle machine, and what a pickle may cost in them.
import { ForebearError } from '../../../errors.ts';
import { isNode, type PickleNode, type PickleValue } from './pickle-values.ts';

/** Containers, calls and dictionary entries: about ten per tensor. Each takes some hundred bytes of memory. */
const maxNodes = 5_000_000;

/** Honest pickles spend four bytes on an entry of two small numbers, and more on everything else. */
const bytesPerNode = 4;

/** Small pickles may be denser: it costs little. */
const freeNodes = 50_000;

/** A stack holds one batch of at most 1,000 items per level of nesting; a plain tuple is pushed whole. */
const maxStack = 5_000_000;

/** Python's own pickler stops at 1,000 levels of nesting. */
const maxMarks = 4_096;

/** One entry per container and string; Maps end at 2^24. */
const maxMemo = 5_000_000;

/** Texts of a training set-up come to some megabytes; longer single texts are not read at all. */
const maxTextBytes = 64 * 1024 * 1024;

/** Every method throws `format` where the stack does not hold what it must, `limit` beyond a budget. */
export class PickleStack {
  readonly #subject: string;
  readonly #values: PickleValue[] = [];
  /** How high the stack was at each open mark. */
  readonly #marks: number[] = [];
  /** Writers number what they remember from 0 on; other numbers are legal and lie apart. */
  readonly #memo: PickleValue[] = [];
  readonly #memoApart = new Map<number, PickleValue>();
  #nodes = 0;
  #textBytes = 0;
  readonly #mostNodes: number;

  /** `size`: bytes of the whole source, which bound what it can honestly hold. */
  constructor(subject: string, size: number) {
    this.#subject = subject;
    this.#mostNodes = Math.min(maxNodes, freeNodes + Math.floor(size / bytesPerNode));
  }

  get isEmpty(): boolean {
    return this.#values.length === 0 && this.#marks.length === 0;
  }

  push(value: PickleValue): void {
    if (typeof value === 'string') this.#textBytes += value.length;
    else if (isContent(value)) {
      this.#textBytes += value.content?.length ?? 0;
      this.count(1);
    }
    if (this.#textBytes > maxTextBytes) throw this.beyond(`${maxTextBytes} bytes of text`);
    this.#pushed(value);
  }

  pushNode(node: PickleNode): void {
    this.count(1);
    this.#pushed(node);
  }

  /** Counts what containers hold, and the containers themselves. */
  count(nodes: number): void {
    this.#nodes += nodes;
    if (this.#nodes > this.#mostNodes) throw this.beyond(`${this.#mostNodes} containers and entries`);
  }

  top(at: number): PickleValue {
    const fence = this.#marks.at(-1) ?? 0;
    if (this.#values.length <= fence) throw this.fault(at, 'a value on the stack', fence > 0 ? 'a mark' : 'none');
    return this.#values.at(-1) as PickleValue;
  }

  pop(at: number): PickleValue {
    const value = this.top(at);
    this.#values.pop();
    return value;
  }

  popTuple(at: number): readonly PickleValue[] {
    const value = this.pop(at);
    if (!isNode(value, 'tuple')) throw this.fault(at, 'a tuple of arguments', 'something else');
    return value.items;
  }

  /** The topmost `count` values, the deepest first. */
  popSeveral(count: number, at: number): PickleValue[] {
    const items: PickleValue[] = [];
    for (let i = 0; i < count; i++) items.push(this.pop(at));
    return items.toReversed();
  }

  mark(): void {
    this.#marks.push(this.#values.length);
    if (this.#marks.length > maxMarks) throw this.beyond(`${maxMarks} open marks`);
  }

  /** Everything above the last mark, which goes with it. */
  popMark(at: number): PickleValue[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw this.fault(at, 'a mark on the stack', 'none');
    return this.#values.splice(mark);
  }

  /** A value, or a mark where there is one on top. */
  discard(at: number): void {
    if (this.#marks.at(-1) === this.#values.length) this.#marks.pop();
    else this.pop(at);
  }

  /** Without an index, under the next number. */
  memoise(index: number | undefined, at: number): void {
    const size = this.#memo.length + this.#memoApart.size;
    const number = index ?? size;
    if (size >= maxMemo) throw this.beyond(`${maxMemo} values in the memo`);
    if (number > this.#memo.length) this.#memoApart.set(number, this.top(at));
    else {
      this.#memo[number] = this.top(at);
      if (this.#memoApart.size > 0) this.#memoApart.delete(number);
    }
  }

  recall(index: number, at: number): void {
    // None can be remembered too, and is no missing value.
    const value = index < this.#memo.length ? this.#memo[index] : this.#memoApart.get(index);
    if (value === undefined) throw this.fault(at, 'a number in the memo', `${index}`);
    this.#pushed(value);
  }

  fault(at: number, expected: string, found: string): ForebearError {
    return new ForebearError('format', this.#subject, `${expected} at byte ${at}`, found);
  }

  beyond(what: string): ForebearError {
    return new ForebearError('limit', this.#subject, `at most ${what}`, 'more');
  }

  #pushed(value: PickleValue): void {
    this.#values.push(value);
    if (this.#values.length > maxStack) throw this.beyond(`${maxStack} values on the stack`);
  }
}

function isContent(value: PickleValue): value is Extract<PickleNode, { readonly content: unknown }> {
  return value !== null && typeof value === 'object' && 'content' in value;
}
