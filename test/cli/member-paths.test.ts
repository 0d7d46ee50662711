// `PACK!/MEMBER` on the command line: a network of a pack is compared and inspected like a file, and no such path leads out of the pack.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomFor } from '../../forgeries/random.ts';
import { encodeTar } from '../../forgeries/writers/tar.ts';
import { encodeTflite } from '../../forgeries/writers/tflite.ts';
import { encodeZip } from '../../forgeries/writers/zip.ts';
import type { CaseFile } from '../../src/case/case-file.ts';
import { type Ended, forebear } from './program.ts';

/** Two matrices of normal values. */
function network(seed: number): Uint8Array {
  const matrix = (name: string, columns: number) => {
    const random = randomFor(seed, name);
    const values = Float32Array.from({ length: 64 * columns }, () => random.normal());
    return { name, dtype: 'F32', shape: [64, columns], values } as const;
  };
  return encodeTflite([matrix('first', 64), matrix('second', 32)]);
}

const [face, hand] = [network(1), network(2)];
const members = [
  { path: 'models/face.tflite', bytes: face },
  { path: 'models/hand.tflite', bytes: hand },
  { path: 'models/readme.txt', bytes: new TextEncoder().encode('two networks, and a text of some length') },
  { path: 'old/hand.tflite', bytes: hand },
];

let folder = '';
const at = (...names: string[]): string => join(folder, ...names);
/** A member's path: `join` would take `..` out of it. */
const inside = (pack: string, member: string): string => `${at(pack)}!/${member}`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forebear-members-'));
  await writeFile(at('pack.tar'), encodeTar(members));
  await writeFile(at('pack.zip'), encodeZip(members, { deflate: true }));
  await writeFile(at('face.tflite'), face);
  await writeFile(at('hand.tflite'), hand);
  await mkdir(at('odd!'));
  await writeFile(at('odd!', 'face.tflite'), face);
  await mkdir(at('index'));
  const index = { weight_map: { 'a.0.weight': 'one.safetensors' } };
  await writeFile(at('index', 'model.safetensors.index.json'), JSON.stringify(index));
});
afterAll(() => rm(folder, { recursive: true }));

/** What a refusal is: nothing on standard output, one line that names the subject and one of advice. */
const refusal = (code: number, words: RegExp, advice: RegExp): unknown => ({
  code,
  out: '',
  lines: [expect.stringMatching(/^.+: expected .+, found .+$/) as string, expect.stringMatching(advice) as string, ''],
  first: expect.stringMatching(words) as string,
});
const told = ({ code, out, error }: Ended): unknown => ({
  code,
  out,
  lines: error.split('\n'),
  first: error.split('\n')[0],
});

const askHelp = /^See `forebear --help`/;

describe('forebear compare PACK!/MEMBER', () => {
  it.for(['pack.tar', 'pack.zip'])('judges one network of %s alone', async (pack) => {
    const [same, other] = await Promise.all(
      ['face.tflite', 'hand.tflite'].map((file) =>
        forebear('compare', inside(pack, 'face.tflite'), at(file), '--json', '-'),
      ),
    );
    expect([same!.code, same!.error, other!.code, other!.error]).toEqual([0, '', 0, '']);
    const [kin, stranger] = [same!, other!].map(({ out }) => JSON.parse(out) as CaseFile);
    expect(kin!.comparisons[0]?.verdict).toMatchObject({ answer: 'identical', operations: [] });
    expect(stranger!.comparisons[0]?.verdict.answer).toBe('independent');
    expect(kin!.suspect.id).toMatch(new RegExp(`^${pack}!/face\\.tflite@[0-9a-f]{16}$`));
    expect(kin!.suspect.tensors).toBe(2);
    expect(kin!.suspect.files.map(({ path }) => path)).toEqual([pack]);
    expect(kin!.comparisons[0]?.components.map(({ component }) => component)).toEqual(['whole']);
  });

  it('takes members on both sides, and fails on kinship where asked', async () => {
    const words = [inside('pack.zip', 'models/hand.tflite'), inside('pack.tar', 'old/hand.tflite')];
    const ended = await forebear('compare', ...words, '--quiet', '--fail-on', 'derived');
    expect(ended).toEqual({ code: 10, out: '', error: '' });
  });

  it('refuses a member that is not there, and says which are', async () => {
    const suspect = await forebear('compare', inside('pack.tar', 'foot.tflite'), at('face.tflite'));
    const words = /^pack\.tar: expected one member called foot\.tflite, found 0 such; models\/face\.tflite,/;
    expect(told(suspect)).toEqual(refusal(1, words, askHelp));
    const candidate = await forebear('compare', at('face.tflite'), inside('pack.zip', 'foot.tflite'));
    expect(told(candidate)).toEqual(refusal(1, /^pack\.zip: expected one member called foot\.tflite/, askHelp));
  });
});

describe('forebear inspect PACK!/MEMBER', () => {
  it('shows the pack and the one member, and nothing of the others', async () => {
    const { code, out, error } = await forebear('inspect', inside('pack.tar', 'models/hand.tflite'));
    expect([code, error]).toEqual([0, '']);
    expect(out).toMatch(/tensors: 2/);
    expect(out).toMatch(/pack\.tar +tar/);
    expect(out).toMatch(/hand\.tflite +tflite/);
    expect(out).not.toContain('face.tflite');
  });

  const refusals: readonly (readonly [string, string, number, RegExp, RegExp])[] = [
    ['that is not there', 'pack.tar!/foot.tflite', 1, /one member called foot\.tflite, found 0 such/, askHelp],
    ['that is two', 'pack.tar!/hand.tflite', 1, /found 2 such; models\/hand\.tflite, old\/hand\.tflite/, askHelp],
    ['that is a folder', 'pack.tar!/models', 1, /found 0 such/, askHelp],
    [
      'that is no model',
      'pack.zip!/readme.txt',
      3,
      /1 file of another kind: models\/readme\.txt$/,
      /README lists what can be read/,
    ],
    ['of a file that holds none', 'face.tflite!/x', 1, /a container with x in it, found tflite/, askHelp],
    ['of nothing', 'none.tar!/x', 3, /found nothing of that name/, /^Check the path/],
    ['without a name', 'pack.tar!/', 3, /a file or folder, found nothing/, /^Check the path/],
    ['by an absolute path', `pack.tar!//etc/hostname`, 1, /found 0 such/, askHelp],
    ['with codes that a terminal obeys', 'pack.tar!/\u001b[31m', 1, /called [^\u001b]+, found 0 such/, askHelp],
  ];
  it.for(refusals)('refuses a member %s', async ([, path, code, words, advice]) => {
    expect(told(await forebear('inspect', `${folder}/${path}`))).toEqual(refusal(code, words, advice));
  });

  it.for([
    'pack.tar!/../face.tflite',
    'pack.tar!/models/../../face.tflite',
    'pack.tar!/../pack.tar',
    'pack.tar!/../index',
    'pack.tar!/../index/model.safetensors.index.json',
    'none.tar!/../face.tflite',
  ])('opens nothing beside the pack: %s', async (path) => {
    const code = path.startsWith('none') ? 3 : 1;
    expect(told(await forebear('inspect', `${folder}/${path}`))).toEqual(
      refusal(code, /found (?:0 such|nothing)/, /./),
    );
  });

  it('opens a file in a folder whose name ends in an exclamation mark', async () => {
    const { code, out } = await forebear('inspect', at('odd!', 'face.tflite'));
    expect(code).toBe(0);
    expect(out).toMatch(/^model: face\.tflite@/);
  });
});
