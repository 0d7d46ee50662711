// The files that real Python, NumPy and PyTorch wrote, and the values of their tensors as the program would read them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memorySource } from '../../../src/bytes/memory.ts';
import type { Source } from '../../../src/bytes/source.ts';
import type { Archive } from '../../../src/containers/container.ts';
import type { ArchiveFormat, Format, Header } from '../../../src/formats/format.ts';
import { numbersIn, storedValues } from '../../../src/model/values/stored-values.ts';
import { archiveOf, storedFiles } from './stored-archive.ts';

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'pytorch');

/** The bytes of a file of test/fixtures/pytorch/. */
export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(folder, name)));
}

/** A tensor's type, shape and values. */
export type Content = readonly [dtype: string, shape: readonly number[], values: readonly number[]];

export interface Opened {
  readonly header: Header;
  /** By name, in the file's order. */
  readonly tensors: ReadonlyMap<string, Content>;
}

/** Header and values of a file in memory. */
export async function openFile(format: Format, bytes: Uint8Array): Promise<Opened> {
  const source = memorySource(bytes, 'file');
  const header = await format.readHeader(source);
  return { header, tensors: await contents(header, () => source) };
}

/** Header and values of an archive in memory, by its files or as a stored ZIP. */
export async function openArchive(
  format: ArchiveFormat,
  files: Readonly<Record<string, Uint8Array>> | Uint8Array,
): Promise<Opened> {
  const byPath = files instanceof Uint8Array ? storedFiles(files) : files;
  const archive: Archive = archiveOf(byPath);
  const header = await format.readHeader(archive, 'archive');
  return { header, tensors: await contents(header, (file) => memorySource(byPath[file] ?? new Uint8Array(0), file)) };
}

async function contents(header: Header, open: (file: string) => Source): Promise<ReadonlyMap<string, Content>> {
  const found = new Map<string, Content>();
  for (const info of header.tensors) {
    const values = await storedValues(info, open(info.file), 0, numbersIn(info), () => undefined);
    found.set(info.name, [info.dtype, info.shape, [...values]]);
  }
  return found;
}

/** 0, 1, 2, … times `step` plus `from`. */
export function counting(count: number, step = 1, from = 0): number[] {
  return Array.from({ length: count }, (_, i) => i * step + from);
}
