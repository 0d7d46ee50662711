// Small valid tar archives, one for each kind of header.
import { encodeTar, paxRecord, tarEntry } from '../../../forgeries/writers/tar.ts';
import { join } from '../crafted-zip.ts';

const text = new TextEncoder().encode('bamboo slips');
const none = new Uint8Array(0);
const end = new Uint8Array(1024);
const long = new TextEncoder().encode(`${'a'.repeat(120)}\0`);

export const tarSeeds: readonly Uint8Array[] = [
  encodeTar([
    { path: 'a.bin', bytes: text },
    { path: 'folder/竹.bin', bytes: new Uint8Array(600).fill(3) },
  ]),
  join(tarEntry({ name: 'old', type: '\0', bytes: text, magic: '' }), end),
  join(
    tarEntry({ name: '././@LongLink', type: 'L', bytes: long, magic: 'ustar  \0' }),
    tarEntry({ name: 'a', type: '0', bytes: text, magic: 'ustar  \0' }),
    end,
  ),
  join(
    tarEntry({ name: 'pax', type: 'x', bytes: join(paxRecord('path', 'b.bin'), paxRecord('size', '12')) }),
    tarEntry({ name: 'a', type: '0', bytes: text }),
    tarEntry({ name: 'b', type: '0', bytes: text, prefix: 'folder' }),
    tarEntry({ name: 'link', type: '2', bytes: none }),
    tarEntry({ name: 'folder/', type: '5', bytes: none }),
    end,
  ),
  join(
    tarEntry({ name: 'a', type: '0', bytes: text, size: Uint8Array.of(0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 12) }),
    end,
  ),
];
