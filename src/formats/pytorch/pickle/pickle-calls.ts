// What a pickle names and would have called: judged by name, kept as data, and never looked up.
import { ForebearError } from '../../../errors.ts';
import { judgeGlobal } from './global-verdict.ts';
import {
  type Call,
  type GlobalName,
  isNode,
  type ModuleId,
  meaningOf,
  type PickleNode,
  type PickleValue,
  quoted,
  type StorageId,
  textOf,
} from './pickle-values.ts';

/** Which references to things outside the pickle are understood: PyTorch's, or none. */
export type Persistence = 'torch' | 'none';

/** How often an unknown name would have been called, and where first. */
export interface UnknownCall {
  count: number;
  readonly at: number;
}

/** Distinct names that are listed; whole networks call some dozens of classes. */
const maxUnknownNames = 1_000;

/** Names that are remembered; a checkpoint has some dozens. */
const maxJudged = 10_000;

const uncalled = 'data that can be read without running anything';

/** Joblib writes an array's bytes between the opcodes, and only its own reader knows how far each reaches. */
const interleaving = { module: 'joblib.numpy_pickle', name: 'NumpyArrayWrapper' } as const;

/** The judge of one pickle's names, calls and references. */
export class PickleCalls {
  readonly unknown = new Map<string, UnknownCall>();
  readonly storages = new Map<string, StorageId>();
  readonly #subject: string;
  readonly #persistence: Persistence;
  /** Names judged before. */
  readonly #judged = new Map<string, GlobalName>();

  constructor(subject: string, persistence: Persistence) {
    this.#subject = subject;
    this.#persistence = persistence;
  }

  /** Throws `unsafe` for a name of the denied table, called or not: no weights need one, and BUILD can hide a call. */
  global(module: string, name: string, at: number): GlobalName {
    const key = `${module}\n${name}`;
    const known = this.#judged.get(key);
    if (known !== undefined) return known;
    const verdict = judgeGlobal(module, name);
    if (verdict.kind === 'denied') {
      throw this.#unsafe(`${quoted(`${module}.${name}`)} at byte ${at}, which ${verdict.does}`);
    }
    if (module === interleaving.module && name === interleaving.name) {
      throw new ForebearError('unsupported', this.#subject, 'a pickle that holds its arrays', 'one of joblib');
    }
    const meaning = verdict.kind === 'allowed' ? verdict.meaning : undefined;
    const node: GlobalName = { kind: 'global', module, name, meaning };
    if (this.#judged.size < maxJudged) this.#judged.set(key, node);
    return node;
  }

  call(callee: PickleValue, args: readonly PickleValue[], at: number): Call {
    if (!(isNode(callee, 'global') || isNode(callee, 'call') || isNode(callee, 'module'))) {
      throw new ForebearError('format', this.#subject, `something to call at byte ${at}`, 'data');
    }
    const called = isNode(callee, 'global') && meaningOf(callee) === 'instance' ? (args[0] ?? callee) : callee;
    if (meaningOf(called) === undefined) this.#list(nameOf(called), at);
    return { kind: 'call', callee, args, at };
  }

  /** Throws `unsafe` where BUILD would do more than fill a fresh object once. */
  build(target: PickleValue, state: PickleValue, at: number): void {
    if (isNode(target, 'global') || isNode(target, 'module')) {
      throw this.#unsafe(`a change to ${nameOf(target)} itself at byte ${at}`);
    }
    if (!isNode(target, 'call')) {
      throw new ForebearError('format', this.#subject, `an object to fill at byte ${at}`, 'something else');
    }
    if (target.state !== undefined) throw this.#unsafe(`an object that is filled twice at byte ${at}`);
    const parts = isNode(state, 'tuple') ? state.items : [state];
    if (parts.some((part) => isNode(part, 'dict') && part.has('__setstate__'))) {
      throw this.#unsafe(`an object that gets a __setstate__ of its own at byte ${at}`);
    }
    target.state = state;
  }

  /** PyTorch's references: ('storage', class, key, location, numel[, view]) and ('module', class, file, source). */
  persistent(id: PickleValue, at: number): PickleNode {
    if (this.#persistence === 'none') {
      throw new ForebearError('format', this.#subject, 'a pickle that stands alone', `a reference at byte ${at}`);
    }
    const items = isNode(id, 'tuple') ? id.items : [];
    const kind = textOf(items[0]);
    const node = kind === 'storage' ? storageId(items) : kind === 'module' ? moduleId(items) : undefined;
    if (node === undefined) {
      const found = `another one${kind === undefined ? '' : `, “${quoted(kind)}”`}`;
      throw new ForebearError('format', this.#subject, `a reference to a storage or module at byte ${at}`, found);
    }
    if (node.kind === 'storage' && !this.storages.has(node.key)) this.storages.set(node.key, node);
    return node;
  }

  #list(name: string, at: number): void {
    const known = this.unknown.get(name);
    if (known !== undefined) known.count += 1;
    else if (this.unknown.size < maxUnknownNames) this.unknown.set(name, { count: 1, at });
  }

  #unsafe(found: string): ForebearError {
    return new ForebearError('unsafe', this.#subject, uncalled, found);
  }
}

function nameOf(callee: PickleValue): string {
  if (isNode(callee, 'global')) return quoted(`${callee.module}.${callee.name}`);
  if (isNode(callee, 'module')) return nameOf(callee.type);
  // One line for all calls of what other calls would have returned.
  return 'the result of a call';
}

function storageId(items: readonly PickleValue[]): StorageId | undefined {
  const [, type, keyValue, locationValue, numel, viewValue = null] = items;
  const key = textOf(keyValue);
  const location = textOf(locationValue);
  const view = viewValue === null ? undefined : viewOf(viewValue);
  if (!isNode(type, 'global') || key === undefined || location === undefined || !isCount(numel)) return undefined;
  if (items.length > 6 || (viewValue !== null && view === undefined)) return undefined;
  return { kind: 'storage', type, key, location, numel, ...(view === undefined ? {} : { view }) };
}

function viewOf(value: PickleValue): StorageId['view'] | undefined {
  const [keyValue, offset, numel] = isNode(value, 'tuple') ? value.items : [];
  const key = textOf(keyValue);
  return key !== undefined && isCount(offset) && isCount(numel) ? { key, offset, numel } : undefined;
}

function moduleId(items: readonly PickleValue[]): ModuleId | undefined {
  const type = items[1];
  return items.length === 4 && isNode(type, 'global') ? { kind: 'module', type } : undefined;
}

function isCount(value: PickleValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
