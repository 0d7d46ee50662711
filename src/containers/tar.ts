// Tar archives of every age: files one after another, each behind a header with a checksum.
import { buffered } from '../bytes/buffered.ts';
import type { Source } from '../bytes/source.ts';
import { span } from '../bytes/span.ts';
import { ForebearError, type Problem } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import type { Container, Member } from './container.ts';
import { memberPath } from './member-names.ts';
import { blockBytes, isTarHeader, readTarHeader, type TarHeader, tarText } from './tar-header.ts';
import { type PaxHeader, readPaxHeader } from './tar-pax.ts';

/** Headers lie between contents: a small window for each, or one for many small files. */
const headerWindowBytes = 4096;

/** Far above any model's; an archive of more is made to be slow. */
const mostEntries = 100_000;

/** Long names and extended headers: a few hundred bytes in honest archives. */
const mostExtensionBytes = 1_048_576;

/** Tape records are 10 KiB; nobody writes larger ones than this. */
const mostPaddingBytes = 1_048_576;

/** What entries other than files and folders are, by the letter of their kind. */
const others: ReadonlyMap<string, string> = new Map([
  ['1', 'a hard link'],
  ['2', 'a symbolic link'],
  ['3', 'a device'],
  ['4', 'a device'],
  ['6', 'a pipe'],
  ['S', 'a sparse file'],
  ['M', 'the rest of a file in another volume'],
]);

/** Entries whose size field counts no bytes in the archive, whatever it says. */
const withoutBytes = /^[1-6]$/;

/**
 * Reads the old format by its checksum, ustar, GNU's long names and pax headers. Links, devices and sparse files are
 * problems, no members; so is a file that is cut short. Throws `format` for a broken first header, for one path twice
 * and for lying sizes.
 */
export const tarContainer: Container = {
  id: 'tar',

  matches(head) {
    const type = String.fromCharCode(head[156] ?? 0xff);
    return head[0] !== 0 && /^[\0-7LKSxg]$/.test(type) && isTarHeader(head.subarray(0, blockBytes));
  },

  async open(source, options) {
    const reader = new TarReader(source);
    await reader.readAll(options);
    const { members, problems, undeclaredBytes } = reader;
    return { container: 'tar', members, problems, undeclaredBytes };
  },
};

class TarReader {
  readonly members: Member[] = [];
  readonly problems: Problem[] = [];
  undeclaredBytes = 0;
  readonly #source: Source;
  readonly #headers: Source;
  readonly #paths = new Set<string>();
  /** What an extension before it says of the next entry. */
  #longName: string | undefined;
  #pax: PaxHeader = { sparse: false };
  #entries = 0;
  #at = 0;

  constructor(source: Source) {
    this.#source = source;
    this.#headers = buffered(source, headerWindowBytes);
  }

