// Tokens of every format in one form: the bytes they stand for, one character each, so that a vocabulary is the same in whatever file.

/** How a file writes bytes as characters: GPT-2's printable stand-ins, SentencePiece's `▁` and `<0x0A>`, WordPiece's `##`, or as they are. */
export type Alphabet = 'byte-level' | 'spaces' | 'wordpiece' | 'plain';

/** Characters of GPT-2's table back to bytes (Radford et al. 2019, `bytes_to_unicode`). */
const byteOf: ReadonlyMap<number, number> = new Map(byteLevelTable());

function byteLevelTable(): [number, number][] {
  const pairs: [number, number][] = [];
  let next = 256;
  for (let byte = 0; byte < 256; byte++) {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    pairs.push([printable ? byte : next, byte]);
    if (!printable) next += 1;
  }
  return pairs;
}

const encoder = new TextEncoder();

/** The bytes of a token as a string of characters 0 to 255. What the alphabet does not know stays as UTF-8. */
export function tokenBytes(token: string, alphabet: Alphabet): string {
  switch (alphabet) {
    case 'byte-level':
      return fromByteLevel(token);
    case 'spaces': {
      const byte = /^<0x([0-9A-Fa-f]{2})>$/.exec(token)?.[1];
      return byte === undefined
        ? utf8(token.replaceAll('\u2581', ' '))
        : String.fromCharCode(Number.parseInt(byte, 16));
    }
    case 'wordpiece':
      return token.startsWith('##') ? utf8(token.slice(2)) : utf8(` ${token}`);
    case 'plain':
      return utf8(token);
  }
}

function fromByteLevel(token: string): string {
  let bytes = '';
  for (const point of token) {
    const byte = byteOf.get(point.codePointAt(0) as number);
    bytes += byte === undefined ? utf8(point) : String.fromCharCode(byte);
  }
  return bytes;
}

function utf8(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text;
  let bytes = '';
  for (const byte of encoder.encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

/** Bytes as text for people; what is no UTF-8 shows as replacement characters. */
export function visibleToken(bytes: string): string {
  return new TextDecoder().decode(Uint8Array.from(bytes, (character) => character.charCodeAt(0)));
}
