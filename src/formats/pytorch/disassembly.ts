// A pickle instruction by instruction, as text for people: what stands in a file that was refused.
import type { Source } from '../../bytes/source.ts';
import { isForebearError } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';
import { type Argument, type Instruction, readInstruction } from './instruction.ts';
import type { OpcodeName } from './opcode-table.ts';

export interface PickleLine {
  readonly offset: number;
  readonly opcode: OpcodeName;
  /** The argument as text, cut to `maxArgumentLength` characters; untrusted. '' where there is none. */
  readonly argument: string;
}

export interface PickleListing {
  readonly lines: readonly PickleLine[];
  /** Offset of the first byte that is not listed. */
  readonly end: number;
  /** What ended the listing: STOP and nothing readable behind it, the limit on lines, or bytes that are no instruction. */
  readonly ended: 'stop' | 'limit' | 'damaged';
}

/** Attacks are short, and nobody reads more. */
const defaultLines = 1_000;

const maxArgumentLength = 120;

const windowBytes = 65_536;

/** Where to begin, and how many lines to list at most. */
export interface ListingLimits {
  readonly start?: number;
  readonly lines?: number;
}

/**
 * The instructions of the pickle at byte `start` of `source`, and of those that follow it directly, as in PyTorch's
 * legacy files. Nothing is judged and nothing executed; large arguments are not read. Throws only where `source` does.
 */
export async function disassemble(
  source: Source,
  { start = 0, lines: most = defaultLines }: ListingLimits = {},
  options?: RunOptions,
): Promise<PickleListing> {
  const lines: PickleLine[] = [];
  let window: Uint8Array = new Uint8Array(0);
  let base = start;
  let at = start;
  let stopped = false;
  while (lines.length < most) {
    if (stopped && at >= source.size) return { lines, end: at, ended: 'stop' };
    const read = instructionAt(window, at - base, base, source);
    if (read === undefined) return { lines, end: at, ended: stopped ? 'stop' : 'damaged' };
    if (typeof read === 'number') {
      window = await source.read(at, Math.min(source.size, at + Math.max(windowBytes, read)), options);
      base = at;
      continue;
    }
    // What stands behind a pickle is another only where it begins like one.
    if (stopped && read.name !== 'PROTO') return { lines, end: at, ended: 'stop' };
    lines.push({ offset: read.at, opcode: read.name, argument: argumentText(read.argument) });
    stopped = read.name === 'STOP';
    at = read.end;
  }
  return { lines, end: at, ended: 'limit' };
}

/** Undefined where the bytes are no instruction. */
function instructionAt(
  window: Uint8Array,
  offset: number,
  base: number,
  source: Source,
): Instruction | number | undefined {
  try {
    return readInstruction(window, offset, base, source.size, source.uri);
  } catch (error) {
    if (!isForebearError(error, 'format', 'limit', 'source')) throw error;
    return undefined;
  }
}

function argumentText(argument: Argument): string {
  if (argument === undefined) return '';
  if (typeof argument === 'string') return JSON.stringify(cut(argument));
  if (typeof argument !== 'object') return cut(`${argument}`);
  if ('kind' in argument) return `${argument.length} bytes${argument.start < 0 ? '' : ` at ${argument.start}`}`;
  return cut(argument.join(' '));
}

function cut(text: string): string {
  return text.length > maxArgumentLength ? `${text.slice(0, maxArgumentLength - 1)}…` : text;
}
