// `PACK!/MEMBER`: a file inside another, as a user names it.
import { stat } from 'node:fs/promises';

export interface MemberPath {
  readonly file: string;
  readonly member: string;
}

/**
 * The two halves of such a path; undefined for every other, among them one through a folder whose own name ends in `!`.
 * Whoever opens paths asks this first: resolved like a path, `PACK!/../x` would be a file beside the pack.
 */
export async function memberPathOf(path: string): Promise<MemberPath | undefined> {
  const at = path.indexOf('!/');
  if (at <= 0 || at + 2 >= path.length) return undefined;
  const folder = await stat(path.slice(0, at + 1)).catch(() => undefined);
  return folder === undefined ? { file: path.slice(0, at), member: path.slice(at + 2) } : undefined;
}
