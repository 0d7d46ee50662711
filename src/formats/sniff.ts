// What a file is, from its content alone: a format with weights, a container, or something else that has a name.
import type { Source } from '../bytes/source.ts';
import type { Container } from '../containers/container.ts';
import { containers } from '../containers/containers.ts';
import { ForebearError } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import type { Format } from './format.ts';
import { formats } from './formats.ts';

const headBytes = 4096;

/** What was expected, in messages: whatever holds weights. */
const expected = 'a file of weights or a container of such files';

export type Recognised =
  | { readonly kind: 'format'; readonly format: Format }
  | { readonly kind: 'container'; readonly container: Container };

interface Other {
  readonly found: string;
  readonly matches: (head: Uint8Array, text: string) => boolean;
}

/** The true nature of files that are mistaken for models, and of model formats not read yet, in the order of trial. */
const others: readonly Other[] = [
  { found: 'a GGML file', matches: (_, text) => /^(?:lmgg|tjgg|fmgg)/.test(text) },
  { found: 'a Zstandard archive', matches: (head) => startsWith(head, [0x28, 0xb5, 0x2f, 0xfd]) },
  { found: 'a 7-Zip archive', matches: (head) => startsWith(head, [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]) },
  { found: 'an XZ archive', matches: (head) => startsWith(head, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]) },
  { found: 'a bzip2 archive', matches: (_, text) => /^BZh[1-9]1AY&SY/.test(text) },
  { found: 'an ONNX Runtime file', matches: (_, text) => text.slice(4, 8) === 'ORTM' },
  { found: 'a PNG image', matches: (_, text) => text.startsWith('\x89PNG') },
  { found: 'a JPEG image', matches: (head) => startsWith(head, [0xff, 0xd8, 0xff]) },
  { found: 'a PDF document', matches: (_, text) => text.startsWith('%PDF-') },
  { found: 'a program', matches: (_, text) => /^(?:\x7fELF|MZ|#!)/.test(text) },
  {
    found: 'an HTML page (perhaps an error page saved as a file)',
    matches: (_, text) => /^\s*<(?:!doctype html|html|head)/i.test(text),
  },
  { found: 'an XML document', matches: (_, text) => /^\s*<\?xml/.test(text) },
  { found: 'a JSON document', matches: (_, text) => /^\s*[{[]\s*["{[\]}\d-]/.test(text) },
  { found: 'zero bytes only', matches: (head) => head.every((byte) => byte === 0) },
  { found: 'plain text', matches: (_, text) => /^[\t\n\r\x20-\x7e]+$/.test(text) },
];

/**
 * The format or container of `source`. Throws `unsupported`, naming what the file is where we know it, `unfetched` for
 * a Git LFS pointer, `format` if it is empty.
 */
export async function sniff(source: Source, options?: RunOptions): Promise<Recognised> {
  if (source.size === 0) throw new ForebearError('format', source.uri, expected, 'an empty file');
  const head = await source.read(0, Math.min(source.size, headBytes), options);
  const text = Array.from(head, (byte) => String.fromCharCode(byte)).join('');
  if (text.startsWith('version https://git-lfs.github.com/spec/')) throw unfetched(source, text);
  for (const format of formats) if (format.matches(head, source.size)) return { kind: 'format', format };
  for (const container of containers) {
    if (container.matches(head, source.size)) return { kind: 'container', container };
  }
  const other = others.find((candidate) => candidate.matches(head, text));
  const found = other?.found ?? `a file of an unknown kind that begins with ${hex(head.subarray(0, 8))}`;
  throw new ForebearError('unsupported', source.uri, expected, found);
}

/** What the pointer says of the file that it stands for. */
function unfetched(source: Source, text: string): ForebearError {
  const size = /^size (\d{1,16})$/m.exec(text)?.[1];
  const digest = /^oid sha256:([0-9a-f]{64})$/m.exec(text)?.[1];
  const facts = [size === undefined ? '' : `${size} bytes`, digest === undefined ? '' : `sha256 ${digest}`];
  const described = facts.filter((fact) => fact !== '').join(', ');
  const found = `a Git LFS pointer to a file${described === '' ? '' : ` of ${described}`} that was not fetched`;
  return new ForebearError('unfetched', source.uri, expected, found);
}

function startsWith(head: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, at) => head[at] === byte);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
