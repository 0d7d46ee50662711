// Files are written whole or not at all.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeWhole } from '../../src/cli/output.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forebear-output-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('writeWhole', () => {
  it('writes a file and replaces an older one', async () => {
    const path = join(folder, 'case.json');
    await writeFile(path, 'older and longer');
    await writeWhole(path, 'newer');
    expect(await readFile(path, 'utf8')).toBe('newer');
    expect(await readdir(folder)).toEqual(['case.json']);
  });

  it('leaves no partial file where the target cannot be written', async () => {
    const path = join(folder, 'is-a-folder');
    await mkdir(join(path, 'full'), { recursive: true });
    await expect(writeWhole(path, 'text')).rejects.toMatchObject({ code: 'source', subject: path });
    expect((await readdir(folder)).filter((file) => file.endsWith('.part'))).toEqual([]);
  });

  it('refuses a folder that is not there', async () => {
    await expect(writeWhole(join(folder, 'nowhere', 'case.json'), 'text')).rejects.toMatchObject({ code: 'source' });
  });
});
