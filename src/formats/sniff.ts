// Which format a file is in, from its content alone.
import type { Source } from '../bytes/source.ts';
import { ForebearError } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import type { Format } from './format.ts';
import { formats } from './formats.ts';

const headBytes = 4096;

/** The true nature of files that are mistaken for models, and of model formats not read yet, in the order of trial. */
const others: readonly { readonly found: string; readonly matches: (head: Uint8Array, text: string) => boolean }[] = [
  {
    found: 'a Git LFS pointer (the file itself was not fetched)',
    matches: (_, text) => text.startsWith('version https://git-lfs.github.com/spec/'),
  },
  { found: 'a GGUF file', matches: (_, text) => text.startsWith('GGUF') },
  { found: 'a GGML file', matches: (_, text) => /^(?:lmgg|tjgg|fmgg)/.test(text) },
  {
    found: 'a ZIP archive (PyTorch .bin and .pt, NumPy .npz and Keras files are such)',
    matches: (head) => startsWith(head, [0x50, 0x4b]) && inRange(head[2], 3, 7),
  },
  { found: 'a gzip archive', matches: (head) => head[0] === 0x1f && head[1] === 0x8b },
  { found: 'a Zstandard archive', matches: (head) => startsWith(head, [0x28, 0xb5, 0x2f, 0xfd]) },
  { found: 'a 7-Zip archive', matches: (head) => startsWith(head, [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]) },
  { found: 'an XZ archive', matches: (head) => startsWith(head, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]) },
  { found: 'a tar archive', matches: (_, text) => text.slice(257, 262) === 'ustar' },
  { found: 'an HDF5 file', matches: (head) => startsWith(head, [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a]) },
  { found: 'a TensorFlow Lite file', matches: (_, text) => text.slice(4, 8) === 'TFL3' },
  { found: 'an ONNX Runtime file', matches: (_, text) => text.slice(4, 8) === 'ORTM' },
  { found: 'a NumPy array', matches: (_, text) => text.startsWith('\x93NUMPY') },
  { found: 'a PNG image', matches: (_, text) => text.startsWith('\x89PNG') },
  { found: 'a JPEG image', matches: (head) => startsWith(head, [0xff, 0xd8, 0xff]) },
  { found: 'a PDF document', matches: (_, text) => text.startsWith('%PDF-') },
  { found: 'a program', matches: (_, text) => /^(?:\x7fELF|MZ|#!)/.test(text) },
  {
    found: 'a Python pickle, which can run code when loaded',
    matches: (head) => head[0] === 0x80 && inRange(head[1], 2, 5),
  },
  {
    found: 'an HTML page (perhaps an error page saved as a file)',
    matches: (_, text) => /^\s*<(?:!doctype html|html|head)/i.test(text),
  },
  { found: 'an XML document', matches: (_, text) => /^\s*<\?xml/.test(text) },
  { found: 'a JSON document', matches: (_, text) => /^\s*[{[]\s*["{[\]}\d-]/.test(text) },
  { found: 'zero bytes only', matches: (head) => head.every((byte) => byte === 0) },
  { found: 'plain text', matches: (_, text) => /^[\t\n\r\x20-\x7e]+$/.test(text) },
];

/** The format of `source`. Throws `unsupported`, naming what the file is where we know it, `format` if it is empty. */
export async function sniff(source: Source, options?: RunOptions): Promise<Format> {
  if (source.size === 0) throw new ForebearError('format', source.uri, 'safetensors or ONNX', 'an empty file');
  const head = await source.read(0, Math.min(source.size, headBytes), options);
  const text = Array.from(head, (byte) => String.fromCharCode(byte)).join('');
  for (const format of formats) if (format.matches(head, source.size)) return format;
  const other = others.find((candidate) => candidate.matches(head, text));
  const found = other?.found ?? `a file of an unknown kind that begins with ${hex(head.subarray(0, 8))}`;
  throw new ForebearError('unsupported', source.uri, 'safetensors or ONNX', found);
}

function startsWith(head: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, at) => head[at] === byte);
}

function inRange(value: number | undefined, low: number, high: number): boolean {
  return value !== undefined && value >= low && value <= high;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
