// yauzl, an independent reader of ZIP archives: every file with its bytes, or the reason why there are none.
import { requireOracle } from './packages.ts';

interface YauzlEntry {
  readonly fileName: string;
  readonly uncompressedSize: number;
}

interface YauzlFile {
  eachEntry(): AsyncIterable<YauzlEntry>;
  openReadStreamPromise(entry: YauzlEntry): Promise<AsyncIterable<Uint8Array>>;
}

const yauzl = requireOracle('yauzl') as {
  fromBufferPromise(buffer: Uint8Array, options: object): Promise<YauzlFile>;
};

/** File names (folders left out) to bytes, or to an error where yauzl gives none. Throws where it refuses the archive. */
export async function readWithYauzl(bytes: Uint8Array): Promise<ReadonlyMap<string, Uint8Array | Error>> {
  const zip = await yauzl.fromBufferPromise(Buffer.from(bytes), { lazyEntries: true });
  const found = new Map<string, Uint8Array | Error>();
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    found.set(entry.fileName, await contents(zip, entry));
  }
  return found;
}

async function contents(zip: YauzlFile, entry: YauzlEntry): Promise<Uint8Array | Error> {
  try {
    const pieces: Uint8Array[] = [];
    for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece);
    return new Uint8Array(Buffer.concat(pieces));
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
