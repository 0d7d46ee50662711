// A storage's bytes held against what a reference says of it.
import { storageType } from './element-types.ts';
import type { Fault, Place } from './layout.ts';
import { quoted, type StorageId } from './pickle/pickle-values.ts';

/**
 * The part of `whole` that a reference means: all of it, or the view that PyTorch before 0.4 could name. The reference
 * must say how long the storage is, neither more nor less.
 */
export function placeWithin(storage: StorageId, whole: Place): Place | Fault {
  const type = storageType(storage.type);
  if (type === undefined) {
    return { code: 'unsupported', expected: 'storages of known types', found: quoted(storage.type.name) };
  }
  if (storage.numel * type.bytes !== whole.bytes) {
    const found = `${whole.bytes} bytes for ${storage.numel} times ${type.bytes}`;
    return { code: 'format', expected: 'storages as long as they are said to be', found };
  }
  if (storage.view === undefined) return whole;
  const { offset, numel } = storage.view;
  if (offset + numel > storage.numel) {
    return { code: 'format', expected: 'views within their storages', found: `${offset} to ${offset + numel}` };
  }
  return { ...whole, start: whole.start + offset * type.bytes, bytes: numel * type.bytes };
}
