// Archives in memory for the tests of the formats that live in one: from a list of files, or from a ZIP without compression.
import { memorySource } from '../../../src/bytes/memory.ts';
import type { Archive, Member } from '../../../src/containers/container.ts';

/** The files as an archive, in the order given. */
export function archiveOf(files: Readonly<Record<string, Uint8Array>>): Archive {
  const members = Object.entries(files).map(
    ([path, bytes]): Member => ({
      path,
      size: bytes.length,
      open: () => Promise.resolve(memorySource(bytes, `archive!/${path}`)),
    }),
  );
  return { container: 'zip', members, problems: [], undeclaredBytes: 0 };
}

/** The files of a ZIP as PyTorch writes them: stored, below 4 GB. Nothing is checked; the fixtures are our own. */
export function storedFiles(zip: Uint8Array): Record<string, Uint8Array> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  let end = zip.length - 22;
  while (view.getUint32(end, true) !== 0x0605_4b50) end -= 1;
  const files: Record<string, Uint8Array> = {};
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const name = new TextDecoder().decode(zip.subarray(at + 46, at + 46 + nameLength!));
    const local = view.getUint32(at + 42, true);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    files[name] = zip.slice(start, start + view.getUint32(at + 24, true));
    at += 46 + nameLength! + extra! + comment!;
  }
  return files;
}
