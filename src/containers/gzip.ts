// A gzip stream as a container with one member: what it unpacks to.
import { Cursor } from '../bytes/cursor.ts';
import { unpacked } from '../bytes/unpacked.ts';
import { ForebearError } from '../errors.ts';
import type { Container } from './container.ts';
import { tarText } from './tar-header.ts';
import { mostMemberBytes, mostRatio } from './unpacking.ts';

const smallestBytes = 18;
const trailerBytes = 8;

/** The fixed header, and room for an extra field and a name; longer ones are not looked for. */
const headBytes = 4096;

const extraFlag = 4;
const nameFlag = 8;
const reservedFlags = 0xe0;

/** For streams without a name of their own. */
const nameless = 'unpacked';

/**
 * Opens streams of one member. The size at the end is believed within the limits, and holds the stream to it: a stream
 * of several members or of more than 4 GiB is refused when it is read.
 */
export const gzipContainer: Container = {
  id: 'gzip',

  matches(head, size) {
    const [first, second, method, flags = reservedFlags] = head;
    return size >= smallestBytes && first === 0x1f && second === 0x8b && method === 8 && (flags & reservedFlags) === 0;
  },

  async open(source, options) {
    if (source.size < smallestBytes) {
      throw new ForebearError('format', source.uri, `at least ${smallestBytes} bytes of gzip`, `${source.size}`);
    }
    const head = await source.read(0, Math.min(source.size, headBytes), options);
    const trailer = await source.read(source.size - trailerBytes, source.size, options);
    const size = new Cursor(trailer, source.uri, 4).u32();
    const path = nameIn(head);
    const uri = `${source.uri}!/${path}`;
    const range = { outer: source, start: 0, end: source.size, method: 'gzip', uri } as const;
    const limits = { size, maxBytes: mostMemberBytes, maxRatio: mostRatio };
    const member = { path, size, open: async () => unpacked({ ...range, limits }) };
    return { container: 'gzip', members: [member], problems: [], undeclaredBytes: 0 };
  },
};

/** The last segment of the name in the header; it names the member and leads nowhere. */
function nameIn(head: Uint8Array): string {
  const flags = head[3] ?? 0;
  if ((flags & nameFlag) === 0) return nameless;
  const extra = (flags & extraFlag) === 0 ? 0 : 2 + (head[10] ?? 0) + 256 * (head[11] ?? 0);
  const name = tarText(head.subarray(10 + extra)).replace(/^.*[/\\]/s, '');
  return name === '' || name === '.' || name === '..' || name.length > 255 ? nameless : name;
}
