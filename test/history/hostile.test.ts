// Repositories made to do harm: each ends in bounded time, with a problem or a refusal, and nothing in them is obeyed.
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { forgeHistory, foundingHistory, looseRepository, packedRepository } from '../../forgeries/founding-history.ts';
import {
  copyOrder,
  forgeBundle,
  forgeIndex,
  forgeObject,
  forgePack,
  forgeTree,
  looseFile,
  loosePath,
  type PackEntry,
  varint,
} from '../../forgeries/git-objects.ts';
import { memoryFolder } from '../../forgeries/memory-folder.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import { changedLines } from '../../src/history/claims.ts';
import { newNameFinder } from '../../src/history/names.ts';
import { applyDelta } from '../../src/history/objects/delta.ts';
import { openBundle, openRepository } from '../../src/history/repository.ts';
import { surveyHistory } from '../../src/history/survey.ts';
import { walkRepository } from '../../src/history/walk.ts';

const twin = foundingHistory();
const nothing = '0'.repeat(40);

function repositoryOf(files: ReadonlyMap<string, Uint8Array>) {
  return openRepository(memoryFolder(files), 'hostile');
}

/** A repository with one pack that git would not write. */
function packOf(entries: readonly PackEntry[], ids: readonly string[], head = nothing) {
  const { bytes, offsets } = forgePack(entries);
  return repositoryOf(
    new Map<string, Uint8Array>([
      ['HEAD', Buffer.from(`${head}\n`)],
      ['objects/pack/pack-1.pack', bytes],
      ['objects/pack/pack-1.idx', forgeIndex(new Map(ids.map((id, index) => [id, offsets[index] ?? 0])))],
    ]),
  );
}

