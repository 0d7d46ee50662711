// The token table of each model's text stack, whether or not the other has one that it stands beside.

import { readRows, wholePlane } from '../model/values/plane.ts';
import type { RunOptions } from '../run.ts';
import type { Alignment } from './alignment.ts';
import { sideRows } from './pair-values.ts';
import type { Side, Weight } from './text-blocks.ts';

/** Tokens × width; undefined where no tensor of the model is known to be its token table. */
export function textTable(alignment: Alignment, side: Side): Weight | undefined {
  const isTable = (role: { kind: string; tower: string; part: string } | undefined): boolean =>
    role?.kind === 'token_embd' && role.tower === 'text' && role.part === 'weight';
  const pair = alignment.pairs.find(({ role }) => isTable(role));
  if (pair !== undefined) {
    const { rows, columns } = pair[side];
    const read = (indices: Uint32Array, options?: RunOptions): Promise<Float32Array> =>
      sideRows(alignment, pair, side, indices, options);
    return { rows, columns, read };
  }
  const alone = side === 'suspect' ? alignment.unpairedSuspect : alignment.unpairedCandidate;
  const tensor = alone.find(({ role }) => isTable(role));
  if (tensor === undefined) return undefined;
  const plane = wholePlane(tensor);
  const read = (indices: Uint32Array, options?: RunOptions): Promise<Float32Array> =>
    readRows(alignment[side], plane, indices, options);
  return { rows: plane.rows, columns: plane.columns, read };
}
