// Findings of a history, each with the revisions it rests on and with what was counted elsewhere.
import type { Finding, Place, Weight } from '../findings/finding.ts';
import { excerptOf } from '../findings/finding.ts';
import { elapsed, secondsOf, utc } from '../wording/moments.ts';
import { type Statement, statement } from '../wording/statement.ts';
import type { CompiledFile } from './artefacts.ts';
import { ordinary } from './background-table.ts';
import type { ClaimChange, ClaimChanges } from './claims.ts';
import type { Contents } from './contents.ts';
import { knownFamilies } from './known-names-table.ts';
import type { NameFinder } from './names.ts';
import { type FileTrace, fileKinds, kindOf, type NamePlace, type NameTrace } from './traces.ts';
import type { Revision, Walk } from './walk.ts';

/** Findings of one kind that are told each by itself. */
const mostTold = 60;

/** Places of one finding. */
const mostPlaces = 50;

/** Names in one sentence; the places hold more. */
const mostListed = 5;

const uncounted = statement('history.background-uncounted');
const short = ({ commit }: Revision): string => commit.id.slice(0, 10);
const dated = ({ commit }: Revision): string => utc(commit.committer.seconds);
const listed = (names: readonly string[]): string =>
  names.length <= mostListed ? names.join(', ') : `${names.slice(0, mostListed).join(', ')}, …`;

function placeOf({ revision, path, line, excerpt }: NamePlace): Place {
  return { side: 'suspect', file: path, line, revision: short(revision), excerpt };
}

/** Names that only earlier revisions have, and families that the last one names. */
export function nameFindings(
  walk: Walk,
  contents: Contents,
  names: readonly NameTrace[],
  finder: NameFinder,
): readonly Finding[] {
  const declared = declaredFamilies(walk, contents);
  const weightOf = ({ family, name, owner }: NameTrace): Weight => {
    if (declared.has(family) || owner) return 'context';
    const account = /^([\w.-]+)\/[\w.-]+$/.exec(name)?.[1]?.toLowerCase();
    const isHubId = account !== undefined && finder.accounts.has(account);
    // Among all families some name goes from most repositories; from one that was named beforehand few have an address of it.
    return isHubId && finder.asked.has(family) ? 'telling' : 'common';
  };
  const gone = names
    .filter(({ stays }) => !stays)
    .map((trace) => ({ trace, weight: weightOf(trace) }))
    .toSorted((a, b) => weightRank(a.weight) - weightRank(b.weight));
  const { repositories } = ordinary;
  const background = statement('history.background-names', { seen: ordinary.names, repositories });
  const rare = statement('history.background-family', {
    seen: ordinary.familyPairs,
    pairs: repositories * knownFamilies.length,
    repositories,
    families: knownFamilies.length,
  });
  const told = gone.slice(0, mostTold).map(({ trace, weight }): Finding => {
    const { brought, removed, family, name } = trace;
    const values = {
      name,
      family,
      file: brought.path,
      brought: short(brought.revision),
      from: dated(brought.revision),
    };
    const places = [placeOf(brought)];
    if (removed === undefined) {
      const said = statement('history.name-elsewhere', values);
      return { statement: said, weight, background: weight === 'telling' ? rare : background, places };
    }
    const id = removed.whole ? 'history.name-gone-with-file' : 'history.name-gone';
    const when = { removed: short(removed.revision), to: dated(removed.revision) };
    places.push({ side: 'suspect', file: removed.path, revision: short(removed.revision) });
    const said = statement(id, { ...values, ...when, file: removed.path });
    return { statement: said, weight, background: weight === 'telling' ? rare : background, places };
  });
  const rest = gone.slice(mostTold);
  const more: Finding[] =
    rest.length === 0
      ? []
      : [
          {
            statement: statement('history.more-names', { names: rest.length }),
            weight: 'context',
            background,
            places: rest.slice(0, mostPlaces).map(({ trace }) => placeOf(trace.brought)),
          },
        ];
  return [...told, ...more];
}

const weightRank = (weight: Weight): number => ['telling', 'common', 'context'].indexOf(weight);

/** Families that the project itself names, in the last revision, where projects name what they use. */
function declaredFamilies(walk: Walk, contents: Contents): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [path, { id }] of walk.last) {
    if (!/(?:^|\/)(?:readme|model_?card|notice|citation)[^/]*$/i.test(path)) continue;
    for (const { family, owner } of contents.names.get(id) ?? []) if (!owner) found.add(family);
  }
  return found;
}

