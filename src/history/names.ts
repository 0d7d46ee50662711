// Where a text names a model family, as whole words, with the identifier that the name is part of.
import { linesOf } from '../documents/document.ts';
import { excerptOf } from '../findings/finding.ts';
import { knownFamilies } from './known-names-table.ts';

export interface NameHit {
  readonly family: string;
  /** The identifier around the name, such as `owner/Name-7B`; untrusted, as written. */
  readonly name: string;
  /** Only the account that publishes, no model. */
  readonly owner: boolean;
  readonly line: number;
  readonly excerpt: string;
}

export interface NameFinder {
  /** One hit for each identifier, where it stands first; in the order of the text. */
  find(text: string): readonly NameHit[];
  /** Families that were asked for by name, not only known. */
  readonly asked: ReadonlySet<string>;
  /** Accounts of hubs, known ones and those of candidates; in small letters. */
  readonly accounts: ReadonlySet<string>;
}

/** Identifiers kept of one text: a list of models has some hundreds. */
const mostHits = 500;

/** Of an identifier to either side of the name. */
const longestSide = 80;

/** Spellings shorter than this are in words of every language. */
const shortestName = 3;

export function newNameFinder(candidates: readonly string[]): NameFinder {
  const families = new Map<string, { readonly family: string; readonly owner: boolean }>();
  for (const { family, owners, names } of knownFamilies) {
    for (const name of owners) families.set(name.toLowerCase(), { family, owner: true });
    for (const name of names) families.set(name.toLowerCase(), { family, owner: false });
  }
  const asked = new Set<string>();
  const accounts = new Set(knownFamilies.flatMap(({ owners }) => owners));
  for (const candidate of candidates) {
    const spelled = candidate.trim().toLowerCase();
    if (spelled.length < shortestName) continue;
    const parts = [spelled, ...(spelled.includes('/') ? [spelled.slice(spelled.lastIndexOf('/') + 1)] : [])];
    const family = [...families].find(([name, { owner }]) => !owner && parts.some((part) => holds(part, name)))?.[1]
      .family;
    if (spelled.includes('/')) accounts.add(spelled.slice(0, spelled.indexOf('/')));
    asked.add(family ?? candidate.trim());
    for (const part of parts) families.set(part, { family: family ?? candidate.trim(), owner: false });
  }
  const spellings = [...families.keys()].toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const word = '[\\p{L}\\p{N}]';
  const latin = spellings.filter((name) => /^[\x20-\x7e]+$/.test(name)).map(escaped);
  const others = spellings.filter((name) => !/^[\x20-\x7e]+$/.test(name)).map(escaped);
  const pattern = new RegExp(
    `(?<!${word})(?:${latin.join('|')})(?!${word})${others.length === 0 ? '' : `|${others.join('|')}`}`,
    'giu',
  );
  return {
    asked,
    accounts,
    find(text) {
      const hits = new Map<string, NameHit>();
      let lines: ReturnType<typeof linesOf> | undefined;
      for (const { 0: found, index } of text.matchAll(pattern)) {
        const known = families.get(found.toLowerCase());
        if (known === undefined) continue;
        const name = identifierAt(text, index, found.length);
        if (hits.has(`${known.family}\0${name}`)) continue;
        lines ??= linesOf(text);
        const line = lines.lineAt(index);
        const owner = known.owner && name.length === found.length;
        hits.set(`${known.family}\0${name}`, {
          family: known.family,
          name,
          owner,
          line,
          excerpt: around(lines.lineText(line), found),
        });
        if (hits.size >= mostHits) break;
      }
      return [...hits.values()];
    },
  };
}

/** Whether `name` is a whole word of `text`; both in small letters. */
function holds(text: string, name: string): boolean {
  return new RegExp(`(?<![a-z0-9])${escaped(name)}(?![a-z0-9])`).test(text);
}

const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** The run of letters, digits, `_`, `.`, `-` and `/` around a name. */
function identifierAt(text: string, start: number, length: number): string {
  const before = /[\w./-]*$/.exec(text.slice(Math.max(0, start - longestSide), start))?.[0] ?? '';
  const after = /^[\w./-]*/.exec(text.slice(start + length, start + length + longestSide))?.[0] ?? '';
  return `${before}${text.slice(start, start + length)}${after}`.replace(/^[./-]+|[./-]+$/g, '');
}

/** The part of a long line that holds the name. */
function around(line: string, name: string): string {
  const at = line.indexOf(name);
  return excerptOf(at > 120 ? `…${line.slice(at - 60)}` : line);
}
