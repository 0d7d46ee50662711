// Every attack ends as it must, soon and in little memory; nothing is written, started or connected to, whatever is read.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attacks, writeAttack } from './attack-table.ts';
import { fuzzTargets } from './fuzz/targets.ts';
import type { GuardReport } from './guarded.ts';

const mutants = 1_000;

/** The promise for inputs below a megabyte. */
const mostMilliseconds = 2_000;
const mostBytes = 268_435_456;

let folder = '';
let report: GuardReport;
let before: readonly string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forebear-guard-'));
  const paths: string[] = [];
  for (const [i, attack] of attacks.entries()) paths.push(await writeAttack(folder, i, attack));
  await writeFile(join(folder, 'paths.json'), JSON.stringify(paths));
  before = (await readdir(folder, { recursive: true })).toSorted();
  const script = fileURLToPath(new URL('guarded.ts', import.meta.url));
  const words = ['--permission', '--allow-fs-read=*', script, join(folder, 'paths.json'), '20240602', `${mutants}`];
  const child = spawnSync(process.execPath, words, { encoding: 'utf8', env: {}, cwd: folder, maxBuffer: 16_777_216 });
  // A forbidden write or process would have ended the child with the error of the permission model.
  if (child.status !== 0) throw new Error(child.stderr);
  report = JSON.parse(child.stdout) as GuardReport;
}, 180_000);

afterAll(() => rm(folder, { recursive: true }));

describe('an attack', () => {
  it.for(attacks.map((attack, i) => [attack.row, attack.name, i] as const))(
    'of row %i ends as it must: %s',
    ([, , i]) => {
      const { ending, milliseconds, grownBytes } = report.opened[i]!;
      expect(attacks[i]!.endings).toContain(ending);
      expect(milliseconds).toBeLessThan(mostMilliseconds);
      expect(grownBytes).toBeLessThan(mostBytes);
    },
  );
});

describe('reading hostile files', () => {
  it('writes nothing, starts nothing and connects to nothing', async () => {
    expect(report.allowed).toEqual([]);
    expect(report.tried).toEqual([]);
    expect((await readdir(folder, { recursive: true })).toSorted()).toEqual(before);
  });

  it('goes for every reader and every mutant', () => {
    expect(report.results.map(({ id }) => id)).toEqual(fuzzTargets.map(({ id }) => id));
    for (const { outcomes } of report.results) {
      expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(mutants);
    }
  });
});
