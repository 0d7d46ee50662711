// Our reading of pickles beside pickleparser's, an independent one, on what real Pythons wrote in every protocol.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/bytes/memory.ts';
import { readPickle } from '../../../src/formats/pytorch/pickle/pickle.ts';
import { meaningOf, type PickleValue, textOf } from '../../../src/formats/pytorch/pickle/pickle-values.ts';
import { requireOracle } from '../../oracles/packages.ts';

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'pytorch');
const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));

interface Oracle {
  readonly Parser: new (options: object) => { parse(bytes: Uint8Array): unknown };
}

/** pickleparser calls what the resolver gives it; ours are a few harmless makers of plain data. */
function theirs(bytes: Uint8Array): Map<string, unknown> {
  const makers: Record<string, (...args: never[]) => unknown> = {
    'collections OrderedDict': (pairs: [unknown, unknown][] = []) => new Map(pairs),
    'builtins set': (items: unknown[]) => new Set(items),
    '__builtin__ set': (items: unknown[]) => new Set(items),
    '_codecs encode': (value: string) => Uint8Array.from(value, (letter) => letter.charCodeAt(0)),
  };
  const nameResolver = { resolve: (module: string, name: string) => makers[`${module} ${name}`] };
  const { Parser } = requireOracle('pickleparser') as Oracle;
  const options = { nameResolver, unpicklingTypeOfDictionary: 'Map', unpicklingTypeOfSet: 'Set' };
  return plain(new Parser(options).parse(bytes)) as Map<string, unknown>;
}

/** Typed arrays as lists, so that both sides compare. */
function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return [...(value as Uint8Array)];
  if (value instanceof Map) return new Map([...value].map(([key, entry]) => [key, plain(entry)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

/** Our inert values as Python's would be. */
function ours(value: PickleValue): unknown {
  const text = textOf(value);
  if (text !== undefined) return text;
  if (value === null || typeof value !== 'object') return value;
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return value.items.map(ours);
    case 'set':
      return new Set(value.items.map(ours));
    case 'dict':
      return new Map([...value.entries()].map(([key, entry]) => [ours(key), ours(entry)]));
    case 'call': {
      const [first = null] = value.args;
      if (meaningOf(value.callee) === 'dictionary') return new Map([...pairs(first), ...entriesOf(value.entries)]);
      if (meaningOf(value.callee) === 'sequence') return new Set(ours(first) as unknown[]);
      return [...(textOf(first) ?? '')].map((letter) => letter.charCodeAt(0));
    }
    case 'bytes':
    case 'string':
      return [...(value.content ?? '')].map((letter) => letter.charCodeAt(0));
    default:
      throw new Error(`an unexpected ${value.kind}`);
  }
}

const pairs = (value: PickleValue): [unknown, unknown][] =>
  value === null ? [] : (ours(value) as [unknown, unknown][]);
const entriesOf = (dict: PickleValue | undefined): Iterable<[unknown, unknown]> =>
  dict === undefined ? [] : (ours(dict) as Map<unknown, unknown>);

const read = async (bytes: Uint8Array): Promise<Map<string, unknown>> =>
  ours((await readPickle(memorySource(bytes), 0, 'none')).value) as Map<string, unknown>;

/** What `grow.py` wrote. */
const written = new Map<string, unknown>([
  ['numbers', [0, 1, -1, 255, 256, 65535, 65536, -(2 ** 31), 2 ** 31 - 1, 2 ** 31, -(2 ** 40), 2 ** 53 - 1]],
  ['floats', [0, -0.5, 1e300, 0.1]],
  ['words', ['', 'plain', 'é中😀', 'quote\'s "and" \\ more', 'line\nbreak']],
  ['nothing', null],
  ['truths', [true, false]],
  ['empty', [[], new Map(), []]],
  ['tuples', [[1], [1, 2], [1, 2, 3], [1, 2, 3, 4]]],
  [
    'dict',
    new Map<string, unknown>([
      ['a', 1],
      ['b', new Map([['c', [2]]])],
    ]),
  ],
  [
    'shared',
    [
      [1, 2],
      [1, 2],
    ],
  ],
  ['set', new Set([3])],
  ['bytes', [0x00, 0x7f, 0x80, 0xff]],
  ['long text', 'x'.repeat(300)],
]);

/** Where pickleparser falls short of Python, by protocol and key, with its answer; everything else must be the same. */
const shortfalls: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  // Escapes in text of protocol 0 are left as they are written, and the rest is taken for Windows-1252.
  '0': {
    words: ['', 'plain', 'é\\u4e2d\\U0001f600', 'quote\'s "and" \\u005c more', 'line\\u000abreak'],
    bytes: [...new TextEncoder().encode('\\u0000'), 0x7f, 0xac, 0xff],
  },
  // Numbers in LONG1 are read without their sign.
  ...Object.fromEntries(
    ['2', '3', '4', '5'].map((protocol) => [
      protocol,
      {
        numbers: (written.get('numbers') as number[]).map((value) => (value === -(2 ** 40) ? 0xff00_0000_0000 : value)),
      },
    ]),
  ),
  // Python 2's strings, which may be bytes, are decoded as Windows-1252.
  python2: { bytes: '\u0000\u007f€ÿ' },
};

describe('readPickle', () => {
  it.for(['0', '1', '2', '3', '4', '5', 'python2'])(
    'reads protocol %s as pickleparser does, or better',
    async (protocol) => {
      const bytes = fixture(`values-${protocol}.pkl`);
      expect(await read(bytes)).toEqual(written);
      const other = theirs(bytes);
      for (const [key, value] of written) {
        expect([key, other.get(key)]).toEqual([key, shortfalls[protocol]?.[key] ?? value]);
      }
    },
  );
});