/** Families that the last revision names. */
export function stayingFindings(names: readonly NameTrace[]): readonly Finding[] {
  const families = Map.groupBy(
    names.filter(({ stays }) => stays),
    ({ family }) => family,
  );
  return [...families].map(([family, traces]) => ({
    statement: statement('history.name-stays', {
      family,
      names: traces.length,
      list: listed(traces.map(({ name }) => name)),
    }),
    weight: 'context',
    background: uncounted,
    places: traces.slice(0, mostPlaces).map(({ brought }) => placeOf(brought)),
  }));
}

/** Families that messages name. */
export function messageFindings(walk: Walk, finder: NameFinder): readonly Finding[] {
  const families = new Map<string, Place[]>();
  for (const revision of walk.revisions) {
    for (const hit of finder.find(revision.commit.message)) {
      if (hit.owner) continue;
      const places = families.get(hit.family) ?? [];
      // One message may name one family in several ways.
      if (places.at(-1)?.revision !== short(revision)) {
        places.push({ side: 'suspect', file: '', revision: short(revision), excerpt: hit.excerpt });
      }
      families.set(hit.family, places);
    }
  }
  return [...families]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([family, places]) => ({
      statement: statement('history.name-in-message', { family, commits: places.length, all: walk.revisions.length }),
      weight: 'context',
      background: uncounted,
      places: places.slice(0, mostPlaces),
    }));
}

/** When the history begins and ends, and beside the original's release. */
export function timeFindings(walk: Walk, released: string | undefined): readonly Finding[] {
  const first = walk.revisions.find(({ reachable }) => reachable) ?? walk.revisions[0];
  const last = walk.revisions.find(({ commit }) => commit.id === walk.head?.id) ?? walk.revisions.at(-1);
  if (first === undefined || last === undefined) return [];
  const begin = first.commit.committer.seconds;
  const places: readonly Place[] = [{ side: 'suspect', file: '', revision: short(first) }];
  const found: Finding[] = [];
  const tell = (said: Statement, background: Statement | null = null, at = places): void => {
    found.push({ statement: said, weight: 'context', background, places: at });
  };
  tell(statement('history.span', { first: short(first), from: dated(first), last: short(last), to: dated(last) }));
  const release = released === undefined ? undefined : secondsOf(released);
  if (released !== undefined && release !== undefined) {
    const between = begin - release;
    const id = between >= 0 ? 'history.after-release' : 'history.before-release';
    tell(statement(id, { ...elapsed(between), released }));
  }
  const dangling = walk.revisions.filter(({ reachable }) => !reachable);
  const pointed = (revisions: readonly Revision[]): readonly Place[] =>
    revisions.slice(0, mostPlaces).map((each) => ({
      side: 'suspect',
      file: '',
      revision: short(each),
      excerpt: excerptOf(each.commit.message.split('\n', 1)[0] ?? ''),
    }));
  if (dangling.length > 0) {
    const said = statement('history.dangling', { commits: dangling.length, all: walk.revisions.length });
    found.push({ statement: said, weight: 'common', background: uncounted, places: pointed(dangling) });
  }
  const seconds = new Map(walk.revisions.map(({ commit }) => [commit.id, commit.committer.seconds]));
  const early = walk.revisions.filter(({ commit }) =>
    commit.parents.some((id) => (seconds.get(id) ?? -Infinity) > commit.committer.seconds),
  );
  const turned = walk.revisions.filter(({ commit }) => commit.committer.seconds < commit.author.seconds);
  if (early.length + turned.length > 0) {
    const said = { early: early.length, turned: turned.length, all: walk.revisions.length };
    tell(statement('history.clocks', said), statement('history.background-clocks'), pointed([...early, ...turned]));
  }
  return found;
}

/** Files that are in no last revision, by kind. */
export function fileFindings(files: readonly FileTrace[]): readonly Finding[] {
  const background = statement('history.background-files', {
    seen: ordinary.files,
    repositories: ordinary.repositories,
  });
  const gone = files.filter(({ movedTo }) => movedTo === undefined);
  return fileKinds.flatMap((kind): readonly Finding[] => {
    const some = gone.filter(({ path }) => kindOf(path) === kind);
    if (some.length === 0) return [];
    return [
      {
        statement: statement('history.files-removed', {
          files: some.length,
          kind,
          list: listed(some.map(({ path }) => path)),
        }),
        weight: kind === 'other' ? 'context' : 'common',
        background,
        places: some.slice(0, mostPlaces).map(({ path, removed }) => ({
          side: 'suspect',
          file: path,
          revision: short(removed),
        })),
      },
    ];
  });
}

