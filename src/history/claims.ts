// Lines of prose that were there in one revision and are gone or worded otherwise in the next: what a project said of itself before.
import { ForebearError } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import type { Contents } from './contents.ts';
import { prosePattern } from './contents.ts';
import { mostWordSteps } from './limits.ts';
import type { Revision, Walk } from './walk.ts';

export type ClaimTopic = 'licence' | 'origin' | 'release' | 'training' | 'size';

export interface ClaimChange {
  readonly topic: ClaimTopic;
  readonly path: string;
  readonly revision: Revision;
  readonly before: string;
  readonly beforeLine: number;
  /** Undefined where the line went and nothing like it came. */
  readonly after: string | undefined;
  readonly afterLine: number | undefined;
}

export interface ClaimChanges {
  /** The first ones. */
  readonly claims: readonly ClaimChange[];
  /** All of them. */
  readonly total: number;
  /** Lines of prose that went or changed and say none of these things. */
  readonly otherLines: number;
  /** Revisions of a licence's text, in order. */
  readonly licences: readonly {
    readonly path: string;
    readonly revision: Revision;
    readonly kind: 'added' | 'changed' | 'removed';
  }[];
}

/** The first topic that a line speaks of; a line may speak of several. */
const topics: readonly (readonly [ClaimTopic, RegExp])[] = [
  ['licence', /\blicen[cs]e|\bcopyright\b|许可|授权|版权/i],
  [
    'origin',
    /\bbased (?:on|upon)\b|\bbuilt (?:on|with|upon)\b|\bderived from\b|\bfork(?:ed)? of\b|\bfine-?tuned\b|\bfrom scratch\b|\bbase_model\b|\backnowledg|\bcitation\b|\bcredit|基于|源自|致谢|从零|自研|微调/i,
  ],
  ['release', /\breleas(?:e|ed|ing)\b|\bopen-?sourc|\bcoming soon\b|\bcode\b.*\b(?:available|soon)\b|发布|开源|即将/i],
  ['training', /\btrain(?:s|ed|ing)?\b|\bpre-?train|\bdata-?sets?\b|\$\s?\d|\bcosts?\b|\bepochs?\b|训练|数据集|成本/i],
  ['size', /\bparameters?\b|\b\d+(?:\.\d+)?\s?[BM]\b|\bbenchmark|\bstate-of-the-art\b|\bSOTA\b|参数|评测/i],
];

/** Of one file; beyond it the rest is not compared. */
const mostLines = 4_000;
const longestLine = 1_000;
const mostClaims = 2_000;

/** Lines of one revision of one file that are paired, each with each. */
const mostPaired = 200;

/** Shared words over all words from which two lines are one line worded otherwise. */
const alike = 0.4;

/** The same where both lines speak of one topic. */
const alikeOnTopic = 0.2;

function topicOf(line: string): ClaimTopic | undefined {
  return topics.find(([, pattern]) => pattern.test(line))?.[0];
}

/** `note` hears of what was left out. */
export function changedClaims(
  walk: Walk,
  contents: Contents,
  note: (error: ForebearError) => void,
  options?: RunOptions,
): ClaimChanges {
  let steps = 0;
  const claims: ClaimChange[] = [];
  const licences: { path: string; revision: Revision; kind: 'added' | 'changed' | 'removed' }[] = [];
  let otherLines = 0;
  let total = 0;
  for (const revision of walk.revisions) {
    options?.signal?.throwIfAborted();
    if (steps > mostWordSteps) {
      note(new ForebearError('limit', revision.commit.id, `at most ${mostWordSteps} words of prose compared`, 'more'));
      break;
    }
    for (const { path, before, after } of revision.changes) {
      if (!prosePattern.test(path)) continue;
      if (/(?:^|\/)(?:licen[cs]e|copying)[^/]*$/i.test(path)) {
        licences.push({
          path,
          revision,
          kind: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
        });
      }
      const old = contents.prose.get(before?.id ?? '');
      const now = after === undefined ? '' : contents.prose.get(after.id);
      if (old === undefined || now === undefined) continue;
      // What a line costs before any word is compared: about one step for each hundred of its characters.
      steps += Math.ceil((old.length + now.length) / 100);
      const spend = (words: number): void => {
        steps += words;
      };
      for (const change of changedLines(old, now, spend)) {
        const topic = topicOf(change.before);
        if (topic === undefined) otherLines += 1;
        else {
          total += 1;
          if (claims.length < mostClaims) claims.push({ topic, path, revision, ...change });
        }
      }
    }
  }
  return { claims, total, otherLines, licences };
}

export interface ChangedLine {
  readonly before: string;
  readonly beforeLine: number;
  readonly after: string | undefined;
  readonly afterLine: number | undefined;
}

interface Line {
  readonly text: string;
  readonly line: number;
}

/** Lines of `old` that `now` has nowhere, each with the line of `now` that shares most words with it. A line that only moved is no change. */
export function changedLines(
  old: string,
  now: string,
  spend: (words: number) => void = () => {},
): readonly ChangedLine[] {
  const gone = missing(old, now);
  const come = missing(now, old).slice(0, mostPaired);
  const words = come.map(({ text }) => wordsOf(text));
  const subjects = come.map(({ text }) => topicOf(text));
  const taken = new Set<number>();
  return gone.map(({ text, line }, index) => {
    let best = -1;
    let most = 0;
    const own = wordsOf(text);
    const topic = topicOf(text);
    const compared = index < mostPaired ? come.length : 0;
    spend(compared * own.size);
    for (let at = 0; at < compared; at += 1) {
      const share = taken.has(at) ? 0 : shared(own, words[at] as ReadonlySet<string>);
      const enough = topic !== undefined && topic === subjects[at] ? alikeOnTopic : alike;
      if (share < enough || share <= most) continue;
      most = share;
      best = at;
    }
    if (best >= 0) taken.add(best);
    return { before: text, beforeLine: line, after: come[best]?.text, afterLine: come[best]?.line };
  });
}

function missing(from: string, within: string): readonly Line[] {
  const known = new Set(split(within).map((line) => line.trim()));
  return split(from)
    .map((text, index) => ({ text: text.trim().slice(0, longestLine), line: index + 1, whole: text.trim() }))
    .filter(({ whole }) => whole !== '' && !known.has(whole))
    .map(({ text, line }) => ({ text, line }));
}

const split = (text: string): readonly string[] => text.split('\n', mostLines);

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? []);
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const word of a) if (b.has(word)) both += 1;
  return both / Math.max(1, a.size + b.size - both);
}
