// Files and folders on disk: what is opened, what is refused, and what is noticed while reading.
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFile, openFolder } from '../../src/bytes/file.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'forebear-file-'));
  mkdirSync(join(root, 'model', 'sub'), { recursive: true });
  writeFileSync(join(root, 'secret'), 'secret');
  writeFileSync(join(root, 'model', 'a.bin'), 'abcdef');
  writeFileSync(join(root, 'model', 'sub', 'b.bin'), 'b');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const inModel = (...names: readonly string[]): string => join(root, 'model', ...names);
const code = (name: string): unknown => expect.objectContaining({ name: 'ForebearError', code: name });

/** Opening such a file waits for a writer, unless one opens it with care. */
function makePipe(path: string): void {
  execFileSync('sh', ['-c', 'mkfifo "$0"', path]);
}

describe('openFile', () => {
  it('reads ranges into fresh arrays of exactly their length', async () => {
    const source = await openFile(inModel('a.bin'));
    expect(source.size).toBe(6);
    const bytes = await source.read(1, 4);
    expect(new TextDecoder().decode(bytes)).toBe('bcd');
    expect(bytes.buffer.byteLength).toBe(3);
    expect(await source.read(6, 6)).toEqual(new Uint8Array(0));
    await source.close();
    await source.close();
  });

  it('refuses what is not a regular file', async () => {
    makePipe(inModel('pipe'));
    await expect(openFile(inModel())).rejects.toThrow(code('source'));
    await expect(openFile(inModel('pipe'))).rejects.toThrow(code('source'));
    await expect(openFile('/dev/zero')).rejects.toThrow(code('source'));
    await expect(openFile(inModel('missing'))).rejects.toThrow('found nothing of that name');
  });

  it('refuses ranges outside the file and nonsense for ranges', async () => {
    const source = await openFile(inModel('a.bin'));
    await expect(source.read(0, 7)).rejects.toThrow(code('source'));
    await expect(source.read(-1, 2)).rejects.toThrow(code('usage'));
    await expect(source.read(3, 2)).rejects.toThrow(code('usage'));
    await expect(source.read(0, Number.NaN)).rejects.toThrow(code('usage'));
    await source.close();
    await expect(source.read(0, 1)).rejects.toThrow(code('usage'));
  });

  it('notices that the file became shorter, with both numbers', async () => {
    const source = await openFile(inModel('a.bin'));
    truncateSync(inModel('a.bin'), 3);
    await expect(source.read(0, 6)).rejects.toThrow('expected 6 bytes or more, found 3 bytes: the file became shorter');
    await source.close();
  });

  it('notices that the file became longer or was written to', async () => {
    const longer = await openFile(inModel('a.bin'));
    appendFileSync(inModel('a.bin'), 'x');
    await expect(longer.read(0, 6)).rejects.toThrow(code('integrity'));
    await longer.close();
    const touched = await openFile(inModel('sub', 'b.bin'));
    utimesSync(inModel('sub', 'b.bin'), 1, 1);
    await expect(touched.read(0, 1)).rejects.toThrow(code('integrity'));
    await touched.close();
  });

  it('passes the reason of an abort through untouched', async () => {
    const reason = new Error('stop');
    const source = await openFile(inModel('a.bin'));
    await expect(source.read(0, 1, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(openFile(inModel('a.bin'), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await source.close();
  });
});

describe('openFolder', () => {
  it('lists files by path in code-unit order, without hidden folders and links that lead out', async () => {
    mkdirSync(inModel('.git'));
    writeFileSync(inModel('.git', 'config'), '');
    writeFileSync(inModel('Z'), 'zz');
    symlinkSync(inModel('a.bin'), inModel('inside'));
    symlinkSync(join(root, 'secret'), inModel('outside'));
    symlinkSync(root, inModel('up'));
    symlinkSync('nowhere', inModel('dangling'));
    const folder = await openFolder(inModel());
    expect(await folder.list()).toEqual([
      { path: 'Z', bytes: 2 },
      { path: 'a.bin', bytes: 6 },
      { path: 'inside', bytes: 6 },
      { path: 'sub/b.bin', bytes: 1 },
    ]);
  });

  it('lists to a depth of five', async () => {
    mkdirSync(inModel('1', '2', '3', '4', '5'), { recursive: true });
    writeFileSync(inModel('1', '2', '3', '4', 'seen'), '');
    writeFileSync(inModel('1', '2', '3', '4', '5', 'unseen'), '');
    const paths = (await (await openFolder(inModel())).list()).map((entry) => entry.path);
    expect(paths).toContain('1/2/3/4/seen');
    expect(paths).not.toContain('1/2/3/4/5/unseen');
  });

  it('opens by relative name', async () => {
    const source = await (await openFolder(inModel())).open('sub/b.bin');
    expect(await source.read(0, 1)).toEqual(Uint8Array.of(0x62));
    await source.close();
  });

  it.for([
    '../secret',
    'sub/../../secret',
    '/etc/passwd',
    'C:\\a',
    'sub\\b.bin',
    'a.bin\0',
    '',
    '.',
    'sub//b.bin',
    '%2e%2e/secret',
  ])('refuses the name %j', async (name) => {
    await expect((await openFolder(inModel())).open(name)).rejects.toThrow(code('containment'));
  });

  it('refuses links that lead out, in the last part and before it', async () => {
    symlinkSync(join(root, 'secret'), inModel('link'));
    symlinkSync(root, inModel('up'));
    const folder = await openFolder(inModel());
    await expect(folder.open('link')).rejects.toThrow(code('containment'));
    await expect(folder.open('up/secret')).rejects.toThrow(code('containment'));
  });

  it('is not fooled by a neighbour whose name begins alike', async () => {
    mkdirSync(join(root, 'model-2'));
    writeFileSync(join(root, 'model-2', 'x'), '');
    symlinkSync(join(root, 'model-2', 'x'), inModel('x'));
    await expect((await openFolder(inModel())).open('x')).rejects.toThrow(code('containment'));
  });

  it('opens a link inside the folder, but not where it must be strict', async () => {
    symlinkSync('a.bin', inModel('link'));
    symlinkSync('sub', inModel('linked'));
    const folder = await openFolder(inModel());
    await (await folder.open('link')).close();
    await expect(folder.open('link', { strict: true })).rejects.toThrow(code('containment'));
    await expect(folder.open('linked/b.bin', { strict: true })).rejects.toThrow(code('containment'));
    await (await folder.open('a.bin', { strict: true })).close();
  });

  it('refuses a file with two names where it must be strict', async () => {
    linkSync(join(root, 'secret'), inModel('hard'));
    const folder = await openFolder(inModel());
    await (await folder.open('hard')).close();
    await expect(folder.open('hard', { strict: true })).rejects.toThrow('found a file with 2 hard links');
  });

  it('refuses folders and pipes by name, and says what is missing', async () => {
    makePipe(inModel('pipe'));
    const folder = await openFolder(inModel());
    await expect(folder.open('sub')).rejects.toThrow('found a folder');
    await expect(folder.open('pipe')).rejects.toThrow(code('source'));
    await expect(folder.open('missing')).rejects.toThrow('found nothing of that name');
    await expect(openFolder(inModel('a.bin'))).rejects.toThrow(code('source'));
    await expect(openFolder(inModel('nowhere'))).rejects.toThrow(code('source'));
  });

  it('follows the links of a Hugging Face cache into its blobs and no further', async () => {
    const repository = join(root, 'models--o--m');
    const snapshot = join(repository, 'snapshots', 'abc');
    mkdirSync(snapshot, { recursive: true });
    mkdirSync(join(repository, 'blobs'));
    writeFileSync(join(repository, 'blobs', '123'), 'blob');
    symlinkSync('../../blobs/123', join(snapshot, 'model.safetensors'));
    symlinkSync('../../../secret', join(snapshot, 'other'));
    const folder = await openFolder(snapshot);
    expect(await folder.list()).toEqual([{ path: 'model.safetensors', bytes: 4 }]);
    // Every file of a snapshot is a link into the blobs: that link, and no other, is as good as the file.
    await (await folder.open('model.safetensors')).close();
    await (await folder.open('model.safetensors', { strict: true })).close();
    await expect(folder.open('other')).rejects.toThrow(code('containment'));
    const whole = await openFolder(repository);
    await (await whole.open('snapshots/abc/model.safetensors', { strict: true })).close();
    symlinkSync('snapshots/def', join(repository, 'alias'));
    mkdirSync(join(repository, 'snapshots', 'def'));
    writeFileSync(join(repository, 'snapshots', 'def', 'file'), 'plain');
    await expect(whole.open('alias/file', { strict: true })).rejects.toThrow(code('containment'));
  });

  it('opens a folder that is itself behind a link', async () => {
    symlinkSync(inModel(), join(root, 'alias'));
    const source = await (await openFolder(join(root, 'alias'))).open('a.bin', { strict: true });
    expect(source.size).toBe(6);
    await source.close();
  });
});
