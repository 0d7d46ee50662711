// `forebear history` from outside: folders, bundles, links that lead away, and what is printed.
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foundingHistory, looseRepository, twinReleased } from '../../forgeries/founding-history.ts';
import { forebear } from './program.ts';

let folder = '';
const at = (...names: string[]): string => join(folder, ...names);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forebear-history-'));
  for (const [path, bytes] of looseRepository(foundingHistory())) {
    for (const place of [at('bare', path), at('worked', '.git', path)]) {
      await mkdir(dirname(place), { recursive: true });
      await writeFile(place, bytes);
    }
  }
  for (const name of ['file', 'link', 'empty']) await mkdir(at(name));
  await writeFile(at('file', '.git'), `gitdir: ${at('bare')}\n`);
  await symlink(at('bare'), at('link', '.git'));
  await copyFile(fileURLToPath(new URL('../fixtures/git/history.bundle', import.meta.url)), at('history.bundle'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('forebear history', () => {
  it('reads a bare repository and a worked one alike', async () => {
    const ended = await forebear(
      'history',
      at('bare'),
      '--candidate',
      'MiniCPM',
      '--released',
      twinReleased,
      '--json',
      '-',
    );
    expect(ended.code).toBe(0);
    const document = JSON.parse(ended.out) as { schema: string; survey: { findings: { statement: { id: string } }[] } };
    expect(document.schema).toBe('forebear.history/1');
    expect(document.survey.findings.map(({ statement }) => statement.id)).toContain('history.name-gone-with-file');
    expect(ended.out).not.toContain(folder);
    const worked = await forebear(
      'history',
      at('worked'),
      '--candidate',
      'MiniCPM',
      '--released',
      twinReleased,
      '--json',
      '-',
    );
    expect(worked.out.replaceAll('worked', 'bare')).toBe(ended.out);
  });

  it('reads a bundle, and prints at most 80 columns in both languages', async () => {
    for (const language of ['en', 'zh']) {
      const ended = await forebear('history', at('history.bundle'), '--lang', language);
      expect(ended.code).toBe(0);
      const lines = ended.out.split('\n').filter((line) => !line.startsWith('Forebear'));
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    }
  });

  it('does not follow a .git that leads elsewhere', async () => {
    for (const name of ['file', 'link']) {
      const ended = await forebear('history', at(name));
      expect([name, ended.code]).toEqual([name, 3]);
      expect(ended.error).toContain('a folder within the repository');
    }
  });

  it('refuses what is no repository', async () => {
    expect((await forebear('history', at('empty'))).code).toBe(3);
    expect((await forebear('history', at('nothing'))).code).toBe(3);
    expect((await forebear('history', at('file', '.git'))).code).toBe(3);
  });
});
