// What every reader of a folder layout promises: the files of a model under names of their own, wherever they lie.
import type { Folder, FolderEntry } from '../bytes/source.ts';
import type { Problem } from '../errors.ts';
import type { RunOptions } from '../run.ts';

export interface LayoutRequest {
  readonly folder: Folder;
  /** Everything in it. */
  readonly listed: readonly FolderEntry[];
  /**
   * Whether any of it is weights by its name: then that is the model, and no index makes another of the folder. A hostile
   * one could otherwise have something else compared than what everybody loads.
   */
  readonly hasWeights: boolean;
  /** Which of several models, in the layout's own words. */
  readonly pick?: string | undefined;
  /** Faults that leave the rest readable are added here, some of them only when a file is read. */
  readonly problems: Problem[];
}

/** A folder as its layout means it. */
export interface LaidOut {
  readonly layout: 'ollama' | 'hub-cache' | 'chunks' | 'scripts';
  /** The model's name, where the layout knows a better one than the folder's. */
  readonly name?: string;
  /** The files under the names that they stand for. */
  readonly folder: Folder;
  /** Facts that the layout keeps beside the files. Untrusted. */
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * Undefined where the folder is not laid out so. Throws `usage` where several models are there and none is picked, or none
 * of the name; `format`, `limit` and `containment` for an index that lies.
 */
export type Layout = (request: LayoutRequest, options?: RunOptions) => Promise<LaidOut | undefined>;
