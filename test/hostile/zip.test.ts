// Attacks on the ZIP reader: contradicting headers, bombs, overlaps, names that lead out; each ends in a typed refusal, soon.
import { describe, expect, it } from 'vitest';
import { counted } from '../../src/bytes/counted.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import { zipContainer } from '../../src/containers/zip.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { archiveOutcome, checkArchive, memberOutcome } from './archive-outcome.ts';
import { big, type CraftedEntry, craftZip, descriptor, join, wideExtra } from './crafted-zip.ts';

const hello = new TextEncoder().encode('hello');
const plain: CraftedEntry = { name: 'archive/data.pkl', bytes: hello };
const zeros = (length: number): Uint8Array => new Uint8Array(length);
const full = 0xffffffff;
const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);

/** As picklescan's malicious1_0x1, _0x20 and _0x40: one header has a flag for which its readers stop, the loader does not look. */
const flagged = [0x1, 0x20, 0x40, 0x2000].flatMap((flag): readonly Refused[] => [
  [
    `flag 0x${flag.toString(16)} in the local header alone`,
    'format',
    () => craftZip([{ ...plain, local: { flags: flag } }]),
  ],
  [
    `flag 0x${flag.toString(16)} in the directory alone`,
    'format',
    () => craftZip([{ ...plain, central: { flags: flag } }]),
  ],
  [
    `flag 0x${flag.toString(16)} in both headers`,
    'unsupported',
    () => craftZip([{ ...plain, local: { flags: flag }, central: { flags: flag } }]),
  ],
]);

const slips = [
  '../x',
  'a/../../x',
  '/etc/passwd',
  'C:\\x',
  'c:x',
  'a\\..\\x',
  'a\0.bin',
  '',
  '..',
  'a//b',
  'a/./b',
  '%2e%2e/x',
  './../x',
  'a'.repeat(2000),
].map(
  (name): Refused => [
    `the name ${JSON.stringify(name.slice(0, 20))}`,
    'containment',
    () => craftZip([{ ...plain, name }]),
  ],
);

type Refused = readonly [name: string, code: ErrorCode, make: () => Uint8Array];

const contradictions: readonly Refused[] = [
  ['another checksum in the local header', 'format', () => craftZip([{ ...plain, local: { crc: 1 } }])],
  ['another checksum in the directory', 'format', () => craftZip([{ ...plain, central: { crc: 1 } }])],
  ['another name in the directory', 'format', () => craftZip([{ ...plain, central: { name: 'archive/data.txt' } }])],
  ['a longer name in the directory', 'format', () => craftZip([{ ...plain, central: { name: 'archive/data.pkl2' } }])],
  ['another method in the local header', 'format', () => craftZip([{ ...plain, local: { method: 8 } }])],
  ['another size in the local header', 'format', () => craftZip([{ ...plain, local: { size: 4 } }])],
  ['another stored size in the local header', 'format', () => craftZip([{ ...plain, local: { compressed: 4 } }])],
  ['a stored entry with two sizes', 'format', () => craftZip([{ ...plain, local: { size: 4 }, central: { size: 4 } }])],
  ['a local size that refers to a missing field', 'format', () => craftZip([{ ...plain, local: { size: full } }])],
  [
    'a local ZIP64 field with another size',
    'format',
    () => craftZip([{ ...plain, local: { size: full, compressed: full, extra: wideExtra(6n, 5n) } }]),
  ],
  ['a local header that is none', 'format', () => craftZip([{ ...plain, central: { offset: 1 } }])],
  ['a descriptor with other numbers', 'format', () => streamed(descriptor(1, 5, 5))],
  ['no descriptor where one is promised', 'format', () => streamed(zeros(0))],
  ['a checksum that only the descriptor has wrong', 'format', () => streamed(descriptor(0, 5, 5))],
  [
    'a name in UTF-8 that is none',
    'format',
    () => craftZip([{ ...plain, name: Uint8Array.of(0xff), local: { flags: 0x800 }, central: { flags: 0x800 } }]),
  ],
  ['one path twice', 'format', () => craftZip([plain, plain])],
  ['a path twice, once as a folder', 'format', () => craftZip([{ name: 'a', bytes: hello }, { name: 'a/' }])],
  ['a path twice, once with a dot before it', 'format', () => craftZip([{ name: 'a' }, { name: './a' }])],
  ['a folder with bytes', 'format', () => craftZip([{ name: 'a/', bytes: hello }])],
];

