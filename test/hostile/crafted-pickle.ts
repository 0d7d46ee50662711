// Pickles written opcode by opcode, so that a test can break any rule it likes.

/** Text stands for its Latin-1 bytes, a number for one byte. */
export type Piece = string | number | Uint8Array;

/** The pieces one after another; nothing is added in front or behind. */
export function assemble(...pieces: readonly Piece[]): Uint8Array {
  const length = pieces.reduce<number>((sum, piece) => sum + (typeof piece === 'number' ? 1 : piece.length), 0);
  const out = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    if (typeof piece === 'number') out[at++] = piece;
    else if (typeof piece === 'string') for (let i = 0; i < piece.length; i++) out[at++] = piece.charCodeAt(i);
    else {
      out.set(piece, at);
      at += piece.length;
    }
  }
  return out;
}

/** PROTO, the pieces, STOP. */
export function pickleOf(protocol: number, ...pieces: readonly Piece[]): Uint8Array {
  return assemble(0x80, protocol, ...pieces, '.');
}

/** `GLOBAL`: a module's member. */
export function global(module: string, name: string): Piece {
  return `c${module}\n${name}\n`;
}

/** `BINUNICODE`. */
export function text(value: string): Uint8Array {
  const bytes = new TextEncoder().encode(value);
  return assemble('X', uint32(bytes.length), bytes);
}

/** `SHORT_BINUNICODE`. */
export function shortText(value: string): Uint8Array {
  const bytes = new TextEncoder().encode(value);
  return assemble(0x8c, bytes.length, bytes);
}

/** `BINBYTES`. */
export function bytes(value: Uint8Array): Uint8Array {
  return assemble('B', uint32(value.length), value);
}

/** `FRAME` around the pieces, or with another length than theirs. */
export function framed(pieces: readonly Piece[], length?: bigint): Uint8Array {
  const payload = assemble(...pieces);
  return assemble(0x95, uint64(length ?? BigInt(payload.length)), payload);
}

export function uint32(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

export function uint64(value: bigint): Uint8Array {
  return new Uint8Array(BigUint64Array.of(value).buffer);
}

/** A whole number from 0 on: `BININT1`, or `LONG1` of eight bytes. */
export function int(value: number | bigint): Uint8Array {
  if (value >= 0 && value < 256) return assemble('K', Number(value));
  return assemble(0x8a, 9, uint64(BigInt.asUintN(64, BigInt(value))), value < 0 ? 0xff : 0);
}

/** A tuple of whole numbers. */
export function ints(...values: readonly (number | bigint)[]): Uint8Array {
  return assemble('(', ...values.map(int), 't');
}

/** What a tensor of a checkpoint is made of; each part may be a lie. */
export interface TensorPieces {
  readonly key?: string;
  readonly storage?: string;
  readonly numel?: number | bigint;
  readonly offset?: number | bigint;
  readonly shape?: readonly (number | bigint)[];
  readonly strides?: readonly (number | bigint)[];
  /** After the fifth item of the reference. */
  readonly more?: readonly Piece[];
}

/** A call of `_rebuild_tensor_v2` over a reference to a storage: by default two 32-bit floats. */
export function tensor(parts: TensorPieces = {}): Uint8Array {
  const { key = '0', storage = 'FloatStorage', numel = 2, offset = 0, shape = [2], strides = [1], more = [] } = parts;
  const reference = ['(', text('storage'), global('torch', storage), text(key), text('cpu'), int(numel), ...more, 'tQ'];
  const view = [int(offset), ints(...shape), ints(...strides), 0x89, '}'];
  return assemble(global('torch._utils', '_rebuild_tensor_v2'), '(', ...reference, ...view, 'tR');
}

/** A dictionary of text to values. */
export function dict(...entries: readonly (readonly [key: string, value: Piece])[]): Uint8Array {
  return assemble('}(', ...entries.flatMap(([key, value]) => [text(key), value]), 'u');
}
