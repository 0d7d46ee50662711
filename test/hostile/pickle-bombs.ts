// Small pickles that grow: read in a process of their own, so that time and memory can be told. Run as a program, reads one.
import { execFile } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { memorySource } from '../../src/bytes/memory.ts';
import { type ErrorCode, isForebearError } from '../../src/errors.ts';
import { pickleFormat } from '../../src/formats/pytorch/plain-pickle.ts';
import { assemble, global, type Piece, pickleOf, uint32 } from './crafted-pickle.ts';

/** A file of at most a million bytes, and how it ends: accepted, or with a code. */
interface Bomb {
  readonly name: string;
  readonly code: ErrorCode | 'accepted';
  readonly make: () => Uint8Array;
}

const million = 1_000_000;

/** A list with the pieces and as many copies of the last one as fit. */
function listOf(protocol: number, piece: string, ...before: readonly Piece[]): Uint8Array {
  return pickleOf(protocol, '(', ...before, piece.repeat(Math.floor((million - 100) / piece.length)), 'l');
}

/** The pieces for 0, 1, 2, … one after another; written in place, so that the making takes no memory to speak of. */
function numbered(count: number, piece: (i: number) => Uint8Array): Uint8Array {
  const out = new Uint8Array(million);
  let length = 0;
  for (let i = 0; i < count; i++) {
    const bytes = piece(i);
    out.set(bytes, length);
    length += bytes.length;
  }
  return out.subarray(0, length);
}

const odict = global('collections', 'OrderedDict');
const sparse = assemble(global('torch._utils', '_rebuild_sparse_tensor'), ')R');

