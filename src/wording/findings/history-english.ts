// Every sentence that the analysis "history" can give, in English. The keys are the statement ids.
import type { Template } from '../values.ts';

export const historyEnglish = {
  'history.examined': (v) =>
    `${v.counted('commits', 'commit')} (${v.count('dangling')} reached by no reference) from ${v.counted('references', 'reference')} over ${v.counted('objects', 'object')}; ${v.counted('texts', 'distinct text')} searched, ${v.counted('binaries', 'binary file')} passed over, ${v.count('unread')} not read.`,
  'history.removed-counted': (v) =>
    `Paths in all revisions: ${v.count('paths')}; not in the last one: ${v.count('removed')}; of these there with the same bytes under another path: ${v.count('moved')}.`,
  'history.claims-counted': (v) =>
    `${v.counted('claims', 'line')} of prose on release, training, size, origin or licence went or changed, and ${v.count('others')} other lines did.`,
  'history.identities': (v) =>
    `The commits give ${v.counted('authors', 'author identity', 'author identities')} and ${v.counted('committers', 'committer identity', 'committer identities')}; who they are is not printed.`,
  'history.no-commits': () => 'The repository has no commit that can be read.',
  'history.span': (v) =>
    `The first commit (${v.text('first')}) is dated ${v.text('from')}, the last revision (${v.text('last')}) ${v.text('to')}.`,
  'history.after-release': (v) =>
    `The first commit is dated ${v.count('days')} d ${v.count('hours')} h ${v.count('minutes')} m after ${v.text('released')}, the moment given as the original's release.`,
  'history.before-release': (v) =>
    `The first commit is dated ${v.count('days')} d ${v.count('hours')} h ${v.count('minutes')} m before ${v.text('released')}, the moment given as the original's release.`,
  'history.name-gone': (v) =>
    `The identifier “${v.text('name')}” (${v.text('family')}) came into ${v.text('file')} with revision ${v.text('brought')} (${v.text('from')}); revision ${v.text('removed')} (${v.text('to')}) changed the file so that it is gone, and no file of the last revision has it.`,
  'history.name-gone-with-file': (v) =>
    `The identifier “${v.text('name')}” (${v.text('family')}) came into ${v.text('file')} with revision ${v.text('brought')} (${v.text('from')}); revision ${v.text('removed')} (${v.text('to')}) removed that file, and no file of the last revision has it.`,
  'history.name-elsewhere': (v) =>
    `The identifier “${v.text('name')}” (${v.text('family')}) came into ${v.text('file')} with revision ${v.text('brought')} (${v.text('from')}) and is in no file of the last revision.`,
  'history.more-names': (v) =>
    `${v.counted('names', 'further identifier')} of known model families stood in earlier revisions and not in the last one.`,
  'history.name-stays': (v) =>
    `The last revision names ${v.text('family')} under ${v.counted('names', 'identifier')}: ${v.text('list')}.`,
  'history.name-in-message': (v) =>
    `${v.counted('commits', 'commit message')} of ${v.count('all')} named ${v.text('family')}.`,
  'history.files-removed': (v) =>
    `${v.counted('files', 'file')} (${v.list('kind', { licence: 'licences and notices', test: 'tests', weights: 'weights', configuration: 'configuration and tokenizers', other: 'others' })}) stood in earlier revisions and not in the last one, under no other path either: ${v.text('list')}.`,
  'history.claim-changed': (v) =>
    `A line on ${v.list('topic', { licence: 'the licence', origin: 'the origin', release: 'the release', training: 'training', size: 'size or results' })} in ${v.text('file')} was worded otherwise until revision ${v.text('revision')} (${v.text('date')}): “${v.text('before')}” became “${v.text('after')}”.`,
  'history.claim-removed': (v) =>
    `A line on ${v.list('topic', { licence: 'the licence', origin: 'the origin', release: 'the release', training: 'training', size: 'size or results' })} went from ${v.text('file')} with revision ${v.text('revision')} (${v.text('date')}): “${v.text('before')}”.`,
  'history.licence-text': (v) =>
    `The licence file ${v.text('file')} was ${v.list('kind', { added: 'added', changed: 'changed', removed: 'removed' })} with revision ${v.text('revision')} (${v.text('date')}).`,
  'history.dangling': (v) =>
    `${v.counted('commits', 'commit')} of ${v.count('all')} can be read and no reference leads to them.`,
  'history.compiled': (v) =>
    `The compiled Python file ${v.text('file')} (magic ${v.text('magic')}, CPython ${v.text('python')}) says that its source was written at ${v.text('written')} and has ${v.counted('bytes', 'byte')}.`,
  'history.compiled-by-hash': (v) =>
    `The compiled Python file ${v.text('file')} (magic ${v.text('magic')}, CPython ${v.text('python')}) names its source by the hash ${v.text('hash')} and has no time.`,
  'history.compiled-source': (v) =>
    `${v.count('fitting')} of ${v.count('compared')} revisions of a file of its name in this repository have exactly the ${v.count('bytes')} bytes that ${v.text('file')} gives as its source's size; the earliest is ${v.text('source')} at ${v.text('revision')}.`,
  'history.compiled-no-source': (v) =>
    `None of ${v.counted('compared', 'revision')} of a file of its name in this repository has the ${v.count('bytes')} bytes that ${v.text('file')} gives as its source's size.`,
  'history.compiled-before': (v) =>
    `The source of ${v.text('file')} was written ${v.counted('seconds', 'second')} before the first commit, by the clock of that computer.`,
  'history.compiled-after': (v) =>
    `The source of ${v.text('file')} was written ${v.counted('seconds', 'second')} after the first commit, by the clock of that computer.`,
  'history.compiled-paths': (v) => `${v.text('file')} holds the path of its source on the computer that compiled it.`,
  'history.clocks': (v) =>
    `${v.counted('early', 'commit')} of ${v.count('all')} are dated before a parent, and ${v.count('turned')} are committed before they were written.`,
  'history.background-names': (v) =>
    `Counted over ordinary public repositories: in ${v.count('seen')} of ${v.count('repositories')} an identifier of a model family stood in an earlier revision and not in the last one.`,
  'history.background-family': (v) =>
    `Counted over ${v.counted('repositories', 'ordinary public repository', 'ordinary public repositories')} and ${v.counted('families', 'family', 'families')}: in ${v.count('seen')} of these ${v.count('pairs')} pairs an address on a hub of a family that the last revision's own description does not name went.`,
  'history.background-files': (v) =>
    `Counted over ordinary public repositories: in ${v.count('seen')} of ${v.count('repositories')} files of earlier revisions are gone in the last one.`,
  'history.background-claims': (v) =>
    `Counted over ordinary public repositories: in ${v.count('seen')} of ${v.count('repositories')} such lines of prose went or changed.`,
  'history.background-clocks': () =>
    'Rebasing, patches sent by mail and clocks that are set wrongly all give such dates.',
  'history.background-uncounted': () => 'How often this is seen where there is no relation has not been counted.',
  'history.against-dates': () =>
    'Dates of commits and of files come from the clock of whoever made them and can be set to anything; no other record confirms them here.',
  'history.against-names': () =>
    'Other models are named for many honest reasons: comparisons, tests, examples, dependencies. Files are deleted when they are no longer needed.',
  'history.against-rewritten': () =>
    'A history that was rewritten shows nothing of what was there before, and a clone holds only what was fetched.',
  'history.against-first-parent': () =>
    'Revisions are compared with their first parent, texts are searched up to 2 MiB each, and moved files are told by equal bytes alone.',
  'history.against-unread': (v) =>
    `Not everything could be read: ${v.counted('problems', 'problem')}, the first one at ${v.text('subject')}, where ${v.text('expected')} was expected and ${v.text('found')} found.`,
  'history.against-shallow': (v) =>
    `Earlier history is missing: ${v.counted('shallow', 'shallow border')}, ${v.counted('parents', 'parent')} that commits name and that are not there.`,
  'history.against-settings': () =>
    'Grafts, replacements and alternates are not followed, and no hook, filter or setting of the repository is read.',
} as const satisfies { readonly [id: string]: Template };
