// A strict walk over the wire form of an ONNX file by its schema, which says at which byte it is not what protobuf demands.

/** What is wrong with a field, and where: at its tag, or just behind it for groups, unknown kinds and lengths. */
export interface Oddity {
  readonly what:
    | 'no field number'
    | 'endless varint'
    | 'endless length'
    | 'overrun'
    | 'group'
    | 'unknown kind'
    /** A known field is not of the kind that the schema gives it. */
    | 'wrong kind'
    /** A varint has more bits than the 32 that the schema gives it, or is spelled so. */
    | 'too wide'
    /** A message that may stand once stands twice. */
    | 'again'
    /** Numbers of a tensor that are not one packed piece, as protobuf allows and no writer does. */
    | 'pieces';
  readonly at: number;
  /** Inside a part that holds no weights: inputs, types, sparse tensors, entries of external data. */
  readonly aside: boolean;
}

/** Fields by number; `*` may be repeated, `~` is a message without weights. What is missing here is unknown to onnx-proto. */
const schema: { readonly [message: string]: string } = {
  Model: '1:int64 2:text 3:text 4:text 5:int64 6:text 7:Graph 8:*Opset 14:*Entry 20:*Training 25:*Function',
  Graph: '1:*Node 2:text 5:*Tensor 10:text 11:*~Value 12:*~Value 13:*~Value 14:*~Annotation 15:*~Sparse',
  Node: '1:*text 2:*text 3:text 4:text 5:*Attribute 6:text 7:text',
  Attribute:
    '1:text 2:float 3:int64 4:text 5:Tensor 6:Graph 7:*float 8:*int64 9:*text 10:*Tensor 11:*Graph 13:text 14:~Type 15:*~Type 20:int32 21:text 22:~Sparse 23:*~Sparse',
  Tensor:
    '1:*int64 2:int32 3:~Segment 4:*float 5:*int32 6:*text 7:*int64 8:text 9:text 10:*double 11:*int64 12:text 13:*~Entry 14:int32',
  Function: '1:text 4:*text 5:*text 6:*text 7:*Node 8:text 9:*~Opset 10:text',
  Training: '1:Graph 2:Graph 3:*~Entry 4:*~Entry',
  Opset: '1:text 2:int64',
  Entry: '1:text 2:text',
  Segment: '1:int64 2:int64',
  Sparse: '1:Tensor 2:Tensor 3:*int64',
  Value: '1:text 2:Type 3:text',
  Annotation: '1:text 2:*Entry',
  Type: '1:Dense 4:Sequence 5:Map 6:text 8:Dense 9:Sequence',
  Dense: '1:int32 2:Shape',
  Shape: '1:*Dimension',
  Dimension: '1:int64 2:text 3:text',
  Sequence: '1:Type',
  Map: '1:int32 2:Type',
};

interface FieldRule {
  readonly repeated: boolean;
  readonly aside: boolean;
  readonly type: string;
}

const rules = new Map(
  Object.entries(schema).map(([message, fields]) => [
    message,
    new Map(
      fields.split(' ').map((field): [number, FieldRule] => {
        const [number, type = ''] = field.split(':');
        const rule = { repeated: type.startsWith('*'), aside: type.includes('~'), type: type.replace(/[*~]/g, '') };
        return [Number(number), rule];
      }),
    ),
  ]),
);

/** Fields of a tensor that hold its numbers. */
const numbers: ReadonlySet<number> = new Set([4, 5, 7, 9, 10, 11]);

/** Wire kinds of the types that are not messages. */
const kinds: { readonly [type: string]: number } = { int32: 0, int64: 0, double: 1, text: 2, float: 5 };

/** Everything odd in the file, in order of place. A message is left at the first fault that hides where its next field begins. */
export function oddities(bytes: Uint8Array): readonly Oddity[] {
  const found: Oddity[] = [];
  walk(bytes, 0, bytes.length, 'Model', false, found);
  return found;
}

