// Makes text from a model's files safe to show: whatever a terminal or a browser would obey becomes visible instead.

/** Longest untrusted text shown in one place, in code points; the case file holds the whole. */
const LONGEST_TEXT = 240;

/** More combining marks on one letter than any living script stacks; beyond it they only serve to deface lines. */
const MOST_COMBINING_MARKS = 4;

/**
 * Controls (C0, DEL, C1), format characters (bidi overrides, zero width, tags), lone surrogates, line separators,
 * everything else that is drawn as nothing, private use (drawn as anything) and non-characters.
 */
const UNSAFE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\ufffd]/u;

const COMBINING = /\p{M}/u;

/**
 * The text with every unsafe code point written out as `‹U+202E›`, cut to `limit` code points with `…`.
 * Cleaning what is clean changes nothing.
 */
export function clean(text: string, limit = LONGEST_TEXT): string {
  const parts: string[] = [];
  let marks = 0;
  let length = 0;
  for (const point of text) {
    marks = COMBINING.test(point) ? marks + 1 : 0;
    const shown = UNSAFE.test(point) || marks > MOST_COMBINING_MARKS ? visible(point) : point;
    length += shown.length === point.length ? 1 : shown.length;
    parts.push(shown);
    // Long before the end of a hostile megabyte: nothing past the limit can be shown.
    if (length > limit) return `${cut(parts, limit - 1)}…`;
  }
  return parts.join('');
}

/** A name as one word of a shell command: quoted where a shell would read more than a name in it. */
export function shellWord(text: string): string {
  const cleaned = clean(text);
  if (/^[\w@%+=:,./-]+$/.test(cleaned) && !cleaned.startsWith('-')) return cleaned;
  return `'${cleaned.replaceAll("'", String.raw`'\''`)}'`;
}

function visible(point: string): string {
  const code = point.codePointAt(0) ?? 0;
  return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
}

function cut(parts: readonly string[], limit: number): string {
  let length = 0;
  const kept: string[] = [];
  for (const part of parts) {
    // A part is one code point or one escape; an escape is never cut in two.
    length += [...part].length;
    if (length > limit) break;
    kept.push(part);
  }
  return kept.join('');
}
