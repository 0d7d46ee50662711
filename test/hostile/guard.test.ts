// Nothing is written, started or connected to, whatever is read: the readers run where none of that is possible, and never try.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fuzzTargets } from './fuzz/targets.ts';

interface Report {
  readonly results: readonly { readonly id: string; readonly outcomes: { readonly [outcome: string]: number } }[];
  readonly tried: readonly string[];
  readonly allowed: readonly string[];
}

const mutants = 1_000;

describe('reading hostile files', () => {
  it('writes nothing, starts nothing and connects to nothing', { timeout: 120_000 }, () => {
    const script = fileURLToPath(new URL('guarded.ts', import.meta.url));
    const words = ['--permission', '--allow-fs-read=*', script, '20240602', `${mutants}`];
    const child = spawnSync(process.execPath, words, { encoding: 'utf8', env: {}, maxBuffer: 16_777_216 });
    // A forbidden write or process would have ended the child with the error of the permission model.
    expect(child.stderr.replace(/^.*Warning:.*$/gm, '').trim()).toBe('');
    expect(child.status).toBe(0);
    const report = JSON.parse(child.stdout) as Report;
    expect(report.allowed).toEqual([]);
    expect(report.tried).toEqual([]);
    expect(report.results.map(({ id }) => id)).toEqual(fuzzTargets.map(({ id }) => id));
    for (const { outcomes } of report.results) {
      expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(mutants);
    }
  });
});