  async readAll(options?: RunOptions): Promise<void> {
    const { size } = this.#source;
    while (this.#at + blockBytes <= size) {
      const block = await this.#headers.read(this.#at, this.#at + blockBytes, options);
      if (block.every((byte) => byte === 0)) {
        await this.#readPadding(options);
        return;
      }
      if (!isTarHeader(block)) {
        if (this.#entries === 0) throw this.#fault('a tar header at byte 0', 'another block');
        this.#stop('format', `a tar header at byte ${this.#at}`, 'a block without its checksum');
        return;
      }
      this.#entries += 1;
      if (this.#entries > mostEntries) {
        throw new ForebearError('limit', this.#source.uri, `at most ${mostEntries} entries`, 'more');
      }
      if (!(await this.#readEntry(readTarHeader(block, this.#source.uri), options))) return;
    }
    if (this.#at < size) this.#stop('source', 'whole blocks', `${size - this.#at} bytes at the end`);
    else if (this.#at > size) this.#stop('source', 'a last block filled with zeros', 'the end of the file');
  }

  /** False where the archive ends within the entry. */
  async #readEntry(header: TarHeader, options?: RunOptions): Promise<boolean> {
    let start = this.#at + blockBytes;
    for (let goesOn = header.type === 'S' && header.extended; goesOn; start += blockBytes) {
      if (start + blockBytes > this.#source.size) break;
      goesOn = (await this.#headers.read(start + 504, start + 505, options))[0] !== 0;
    }
    const isExtension = /^[LKxg]$/.test(header.type);
    const declared = isExtension ? header.size : (this.#pax.size ?? header.size);
    const length = withoutBytes.test(header.type) ? 0 : declared;
    const end = start + length;
    if (isExtension) {
      if (end > this.#source.size) return this.#cutShort(header.name, end);
      await this.#readExtension(header, start, end, options);
    } else {
      const name = this.#pax.path ?? this.#longName ?? header.name;
      const { sparse } = this.#pax;
      this.#longName = undefined;
      this.#pax = { sparse: false };
      if (end > this.#source.size) return this.#cutShort(name, end);
      this.#addEntry(name, sparse ? 'S' : header.type, start, end);
    }
    this.#at = start + Math.ceil(length / blockBytes) * blockBytes;
    return true;
  }

  async #readExtension(header: TarHeader, start: number, end: number, options?: RunOptions): Promise<void> {
    if (header.size > mostExtensionBytes) {
      const expected = `extended headers of at most ${mostExtensionBytes} bytes`;
      throw new ForebearError('limit', this.#source.uri, expected, `${header.size}`);
    }
    const bytes = await this.#source.read(start, end, options);
    if (header.type === 'L') {
      if (this.#longName !== undefined) throw this.#fault('one long name before a file', 'two');
      this.#longName = tarText(bytes);
    } else if (header.type === 'x') {
      if (this.#pax.path !== undefined || this.#pax.size !== undefined || this.#pax.sparse) {
        throw this.#fault('one extended header before a file', 'two');
      }
      this.#pax = readPaxHeader(bytes, this.#source.uri);
    } else if (header.type === 'g') {
      const { path, size, sparse } = readPaxHeader(bytes, this.#source.uri);
      if (path !== undefined || size !== undefined || sparse) {
        throw this.#fault('a global header without names and sizes', 'one that gives every file the same');
      }
    }
  }

  #addEntry(name: string, type: string, start: number, end: number): void {
    const subject = `${this.#source.uri}!/${name}`;
    const isFolder = type === '5' || (/^[07]$/.test(type) && name.endsWith('/'));
    const bare = name.replace(/\/+$/, '');
    // The folder that everything else is in.
    if (isFolder && /^\.?$/.test(bare) && !name.startsWith('/')) return;
    const path = memberPath(isFolder ? bare : name, subject);
    if (isFolder) {
      if (end > start) throw new ForebearError('format', subject, 'a folder without bytes', `${end - start}`);
      return;
    }
    const other = /^[07]$/.test(type) ? undefined : (others.get(type) ?? `an entry of the kind “${type}”`);
    if (other !== undefined) {
      const expected = 'files and folders';
      this.problems.push({ code: 'unsupported', subject, expected, found: other, lost: [] });
      return;
    }
    if (this.#paths.has(path)) throw new ForebearError('format', this.#source.uri, 'each path once', `“${path}” twice`);
    this.#paths.add(path);
    const source = this.#source;
    const open = async (): Promise<Source> => span(source, start, end, subject);
    this.members.push({ path, size: end - start, range: { start, end }, open });
  }

  /** Behind the end mark there are zeros up to the size of a tape's record; whatever else there is, is nobody's. */
  async #readPadding(options?: RunOptions): Promise<void> {
    const { size } = this.#source;
    const piece = await this.#source.read(this.#at, Math.min(size, this.#at + mostPaddingBytes), options);
    const first = piece.findIndex((byte) => byte !== 0);
    if (first === -1 && this.#at + piece.length === size) return;
    this.#at += first === -1 ? piece.length : first;
    this.#stop('format', 'nothing behind the end of the archive', `${size - this.#at} undeclared bytes`);
  }

  #cutShort(name: string, end: number): false {
    const subject = `${this.#source.uri}!/${name}`;
    const found = `${this.#source.size} bytes`;
    this.problems.push({ code: 'source', subject, expected: `${end} bytes`, found, lost: [] });
    return false;
  }

  #stop(code: Problem['code'], expected: string, found: string): void {
    this.problems.push({ code, subject: this.#source.uri, expected, found, lost: [] });
    this.undeclaredBytes = Math.max(0, this.#source.size - this.#at);
  }

  #fault(expected: string, found: string): ForebearError {
    return new ForebearError('format', this.#source.uri, expected, found);
  }
}
