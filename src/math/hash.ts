// Hashes of 32 bits for texts and runs of symbols: fast, the same everywhere, and nothing is decided by one of them alone.

const known = new Map<string, number>();
const mostKnown = 200_000;

/** FNV-1a over UTF-16 units, mixed once more: 32 bits, not against an attacker, and nothing is decided by one of them. */
export function textHash(text: string): number {
  const found = known.get(text);
  if (found !== undefined) return found;
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  const mixed = mix(hash);
  if (text.length <= 64 && known.size < mostKnown) known.set(text, mixed);
  return mixed;
}

/** The end of MurmurHash3 (Appleby 2011): every bit of the input changes every bit of the output. */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The hash of each run of `length` symbols, by where it begins; empty where there are fewer. */
export function gramHashes(symbols: Uint32Array, length: number): Uint32Array {
  const count = symbols.length - length + 1;
  if (count <= 0) return new Uint32Array(0);
  const grams = new Uint32Array(count);
  const base = 0x01000193;
  let power = 1;
  for (let i = 1; i < length; i++) power = Math.imul(power, base);
  let rolling = 0;
  for (let i = 0; i < symbols.length; i++) {
    if (i >= length) rolling = (rolling - Math.imul(symbols[i - length] as number, power)) | 0;
    rolling = (Math.imul(rolling, base) + (symbols[i] as number)) | 0;
    if (i >= length - 1) grams[i - length + 1] = mix(rolling);
  }
  return grams;
}
