// What a pickle describes, as inert data: nothing in here is an object of Python's or a function of ours.
import type { Meaning } from './globals-table.ts';

export type PickleValue = null | boolean | number | bigint | string | PickleNode;

export type PickleNode =
  | PickleBytes
  | PickleList
  | PickleTuple
  | PickleDict
  | PickleSet
  | GlobalName
  | Call
  | StorageId
  | ModuleId;

/**
 * Bytes, or text that was not decoded: Python 2's `string`, which may be either, and UTF-8 that is too long to keep or
 * not strict. `content` is there where it is short: each byte as the character of that number, which takes a tenth of the
 * memory of an array of bytes.
 */
export interface PickleBytes {
  readonly kind: 'bytes' | 'bytearray' | 'string' | 'text';
  readonly length: number;
  /** Where they lie in the pickle's source; -1 where they were written with escapes and lie nowhere as they are. */
  readonly start: number;
  readonly content: string | undefined;
}

export interface PickleList {
  readonly kind: 'list';
  readonly items: PickleValue[];
}

export interface PickleTuple {
  readonly kind: 'tuple';
  readonly items: readonly PickleValue[];
}

export interface PickleSet {
  readonly kind: 'set';
  readonly items: PickleValue[];
}

/** A module's member by name: a class or a function, never looked up. */
export interface GlobalName {
  readonly kind: 'global';
  readonly module: string;
  readonly name: string;
  /** What a call of it means to us; undefined for names that we do not know. */
  readonly meaning: Meaning | undefined;
}

/** What calling something would have made, and what would have been done to it then. */
export interface Call {
  readonly kind: 'call';
  readonly callee: PickleValue;
  readonly args: readonly PickleValue[];
  /** Offset of the opcode that would have called. */
  readonly at: number;
  /** What BUILD would have handed it. */
  state?: PickleValue;
  /** What would have been appended or added to it. */
  items?: PickleValue[];
  /** What would have been set in it by key. */
  entries?: PickleDict;
}

/** PyTorch's reference to a storage: `numel` elements of the type that `type` names, in the data called `key`. */
export interface StorageId {
  readonly kind: 'storage';
  readonly type: GlobalName;
  readonly key: string;
  readonly location: string;
  readonly numel: number;
  /** A part of the storage as one of its own, in elements: PyTorch before 0.4 had these. */
  readonly view?: { readonly key: string; readonly offset: number; readonly numel: number };
}

/** PyTorch's reference to the class of a module, with the source text it had. */
export interface ModuleId {
  readonly kind: 'module';
  readonly type: GlobalName;
}

/** A dictionary. Python 2's strings are keys by their text; other nodes are keys by identity. */
export class PickleDict {
  readonly kind = 'dict';
  // Most dictionaries of a checkpoint are the empty hooks of its tensors: a map for each would be most of the memory.
  #entries: Map<PickleValue, PickleValue> | undefined;

  get size(): number {
    return this.#entries?.size ?? 0;
  }

  has(key: PickleValue): boolean {
    return this.#entries?.has(key) ?? false;
  }

  get(key: PickleValue): PickleValue | undefined {
    return this.#entries?.get(key);
  }

  set(key: PickleValue, value: PickleValue): void {
    this.#entries ??= new Map();
    this.#entries.set(key, value);
  }

  entries(): Iterable<readonly [PickleValue, PickleValue]> {
    return this.#entries ?? [];
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** UTF-8 as text, or undefined where it is not strictly that. */
export function strictText(bytes: Uint8Array): string | undefined {
  const text = decoder.decode(bytes);
  // A decoder that throws costs microseconds per string, and a hostile file has hundreds of thousands of bad ones.
  if (!text.includes('\ufffd')) return text;
  const again = encoder.encode(text);
  return again.length === bytes.length && again.every((byte, at) => byte === bytes[at]) ? text : undefined;
}

/** The text of a string, Python 2's included; undefined for anything else. */
export function textOf(value: PickleValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object' || value.kind !== 'string') return undefined;
  const { content } = value;
  if (content === undefined || /^[\0-\x7f]*$/.test(content)) return content;
  return strictText(Uint8Array.from(content, (letter) => letter.charCodeAt(0)));
}

/** Whether a value is a node of that kind. */
export function isNode<Kind extends PickleNode['kind']>(
  value: PickleValue | undefined,
  kind: Kind,
): value is PickleNode & { readonly kind: Kind } {
  return value !== null && typeof value === 'object' && value.kind === kind;
}

/** What a call of the value means to us; undefined for names that we do not know and for all other values. */
export function meaningOf(value: PickleValue | undefined): Meaning | undefined {
  return isNode(value, 'global') ? value.meaning : undefined;
}

/** Untrusted text for a message: short, however long it is. Whoever prints the message cleans it. */
export function quoted(text: string): string {
  return text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;
}

const longestQuote = 120;
