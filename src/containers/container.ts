// What every reader of a container promises: the files inside, by range where they lie open, and never one written to disk.
import type { Source } from '../bytes/source.ts';
import type { Problem } from '../errors.ts';
import type { RunOptions } from '../run.ts';

export type ContainerId = 'zip' | 'tar' | 'gzip' | 'mediapipe-pack' | 'javascript';

/** One file inside a container. Its path names it and leads nowhere: nothing is ever written by it. Untrusted. */
export interface Member {
  readonly path: string;
  /** Bytes once unpacked, as declared; `open` holds the container to it. */
  readonly size: number;
  /** Where its bytes lie in the container, end exclusive, where they lie there as they are. */
  readonly range?: { readonly start: number; readonly end: number };
  /** Throws `format` or `limit` where the bytes are not what was declared. Closing it leaves the container open. */
  open(options?: RunOptions): Promise<Source>;
}

export interface Archive {
  readonly container: ContainerId;
  /** In the container's own order; no two of one path. */
  readonly members: readonly Member[];
  readonly problems: readonly Problem[];
  /** Bytes of the container that belong to no member and no structure. */
  readonly undeclaredBytes: number;
}

export interface Container {
  readonly id: ContainerId;
  /** Judges by content alone. `head` is the first (at most 4,096) bytes, `size` the whole file's. */
  matches(head: Uint8Array, size: number): boolean;
  /**
   * Lists the members without unpacking any. `beside` opens a file that lies next to the container, for packs whose
   * index is another file. Throws `format`, `limit` or `unsupported`.
   */
  open(source: Source, options?: ContainerOptions): Promise<Archive>;
}

export interface ContainerOptions extends RunOptions {
  /** The container's own file name, where members or files beside it are called after it. Untrusted. */
  readonly name?: string | undefined;
  readonly beside?: ((path: string) => Promise<Source | undefined>) | undefined;
}
