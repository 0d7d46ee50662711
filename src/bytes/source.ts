// The door to bytes: anything that can be read by range.
import type { RunOptions } from '../run.ts';

/** Something with a size whose bytes can be read by range. `uri` is for messages, never for logic. */
export interface Source {
  readonly uri: string;
  /** Bytes in all. */
  readonly size: number;
  /**
   * The bytes [start, end), end exclusive, in an array of exactly end - start bytes: a fresh one, or the one that
   * `options.allocate` gave.
   * Throws `source` where the range leaves the file or the file became shorter, `integrity` where it changed.
   */
  read(start: number, end: number, options?: RunOptions): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** One regular file of a folder: its path relative to the folder, with `/` between segments. */
export interface FolderEntry {
  readonly path: string;
  readonly bytes: number;
}

/** How a file of a folder is opened. */
export interface OpenOptions extends RunOptions {
  /**
   * Refuse every link on the way to the file, and a file with more than one hard link: the rule for names that a
   * model's own bytes ask for (ONNX external data).
   */
  readonly strict?: boolean | undefined;
}

/**
 * A folder whose files can be opened by relative name. Whatever name a hostile index asks for, nothing outside the
 * folder is ever opened: absolute names, `..`, drive letters, NUL and links that lead out are refused with
 * `containment`; with `strict` so are all links and multiply linked files.
 */
export interface Folder {
  readonly uri: string;
  list(options?: RunOptions): Promise<readonly FolderEntry[]>;
  open(path: string, options?: OpenOptions): Promise<Source>;
}