export const bombs: readonly Bomb[] = [
  { name: 'a million marks', code: 'limit', make: () => pickleOf(2, '('.repeat(million - 10)) },
  { name: 'marks in pairs with POP', code: 'accepted', make: () => pickleOf(2, '(0'.repeat(499_000), 'N') },
  { name: 'a million lists', code: 'limit', make: () => listOf(2, ']') },
  { name: 'a million dictionaries', code: 'limit', make: () => listOf(2, '}') },
  { name: 'a million sets', code: 'limit', make: () => listOf(4, '\x8f') },
  { name: 'tuples nested a million deep', code: 'limit', make: () => pickleOf(2, ')', '\x85'.repeat(million - 10)) },
  { name: 'tuples nested 200,000 deep', code: 'accepted', make: () => pickleOf(2, ')', '\x85q\0q\0'.repeat(190_000)) },
  {
    name: 'lists nested 160,000 deep',
    code: 'accepted',
    make: () => pickleOf(2, ']r\0\0\0\0'.repeat(140_000), 'a'.repeat(139_999)),
  },
  { name: 'a storm of DUP', code: 'accepted', make: () => listOf(2, '2', ']') },
  { name: 'a memo with every value', code: 'limit', make: () => listOf(4, ']\x94') },
  {
    name: 'a memo of holes',
    code: 'accepted',
    make: () =>
      pickleOf(
        2,
        'N',
        numbered(190_000, (i) => assemble('r', uint32(i * 22_607))),
      ),
  },
  {
    name: 'lists that double 200 times',
    code: 'accepted',
    make: () => pickleOf(2, ']q\0', ...Array.from({ length: 200 }, (_, i) => assemble('0(h', i, 'h', i, 'lq', i + 1))),
  },
  {
    name: 'dictionaries of tensors that double 200 times',
    code: 'accepted',
    make: () =>
      pickleOf(
        2,
        '}U\x01t',
        sparse,
        'sq\0',
        ...Array.from({ length: 200 }, (_, i) => assemble('0}(U\x01ah', i, 'U\x01bh', i, 'uq', i + 1)),
      ),
  },
  { name: 'calls', code: 'limit', make: () => listOf(2, '2)R', odict) },
  { name: 'names', code: 'accepted', make: () => listOf(2, 'ca\nb\n') },
  {
    name: 'names that are all different',
    code: 'accepted',
    make: () =>
      pickleOf(
        2,
        '(',
        numbered(90_000, (i) => assemble(`c${i}\nb\n`)),
        'l',
      ),
  },
  {
    name: 'calls of names that are all different',
    code: 'accepted',
    make: () =>
      pickleOf(
        2,
        '(',
        numbered(70_000, (i) => assemble(`c${i}\nb\n)R`)),
        'l',
      ),
  },
  {
    name: 'a module of half a million dots',
    code: 'accepted',
    make: () => pickleOf(2, global('a.'.repeat(499_000), 'b')),
  },
  {
    name: 'a name of half a million dots',
    code: 'accepted',
    make: () => pickleOf(2, global('a', 'b.'.repeat(499_000))),
  },
  { name: 'texts that are not UTF-8', code: 'accepted', make: () => listOf(4, '\x8c\x04\xef\xbf\xbd\xff') },
  { name: 'strings of Python 2', code: 'limit', make: () => listOf(2, 'U\x01a') },
  { name: 'bytes', code: 'limit', make: () => listOf(3, 'C\x01a') },
  {
    name: 'numbers of eight bytes',
    code: 'accepted',
    make: () => listOf(2, '\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f'),
  },
  { name: 'numbers of 4,000 digits', code: 'accepted', make: () => listOf(0, `L${'9'.repeat(4000)}L\n`) },
  { name: 'dictionaries of one entry', code: 'limit', make: () => listOf(2, '}NNs') },
  {
    name: 'one large dictionary',
    code: 'accepted',
    make: () =>
      pickleOf(
        2,
        '}(',
        numbered(150_000, (i) => assemble('J', uint32(i), 'N')),
        'u',
      ),
  },
  { name: 'APPEND one by one', code: 'accepted', make: () => pickleOf(2, ']', 'Na'.repeat(240_000)) },
  { name: 'a line of backslashes', code: 'accepted', make: () => pickleOf(0, `V${'\\'.repeat(million - 20)}\n`) },
  { name: 'a line of escapes', code: 'accepted', make: () => pickleOf(0, `V${'\\u0041'.repeat(160_000)}\n`) },
  { name: 'a string of escapes', code: 'accepted', make: () => pickleOf(0, `S'${'\\x41'.repeat(240_000)}'\n`) },
  { name: 'a tensor named by everything', code: 'limit', make: () => listOf(2, '2', sparse) },
  {
    name: 'tensors of one name each',
    code: 'accepted',
    make: () =>
      pickleOf(
        2,
        sparse,
        'q\x000',
        '}(',
        numbered(80_000, (i) => assemble('U\x08', `${i}`.padStart(8, '0'), 'h\0')),
        'u',
      ),
  },
  { name: 'a network of names a thousand deep', code: 'accepted', make: () => deepNames() },
];

/** Dictionaries in dictionaries, each under a long key, with a tensor at every level. */
function deepNames(): Uint8Array {
  const key = `U\xc8${'k'.repeat(200)}`;
  return pickleOf(2, sparse, 'q\x000', `}${key}`.repeat(1000), 'h\0', 's'.repeat(1000));
}

interface Result {
  readonly code: ErrorCode | 'accepted';
  /** Of the processor's time, which other work on the machine does not change. */
  readonly seconds: number;
  readonly megabytes: number;
}

/** Reads the bomb of that name in a process of its own. `megabytes` is what that took at its largest, all included. */
export async function inChild(name: string): Promise<Result> {
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(import.meta.url), name]);
  return JSON.parse(stdout) as Result;
}

async function explode(bomb: Bomb): Promise<Result> {
  const source = memorySource(bomb.make(), 'bomb');
  const before = process.cpuUsage();
  let code: Result['code'] = 'accepted';
  try {
    await pickleFormat.readHeader(source);
  } catch (error) {
    if (!isForebearError(error)) throw error;
    code = error.code;
  }
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  return { code, seconds, megabytes: process.resourceUsage().maxRSS / 1024 };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bomb = bombs.find(({ name }) => name === process.argv[2]);
  if (bomb !== undefined) process.stdout.write(JSON.stringify(await explode(bomb)));
}
