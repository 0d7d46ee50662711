// Attacks on the tar and gzip readers: lying sizes, names that lead out, bombs; each ends in a typed refusal or a problem, soon.
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeTar, paxRecord, tarEntry } from '../../forgeries/writers/tar.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import { gzipContainer } from '../../src/containers/gzip.ts';
import { tarContainer } from '../../src/containers/tar.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { archiveOutcome, checkArchive, memberOutcome } from './archive-outcome.ts';
import { join } from './crafted-zip.ts';
import { mutate, mutations } from './mutations.ts';
import { gzipSeeds } from './seeds/gzip.ts';
import { tarSeeds } from './seeds/tar.ts';

type Refused = readonly [name: string, code: ErrorCode, make: () => Uint8Array];

const text = new TextEncoder().encode('bamboo slips');
const end = new Uint8Array(1024);
const none = new Uint8Array(0);
const file = (name: string): Uint8Array => tarEntry({ name, type: '0', bytes: text });
const sized = (size: string | Uint8Array): Uint8Array =>
  join(tarEntry({ name: 'a', type: '0', bytes: text, size }), end);
const pax = (...lines: readonly (Uint8Array | string)[]): Uint8Array => {
  const bytes = join(...lines.map((line) => (typeof line === 'string' ? new TextEncoder().encode(line) : line)));
  return join(tarEntry({ name: 'pax', type: 'x', bytes }), file('a'), end);
};
const long = (name: string): Uint8Array => tarEntry({ name: 'long', type: 'L', bytes: new TextEncoder().encode(name) });

const slips = ['../x', 'a/../../x', '/etc/passwd', 'C:\\x', 'a\\b', '..', 'a//b', './../x', '%2e%2e/x'].flatMap(
  (name): readonly Refused[] => [
    [`the name ${name}`, 'containment', () => join(file(name), end)],
    [`the long name ${name}`, 'containment', () => join(long(name), file('a'), end)],
    [`the extended name ${name}`, 'containment', () => pax(paxRecord('path', name))],
    [`a link called ${name}`, 'containment', () => join(tarEntry({ name, type: '2', bytes: none }), end)],
  ],
);

const refused: readonly Refused[] = [
  ['a first block that is no header', 'format', () => new Uint8Array(1024).fill(1)],
  ['a first header with a wrong checksum', 'format', () => withByte(file('a'), 0, 0x62)],
  ['a size in other digits', 'format', () => sized('0000000009\0')],
  ['a size without digits', 'format', () => sized('            ')],
  ['a negative size', 'format', () => sized(new Uint8Array(12).fill(0xff))],
  ['a size of 2^80', 'limit', () => sized(Uint8Array.of(0x80, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))],
  ['a size of 2^53', 'limit', () => sized(Uint8Array.of(0x80, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 0))],
  [
    'one path twice',
    'format',
    () =>
      encodeTar([
        { path: 'a', bytes: text },
        { path: 'a', bytes: text },
      ]),
  ],
  [
    'one path twice, once with a dot before it',
    'format',
    () =>
      encodeTar([
        { path: 'a', bytes: text },
        { path: './a', bytes: text },
      ]),
  ],
  [
    'a folder with bytes behind an old name',
    'format',
    () => join(tarEntry({ name: 'a/', type: '0', bytes: text }), end),
  ],
  ['an extended header without lengths', 'format', () => pax('path=a\n')],
  ['an extended header whose line leads out', 'format', () => pax('99 path=a\n')],
  ['an extended header whose line is cut', 'format', () => pax('8 path=a\n')],
  ['an extended header with a length of zeros', 'format', () => pax('0 path=a\n')],
  ['an extended header without a value', 'format', () => pax('7 path\n')],
  ['an extended key twice', 'format', () => pax(paxRecord('path', 'b'), paxRecord('path', 'c'))],
  ['an extended size that is no number', 'format', () => pax(paxRecord('size', '0x10'))],
  ['an extended size of 2^64', 'limit', () => pax(paxRecord('size', '18446744073709551616'))],
  [
    'an extended name that is not UTF-8',
    'format',
    () => pax(Uint8Array.of(0x39, 0x20, 0x70, 0x61, 0x74, 0x68, 0x3d, 0xff, 0x0a)),
  ],
  [
    'two extended headers before a file',
    'format',
    () => join(pax(paxRecord('path', 'b')).subarray(0, 1024), pax(paxRecord('path', 'c'))),
  ],
  ['two long names before a file', 'format', () => join(long('b'), long('c'), file('a'), end)],
  [
    'a global name',
    'format',
    () => join(tarEntry({ name: 'g', type: 'g', bytes: paxRecord('path', 'b') }), file('a'), end),
  ],
  ['a long name of two megabytes', 'limit', () => join(long('a'.repeat(2_000_000)), file('a'), end)],
  ['a name of two thousand letters', 'containment', () => join(long('a'.repeat(2000)), file('a'), end)],
  ['a hundred thousand entries and one', 'limit', () => entries(100_001)],
];

function withByte(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const out = bytes.slice();
  out[at] = value;
  return out;
}

function entries(count: number): Uint8Array {
  const header = tarEntry({ name: 'a/', type: '5', bytes: none });
  const out = new Uint8Array(count * header.length);
  for (let i = 0; i < count; i++) out.set(header, i * header.length);
  return out;
}

