// Repositories that git itself wrote are read as git reads them: packs whose deltas are placed or named, both kinds of index, bundles.
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { memoryFolder } from '../../forgeries/memory-folder.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import { openBundle, openRepository, type Repository } from '../../src/history/repository.ts';
import { surveyHistory } from '../../src/history/survey.ts';
import { walkRepository } from '../../src/history/walk.ts';

const fixture = (name: string): Promise<Uint8Array> =>
  readFile(new URL(`../fixtures/git/${name}`, import.meta.url)).then((bytes) => new Uint8Array(bytes));

const expected = JSON.parse(Buffer.from(await fixture('expected.json')).toString()) as {
  readonly commits: readonly string[];
  readonly head: string;
  readonly files: readonly string[];
};

async function packed(pack: string, index: string | undefined): Promise<Repository> {
  const files = new Map([
    ['HEAD', new Uint8Array(Buffer.from('ref: refs/heads/main\n'))],
    ['packed-refs', await fixture('packed-refs')],
    ['objects/pack/pack-1.pack', await fixture(pack)],
  ]);
  if (index !== undefined) files.set('objects/pack/pack-1.idx', await fixture(index));
  return openRepository(memoryFolder(files), 'fixture');
}

const forms: Readonly<Record<string, () => Promise<Repository>>> = {
  'a pack with placed deltas': () => packed('by-offset.pack', 'by-offset.idx'),
  'a pack with named deltas': () => packed('by-name.pack', 'by-name.idx'),
  'an index of version 1': () => packed('by-name.pack', 'by-name-1.idx'),
  'a pack with placed deltas and no index': () => packed('by-offset.pack', undefined),
  'a pack with named deltas and no index': () => packed('by-name.pack', undefined),
  'a bundle': async () => openBundle(memorySource(await fixture('history.bundle')), 'fixture'),
};

describe('a repository that git wrote', () => {
  for (const [form, open] of Object.entries(forms)) {
    it(`is read whole from ${form}`, async () => {
      const repository = await open();
      const walk = await walkRepository(repository);
      expect([...repository.problems, ...walk.problems]).toEqual([]);
      expect(repository.head).toBe(expected.head);
      const commits = walk.revisions.map(({ commit }) => `${commit.id} ${commit.tree} ${commit.committer.seconds}`);
      expect(commits.toSorted()).toEqual(expected.commits);
      const files = [...walk.last].map(([path, { id, mode }]) => `${mode.toString(8)} ${id} ${path}`);
      expect(files).toEqual(expected.files);
      for (const { id } of walk.last.values()) expect((await repository.store.read(id))?.type).toBe('blob');
    });
  }

  it('gives parents before children', async () => {
    const { revisions } = await walkRepository(await packed('by-offset.pack', 'by-offset.idx'));
    const seen = new Set<string>();
    for (const { commit } of revisions) {
      expect(commit.parents.every((id) => seen.has(id))).toBe(true);
      seen.add(commit.id);
    }
  });

  it('follows annotated tags and names with several slashes', async () => {
    const { references } = await packed('by-offset.pack', 'by-offset.idx');
    expect(references.map(({ name }) => name)).toEqual([
      'refs/heads/feature/nested/deep',
      'refs/heads/main',
      'refs/heads/side',
      'refs/tags/v1',
    ]);
  });

  it('says what a bundle that builds on other commits lacks', async () => {
    const repository = await openBundle(memorySource(await fixture('thin.bundle')), 'thin');
    expect(repository.problems.map(({ code }) => code)).toContain('source');
    const survey = await surveyHistory(repository);
    expect(survey.status).toBe('measured');
    const said = survey.status === 'measured' ? survey.against.map(({ id }) => id) : [];
    expect(said).toContain('history.against-unread');
    expect(said).toContain('history.against-shallow');
  });
});
