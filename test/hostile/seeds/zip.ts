// Small valid archives, one for each way in which an archive may be written.
import { encodeZip } from '../../../forgeries/writers/zip.ts';
import { craftZip, wideExtra } from '../crafted-zip.ts';

const text = new TextEncoder().encode('bamboo slips, bamboo slips, bamboo slips');
const files = [
  { path: 'archive/data.pkl', bytes: text },
  { path: 'archive/', bytes: new Uint8Array(0) },
  { path: '竹.bin', bytes: Uint8Array.from({ length: 100 }, (_, i) => (i * 37) % 256) },
].toReversed();
const full = 0xffffffff;
const wide = { size: full, compressed: full, extra: wideExtra(40n, 40n) };

export const zipSeeds: readonly Uint8Array[] = [
  encodeZip(files),
  encodeZip(files, { deflate: true }),
  encodeZip(files, { descriptors: true, align: 64 }),
  encodeZip(files, { deflate: true, descriptors: true, comment: 'a comment' }),
  encodeZip(files, { zip64: true }),
  encodeZip([]),
  craftZip([{ name: 'a', bytes: text, local: wide, central: wide }]),
  craftZip([{ name: 'a', bytes: text, before: new Uint8Array(5) }], {}, new Uint8Array(7)),
  craftZip([
    { name: Uint8Array.of(0x82, 0xe1), bytes: text, central: { maker: 0x0314, attributes: 0o120777 * 65_536 } },
  ]),
];
