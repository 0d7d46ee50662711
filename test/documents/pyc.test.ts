// Compiled Python files: what the header says, for every kind of header, and nothing for other bytes.
import { describe, expect, it } from 'vitest';
import { forgePyc } from '../../forgeries/founding-history.ts';
import { pycFacts } from '../../src/documents/pyc.ts';

describe('pycFacts', () => {
  it('reads interpreter, time, size and path', () => {
    expect(pycFacts(forgePyc(1_716_856_168, 4_561, '/home/a/b.py'))).toEqual({
      magic: 3425,
      python: '3.9',
      sourceSeconds: 1_716_856_168,
      sourceBytes: 4_561,
      sourceHash: undefined,
      paths: ['/home/a/b.py'],
    });
  });

  it('reads the hash of a source that is named by hash', () => {
    const bytes = Buffer.from(forgePyc(0, 0, 'a.py'));
    bytes[4] = 3;
    bytes.write('0123456789abcdef', 8, 'hex');
    expect(pycFacts(bytes)).toMatchObject({ sourceHash: '0123456789abcdef', sourceSeconds: undefined });
  });

  it('reads the header of 3.6, which has no flags', () => {
    const bytes = Buffer.alloc(20);
    bytes.writeUInt16LE(3379, 0);
    bytes.write('\r\n', 2);
    bytes.writeUInt32LE(1_500_000_000, 4);
    bytes.writeUInt32LE(77, 8);
    expect(pycFacts(bytes)).toMatchObject({ python: '3.6', sourceSeconds: 1_500_000_000, sourceBytes: 77 });
  });

  it('gives nothing for other bytes, and ends on megabytes of lying lengths', () => {
    expect(pycFacts(new Uint8Array(100))).toBeUndefined();
    expect(pycFacts(Buffer.from('a,b\r\nc'))).toBeUndefined();
    const lying = Buffer.alloc(4_000_000, 0x7a);
    forgePyc(1, 1, 'a.py').forEach((byte, index) => {
      lying[index] = byte;
    });
    expect(pycFacts(lying)?.paths).toEqual(['a.py']);
  });
});
