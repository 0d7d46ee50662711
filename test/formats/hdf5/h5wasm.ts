// HDF5's own library, compiled to WebAssembly: writes what our writer cannot, and reads independently of our reader.
import { type Dataset, File, FS, type Group, ready } from 'h5wasm';

/** What is written into a file through the library. `newest`: in the newest form that it knows, else in the oldest. */
export async function writtenByLibrary(fill: (file: File) => void, newest = false): Promise<Uint8Array> {
  await ready;
  const path = '/written.h5';
  const file = new File(path, 'w', newest ? { libver: 'latest' } : {});
  fill(file);
  file.close();
  const bytes = files().readFile(path);
  files().unlink(path);
  return bytes.slice();
}

/** Every dataset of numbers as the library reads it: by path, its shape and its values. */
export async function readByLibrary(
  bytes: Uint8Array,
): Promise<ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: readonly number[] }>> {
  await ready;
  const path = '/read.h5';
  files().writeFile(path, bytes);
  const file = new File(path, 'r');
  const found = new Map<string, { shape: readonly number[]; values: readonly number[] }>();
  for (const name of file.paths()) {
    const entity = file.get(name) as Dataset | Group | null;
    if (entity === null || !('shape' in entity)) continue;
    const value = entity.value as number | ArrayLike<number | bigint> | null;
    const list = typeof value === 'object' && value !== null ? Array.from(value, Number) : [Number(value)];
    found.set(name.replace(/^\//, ''), { shape: entity.shape ?? [], values: list });
  }
  file.close();
  files().unlink(path);
  return found;
}

function files(): NonNullable<typeof FS> & {
  readFile(path: string): Uint8Array;
  writeFile(path: string, bytes: Uint8Array): void;
  unlink(path: string): void;
} {
  return FS as ReturnType<typeof files>;
}
