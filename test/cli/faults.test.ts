// What happens when the world fails: a disk that is full, two runs at once.
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addNoise } from '../../forgeries/disguises.ts';
import { writeModelFolder } from '../../forgeries/forged-model.ts';
import { tinyLlama } from '../../forgeries/tiny-llama.ts';
import { parseCaseFile } from '../../src/case/parse-case-file.ts';
import { start } from './program.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const base = tinyLlama(1, { layers: 2, width: 32, heads: 4, keyValueHeads: 2, feedForward: 64, vocabulary: 64 });

let folder = '';
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forebear-faults-'));
  await writeModelFolder(at('base'), base, { shards: 1 });
  await writeModelFolder(at('noised'), addNoise(base, 0.001, 2), { shards: 1 });
});
afterAll(() => rm(folder, { recursive: true }));

/** The program in a shell where no file may grow beyond `kibibytes`, as on a disk that is nearly full. */
function cramped(kibibytes: number, words: readonly string[]): Promise<{ code: number | null; error: string }> {
  const shell = ['-c', `ulimit -f ${kibibytes}; exec "$0" "$@"`, process.execPath, main, ...words];
  const child = spawn('bash', shell, { env: { LANG: 'C' }, stdio: ['ignore', 'ignore', 'pipe'] });
  let error = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    error += text;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, error })));
}

describe.skipIf(process.platform === 'win32')('a full disk', () => {
  it('leaves no half of a report, and the older one as it was', async () => {
    await writeFile(at('case.json'), 'an older case');
    const before = (await readdir(folder)).toSorted();
    const ended = await cramped(4, ['compare', at('noised'), at('base'), '--quiet', '--json', at('case.json')]);
    expect(ended.code).toBe(3);
    expect(ended.error).toContain('case.json: expected a file that can be written, found EFBIG');
    expect((await readdir(folder)).toSorted()).toEqual(before);
    expect(await readFile(at('case.json'), 'utf8')).toBe('an older case');
  });
});

describe('two runs at once', () => {
  it('into one file give one whole case, and the same as one run alone', async () => {
    const words = ['compare', at('noised'), at('base'), '--quiet', '--json', at('shared.json')];
    const both = await Promise.all([start(words).ended, start(words).ended]);
    expect(both.map(({ code, error }) => [code, error])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    const text = await readFile(at('shared.json'), 'utf8');
    expect(parseCaseFile(text, 'shared').comparisons[0]?.verdict.answer).toBe('derived');
    expect((await start(words).ended).code).toBe(0);
    expect(await readFile(at('shared.json'), 'utf8')).toBe(text);
    expect((await readdir(folder)).filter((name) => name.includes('part'))).toEqual([]);
  });
});