function streamed(behind: Uint8Array): Uint8Array {
  const local = { flags: 8, crc: 0, compressed: 0, size: 0 };
  return craftZip([{ ...plain, local, central: { flags: 8 }, behind }, { name: 'b' }]);
}

const layouts: readonly Refused[] = [
  [
    'two entries for the same bytes',
    'format',
    () => craftZip([plain, { ...plain, ghost: true, central: { offset: 0 } }]),
  ],
  [
    'a hundred names for the same bytes',
    'format',
    () =>
      craftZip([
        { name: 'a', bytes: hello },
        ...Array.from({ length: 100 }, (_, i) => ({
          name: `${i}`,
          bytes: hello,
          ghost: true,
          central: { name: 'a', offset: 0 },
        })),
      ]),
  ],
  ['an entry within the data of another', 'format', nestedEntry],
  ['an entry behind the directory', 'format', () => craftZip([{ ...plain, central: { offset: 60 } }])],
  ['an entry beyond the file', 'format', () => craftZip([{ ...plain, central: { offset: 0x7fffffff } }])],
  [
    'data that reaches into the directory',
    'format',
    () => craftZip([{ ...plain, local: { compressed: 40, size: 40 }, central: { compressed: 40, size: 40 } }]),
  ],
  [
    'an entry of 2^63 bytes',
    'limit',
    () => craftZip([{ ...plain, central: { size: full, compressed: full, extra: wideExtra(2n ** 63n, 2n ** 63n) } }]),
  ],
  [
    'a ZIP64 field that is too short',
    'format',
    () => craftZip([{ ...plain, central: { size: full, compressed: full, extra: wideExtra(5n) } }]),
  ],
  [
    'a ZIP64 field twice',
    'format',
    () => craftZip([{ ...plain, central: { size: full, extra: join(wideExtra(5n), wideExtra(5n)) } }]),
  ],
  [
    'an extra field that leads out',
    'format',
    () => craftZip([{ ...plain, central: { extra: Uint8Array.of(1, 0, 9, 0) } }]),
  ],
  ['an entry on another disk', 'unsupported', () => craftZip([{ ...plain, central: { disk: 1 } }])],
];

/** A small archive stored in a large one, and the directory of the large one points into it. */
function nestedEntry(): Uint8Array {
  const inner = craftZip([{ name: 'inner', bytes: hello }]);
  const first = { name: 'outer', bytes: inner };
  return craftZip([first, { name: 'inner', bytes: hello, ghost: true, central: { offset: 30 + 5 } }]);
}

const ends: readonly Refused[] = [
  ['nothing but a beginning', 'format', () => join(Uint8Array.of(0x50, 0x4b, 3, 4), zeros(100))],
  ['an archive cut short', 'format', () => craftZip([plain]).slice(0, -10)],
  ['fewer entries than declared', 'format', () => craftZip([plain], { entries: 2 })],
  ['more entries than declared', 'format', () => craftZip([plain, { name: 'b' }], { entries: 1 })],
  ['no entries declared', 'format', () => craftZip([plain, { name: 'b' }], { entries: 0 })],
  ['a directory longer than the file', 'limit', () => craftZip([plain], { directoryBytes: full })],
  ['a directory that begins before the file', 'format', () => craftZip([plain], { directoryBytes: 1000 })],
  ['a directory that begins behind its end', 'format', () => craftZip([plain], { directoryOffset: 10 ** 6 })],
  ['a directory at another place', 'format', () => craftZip([plain], { directoryOffset: 3 })],
  ['two ends in one comment', 'format', twoEnds],
  ['an end on another disk', 'unsupported', () => craftZip([plain], { disk: 1 })],
  ['two directories that could be meant', 'format', twoDirectories],
  ['a ZIP64 record that contradicts the end', 'format', () => craftZip([plain], { wide: { entries: 2 }, entries: 1 })],
  [
    '2^64 - 1 entries',
    'limit',
    () => craftZip([plain], { wide: { entries: Number.MAX_SAFE_INTEGER }, entries: 0xffff }),
  ],
  [
    'a directory of 2^60 bytes',
    'limit',
    () => craftZip([plain], { wide: { directoryBytes: 2n ** 60n }, directoryBytes: full }),
  ],
  [
    'a directory at byte 2^64 - 1',
    'limit',
    () => craftZip([plain], { wide: { directoryOffset: 2n ** 64n - 1n }, directoryOffset: full }),
  ],
  ['a ZIP64 record of the wrong length', 'format', () => craftZip([plain], { wide: { recordBytes: 2n ** 40n } })],
  ['a ZIP64 record at 2^53', 'limit', () => craftZip([plain], { wide: { at: 2n ** 53n } })],
  ['a ZIP64 record that is elsewhere', 'format', () => craftZip([plain], { wide: { at: 7n } })],
  [
    'a hundred thousand entries and one',
    'limit',
    () =>
      craftZip([plain], {
        wide: { entries: 100_001, directoryBytes: 5_000_000n },
        entries: 0xffff,
        directoryBytes: full,
      }),
  ],
];

