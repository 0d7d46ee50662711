// The walk through what a pickle describes: every tensor by the path that leads to it, each container once.
import { ForebearError } from '../../errors.ts';
import { isDictionary, type Part, partsOf } from './parts-of-values.ts';
import { isLeftOut, wrapperKeys } from './parts-table.ts';
import { isNode, type PickleNode, type PickleValue } from './pickle/pickle-values.ts';
import { type StoredTensor, tensorOf } from './stored-tensor.ts';

export interface FoundTensor {
  readonly name: string;
  readonly stored: StoredTensor;
}

export interface FoundTensors {
  readonly tensors: readonly FoundTensor[];
  /** Tensors beside the weights, by the path of what they stand under. */
  readonly leftOut: ReadonlyMap<string, number>;
  /** The keys that were taken off the front of every name, outermost first. */
  readonly wrappers: readonly string[];
  /** Whether something lies deeper than the walk goes. */
  readonly tooDeep: boolean;
}

/** The largest published files have some 60,000; a state dictionary with its averages has twice that. */
const maxTensors = 1_000_000;

/** A tensor takes a hundred bytes, and one that is named again its name and two bytes. */
const bytesPerTensor = 8;

/** Small pickles may name theirs more often: it costs little. */
const freeTensors = 10_000;

/** Characters (UTF-16 units); paths of published models stay below 200. */
const maxNameLength = 1_024;

/** Networks as objects nest some twenty deep, and each module is three levels. */
const maxDepth = 128;

/** Levels of dictionaries in which trainers put things beside the weights. */
const leftOutDepth = 2;

/** A container on the way down, and the parts of it that are still to come. */
interface Step {
  readonly parent: Step | undefined;
  readonly key: string | undefined;
  readonly depth: number;
  /** Whether it and all around it are dictionaries: keys are a trainer's, not attributes of a network. */
  readonly plain: boolean;
  readonly parts: Iterator<Part, void>;
}

/** What stands beside the weights, and where. */
interface Beside {
  readonly value: PickleNode;
  readonly label: string;
}

/**
 * The tensors below `root` in the order of the file. A tensor is listed at every path that names it; a container that
 * several paths lead to is walked at the first, so that a file cannot make a forest of one tree. Equal names get `#2`,
 * `#3`. Throws `limit` for a name or a number of tensors beyond the limits; `subject` names the file in it, and `size`,
 * the pickle's bytes, bounds what it can honestly hold.
 */
export function walkTensors(root: PickleValue, size: number, subject: string): FoundTensors {
  const walk = new Walk(subject, Math.min(maxTensors, freeTensors + Math.floor(size / bytesPerTensor)));
  if (isOptimiser(root)) walk.countBeside({ value: root, label: 'state' });
  else walk.list(root);
  walk.countAllBeside();
  const { wrappers, tensors } = unwrapped(root, walk.tensors);
  return { tensors, wrappers, leftOut: walk.leftOut, tooDeep: walk.tooDeep };
}

class Walk {
  readonly tensors: FoundTensor[] = [];
  readonly leftOut = new Map<string, number>();
  tooDeep = false;
  readonly #subject: string;
  readonly #seen = new Set<PickleNode>();
  readonly #times = new Map<string, number>();
  readonly #beside: Beside[] = [];

  readonly #most: number;

  constructor(subject: string, most: number) {
    this.#subject = subject;
    this.#most = most;
  }

  list(root: PickleValue): void {
    this.#walk(root, (stored, step, key) => this.#add(stored, step, key));
  }

  countBeside({ value, label }: Beside): void {
    this.#walk(value, () => this.leftOut.set(label, (this.leftOut.get(label) ?? 0) + 1), false);
  }

  /** Comes last, so that a container that both lead to is the weights' own. */
  countAllBeside(): void {
    for (const beside of this.#beside) this.countBeside(beside);
  }

  /** Depth first, with a stack of iterators: what waits is never more than the way down. */
  #walk(
    root: PickleValue,
    found: (stored: StoredTensor, step: Step | undefined, key: string | undefined) => void,
    listing = true,
  ): void {
    let step = this.#enter(root, undefined, undefined, found);
    while (step !== undefined) {
      const next: IteratorResult<Part, void> = step.parts.next();
      if (next.done === true) {
        step = step.parent;
        continue;
      }
      const [key, value]: Part = next.value;
      if (listing && step.plain && step.depth <= leftOutDepth && isBeside(key, value)) {
        this.#beside.push({ value, label: nameOf(step, key) });
      } else {
        step = this.#enter(value, step, key, found) ?? step;
      }
    }
  }

