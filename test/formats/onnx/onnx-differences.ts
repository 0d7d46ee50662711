// Where our reader and protobufjs part, and why: each reason with its words, a file that shows it, and what must be true of the file.
import {
  field,
  graph,
  join,
  model,
  modelOf,
  nestedModel,
  node,
  tensor,
  varint,
} from '../../../forgeries/writers/onnx.ts';
import type { OracleTensor } from '../../oracles/onnx.ts';
import type { Oddity } from '../../oracles/onnx-wire.ts';
import { onnxTypes } from './generated-onnx.ts';

const four = new Uint8Array(4);
const fine = tensor({ name: 'w', dims: [1], raw: four });
const nameTag = varint(8 * 8 + 2);
/** One field of a graph, or the end of a varint and two fields. */
const twoReadings = join(varint(4 * 8 + 5), field(4, 0), field(4, 0));
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Where we refuse the file and they do not. */
export interface Refusal {
  readonly reason: string;
  /** The words of our refusal. */
  readonly words: RegExp;
  readonly example: Uint8Array;
  /** Whether the file is as the words say. */
  holds(words: RegExpExecArray, odd: readonly Oddity[], graphs: boolean): boolean;
}

/** The strict walk found this at the byte that our words name. */
const atByte =
  (what: Oddity['what']): Refusal['holds'] =>
  (words, odd) =>
    odd.some((one) => one.what === what && one.at === Number(words[1]));

export const weRefuse: readonly Refusal[] = [
  {
    reason: 'they skip fields of number 0 and of tags that are too long',
    words: /^format: expected a field number at byte (\d+)/,
    example: model(join(graph([fine]), varint(0), varint(1))),
    holds: atByte('no field number'),
  },
  {
    reason: 'they skip groups, which no ONNX file has',
    words: /^format: expected a field of a known kind before byte (\d+), found a group/,
    example: model(join(graph([fine]), varint(99 * 8 + 3), varint(99 * 8 + 4))),
    holds: atByte('group'),
  },
  {
    reason: 'they read known fields without asking for their kind',
    words: /^format: expected a field of a known kind before byte (\d+), found the unknown kind/,
    example: model(graph([join(fine, varint(14 * 8 + 7), varint(0))])),
    holds: atByte('unknown kind'),
  },
  {
    reason: 'they let a message read on behind its end',
    words: /^format: expected at most (?:\d+|Infinity) bytes for field \d+ at byte (\d+)/,
    example: model(join(graph([join(fine, nameTag, varint(4), ascii('ab'))]), field(4, 32))),
    holds: atByte('overrun'),
  },
  {
    reason: 'they let a varint read on behind the end of its message',
    words: /^format: expected a varint at byte (\d+)/,
    example: model(join(graph([join(fine, varint(14 * 8), Uint8Array.of(0x80))]), twoReadings)),
    holds: atByte('endless varint'),
  },
  {
    reason: 'they let a length read on behind the end of its message',
    words: /^format: expected a length at byte (\d+)/,
    example: model(join(graph([join(fine, nameTag, Uint8Array.of(0x80))]), twoReadings)),
    holds: atByte('endless length'),
  },
  {
    reason: 'they cut text off with the file',
    words: /^source: expected \d+ bytes/,
    example: join(modelOf({ name: 'w', dims: [1], raw: four }), varint(2 * 8 + 2), varint(9), four),
    holds: (_, odd) => odd.some(({ what }) => what === 'overrun'),
  },
  {
    reason: 'they give a model without a graph',
    words: /an ONNX model with one graph, found 0 graphs/,
    example: field(1, 8),
    holds: (_, odd, graphs) => !graphs || odd.some(({ what }) => what === 'wrong kind'),
  },
  {
    reason: 'they let the last of several graphs win',
    words: /an ONNX model with one graph, found [2-9] graphs/,
    example: model(graph([fine]), field(7, graph([fine]))),
    holds: (_, odd) => odd.some(({ what }) => what === 'again'),
  },
  {
    reason: 'they nest messages as deep as memory allows',
    words: /^limit: expected at most 64 nested messages/,
    example: nestedModel(40),
    holds: () => true,
  },
  {
    reason: 'they keep paths of any length',
    words: /^limit: expected names of at most 2048 characters/,
    example: model(graph([], [node('If', 'a'.repeat(1024), 'y', 'b'.repeat(1024), field(6, graph([fine])))])),
    holds: () => true,
  },
];

/** Where they refuse what we accept, or give something else. */
export interface Misreading {
  readonly reason: string;
  readonly example: Uint8Array;
  holds(odd: Oddity): boolean;
}

const structural: ReadonlySet<Oddity['what']> = new Set([
  'no field number',
  'endless varint',
  'endless length',
  'overrun',
  'group',
  'unknown kind',
]);

export const theyMisread: readonly Misreading[] = [
  {
    reason: 'they read a known field as the kind that it should have; we pass over it, as protobuf demands',
    example: model(graph([join(fine, varint(8 * 8), varint(300))])),
    holds: ({ what }) => what === 'wrong kind',
  },
  {
    reason: 'they read 32-bit numbers and lengths out of five bytes or ten',
    example: model(graph([join(fine, nameTag, Uint8Array.of(0x81, 0x80, 0x80, 0x80, 0x80, 0), ascii('n'))])),
    holds: ({ what }) => what === 'too wide',
  },
  {
    reason: 'they let the last of two messages win where one may stand; we give every tensor',
    example: model(graph([], [node('Constant', 'c', 'y', 'value', field(5, fine), field(5, fine))])),
    holds: ({ what }) => what === 'again',
  },
  {
    reason: 'they decode inputs, types, sparse tensors and entries too; we pass over what holds no weights',
    example: model(join(graph([fine]), field(11, varint(99 * 8 + 7)))),
    holds: ({ what, aside }) => aside && structural.has(what),
  },
];