describe('tarContainer, attacked', () => {
  it.for([...slips, ...refused])('refuses %s', { timeout: 2000 }, async ([, code, make]) => {
    expect(await archiveOutcome(tarContainer, make())).toBe(code);
  });

  it('reports an archive that is cut short, wherever it is cut', async () => {
    const whole = encodeTar([
      { path: 'a', bytes: text },
      { path: 'b', bytes: new Uint8Array(5000).fill(9) },
    ]);
    const inContents = await archiveOutcome(tarContainer, whole.slice(0, 3000));
    expect(inContents).toMatchObject({
      members: [{ path: 'a' }],
      problems: [{ code: 'source', subject: 'crafted!/b' }],
    });
    const inHeader = await archiveOutcome(tarContainer, whole.slice(0, 1200));
    expect(inHeader).toMatchObject({ members: [{ path: 'a' }], problems: [{ code: 'source' }], undeclaredBytes: 176 });
    const inExtension = join(file('a'), long('b'.repeat(5000)).subarray(0, 1024));
    expect(await archiveOutcome(tarContainer, inExtension)).toMatchObject({ problems: [{ code: 'source' }] });
    const inPadding = await archiveOutcome(tarContainer, file('a').slice(0, 600));
    expect(inPadding).toMatchObject({ members: [{ path: 'a' }], problems: [{ code: 'source' }] });
  });

  it('reports a file that claims more than the archive holds', async () => {
    const huge = sized(Uint8Array.of(0x80, 0, 0, 0, 0, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0));
    expect(await archiveOutcome(tarContainer, huge)).toMatchObject({ members: [], problems: [{ code: 'source' }] });
  });

  it('stops at a broken header and counts what it did not read', async () => {
    const broken = join(file('a'), new Uint8Array(512).fill(7), file('b'), end);
    const archive = await archiveOutcome(tarContainer, broken);
    expect(archive).toMatchObject({ members: [{ path: 'a' }], problems: [{ code: 'format' }], undeclaredBytes: 2560 });
  });

  it('counts what lies behind the end', async () => {
    const archive = await archiveOutcome(tarContainer, join(file('a'), end, new Uint8Array(100), text));
    expect(archive).toMatchObject({ members: [{ path: 'a' }], problems: [{ code: 'format' }], undeclaredBytes: 12 });
    const zeros = join(file('a'), new Uint8Array(3_000_000));
    expect(await archiveOutcome(tarContainer, zeros)).toMatchObject({ undeclaredBytes: 3_000_000 - 1_048_576 });
  });

  it('makes names that are not UTF-8 visible', async () => {
    const bytes = join(tarEntry({ name: 'abc', type: '0', bytes: text }), end);
    bytes[1] = 0x80;
    const sum = bytes.subarray(0, 512).reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 0x20 : byte), 0);
    bytes.set(new TextEncoder().encode(sum.toString(8).padStart(6, '0')), 148);
    expect(await archiveOutcome(tarContainer, bytes)).toMatchObject({ members: [{ path: 'aÇc' }] });
  });

  it('keeps its promises or refuses, whatever is damaged', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...tarSeeds), mutations, async (seed, changes) => {
        const bytes = mutate(seed, changes);
        const archive = await archiveOutcome(tarContainer, bytes);
        if (typeof archive === 'string') return;
        accepted += 1;
        await checkArchive(archive, bytes);
      }),
      { seed: 20_240_601, numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });
});

describe('gzipContainer, attacked', () => {
  async function unpacked(bytes: Uint8Array): Promise<Uint8Array | ErrorCode> {
    const archive = await archiveOutcome(gzipContainer, bytes);
    return typeof archive === 'string' ? archive : memberOutcome(archive, archive.members[0]!.path);
  }
  const stream = new Uint8Array(gzipSync(text));

  it.for([
    ['a stream of seventeen bytes', 'format', () => stream.subarray(0, 17)],
    ['a stream cut short, whose last bytes are no size', 'limit', () => stream.subarray(0, -4)],
    ['another size at the end', 'format', () => withByte(stream, stream.length - 4, 13)],
    ['four gigabytes at the end', 'limit', () => withByte(stream, stream.length - 1, 0xff)],
    ['a wrong checksum', 'format', () => withByte(stream, stream.length - 8, 0)],
    ['junk behind the end', 'format', () => join(stream, text, stream.subarray(-8))],
    ['two streams', 'format', () => join(stream, stream)],
    ['a bomb', 'limit', () => new Uint8Array(gzipSync(new Uint8Array(50_000_000), { level: 9 }))],
    ['reserved flags', 'format', () => withByte(stream, 3, 0xe0)],
  ] as const)('refuses %s', { timeout: 2000 }, async ([, code, make]) => {
    expect(await unpacked(make())).toBe(code);
  });

  it('keeps its promises or refuses, whatever is damaged', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...gzipSeeds), mutations, async (seed, changes) => {
        const bytes = mutate(seed, changes);
        const result = await unpacked(bytes);
        if (typeof result !== 'string') accepted += 1;
      }),
      { seed: 20_240_601, numRuns: 1000 },
    );
    expect(accepted).toBeGreaterThan(10);
  });
});

it('ends with the padding that the format asks for', () => {
  expect(encodeTar([{ path: 'a', bytes: text }]).length).toBe(512 * 4);
  expect(memorySource(encodeTar([])).size).toBe(1024);
});