  /** The step into a container; undefined where there is nothing to step into. */
  #enter(
    value: PickleValue,
    parent: Step | undefined,
    key: string | undefined,
    found: (stored: StoredTensor, step: Step | undefined, key: string | undefined) => void,
  ): Step | undefined {
    if (value === null || typeof value !== 'object') return undefined;
    const stored = tensorOf(value);
    if (stored !== undefined) {
      found(stored, parent, key);
      return undefined;
    }
    const depth = (parent?.depth ?? 0) + 1;
    if (isEmpty(value) || this.#seen.has(value)) return undefined;
    this.#seen.add(value);
    this.tooDeep ||= depth > maxDepth;
    if (depth > maxDepth) return undefined;
    return { parent, key, depth, plain: (parent?.plain ?? true) && isDictionary(value), parts: partsOf(value) };
  }

  #add(stored: StoredTensor, step: Step | undefined, key: string | undefined): void {
    const name = nameOf(step, key);
    if (name.length > maxNameLength) {
      throw new ForebearError('limit', this.#subject, `names of at most ${maxNameLength} characters`, `${name.length}`);
    }
    if (this.tensors.length >= this.#most) {
      throw new ForebearError('limit', this.#subject, `at most ${this.#most} tensors`, 'more');
    }
    this.tensors.push({ name: this.#unique(name), stored });
  }

  #unique(name: string): string {
    let times = this.#times.get(name) ?? 0;
    let unique = name;
    do {
      times += 1;
      unique = times === 1 ? name : `${name}#${times}`;
    } while (times > 1 && this.#times.has(unique));
    this.#times.set(name, times);
    if (unique !== name) this.#times.set(unique, 1);
    return unique;
  }
}

function nameOf(step: Step | undefined, key: string | undefined): string {
  const keys = [key];
  for (let at = step; at !== undefined; at = at.parent) keys.push(at.key);
  return keys
    .filter((each) => each !== undefined)
    .toReversed()
    .join('.');
}

/** Containers that the walk need not remember: most of those in a checkpoint. */
function isEmpty(value: PickleNode): boolean {
  if (value.kind === 'dict') return value.size === 0;
  return (value.kind === 'list' || value.kind === 'tuple' || value.kind === 'set') && value.items.length === 0;
}

/** Whether a value stands beside the weights: by its key, or because it is an optimiser's state by its own keys. */
function isBeside(key: string | undefined, value: PickleNode): boolean {
  return isOptimiser(value) || (key !== undefined && isLeftOut(key, () => tensorOf(value) !== undefined));
}

function isOptimiser(value: PickleValue): value is PickleNode {
  return isNode(value, 'dict') && value.has('state') && value.has('param_groups');
}

/** Names without the keys that all tensors stand under, where these are known to wrap weights. */
function unwrapped(
  root: PickleValue,
  tensors: readonly FoundTensor[],
): { readonly wrappers: readonly string[]; readonly tensors: readonly FoundTensor[] } {
  const wrappers: string[] = [];
  let prefix = '';
  let holder = root;
  while (tensors.length > 0 && isDictionary(holder)) {
    const [first = ''] = (tensors[0]?.name ?? '').slice(prefix.length).split('.', 1);
    const next = wrapperKeys.has(first) ? partOf(holder, first) : undefined;
    const longer = `${prefix}${first}.`;
    if (next === undefined || !tensors.every(({ name }) => name.startsWith(longer))) break;
    wrappers.push(first);
    prefix = longer;
    holder = next;
  }
  if (prefix === '') return { wrappers, tensors };
  return { wrappers, tensors: tensors.map((tensor) => ({ ...tensor, name: tensor.name.slice(prefix.length) })) };
}

function partOf(holder: PickleValue, key: string): PickleNode | undefined {
  if (holder === null || typeof holder !== 'object') return undefined;
  for (const [each, value] of partsOf(holder)) if (each === key) return value;
  return undefined;
}
