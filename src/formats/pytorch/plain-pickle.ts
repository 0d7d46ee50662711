// Python pickles of any protocol that are files of their own: NumPy arrays and tensors in dictionaries, lists and objects.
import { isForebearError } from '../../errors.ts';
import type { Format } from '../format.ts';
import { headerOf } from './header.ts';
import { readEmbeddedStorage } from './legacy.ts';
import { type Instruction, readInstruction } from './pickle/instruction.ts';
import { latestProtocol } from './pickle/opcode-table.ts';
import { readPickle } from './pickle/pickle.ts';

const proto = 0x80;

/** Instructions at the beginning that must make sense; a file that goes wrong later is a damaged pickle. */
const fewest = 3;

/** Without PROTO in front, more must: text often begins with a letter that is an opcode. */
const fewestInText = 8;

/** What a pickle of protocol 0 or 1 of more than one number or string begins with. */
const openings: ReadonlySet<Instruction['name']> = new Set(['MARK', 'EMPTY_DICT', 'EMPTY_LIST', 'GLOBAL']);

export const pickleFormat: Format = {
  id: 'pickle',
  selfContained: false,
  matches: looksLikePickle,
  async readHeader(source, options) {
    const unpickled = await readPickle(source, 0, 'none', options);
    return headerOf(
      {
        id: 'pickle',
        subject: source.uri,
        pickles: [{ ...unpickled, prefix: '' }],
        undeclaredBytes: source.size - unpickled.end,
      },
      {
        pickleFile: '',
        pickle: source,
        place: () => ({ code: 'format', expected: 'storages in the file', found: 'a reference' }),
        embedded: readEmbeddedStorage,
        open: () => Promise.resolve(source),
      },
      options,
    );
  },
};

/** Pickles have no magic number: the file must begin with a few whole instructions that make sense in a row. */
function looksLikePickle(head: Uint8Array, size: number): boolean {
  const binary = head[0] === proto;
  if (binary && !((head[1] ?? 0) >= 2 && (head[1] ?? 0) <= latestProtocol)) return false;
  let at = 0;
  for (let count = 1; ; count++) {
    const read = instructionAt(head, at, size);
    if (read === 'none') return false;
    // The head ends before the instruction does: what came before must do.
    if (read === 'more') return count > (binary ? 1 : fewestInText);
    if (count === 1 && !binary && !openings.has(read.name)) return false;
    if (read.name === 'GLOBAL' && !isName(read)) return false;
    if (read.name === 'STOP') return binary || read.end === size;
    if (binary && count >= fewest) return true;
    at = read.end;
  }
}

function instructionAt(head: Uint8Array, at: number, size: number): Instruction | 'none' | 'more' {
  try {
    const read = readInstruction(head, at, 0, size, '');
    return typeof read === 'number' ? 'more' : read;
  } catch (error) {
    if (!isForebearError(error)) throw error;
    return 'none';
  }
}

function isName({ argument }: Instruction): boolean {
  return Array.isArray(argument) && argument.every((name) => /^[\w.]+$/.test(String(name)));
}