/** An archive in the comment of another: what is read depends on which end a tool finds first. */
function twoEnds(): Uint8Array {
  const inner = craftZip([{ name: 'inner', bytes: hello }]);
  return craftZip([plain], { comment: inner });
}

/** Shifted so that both the declared place and the place before the end hold a directory. */
function twoDirectories(): Uint8Array {
  const one = craftZip([plain]);
  const directory = one.slice(30 + 16 + 5, -22);
  return craftZip([plain], { directoryOffset: 0, between: zeros(0) }, directory);
}

describe('zipContainer, attacked', () => {
  it.for([...flagged, ...slips, ...contradictions, ...layouts, ...ends])(
    'refuses %s',
    { timeout: 2000 },
    async ([, code, make]) => {
      expect(await archiveOutcome(zipContainer, make())).toBe(code);
    },
  );

  it('names the entry that it refuses', async () => {
    const locked = craftZip([{ name: 'secret.bin', bytes: hello, local: { flags: 1 }, central: { flags: 1 } }]);
    await expect(zipContainer.open(memorySource(locked, 'a.zip'))).rejects.toThrow('a.zip!/secret.bin');
  });

  it('never gives bytes that do not have their checksum', async () => {
    const both = { crc: 1 };
    for (const deflate of [false, true]) {
      const archive = await archiveOutcome(zipContainer, craftZip([{ ...plain, deflate, local: both, central: both }]));
      expect(await memberOutcome(archive, 'archive/data.pkl')).toBe('format');
    }
  });

  it('lists links, devices and unknown methods as problems, and reads none of them', async () => {
    const unix = (mode: number): Partial<CraftedEntry> => ({
      central: { maker: 0x0314, attributes: (mode << 16) >>> 0 },
    });
    const bytes = craftZip([
      plain,
      { name: 'link', bytes: encoded('/etc/passwd'), ...unix(0o120777) },
      { name: 'pipe', ...unix(0o010644) },
      { name: 'file', bytes: hello, ...unix(0o100644) },
      { name: 'lzma', bytes: hello, local: { method: 14 }, central: { method: 14 } },
    ]);
    const archive = await archiveOutcome(zipContainer, bytes);
    expect(archive).toMatchObject({
      members: [{ path: 'archive/data.pkl' }, { path: 'file' }, { path: 'lzma' }],
      problems: [
        { code: 'unsupported', subject: 'crafted!/link', found: 'a symbolic link' },
        { code: 'unsupported', subject: 'crafted!/pipe', found: 'a special file' },
        { code: 'unsupported', subject: 'crafted!/lzma', found: 'compression method 14' },
      ],
    });
    expect(await memberOutcome(archive, 'lzma')).toBe('unsupported');
  });

  it('counts bytes before, between and after the entries', async () => {
    const pdf = encoded('%PDF-1.4 ');
    for (const [bytes, undeclared] of [
      [craftZip([plain], {}, pdf), 9],
      [craftZip([plain, { name: 'b', before: zeros(7) }]), 7],
      [craftZip([plain], { between: zeros(11) }), 11],
      [join(craftZip([plain]), zeros(13)), 13],
      [craftZip([], {}, zeros(100)), 100],
      [craftZip([plain], { comment: encoded('text') }), 0],
    ] as const) {
      const archive = await archiveOutcome(zipContainer, bytes);
      expect(archive).toMatchObject({ undeclaredBytes: undeclared, problems: { length: undeclared > 0 ? 1 : 0 } });
      if (typeof archive !== 'string') await checkArchive(archive, bytes);
    }
  });

  it('reads an archive behind other bytes, whether its offsets count them or not', async () => {
    const shifted = craftZip([{ ...plain, before: zeros(20) }]);
    const unshifted = craftZip([plain], {}, zeros(20));
    for (const bytes of [shifted, unshifted]) {
      const archive = await archiveOutcome(zipContainer, bytes);
      expect(await memberOutcome(archive, 'archive/data.pkl')).toEqual(hello);
      expect(archive).toMatchObject({ undeclaredBytes: 20 });
    }
  });

  it('reads ZIP64 numbers where the short ones refer to them, with bytes before the archive too', async () => {
    const wide = { size: full, compressed: full, extra: wideExtra(5n, 5n) };
    const central = { ...wide, offset: full, extra: wideExtra(5n, 5n, 0n) };
    const end = { wide: {}, entries: 0xffff, directoryBytes: full, directoryOffset: full };
    for (const prefix of [zeros(0), zeros(9)]) {
      const archive = await archiveOutcome(zipContainer, craftZip([{ ...plain, local: wide, central }], end, prefix));
      expect(await memberOutcome(archive, 'archive/data.pkl')).toEqual(hello);
      expect(archive).toMatchObject({ undeclaredBytes: prefix.length });
    }
  });
});