function walk(bytes: Uint8Array, start: number, end: number, message: string, aside: boolean, found: Oddity[]): void {
  const say = (what: Oddity['what'], at: number): number => found.push({ what, at, aside });
  const seen = new Set<number>();
  for (let at = start; at < end; ) {
    const tag = varint(bytes, at, end);
    const number = Number((tag?.value ?? 0n) >> 3n);
    if (tag === undefined || tag.end - at > 5 || number === 0 || number >= 2 ** 29) {
      say('no field number', at);
      return;
    }
    const kind = Number(tag.value & 7n);
    const rule = rules.get(message)?.get(number);
    const body = bodyOf(bytes, tag.end, end, kind);
    if (typeof body === 'string') {
      say(body, body === 'endless varint' || body === 'overrun' ? at : tag.end);
      return;
    }
    if (rule !== undefined) {
      const isPacked = kind === 2 && rule.repeated && rule.type !== 'text' && kinds[rule.type] !== undefined;
      if (kind !== (kinds[rule.type] ?? 2) && !isPacked) say('wrong kind', at);
      else if (isPacked) walkPacked(bytes, body, rule.type, () => say('too wide', at));
      else if (kinds[rule.type] === undefined) {
        if (!rule.repeated && seen.has(number)) say('again', at);
        walk(bytes, body.start, body.end, rule.type, aside || rule.aside, found);
      } else if (rule.type === 'int32' && isWide(bytes, body)) say('too wide', at);
    }
    if (message === 'Tensor' && numbers.has(number) && body.start < body.end) {
      if (kind !== 2 || [...numbers].some((other) => seen.has(other))) say('pieces', at);
      seen.add(number);
    } else if (!numbers.has(number) || message !== 'Tensor') seen.add(number);
    // A length is a 32-bit number too.
    if (kind === 2 && body.start - tag.end > 5) say('too wide', at);
    at = body.end;
  }
}

interface Extent {
  readonly start: number;
  readonly end: number;
}

function bodyOf(bytes: Uint8Array, at: number, end: number, kind: number): Extent | Oddity['what'] {
  if (kind === 3 || kind === 4) return 'group';
  if (kind > 5) return 'unknown kind';
  if (kind === 0) {
    const value = varint(bytes, at, end);
    return value === undefined ? 'endless varint' : { start: at, end: value.end };
  }
  const length = kind === 2 ? varint(bytes, at, end) : { value: kind === 1 ? 8n : 4n, end: at };
  if (length === undefined) return 'endless length';
  const stop = BigInt(length.end) + length.value;
  return stop > BigInt(end) ? 'overrun' : { start: length.end, end: Number(stop) };
}

/** Packed numbers: those of 32 bits may be spelled with ten bytes, where they are negative, and with five. */
function walkPacked(bytes: Uint8Array, body: Extent, type: string, onOdd: () => void): void {
  if (type === 'float' || type === 'double') {
    if ((body.end - body.start) % (type === 'float' ? 4 : 8) !== 0) onOdd();
    return;
  }
  for (let at = body.start; at < body.end; ) {
    const value = varint(bytes, at, body.end);
    if (value === undefined) {
      onOdd();
      return;
    }
    if (type === 'int32' && value.end - at < 10 && isWide(bytes, { start: at, end: value.end })) onOdd();
    at = value.end;
  }
}

function isWide(bytes: Uint8Array, { start, end }: Extent): boolean {
  return end - start > 5 || (varint(bytes, start, end)?.value ?? 0n) >= 1n << 32n;
}

/** A varint of at most ten bytes that ends before `limit`. */
function varint(bytes: Uint8Array, at: number, limit: number): { value: bigint; end: number } | undefined {
  let value = 0n;
  for (let i = 0; i < 10 && at + i < limit; i++) {
    const byte = BigInt(bytes[at + i] as number);
    value |= (byte & 127n) << BigInt(7 * i);
    if (byte < 128n) return { value, end: at + i + 1 };
  }
  return undefined;
}