describe('a hostile repository', () => {
  it('cannot blow up an object beyond the size it announces', async () => {
    const bomb = deflateSync(Buffer.concat([Buffer.from('blob 10\0'), Buffer.alloc(50_000_000)]));
    const id = 'ab'.repeat(20);
    const files = looseRepository(twin).set(loosePath(id), bomb);
    const repository = await repositoryOf(files);
    await expect(repository.store.read(id)).rejects.toMatchObject({ code: 'limit' });
    expect((await surveyHistory(repository)).status).toBe('measured');
  });

  it('cannot announce an object larger than what is read', async () => {
    const id = 'ab'.repeat(20);
    const files = looseRepository(twin).set(loosePath(id), deflateSync(Buffer.from('blob 99999999999\0x')));
    await expect((await repositoryOf(files)).store.read(id)).rejects.toMatchObject({ code: 'limit' });
  });

  it('cannot pass off an object under another id', async () => {
    const id = twin.commits[0] ?? '';
    const files = looseRepository(twin).set(loosePath(id), looseFile(forgeObject('blob', 'other')));
    const repository = await repositoryOf(files);
    await expect(repository.store.read(id)).rejects.toMatchObject({ code: 'format' });
    const survey = await surveyHistory(repository);
    expect(
      survey.status === 'measured' && survey.against.some(({ id: said }) => said === 'history.against-unread'),
    ).toBe(true);
  });

  it('cannot send deltas round in a circle', async () => {
    const [a, b] = ['aa'.repeat(20), 'bb'.repeat(20)];
    const delta = Uint8Array.from([1, 1, 1, 65]);
    const repository = await packOf(
      [
        { kind: 'name', base: b, delta },
        { kind: 'name', base: a, delta },
      ],
      [a, b],
    );
    await expect(repository.store.read(a)).rejects.toMatchObject({ code: 'format' });
    expect(await repository.store.idsOf('commit')).toEqual([]);
  });

  it('cannot grow without end by deltas that copy their base again and again', async () => {
    const base = forgeObject('blob', 'x'.repeat(65_535));
    const twice = (from: number, times: number): Uint8Array =>
      Uint8Array.from([
        ...varint(from),
        ...varint(times * 65_535),
        ...Array.from({ length: times }, () => copyOrder(0, 65_535)).flat(),
      ]);
    const entries: PackEntry[] = [
      { kind: 'whole', object: base },
      { kind: 'offset', base: 0, delta: twice(65_535, 250) },
    ];
    for (let i = 1; i < 60; i += 1) entries.push({ kind: 'offset', base: i, delta: twice(250 * 65_535, 250) });
    const ids = entries.map((_, index) => index.toString(16).padStart(40, '0'));
    const repository = await packOf(entries, ids);
    await expect(repository.store.read(ids.at(-1) ?? '')).rejects.toMatchObject({ code: 'limit' });
  });

  it('cannot make a delta write or read beyond its ends', () => {
    const base = new Uint8Array(10);
    const deltas = [
      [10, 5, 0x91, 8, 5],
      [10, 2, 3, 1, 2, 3],
      [9, 1, 1, 65],
      [10, 1, 0],
      [10, 127],
      [255, 255, 255, 255, 255, 255, 255, 255, 1],
      [10, ...varint(2 ** 40), 1, 65],
    ];
    for (const delta of deltas)
      expect(() => applyDelta(base, Uint8Array.from(delta), 1_000, 'delta')).toThrow(/expected/);
  });

  it('is read past a chain of 5,000 deltas', async () => {
    const base = forgeObject('blob', 'a');
    const entries: PackEntry[] = [{ kind: 'whole', object: base }];
    for (let i = 0; i < 5_000; i += 1) entries.push({ kind: 'offset', base: i, delta: Uint8Array.from([1, 1, 1, 65]) });
    const ids = entries.map((_, index) => index.toString(16).padStart(40, '0'));
    const repository = await packOf(entries, ids);
    await expect(repository.store.read(ids.at(-1) ?? '')).rejects.toMatchObject({ code: 'limit' });
  });

  it('is read with every byte of its pack damaged in turn', async () => {
    const files = packedRepository(twin);
    const pack = files.get('objects/pack/pack-1.pack') ?? new Uint8Array();
    for (let at = 0; at < pack.length; at += 37) {
      const broken = Uint8Array.from(pack);
      broken[at] = (broken[at] ?? 0) ^ 0xff;
      const repository = await repositoryOf(new Map(files).set('objects/pack/pack-1.pack', broken));
      await expect(surveyHistory(repository)).resolves.toHaveProperty('status');
    }
  });

  it('is read where it is cut anywhere, as a bundle without an index', async () => {
    const { bytes } = forgePack(twin.objects.map((object) => ({ kind: 'whole', object })));
    const bundle = forgeBundle(new Map([['refs/heads/main', twin.commits.at(-1) ?? '']]), bytes);
    for (let length = 120; length < bundle.length; length += 211) {
      const repository = await openBundle(memorySource(bundle.subarray(0, length)), 'cut');
      expect(repository.problems.length).toBeGreaterThan(0);
      await expect(surveyHistory(repository)).resolves.toHaveProperty('status');
    }
  });

  it('keeps names with dots, escapes and markup as text', async () => {
    const blob = forgeObject('blob', 'openbmb/MiniCPM-V-2 \u001b[31m<script>alert(1)</script>\n');
    const names = ['..', '../../etc/passwd', '\u001b[2J', '<script>', '\u202egnp.exe'];
    const tree = forgeTree(names.map((name) => ({ mode: '100644', name, id: blob.id })));
    const empty = forgeTree([]);
    const line = 'author A <a@example.org> 1700000000 +0000\ncommitter A <a@example.org> 1700000000 +0000';
    const first = forgeObject('commit', `tree ${tree.id}\n${line}\n\n<b>\u001b[1m\n`);
    const last = forgeObject('commit', `tree ${empty.id}\nparent ${first.id}\n${line}\n\n..\n`);
    const files = looseRepository({ objects: [blob, tree, empty, first, last], commits: [first.id, last.id] });
    const survey = await surveyHistory(await repositoryOf(files));
    expect(survey.status === 'measured' && survey.findings.length).toBeGreaterThan(1);
    expect(JSON.stringify(survey)).toContain('../../etc/passwd');
  });

  it('cannot be walked for ever through folders that hold one folder many times', async () => {
    let tree = forgeTree([{ mode: '100644', name: 'a', id: forgeObject('blob', 'a').id }]);
    const objects = [forgeObject('blob', 'a'), tree];
    for (let depth = 0; depth < 70; depth += 1) {
      const { id } = tree;
      tree = forgeTree(['a', 'b', 'c', 'd'].map((name) => ({ mode: '40000', name, id })));
      objects.push(tree);
    }
    const line = 'author A <a> 1700000000 +0000\ncommitter A <a> 1700000000 +0000';
    const commit = forgeObject('commit', `tree ${tree.id}\n${line}\n\nx\n`);
    const repository = await repositoryOf(looseRepository({ objects: [...objects, commit], commits: [commit.id] }));
    const walk = await walkRepository(repository);
    expect(walk.problems.map(({ code }) => code)).toContain('limit');
  });

  it('reads neither alternates nor grafts nor settings nor hooks', async () => {
    const files = looseRepository(twin);
    for (const name of ['objects/info/alternates', 'info/grafts']) files.set(name, Buffer.from('/etc\n'));
    const folder = memoryFolder(files);
    const opened: string[] = [];
    for (const name of ['config', 'hooks/post-checkout', 'info/attributes']) files.set(name, Buffer.from('[filter]'));
    const watched = { ...folder, open: (path: string) => (opened.push(path), folder.open(path)) };
    const repository = await openRepository(watched, 'hostile');
    await surveyHistory(repository);
    expect(repository.problems.map(({ subject }) => subject)).toEqual(['objects/info/alternates', 'info/grafts']);
    expect(opened.filter((path) => !/^(?:HEAD|refs\/|objects\/[0-9a-f]{2}\/)/.test(path))).toEqual([]);
  });

  it('is read with a reference line of one megabyte and with 100,000 references', async () => {
    const head = twin.commits.at(-1) ?? '';
    const lines = Array.from({ length: 100_000 }, (_, index) => `${head} refs/heads/b${index}\n`).join('');
    const files = looseRepository(twin).set('packed-refs', Buffer.from(`${head} ${'x'.repeat(1_000_000)}\n${lines}`));
    const repository = await repositoryOf(files);
    expect(repository.references.length).toBeLessThanOrEqual(100_000);
    expect((await walkRepository(repository)).revisions).toHaveLength(4);
  });

  it('is read with lines of a megabyte in prose and code', async () => {
    const long = 'release openbmb/MiniCPM-V a'.repeat(40_000);
    const history = forgeHistory([
      { seconds: 1_700_000_000, message: 'a', files: new Map([['README.md', `${long}\n`]]) },
      { seconds: 1_700_000_100, message: 'b', files: new Map([['README.md', `${long}b\n${'('.repeat(100_000)}`]]) },
    ]);
    expect((await surveyHistory(await repositoryOf(looseRepository(history)))).status).toBe('measured');
  });

  it('compares and searches in time that grows with what is there', () => {
    const many = Array.from({ length: 4_000 }, (_, index) => `release ${index} word${index}`).join('\n');
    expect(changedLines(many, many.replaceAll('release', 'training')).length).toBeGreaterThan(3_000);
    const finder = newNameFinder(['a'.repeat(5_000), '((((', '.*.*.*x']);
    expect(finder.find(`${'a/-.'.repeat(200_000)} MiniCPM`)).toHaveLength(1);
  });

  it('is refused where it is no repository', async () => {
    await expect(repositoryOf(new Map())).rejects.toMatchObject({ code: 'format' });
    await expect(openBundle(memorySource(Buffer.from('# v9 git bundle\n\n')), 'b')).rejects.toMatchObject({
      code: 'format',
    });
  });
});