describe('zip bombs', () => {
  it.for([
    ['a ratio of a thousand', () => craftZip([{ name: 'b', bytes: zeros(20_000_000), deflate: true }])],
    ['ten gigabytes declared over ten kilobytes', () => lying(10_000_000_000n)],
  ] as const)('refuses %s before it unpacks anything', { timeout: 2000 }, async ([, make]) => {
    const bytes = make();
    let read = 0;
    const archive = await zipContainer.open(counted(memorySource(bytes), (length) => (read += length)));
    const listed = read;
    await expect(archive.members[0]!.open()).rejects.toThrow(expect.objectContaining({ code: 'limit' }));
    expect(read).toBe(listed);
  });

  it('refuses more bytes than declared', { timeout: 2000 }, async () => {
    const bytes = zeros(5_000_000);
    const archive = await archiveOutcome(
      zipContainer,
      craftZip([{ name: 'b', bytes, deflate: true, local: { size: 100 }, central: { size: 100 } }]),
    );
    expect(await memberOutcome(archive, 'b')).toBe('format');
  });

  it('refuses many members that are each too small to be bombs', { timeout: 5000 }, async () => {
    const bytes = zeros(1024 * 1024);
    const names = Array.from({ length: 300 }, (_, i) => `${i}`);
    const archive = await archiveOutcome(zipContainer, craftZip(names.map((name) => ({ name, bytes, deflate: true }))));
    const outcomes: unknown[] = [];
    for (const name of names) outcomes.push(await memberOutcome(archive, name));
    expect(outcomes.filter((one) => one === 'limit').length).toBeGreaterThan(100);
    // What was counted once may be read again.
    expect(await memberOutcome(archive, '0')).toEqual(bytes);
  });

  it('lists a hundred thousand entries in time', { timeout: 10_000 }, async () => {
    const entries = Array.from({ length: 100_000 }, (_, i) => ({ name: `${i}` }));
    const end = { wide: {}, entries: 0xffff };
    expect(await archiveOutcome(zipContainer, craftZip(entries, end))).toMatchObject({ members: { length: 100_000 } });
  });

  function lying(size: bigint): Uint8Array {
    const wide = { size: full, compressed: full };
    const extra = wideExtra(size, 10_000n);
    const bytes = join(zeros(10_000));
    return craftZip([
      { name: 'b', bytes, local: { ...wide, extra, method: 8 }, central: { ...wide, extra, method: 8 } },
    ]);
  }
});

it('reads nothing of an archive but its end, its directory and its headers', async () => {
  let read = 0;
  const bytes = craftZip([{ name: 'large', bytes: zeros(8_000_000) }, plain]);
  await zipContainer.open(counted(memorySource(bytes), (length) => (read += length)));
  expect(read).toBeLessThan(100_000);
});

it('writes numbers of 64 bits as crafted', () => {
  expect(big(2n ** 63n).at(-1)).toBe(128);
});