/** Lines of prose that the last revision has no more, and what became of licence files. */
export function claimFindings(walk: Walk, contents: Contents, changes: ClaimChanges): readonly Finding[] {
  const background = statement('history.background-claims', {
    seen: ordinary.claims,
    repositories: ordinary.repositories,
  });
  const lines = new Map<string, ReadonlySet<string>>();
  const stands = ({ path, before }: ClaimChange): boolean => {
    let known = lines.get(path);
    if (known === undefined) {
      const text = contents.prose.get(walk.last.get(path)?.id ?? '') ?? '';
      known = new Set(text.split('\n').map((line) => line.trim()));
      lines.set(path, known);
    }
    return known.has(before);
  };
  const told = changes.claims.filter((change) => !stands(change)).slice(0, mostTold);
  return [
    ...told.map((change): Finding => {
      const { topic, path, revision, before, beforeLine, after, afterLine } = change;
      const values = { topic, file: path, revision: short(revision), date: dated(revision), before: excerptOf(before) };
      const parent = revision.commit.parents[0]?.slice(0, 10);
      const places: Place[] = [
        { side: 'suspect', file: path, line: beforeLine, revision: parent, excerpt: excerptOf(before) },
      ];
      if (after !== undefined) {
        const now = { line: afterLine, revision: short(revision), excerpt: excerptOf(after) };
        places.push({ side: 'suspect', file: path, ...now });
      }
      return {
        statement:
          after === undefined
            ? statement('history.claim-removed', values)
            : statement('history.claim-changed', { ...values, after: excerptOf(after) }),
        weight: 'common',
        background,
        places,
      };
    }),
    ...changes.licences.slice(0, mostTold).map(
      ({ path, revision, kind }): Finding => ({
        statement: statement('history.licence-text', {
          file: path,
          kind,
          revision: short(revision),
          date: dated(revision),
        }),
        weight: 'context',
        background: null,
        places: [{ side: 'suspect', file: path, revision: short(revision) }],
      }),
    ),
  ];
}

/** Compiled Python files: interpreter, time and size of the source, paths. */
export function compiledFindings(walk: Walk, compiled: readonly CompiledFile[]): readonly Finding[] {
  const first = walk.revisions.find(({ reachable }) => reachable) ?? walk.revisions[0];
  return compiled.slice(0, mostTold).flatMap(({ path: file, revision, facts, sources, compared }) => {
    const place: Place = { side: 'suspect', file, revision: short(revision) };
    const found: Finding[] = [];
    const tell = (said: Statement, places: readonly Place[] = [place], weight: Weight = 'context'): void => {
      found.push({ statement: said, weight, background: uncounted, places });
    };
    const interpreter = { file, magic: String(facts.magic), python: facts.python ?? '' };
    const { sourceSeconds, sourceBytes, sourceHash } = facts;
    if (sourceHash !== undefined) {
      tell(statement('history.compiled-by-hash', { ...interpreter, hash: sourceHash }));
    }
    if (sourceSeconds !== undefined && sourceBytes !== undefined) {
      tell(statement('history.compiled', { ...interpreter, written: utc(sourceSeconds), bytes: sourceBytes }));
      const [earliest] = sources;
      const size = { file, bytes: sourceBytes, compared };
      if (earliest !== undefined) {
        const at = { source: earliest.path, revision: short(earliest.revision), fitting: sources.length };
        const places = sources.map((source) => ({ ...place, file: source.path, revision: short(source.revision) }));
        tell(statement('history.compiled-source', { ...size, ...at }), [place, ...places].slice(0, mostPlaces));
      } else if (compared > 0) tell(statement('history.compiled-no-source', size));
      if (first !== undefined) {
        const seconds = first.commit.committer.seconds - sourceSeconds;
        const id = seconds >= 0 ? 'history.compiled-before' : 'history.compiled-after';
        tell(statement(id, { file, seconds: Math.abs(seconds) }));
      }
    }
    if (facts.paths.length > 0) {
      const places = facts.paths.map((path) => ({ ...place, excerpt: excerptOf(path) }));
      tell(statement('history.compiled-paths', { file }), places, 'common');
    }
    return found;
  });
}
