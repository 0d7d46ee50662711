// The texts of all revisions, each distinct one read once: which names stand in it, and the prose that is compared later.
import { decodeDocument, looksLikeText } from '../documents/document.ts';
import { ForebearError, type Problem } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import { longestText, mostTextBytes } from './limits.ts';
import type { NameFinder, NameHit } from './names.ts';
import { isFile, isLink } from './objects/object.ts';
import { asProblem } from './objects/store.ts';
import type { Repository } from './repository.ts';
import type { Walk } from './walk.ts';

export interface Contents {
  /** Names by the id of the text; texts without any are left out. */
  readonly names: ReadonlyMap<string, readonly NameHit[]>;
  /** Texts whose lines are compared between revisions, by id. */
  readonly prose: ReadonlyMap<string, string>;
  readonly texts: number;
  readonly binaries: number;
  /** Distinct files that are not there, damaged or too large. */
  readonly unread: number;
  readonly problems: readonly Problem[];
}

/** Files whose lines are what a project says about itself and under what terms. */
export const prosePattern = /(?:^|\/)(?:readme|model_?card|licen[cs]e|notice|copying|citation)[^/]*$|\.(?:md|rst)$/i;

/** Prose held in all. */
const mostProseBytes = 67_108_864;

/** Of one prose file. */
const longestProse = 524_288;

const mostProblems = 100;

export async function readContents(
  repository: Repository,
  walk: Walk,
  finder: NameFinder,
  options?: RunOptions,
): Promise<Contents> {
  const names = new Map<string, readonly NameHit[]>();
  const prose = new Map<string, string>();
  const problems: Problem[] = [];
  const wanted = new Map<string, boolean>();
  for (const { changes } of walk.revisions) {
    for (const { path, after } of changes) {
      if (after === undefined || !(isFile(after.mode) || isLink(after.mode))) continue;
      wanted.set(after.id, (wanted.get(after.id) ?? false) || prosePattern.test(path));
    }
  }
  let [texts, binaries, unread, searched, held, done] = [0, 0, 0, 0, 0, 0];
  for (const [id, isProse] of wanted) {
    options?.signal?.throwIfAborted();
    if (done % 256 === 0) {
      options?.onProgress?.({ stage: 'test', subject: repository.name, done, total: wanted.size, unit: 'files' });
    }
    done += 1;
    if (searched > mostTextBytes) {
      const expected = `at most ${mostTextBytes} bytes of text`;
      problems.push({ code: 'limit', subject: repository.name, expected, found: 'more', lost: [] });
      unread += wanted.size - done + 1;
      break;
    }
    try {
      const object = await repository.store.read(id, options);
      if (object === undefined) throw new ForebearError('source', id, 'a file of the history', 'nothing of that id');
      if (!looksLikeText(object.bytes.subarray(0, 4_096))) {
        binaries += 1;
        continue;
      }
      texts += 1;
      const { text } = decodeDocument(id, object.bytes.subarray(0, longestText), object.bytes.length);
      searched += text.length;
      const hits = finder.find(text);
      if (hits.length > 0) names.set(id, hits);
      if (isProse && text.length <= longestProse && held + text.length <= mostProseBytes) {
        prose.set(id, text);
        held += text.length;
      }
    } catch (error) {
      unread += 1;
      const problem = asProblem(error);
      if (problems.length < mostProblems) problems.push(problem);
    }
  }
  return { names, prose, texts, binaries, unread, problems };
}
