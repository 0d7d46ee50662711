// The opcodes of pickle protocols 0 to 5: the byte, the name that Python's own disassembler uses, and what follows it.

/**
 * How an argument is written. `*-line` ends with a newline; `long1`, `bytes4` and the like begin with their length in
 * so many bytes. `string` is Python 2's text, which may as well be bytes; `text` is UTF-8.
 */
export type ArgumentForm =
  | 'none'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'int32'
  | 'uint64'
  | 'float64'
  | 'integer-line'
  | 'long-line'
  | 'float-line'
  | 'index-line'
  | 'quoted-line'
  | 'escaped-line'
  | 'id-line'
  | 'name-lines'
  | 'long1'
  | 'long4'
  | 'bytes1'
  | 'bytes4'
  | 'bytes8'
  | 'bytearray8'
  | 'string1'
  | 'string4'
  | 'text1'
  | 'text4'
  | 'text8';

const rows = [
  // Protocol 0: printable, line by line.
  [0x28, 'MARK', 'none'],
  [0x2e, 'STOP', 'none'],
  [0x30, 'POP', 'none'],
  [0x31, 'POP_MARK', 'none'],
  [0x32, 'DUP', 'none'],
  [0x46, 'FLOAT', 'float-line'],
  [0x49, 'INT', 'integer-line'],
  [0x4c, 'LONG', 'long-line'],
  [0x4e, 'NONE', 'none'],
  [0x50, 'PERSID', 'id-line'],
  [0x52, 'REDUCE', 'none'],
  [0x53, 'STRING', 'quoted-line'],
  [0x56, 'UNICODE', 'escaped-line'],
  [0x61, 'APPEND', 'none'],
  [0x62, 'BUILD', 'none'],
  [0x63, 'GLOBAL', 'name-lines'],
  [0x64, 'DICT', 'none'],
  [0x67, 'GET', 'index-line'],
  [0x69, 'INST', 'name-lines'],
  [0x6c, 'LIST', 'none'],
  [0x70, 'PUT', 'index-line'],
  [0x73, 'SETITEM', 'none'],
  [0x74, 'TUPLE', 'none'],
  // Protocol 1: the same in binary.
  [0x29, 'EMPTY_TUPLE', 'none'],
  [0x47, 'BINFLOAT', 'float64'],
  [0x4a, 'BININT', 'int32'],
  [0x4b, 'BININT1', 'uint8'],
  [0x4d, 'BININT2', 'uint16'],
  [0x51, 'BINPERSID', 'none'],
  [0x54, 'BINSTRING', 'string4'],
  [0x55, 'SHORT_BINSTRING', 'string1'],
  [0x58, 'BINUNICODE', 'text4'],
  [0x5d, 'EMPTY_LIST', 'none'],
  [0x65, 'APPENDS', 'none'],
  [0x68, 'BINGET', 'uint8'],
  [0x6a, 'LONG_BINGET', 'uint32'],
  [0x6f, 'OBJ', 'none'],
  [0x71, 'BINPUT', 'uint8'],
  [0x72, 'LONG_BINPUT', 'uint32'],
  [0x75, 'SETITEMS', 'none'],
  [0x7d, 'EMPTY_DICT', 'none'],
  // Protocol 2.
  [0x80, 'PROTO', 'uint8'],
  [0x81, 'NEWOBJ', 'none'],
  [0x82, 'EXT1', 'uint8'],
  [0x83, 'EXT2', 'uint16'],
  [0x84, 'EXT4', 'int32'],
  [0x85, 'TUPLE1', 'none'],
  [0x86, 'TUPLE2', 'none'],
  [0x87, 'TUPLE3', 'none'],
  [0x88, 'NEWTRUE', 'none'],
  [0x89, 'NEWFALSE', 'none'],
  [0x8a, 'LONG1', 'long1'],
  [0x8b, 'LONG4', 'long4'],
  // Protocol 3: bytes.
  [0x42, 'BINBYTES', 'bytes4'],
  [0x43, 'SHORT_BINBYTES', 'bytes1'],
  // Protocol 4: frames, sets and large objects.
  [0x8c, 'SHORT_BINUNICODE', 'text1'],
  [0x8d, 'BINUNICODE8', 'text8'],
  [0x8e, 'BINBYTES8', 'bytes8'],
  [0x8f, 'EMPTY_SET', 'none'],
  [0x90, 'ADDITEMS', 'none'],
  [0x91, 'FROZENSET', 'none'],
  [0x92, 'NEWOBJ_EX', 'none'],
  [0x93, 'STACK_GLOBAL', 'none'],
  [0x94, 'MEMOIZE', 'none'],
  [0x95, 'FRAME', 'uint64'],
  // Protocol 5: buffers beside the pickle.
  [0x96, 'BYTEARRAY8', 'bytearray8'],
  [0x97, 'NEXT_BUFFER', 'none'],
  [0x98, 'READONLY_BUFFER', 'none'],
] as const satisfies readonly (readonly [code: number, name: string, argument: ArgumentForm])[];

export type OpcodeName = (typeof rows)[number][1];

export interface Opcode {
  readonly name: OpcodeName;
  readonly argument: ArgumentForm;
}

/** Every opcode at the index of its byte. */
export const opcodes: readonly (Opcode | undefined)[] = opcodeList();

function opcodeList(): (Opcode | undefined)[] {
  const list = new Array<Opcode | undefined>(256).fill(undefined);
  for (const [code, name, argument] of rows) list[code] = { name, argument };
  return list;
}

/** The latest protocol there is. */
export const latestProtocol = 5;
