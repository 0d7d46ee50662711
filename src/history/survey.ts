// The history of a repository as a survey: what earlier revisions show that the last one does not.

import { type ForebearError, type Problem, problemOf } from '../errors.ts';
import type { Finding, Survey } from '../findings/finding.ts';
import type { RunOptions } from '../run.ts';
import { local } from '../wording/moments.ts';
import { type Statement, statement } from '../wording/statement.ts';
import { type CompiledFile, compiledFiles } from './artefacts.ts';
import { type ClaimChanges, changedClaims } from './claims.ts';
import { readContents } from './contents.ts';
import {
  claimFindings,
  compiledFindings,
  fileFindings,
  messageFindings,
  nameFindings,
  stayingFindings,
  timeFindings,
} from './findings.ts';
import { newNameFinder } from './names.ts';
import type { Repository } from './repository.ts';
import { type FileTrace, type NameTrace, traceFiles, traceNames } from './traces.ts';
import { type Walk, walkRepository } from './walk.ts';

export interface HistoryOptions extends RunOptions {
  /** Names of candidate originals, beside those that are known. */
  readonly candidates?: readonly string[] | undefined;
  /** When the original was published: a day, or a moment with its offset, as ISO 8601 writes them. */
  readonly released?: string | undefined;
}

/** What was found, for the page's figure and for whoever wants more than sentences. */
export interface History {
  readonly survey: Survey;
  readonly walk: Walk;
  readonly names: readonly NameTrace[];
  readonly files: readonly FileTrace[];
  readonly claims: ClaimChanges;
  readonly compiled: readonly CompiledFile[];
  readonly problems: readonly Problem[];
}

const version = 1;

export async function surveyHistory(repository: Repository, options: HistoryOptions = {}): Promise<Survey> {
  return (await readHistory(repository, options)).survey;
}

export async function readHistory(repository: Repository, options: HistoryOptions = {}): Promise<History> {
  const run: RunOptions = { signal: options.signal, onProgress: options.onProgress };
  const finder = newNameFinder(options.candidates ?? []);
  const walk = await walkRepository(repository, run);
  const contents = await readContents(repository, walk, finder, run);
  const left: Problem[] = [];
  const note = (error: ForebearError): void => {
    left.push(problemOf(error));
  };
  const names = traceNames(walk, contents, finder, note, run);
  const files = traceFiles(walk);
  const claims = changedClaims(walk, contents, note, run);
  const compiled = await compiledFiles(repository, walk, run);
  const problems = [...repository.problems, ...walk.problems, ...contents.problems, ...left];
  const rest = { walk, names, files, claims, compiled, problems };
  if (walk.revisions.length === 0) {
    const reason = statement('history.no-commits');
    return { ...rest, survey: { status: 'inapplicable', analysis: 'history', version, reason } };
  }
  const findings: Finding[] = [
    ...nameFindings(walk, contents, names, finder),
    ...timeFindings(walk, options.released),
    ...compiledFindings(walk, compiled),
    ...fileFindings(files),
    ...claimFindings(walk, contents, claims),
    ...stayingFindings(names),
    ...messageFindings(walk, finder),
  ];
  const weights = ['telling', 'common', 'context'] as const;
  const survey: Survey = {
    status: 'measured',
    analysis: 'history',
    version,
    examined: examined(repository, walk, contents, files, claims),
    // Stable: within one weight they stay in the order above.
    findings: findings.toSorted((a, b) => weights.indexOf(a.weight) - weights.indexOf(b.weight)),
    against: against(repository, walk, problems),
    tables: [commitTable(walk)],
  };
  return { ...rest, survey };
}

function examined(
  repository: Repository,
  walk: Walk,
  contents: { readonly texts: number; readonly binaries: number; readonly unread: number },
  files: readonly FileTrace[],
  claims: ClaimChanges,
): readonly Statement[] {
  const paths = new Set(walk.revisions.flatMap(({ changes }) => changes.map(({ path }) => path)));
  const authors = new Set(walk.revisions.map(({ commit }) => commit.author.identity));
  const committers = new Set(walk.revisions.map(({ commit }) => commit.committer.identity));
  return [
    statement('history.examined', {
      commits: walk.revisions.length,
      dangling: walk.revisions.filter(({ reachable }) => !reachable).length,
      references: repository.references.length,
      objects: repository.store.count,
      texts: contents.texts,
      binaries: contents.binaries,
      unread: contents.unread,
    }),
    statement('history.removed-counted', {
      paths: paths.size,
      removed: files.length,
      moved: files.filter(({ movedTo }) => movedTo !== undefined).length,
    }),
    statement('history.claims-counted', { claims: claims.total, others: claims.otherLines }),
    statement('history.identities', { authors: authors.size, committers: committers.size }),
  ];
}

function against(repository: Repository, walk: Walk, problems: readonly Problem[]): readonly Statement[] {
  const said = [
    statement('history.against-dates'),
    statement('history.against-names'),
    statement('history.against-rewritten'),
    statement('history.against-first-parent'),
    statement('history.against-settings'),
  ];
  const [first] = problems;
  if (first !== undefined) {
    const { subject, expected, found } = first;
    said.push(statement('history.against-unread', { problems: problems.length, subject, expected, found }));
  }
  if (repository.shallow.length > 0 || walk.missingParents > 0) {
    const values = { shallow: repository.shallow.length, parents: walk.missingParents };
    said.push(statement('history.against-shallow', values));
  }
  return [...said, statement('survey.not-weights')];
}

/** Characters of a commit's first line in the table. */
const longestSubject = 120;

function commitTable(walk: Walk) {
  return {
    id: 'commits',
    columns: ['revision', 'authored', 'committed', 'reachable', 'added', 'changed', 'removed', 'subject'],
    rows: walk.revisions.map(({ commit, reachable, changes }) => [
      commit.id,
      local(commit.author.seconds, commit.author.zone),
      local(commit.committer.seconds, commit.committer.zone),
      reachable ? 1 : 0,
      changes.filter(({ before }) => before === undefined).length,
      changes.filter(({ before, after }) => before !== undefined && after !== undefined).length,
      changes.filter(({ after }) => after === undefined).length,
      (commit.message.split('\n', 1)[0] ?? '').slice(0, longestSubject),
    ]),
  };
}
