// The listing that is shown of a refused pickle.
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/memory.ts';
import { pickleMember } from '../../../../src/formats/pytorch/checkpoint.ts';
import { disassemble, type ListingLimits, refusedOffset } from '../../../../src/formats/pytorch/pickle/disassembly.ts';
import { pickleFormat } from '../../../../src/formats/pytorch/plain-pickle.ts';
import { assemble, bytes, global, int, pickleOf, text } from '../../../hostile/crafted-pickle.ts';
import { fixture } from '../fixtures.ts';
import { archiveOf } from '../stored-archive.ts';

const list = (file: Uint8Array, limits?: ListingLimits): ReturnType<typeof disassemble> =>
  disassemble(memorySource(file), limits);

describe('disassemble', () => {
  it('lists an attack as it stands, without judging it', async () => {
    const file = pickleOf(2, global('os', 'system'), text('touch x'), 0x85, 'R');
    expect(await list(file)).toEqual({
      lines: [
        { offset: 0, opcode: 'PROTO', argument: '2' },
        { offset: 2, opcode: 'GLOBAL', argument: 'os system' },
        { offset: 13, opcode: 'BINUNICODE', argument: '"touch x"' },
        { offset: 25, opcode: 'TUPLE1', argument: '' },
        { offset: 26, opcode: 'REDUCE', argument: '' },
        { offset: 27, opcode: 'STOP', argument: '' },
      ],
      end: 28,
      ended: 'stop',
    });
  });

  it('cuts long arguments and does not read long bytes', async () => {
    const file = pickleOf(3, text('é'.repeat(1000)), bytes(new Uint8Array(10_000)), int(2n ** 60n));
    const { lines } = await list(file);
    expect(lines[1]?.argument).toBe(`"${'é'.repeat(119)}…"`);
    expect(lines[2]?.argument).toBe('10000 bytes at 2012');
    expect(lines[3]?.argument).toBe('1152921504606846976');
  });

  it('goes on with pickles that follow directly, up to the data', async () => {
    const { lines, ended } = await list(fixture('legacy-1.0.pt'));
    expect(ended).toBe('stop');
    expect(lines.filter(({ opcode }) => opcode === 'STOP').length).toBe(5);
    expect(lines.filter(({ opcode }) => opcode === 'BINPERSID').length).toBe(6);
  });

  it('shows what led up to a refusal, however far in', async () => {
    const file = pickleOf(2, '(', 'N'.repeat(10_000), 't0', global('os', 'system'), text('x'), 0x85, 'R');
    const refusal = await pickleFormat.readHeader(memorySource(file)).catch((error: unknown) => error);
    const until = refusedOffset(refusal as { expected: string; found: string });
    expect(await list(file, { until, lines: 3 })).toEqual({
      lines: [
        { offset: 10_003, opcode: 'TUPLE', argument: '' },
        { offset: 10_004, opcode: 'POP', argument: '' },
        { offset: 10_005, opcode: 'GLOBAL', argument: 'os system' },
      ],
      end: 10_016,
      ended: 'reached',
    });
    expect(refusedOffset({ expected: 'a thing', found: 'another' })).toBe(undefined);
    const archive = archiveOf({ 'a/version': file, 'a/b/data.pkl': file, 'a/data.pkl': file });
    expect(pickleMember(archive.members)?.path).toBe('a/data.pkl');
    expect(pickleMember([])).toBe(undefined);
  });

  it('stops at the limit, at damage and at the end', async () => {
    expect(await list(pickleOf(2, 'N'.repeat(50)), { lines: 10 })).toMatchObject({
      lines: { length: 10 },
      end: 11,
      ended: 'limit',
    });
    expect(await list(pickleOf(2, 'NN', 0xff))).toMatchObject({ lines: { length: 3 }, end: 4, ended: 'damaged' });
    expect(await list(assemble(0x80, 2, 'N'))).toMatchObject({ lines: { length: 2 }, ended: 'damaged' });
    expect(await list(assemble(pickleOf(2, 'N'), 'PK'))).toMatchObject({ lines: { length: 3 }, end: 4, ended: 'stop' });
    expect(await list(pickleOf(2, 'NNN'), { start: 3 })).toMatchObject({
      lines: [{ offset: 3 }, {}, { opcode: 'STOP' }],
    });
  });
});
