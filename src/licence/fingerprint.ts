// What we keep of a licence's text: hashes of some of its shingles, from which no word of it can be had again.
import { fingerprintRows } from './fingerprint-table.ts';
import { shinglesOf } from './shingles.ts';

export interface Fingerprint {
  readonly licence: string;
  /** Hashes at or below it are kept. */
  readonly bound: number;
  readonly hashes: readonly number[];
}

/** Hashes kept of one text: at 256 the share of a text that is there is told within ±0.03 (binomial, one s.d. at 0.5). */
const mostHashes = 256;

/** The fingerprint of a text: its distinct shingle hashes up to the bound below which about `mostHashes` of them lie. */
export function fingerprintOf(licence: string, text: string): Fingerprint {
  const sorted = [...new Set(shinglesOf(text).hashes)].sort((a, b) => a - b);
  const bound = sorted.length <= mostHashes ? 0xffffffff : (sorted[mostHashes - 1] as number);
  return { licence, bound, hashes: sorted.slice(0, mostHashes) };
}

/** A row of the generated table: hashes as differences in base 36, so that the sorted ones stay short. */
export function rowOf({ licence, bound, hashes }: Fingerprint): string {
  const steps = hashes.map((hash, at) => (hash - (at === 0 ? 0 : (hashes[at - 1] as number))).toString(36));
  return `${licence} ${bound.toString(36)} ${steps.join(',')}`;
}

export function fingerprintFrom(row: string): Fingerprint {
  const [licence = '', bound = '0', steps = ''] = row.split(' ');
  let hash = 0;
  const hashes = steps === '' ? [] : steps.split(',').map((step) => (hash += parseInt(step, 36)));
  return { licence, bound: parseInt(bound, 36), hashes };
}

let kept: readonly Fingerprint[] | undefined;

/** All fingerprints; read from the table when they are first asked for. */
export function fingerprints(): readonly Fingerprint[] {
  kept ??= fingerprintRows.map(fingerprintFrom);
  return kept;
}
