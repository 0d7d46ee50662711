// A pickle instruction by instruction, as text for people: what stands in a file that was refused.
import type { Source } from '../../../bytes/source.ts';
import { isForebearError, type Problem } from '../../../errors.ts';
import type { RunOptions } from '../../../run.ts';
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
  /**
   * What ended the listing: STOP and nothing readable behind it, the instruction that was asked for, the limit on lines,
   * or bytes that are no instruction.
   */
  readonly ended: 'stop' | 'reached' | 'limit' | 'damaged';
}

/** Attacks are short, and nobody reads more. */
const defaultLines = 1_000;

const maxArgumentLength = 120;

const windowBytes = 65_536;

/** As many instructions as the machine runs at most. */
const maxInstructions = 20_000_000;

/**
 * Where to begin, and how many lines to list at most. With `until`, the offset of an instruction, the listing ends with
 * that one and holds the last lines before it: what led up to a refusal.
 */
export interface ListingLimits {
  readonly start?: number;
  readonly lines?: number;
  readonly until?: number | undefined;
}

/** The offset that a refusal of a pickle names, for `until`. */
export function refusedOffset({ expected, found }: Pick<Problem, 'expected' | 'found'>): number | undefined {
  const offset = /\bat byte (\d{1,15})\b/.exec(`${found} ${expected}`)?.[1];
  return offset === undefined ? undefined : Number(offset);
}

/**
 * The instructions of the pickle at byte `start` of `source`, and of those that follow it directly, as in PyTorch's
 * legacy files. Nothing is judged and nothing executed; large arguments are not read. Throws only where `source` does.
 */
export async function disassemble(
  source: Source,
  { start = 0, lines: most = defaultLines, until }: ListingLimits = {},
  options?: RunOptions,
): Promise<PickleListing> {
  let lines: PickleLine[] = [];
  let window: Uint8Array = new Uint8Array(0);
  let base = start;
  let at = start;
  let stopped = false;
  for (let left = until === undefined ? most : maxInstructions; left > 0; ) {
    if (stopped && at >= source.size) return { lines: lines.slice(-most), end: at, ended: 'stop' };
    const read = instructionAt(window, at - base, base, source);
    if (read === undefined) return { lines: lines.slice(-most), end: at, ended: stopped ? 'stop' : 'damaged' };
    if (typeof read === 'number') {
      window = await source.read(at, Math.min(source.size, at + Math.max(windowBytes, read)), options);
      base = at;
      continue;
    }
    // What stands behind a pickle is another only where it begins like one.
    if (stopped && read.name !== 'PROTO') return { lines: lines.slice(-most), end: at, ended: 'stop' };
    lines.push({ offset: read.at, opcode: read.name, argument: argumentText(read.argument) });
    stopped = read.name === 'STOP';
    at = read.end;
    left -= 1;
    // In one go now and then, since dropping the first line of many each time would take as long as all of them.
    if (lines.length >= 2 * most) lines = lines.slice(-most);
    if (until !== undefined && read.at >= until) return { lines: lines.slice(-most), end: at, ended: 'reached' };
  }
  return { lines: lines.slice(-most), end: at, ended: 'limit' };
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
