// What a pickled value holds, part by part: items by number, entries by key, attributes by name.
import { isNode, meaningOf, type PickleNode, type PickleValue, textOf } from './pickle/pickle-values.ts';

/** The key is undefined where the way to the part has no name. */
export type Part = readonly [key: string | undefined, value: PickleNode];

/** The dictionaries of a module that only group its parts, which a state dictionary does not name. */
const silentKeys: ReadonlySet<string> = new Set(['_parameters', '_buffers', '_modules']);

/** The nodes that a node holds, in the order of the file; plain values are left out. */
export function* partsOf(value: PickleNode): Generator<Part> {
  switch (value.kind) {
    case 'list':
    case 'tuple':
    case 'set':
      yield* numbered(value.items);
      return;
    case 'dict':
      yield* keyed(value.entries());
      return;
    case 'call':
      if (isDictionary(value)) yield* pairs(value.args[0]);
      else yield* numbered(value.args);
      if (value.items !== undefined) yield* numbered(value.items);
      if (value.entries !== undefined) yield* keyed(value.entries.entries());
      for (const part of statesOf(value.state)) {
        if (isNode(part, 'dict')) yield* attributes(part.entries());
        else if (isPart(part)) yield [undefined, part];
      }
      return;
    default:
  }
}

/** A dictionary, or what would have become one. */
export function isDictionary(value: PickleValue): boolean {
  return isNode(value, 'dict') || (isNode(value, 'call') && meaningOf(value.callee) === 'dictionary');
}

/** The entries of a dictionary whose values are plain, by key: what a checkpoint says of itself. */
export function* plainEntries(value: PickleValue): Generator<readonly [key: string, value: PickleValue]> {
  const dict = isNode(value, 'call') ? value.entries : value;
  if (!isDictionary(value) || !isNode(dict, 'dict')) return;
  for (const [key, entry] of dict.entries()) {
    if (!isPart(entry) || entry.kind === 'string') yield [keyText(key), entry];
  }
}

/** (attributes, slots) as Python hands over objects with both; anything else as it is. */
function statesOf(state: PickleValue | undefined): readonly PickleValue[] {
  if (state === undefined) return [];
  if (!isNode(state, 'tuple') || state.items.length !== 2) return [state];
  return state.items.every((part) => part === null || isNode(part, 'dict')) ? state.items : [state];
}

function isPart(value: PickleValue | undefined): value is PickleNode {
  return value !== undefined && value !== null && typeof value === 'object';
}

function* numbered(items: readonly PickleValue[]): Generator<Part> {
  for (const [i, item] of items.entries()) if (isPart(item)) yield [`${i}`, item];
}

function* keyed(entries: Iterable<readonly [PickleValue, PickleValue]>): Generator<Part> {
  for (const [key, value] of entries) if (isPart(value)) yield [keyText(key), value];
}

/** Attributes of an object; the names of those that only group its parts are left out. */
function* attributes(entries: Iterable<readonly [PickleValue, PickleValue]>): Generator<Part> {
  for (const [key, value] of keyed(entries)) {
    yield [key !== undefined && silentKeys.has(key) ? undefined : key, value];
  }
}

/** Python 2's OrderedDict comes as a list of pairs. */
function* pairs(value: PickleValue | undefined): Generator<Part> {
  if (!isNode(value, 'list')) return;
  for (const pair of value.items) {
    if (!isNode(pair, 'list') && !isNode(pair, 'tuple')) continue;
    const [key, item] = pair.items;
    if (isPart(item)) yield [keyText(key), item];
  }
}

/** A key as Python prints it; `key` for what has no short form. */
function keyText(key: PickleValue | undefined): string {
  const text = textOf(key);
  if (text !== undefined) return text;
  if (key === null) return 'None';
  if (typeof key === 'boolean') return key ? 'True' : 'False';
  return typeof key === 'object' || key === undefined ? 'key' : `${key}`;
}
