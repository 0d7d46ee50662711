// From the folder that a user names to the folder that its layout means: a store, a cache, an index of pieces.
import type { FolderEntry } from '../../bytes/source.ts';
import { layOut } from '../../containers/layouts.ts';
import { ForebearError, type Problem } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';
import type { ModelDoor } from '../open.ts';
import { hasUsualWeights } from './weight-files.ts';

export interface SettledDoor {
  readonly door: ModelDoor;
  /** The files behind it; none for files named one by one. */
  readonly listed: readonly FolderEntry[];
  /** What the layout keeps beside the files. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** The door to the files that a layout stands for, or the same door. Throws `usage` for a pick where there is no layout. */
export async function throughLayout(door: ModelDoor, problems: Problem[], options?: RunOptions): Promise<SettledDoor> {
  if (door.kind !== 'folder') return { door, listed: [], metadata: new Map() };
  const { folder, pick } = door;
  const listed = await folder.list(options);
  const laid = await layOut({ folder, listed, hasWeights: hasUsualWeights(listed), pick, problems }, options);
  if (laid !== undefined) {
    const behind: ModelDoor = { kind: 'folder', name: laid.name ?? door.name, folder: laid.folder };
    return { door: behind, listed: await laid.folder.list(options), metadata: laid.metadata };
  }
  if (pick === undefined) return { door, listed, metadata: new Map() };
  throw new ForebearError('usage', door.name, `a store of models with ${pick} in it`, 'a plain folder');
}
