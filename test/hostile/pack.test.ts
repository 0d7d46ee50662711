// Attacks by the script beside a pack: ranges that lie, names that lead out, nesting without end; each ends soon.
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/bytes/memory.ts';
import { openPack } from '../../src/containers/mediapipe-pack.ts';
import { type ErrorCode, isForebearError } from '../../src/errors.ts';

async function packOutcome(loader: string): Promise<ErrorCode | 'no pack' | number> {
  const beside = async (path: string) =>
    path === 'a_loader.js' ? memorySource(new TextEncoder().encode(loader), path) : undefined;
  try {
    const archive = await openPack(memorySource(new Uint8Array(100), 'a.data'), { name: 'a.data', beside });
    return archive?.members.length ?? 'no pack';
  } catch (error) {
    if (isForebearError(error)) return error.code;
    throw error;
  }
}

const index = (...files: readonly string[]): string =>
  `loadPackage({"files":[${files.join(',')}],"remote_package_size":100})`;
const entry = (name: string, start: number | string, end: number | string): string =>
  `{"filename":${JSON.stringify(name)},"start":${start},"end":${end}}`;
const million = 1_000_000;

const refused: readonly (readonly [name: string, code: ErrorCode | 'no pack', loader: () => string])[] = [
  ['an overlap', 'format', () => index(entry('/a', 0, 60), entry('/b', 59, 100))],
  ['one path twice', 'format', () => index(entry('/a', 0, 60), entry('/a', 60, 100))],
  ['a path twice, once from the root', 'format', () => index(entry('/a', 0, 60), entry('a', 60, 100))],
  ['an end before its start', 'format', () => index(entry('/a', 60, 0))],
  ['a negative start', 'format', () => index(entry('/a', -1, 60))],
  ['half a byte', 'format', () => index(entry('/a', 0.5, 60))],
  ['2^53 bytes', 'format', () => index(entry('/a', 0, 2 ** 53))],
  ['a start in quotes', 'format', () => index(entry('/a', '"0"', 60))],
  ['no end', 'format', () => index('{"filename":"/a","start":0}')],
  ['a number for a name', 'format', () => index('{"filename":7,"start":0,"end":1}')],
  ['a key twice', 'format', () => index('{"filename":"/a","filename":"/b","start":0,"end":1}')],
  ['two indexes of one length', 'format', () => index(entry('/a', 0, 60)) + index(entry('/b', 0, 60))],
  ['a name that climbs', 'containment', () => index(entry('/../../etc/passwd', 0, 60))],
  ['a name with two roots', 'containment', () => index(entry('//etc/passwd', 0, 60))],
  ['a name with a drive', 'containment', () => index(entry('/C:/x', 0, 60))],
  ['a name with a NUL', 'containment', () => index(entry('/a\0', 0, 60))],
  ['a compressed pack', 'unsupported', () => `LZ4.loadPackage({metadata:m});${index(entry('/a', 0, 60))}`],
  [
    'ten thousand files and one',
    'limit',
    () => index(...Array.from({ length: 10_001 }, (_, i) => entry(`/${i}`, 0, 0))),
  ],
  ['an index that calls', 'no pack', () => 'loadPackage({files:[{filename:f(),start:0,end:1}]})'],
  ['megabytes of open objects', 'no pack', () => '{files:'.repeat(million)],
  ['megabytes of open lists', 'no pack', () => `{files:${'['.repeat(8 * million)}`],
  ['megabytes of the word', 'no pack', () => '{files'.repeat(million)],
  ['megabytes of unfinished indexes', 'no pack', () => '{files:[{filename:"'.repeat(million / 2)],
  ['megabytes of unfinished comments', 'no pack', () => '{files:/*'.repeat(million)],
  ['megabytes of spaces', 'no pack', () => `{${' '.repeat(8 * million)}files:[`],
  ['a name of megabytes', 'containment', () => index(entry(`/${'a'.repeat(5 * million)}`, 0, 60))],
  ['a loader of seventeen megabytes', 'no pack', () => `${' '.repeat(17 * million)}${index(entry('/a', 0, 60))}`],
];

describe('openPack, attacked', () => {
  it.for(refused)('meets %s', { timeout: 2000 }, async ([, end, loader]) => {
    expect(await packOutcome(loader())).toBe(end);
  });

  it('reads ten thousand files in time', { timeout: 2000 }, async () => {
    const files = Array.from({ length: 10_000 }, (_, i) => entry(`/${i}`, 0, 0));
    expect(await packOutcome(index(...files))).toBe(10_000);
  });

  it('asks for nothing but its two neighbours', async () => {
    const asked: string[] = [];
    const beside = (path: string): Promise<undefined> => {
      asked.push(path);
      return Promise.resolve(undefined);
    };
    await openPack(memorySource(new Uint8Array(1)), { name: 'x.data', beside });
    expect(asked).toEqual(['x_loader.js', 'x.js']);
  });
});
