// What histories of ordinary public repositories show: `npm run real:history -- FOLDER`, where each folder in it, or its `repo`, is a repository.
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openFolder } from '../src/bytes/file.ts';
import { isForebearError } from '../src/errors.ts';
import { knownFamilies } from '../src/history/known-names-table.ts';
import { openRepository } from '../src/history/repository.ts';
import { readHistory } from '../src/history/survey.ts';

const [root, ...only] = process.argv.slice(2);
if (root === undefined) {
  console.error('usage: npm run real:history -- FOLDER [NAME]…');
  process.exit(1);
}
const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );
// Every family is asked for, so that each is judged as a candidate would be.
const candidates = knownFamilies.map(({ names: [first] }) => first ?? '');
const names = only.length > 0 ? only : (await readdir(root)).toSorted();
let [familyPairs, passed, failed, hubIds, gone, files, claims] = [0, 0, 0, 0, 0, 0, 0];
console.log(
  ['repository', 'commits', 'objects', 'families', 'names gone', 'files gone', 'claims', 'problems', 's'].join('\t'),
);
for (const name of names) {
  const inside = [join(root, name, 'repo'), join(root, name, '.git'), join(root, name)];
  let path: string | undefined;
  for (const each of inside) if (path === undefined && (await isThere(join(each, 'HEAD')))) path = each;
  if (path === undefined) continue;
  const start = performance.now();
  try {
    const repository = await openRepository(await openFolder(path, { label: name }), name);
    const {
      walk,
      survey,
      names: traces,
      files: removed,
      claims: changed,
      problems,
    } = await readHistory(repository, { candidates });
    const told = survey.status === 'measured' ? survey.findings.filter(({ weight }) => weight === 'telling') : [];
    const families = new Set(told.map(({ statement }) => String(statement.values['family'])));
    familyPairs += families.size;
    const telling = families.size;
    const away = traces.filter(({ stays, owner }) => !stays && !owner).length;
    const left = removed.filter(({ movedTo }) => movedTo === undefined).length;
    if (telling > 0) hubIds += 1;
    if (away > 0) gone += 1;
    if (left > 0) files += 1;
    if (changed.total > 0) claims += 1;
    const seconds = ((performance.now() - start) / 1_000).toFixed(1);
    const { revisions } = walk;
    const figures = [revisions.length, repository.store.count, telling, away, left, changed.total];
    console.log([name, ...figures, problems.length, seconds, [...families].join(' ')].join('\t'));
    passed += 1;
  } catch (error) {
    if (!isForebearError(error)) throw error;
    console.log([name, error.message].join('\t'));
    failed += 1;
  }
}
const pairs = passed * knownFamilies.length;
console.log(`pairs of repository and family with an undeclared hub id gone: ${familyPairs} of ${pairs}`);
console.log(
  `of ${passed}: hub ids gone in ${hubIds}, names gone in ${gone}, files gone in ${files}, claims in ${claims}`,
);
console.log(`${passed} passed, ${failed} failed`);
