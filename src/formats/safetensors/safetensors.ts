// safetensors: an 8-byte length, a JSON header, and the tensors one after another without holes.
import { Cursor } from '../../bytes/cursor.ts';
import type { Source } from '../../bytes/source.ts';
import { ForebearError, type Problem } from '../../errors.ts';
import { JsonReader } from '../../json/json-stream.ts';
import type { RunOptions } from '../../run.ts';
import type { Format, Header, TensorInfo } from '../format.ts';
import { bitsPerElement } from '../numbers/dtype.ts';
import { isKnown, SafetensorsHeaderBuilder, type TensorDraft } from './safetensors-header.ts';

/** The format's own limit; the largest published headers are below 1 MB. */
const maxHeaderBytes = 100_000_000;

/** Root, tensor, list: three levels. One more for keys to come. */
const maxDepth = 4;

/** Names have at most 1 KiB (the builder checks them); strings of `__metadata__` carry whole training set-ups. */
const maxStringBytes = 16 * 1024 * 1024;

const lengthBytes = 8;
const firstReadBytes = 256 * 1024;
const pieceBytes = 1024 * 1024;

/**
 * Accepts what the reference implementation accepts and refuses what it refuses, with these stated differences: keys
 * may not repeat, the header begins with `{`, a file shorter or longer than declared and a tensor of an unknown type
 * are problems instead of refusals, and there are limits on entries, names, dimensions, nesting and 2^53.
 */
export const safetensorsFormat: Format = {
  id: 'safetensors',
  selfContained: false,

  matches(head, size) {
    if (head.length <= lengthBytes || size <= lengthBytes || head[lengthBytes] !== 0x7b) return false;
    const view = new DataView(head.buffer, head.byteOffset, lengthBytes);
    return view.getBigUint64(0, true) <= BigInt(maxHeaderBytes) && view.getBigUint64(0, true) >= 2n;
  },

  async readHeader(source, options) {
    const first = await source.read(0, Math.min(source.size, firstReadBytes), options);
    const headerEnd = readHeaderEnd(first, source);
    const builder = new SafetensorsHeaderBuilder(source.uri, headerEnd);
    const reader = new JsonReader(source.uri, { maxDepth, maxStringBytes }, builder);
    if (first[lengthBytes] !== 0x7b) {
      throw new ForebearError('format', source.uri, 'a header that begins with “{”', `the byte ${first[lengthBytes]}`);
    }
    reader.push(first.subarray(lengthBytes, headerEnd));
    for (let at = first.length; at < headerEnd; at += pieceBytes) {
      reader.push(await source.read(at, Math.min(headerEnd, at + pieceBytes), options));
      report(source, Math.min(headerEnd, at + pieceBytes), headerEnd, options);
    }
    reader.finish();
    return checkedHeader(builder, headerEnd, source);
  },
};

function readHeaderEnd(first: Uint8Array, source: Source): number {
  if (first.length < lengthBytes) {
    throw new ForebearError('format', source.uri, 'at least 8 bytes of safetensors', `${source.size} bytes`);
  }
  const headerBytes = new Cursor(first, source.uri).u64();
  if (headerBytes > maxHeaderBytes) {
    throw new ForebearError('limit', source.uri, `a header of at most ${maxHeaderBytes} bytes`, `${headerBytes}`);
  }
  const end = lengthBytes + headerBytes;
  if (end > source.size) {
    throw new ForebearError('source', source.uri, `a header up to byte ${end}`, `${source.size} bytes in all`);
  }
  return end;
}

function checkedHeader(builder: SafetensorsHeaderBuilder, headerEnd: number, source: Source): Header {
  const drafts = builder.tensors;
  sortByOffset(drafts);
  const declaredEnd = checkLayout(drafts, headerEnd, source.uri);
  const problems: Problem[] = [...builder.problems()];
  const tensors: TensorInfo[] = [];
  const lost: string[] = [];
  for (const draft of drafts) {
    if (draft.end > source.size) lost.push(draft.name);
    else if (isKnown(draft)) tensors.push(draft);
  }
  if (source.size < declaredEnd) {
    problems.push(problem('source', source.uri, `${declaredEnd} bytes`, `${source.size} bytes`, lost));
  }
  const undeclaredBytes = Math.max(0, source.size - declaredEnd);
  if (undeclaredBytes > 0) {
    problems.push(
      problem('format', source.uri, `${declaredEnd} bytes`, `${undeclaredBytes} undeclared bytes more`, []),
    );
  }
  return { format: 'safetensors', metadata: builder.metadata, tensors, problems, undeclaredBytes };
}

/** Checks that the tensors follow each other from the header's end on and fill their ranges; gives the last end. */
function checkLayout(drafts: readonly TensorDraft[], headerEnd: number, uri: string): number {
  let at = headerEnd;
  for (const draft of drafts) {
    const subject = `${uri}: ${draft.name}`;
    if (draft.start !== at) {
      const what = draft.start > at ? 'a hole before it' : 'an overlap with the tensor before it';
      throw new ForebearError('format', subject, `data at ${at - headerEnd}`, `${draft.start - headerEnd}: ${what}`);
    }
    if (draft.end < draft.start) {
      throw new ForebearError('format', subject, 'offsets in order', `${draft.start - headerEnd} before the end`);
    }
    if (isKnown(draft)) checkLength(draft, subject);
    at = draft.end;
  }
  return at;
}

function checkLength(info: TensorInfo, subject: string): void {
  const bits = bitsPerElement(info.dtype);
  let elements = 1;
  for (const side of info.shape) {
    elements *= side;
    if (elements * bits > Number.MAX_SAFE_INTEGER) {
      throw new ForebearError('limit', subject, 'a size below 2^53 bits', `the shape [${info.shape.join(', ')}]`);
    }
  }
  const length = (elements * bits) / 8;
  if (length !== info.end - info.start) {
    const facts = `${length} bytes for ${info.dtype} [${info.shape.join(', ')}]`;
    throw new ForebearError('format', subject, facts, `${info.end - info.start} bytes`);
  }
}

function sortByOffset(drafts: TensorDraft[]): void {
  drafts.sort((a, b) => a.start - b.start || a.end - b.end);
}

function problem(
  code: Problem['code'],
  subject: string,
  expected: string,
  found: string,
  lost: readonly string[],
): Problem {
  return { code, subject, expected, found, lost };
}

function report(source: Source, done: number, total: number, options?: RunOptions): void {
  options?.onProgress?.({ stage: 'open', subject: source.uri, done, total, unit: 'bytes' });
}