/** Where we lose a tensor that they give. */
export interface Loss {
  readonly reason: string;
  /** The words of the problem. */
  readonly words: RegExp;
  readonly example: Uint8Array;
  holds(tensor: OracleTensor, odd: readonly Oddity[]): boolean;
}

/** How many numbers the sides ask for; two for a complex element. */
export function numbersOf({ dims, type }: OracleTensor): bigint {
  return dims.reduce((product, side) => product * side, type === 'COMPLEX64' ? 2n : 1n);
}

/** How many numbers the only field of a tensor has, in bytes where they are raw. */
function sizeIsWrong(of: OracleTensor): boolean {
  const width = BigInt((onnxTypes.get(of.type)?.width ?? 0) / (of.type === 'COMPLEX64' ? 2 : 1));
  return [...of.data].some(([name, size]) => BigInt(size) !== numbersOf(of) * (name === 'raw' ? width : 1n));
}

const largest = BigInt(Number.MAX_SAFE_INTEGER);

export const weLose: readonly Loss[] = [
  {
    reason: 'the element type is undefined, unknown or complex of 128 bits',
    words: /^unsupported: expected a known element type/,
    example: modelOf({ name: 'w', dims: [1], type: 15, raw: new Uint8Array(16) }),
    holds: ({ type }) => !onnxTypes.has(type),
  },
  {
    reason: 'it is one segment of a tensor',
    words: /^unsupported: expected a whole tensor, found a segment/,
    example: modelOf({ name: 'w', dims: [1], raw: four, extra: [field(3, field(1, 0))] }),
    holds: ({ isSegment }) => isSegment,
  },
  {
    reason: 'it is sparse',
    words: /^unsupported: expected a dense tensor, found a sparse one/,
    example: model(join(graph([]), field(15, field(1, fine)))),
    holds: ({ isSparse }) => isSparse,
  },
  {
    reason: 'it has more than eight sides',
    words: /^limit: expected at most 8 dimensions/,
    example: modelOf({ name: 'w', dims: Array.from({ length: 9 }, () => 1), raw: four }),
    holds: ({ dims }) => dims.length > 8,
  },
  {
    reason: 'a side is negative or beyond 2^53',
    words: /^limit: expected dimensions from 0 to 2\^53/,
    example: modelOf({ name: 'w', dims: [-1], raw: four }),
    holds: ({ dims }) => dims.some((side) => side < 0n || side > largest),
  },
  {
    reason: 'its sides promise more than 2^53 bits',
    words: /^limit: expected a size below 2\^53 bits/,
    example: modelOf({ name: 'w', dims: [2 ** 40, 2 ** 40], raw: four }),
    holds: ({ dims }) => dims.some((_, i) => dims.slice(0, i + 1).reduce((a, b) => a * b, 64n) > largest),
  },
  {
    reason: 'its sides ask for numbers and there are none',
    words: /^format: expected \d+ elements, found no data/,
    example: modelOf({ name: 'w', dims: [1] }),
    holds: (of) => of.data.size === 0 && numbersOf(of) > 0n,
  },
  {
    reason: 'its numbers stand in several places, or one by one',
    words: /^unsupported: expected (?:data in one piece|packed data)/,
    example: modelOf({ name: 'w', dims: [2], type: 7, extra: [field(7, 1), field(7, 2)] }),
    holds: ({ data }, odd) => data.size > 1 || odd.some(({ what }) => what === 'pieces'),
  },
  {
    reason: 'its numbers stand in the field for another type',
    words: /^format: expected a data field for \w+, found field \d+/,
    example: modelOf({ name: 'w', dims: [1], extra: [field(7, varint(1))] }),
    holds: ({ data, values }) => data.size === 1 && !data.has('raw') && values === undefined,
  },
  {
    reason: 'its sides ask for more or fewer numbers than there are',
    words: /^format: expected \d+ elements of \w+, found \d+ bytes/,
    example: modelOf({ name: 'w', dims: [2], raw: four }),
    holds: (of) => of.data.size === 1 && sizeIsWrong(of),
  },
  {
    reason: 'its external data have no place inside the folder',
    words: /^containment: expected a relative file name/,
    example: modelOf({ name: 'w', dims: [1], external: { location: '../w' } }),
    holds: ({ external }) => external !== undefined && !/^(?:\.\/)*\w[\w.]*$/.test(external.get('location') ?? ''),
  },
  {
    reason: 'its external data are not as long as its sides ask for',
    words: /^format: expected \d+ bytes of external data/,
    example: modelOf({ name: 'w', dims: [1], external: { location: 'w', length: '5' } }),
    holds: ({ external }) => external?.has('length') ?? false,
  },
  {
    reason: 'the place of its external data is no whole number',
    words: /^(?:format|limit): expected (?:a whole number from 0 on as|offset below|length below|external data below)/,
    example: modelOf({ name: 'w', dims: [1], external: { location: 'w', offset: '-1' } }),
    holds: ({ external }) =>
      ['offset', 'length'].some((key) => !(Number(external?.get(key) || 'no') < Number.MAX_SAFE_INTEGER)),
  },
];
