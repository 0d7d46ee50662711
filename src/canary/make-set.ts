// A set of canaries from a secret seed: which glyphs, in which order, how worn; and its commitment.
import { createSha256 } from '../bytes/sha256.ts';
import { ForebearError } from '../errors.ts';
import { encodePng } from '../image/encode-png.ts';
import { type Font, openFont } from '../image/font/font.ts';
import type { Random } from '../math/random.ts';
import type { RunOptions } from '../run.ts';
import { commitmentOf } from './commitment.ts';
import { drawColumn, drawComposed, partsOfLayout } from './draw.ts';
import type { CanaryItem, CanaryRecipe, CanarySet } from './item.ts';
import { promptFor } from './prompts.ts';
import { looksOf, secretInteger } from './secret-random.ts';
import { wornSlip } from './slip.ts';

/** Changes whenever the same recipe would give other pictures. */
const canaryVersion = 1;

export interface CanaryFont {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export type CanaryWish = Omit<CanaryRecipe, 'version' | 'fonts'>;

const mostItems = 10_000;
/** Squares of a column. */
const [shortest, longest] = [4, 7];

/** Scripts of ideographs: Tangut, cuneiform, and those of East Asia with their extensions. */
const ideographs: readonly (readonly [number, number])[] = [
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0x12000, 0x12543],
  [0x17000, 0x18cff],
  [0x20000, 0x323af],
];

interface Drawer {
  readonly font: Font;
  /** Code points of ideographs that the font draws. */
  readonly points: readonly number[];
}

/** Throws `usage` for seeds and counts that are none, `unsupported` for fonts without ideographs. */
export function makeCanarySet(wish: CanaryWish, fonts: readonly CanaryFont[], options?: RunOptions): CanarySet {
  const { seed, count, severity, kinds } = wish;
  if (!/^[0-9a-f]{32,128}$/.test(seed))
    throw new ForebearError('usage', 'seed', '32 to 128 hexadecimal digits', `${seed.length} characters`);
  if (!(Number.isInteger(count) && count > 0 && count <= mostItems))
    throw new ForebearError('usage', 'items', `from 1 to ${mostItems}`, `${count}`);
  if (!(severity >= 0 && severity <= 1)) throw new ForebearError('usage', 'severity', 'from 0 to 1', `${severity}`);
  const drawers = fonts.flatMap((font) => drawerOf(font, wish.alphabet) ?? []);
  if (drawers.length === 0 || kinds.length === 0)
    throw new ForebearError('usage', 'canaries', 'a font and a kind', 'none');
  const items: CanaryItem[] = [];
  for (let at = 0; at < count; at++) {
    options?.signal?.throwIfAborted();
    options?.onProgress?.({ stage: 'write', subject: 'canaries', done: at, total: count, unit: 'files' });
    const kind = kinds[at % kinds.length] as (typeof kinds)[number];
    const drawer = drawers[Math.floor(at / kinds.length) % drawers.length] as Drawer;
    items.push(itemOf(`c${String(at + 1).padStart(5, '0')}`, kind, drawer, wish));
  }
  const recipe: CanaryRecipe = {
    version: canaryVersion,
    seed,
    fonts: fonts.map(({ name, bytes }) => ({ name, sha256: sha256Of(bytes) })),
    count,
    severity,
    language: wish.language,
    kinds,
    ...(wish.alphabet === undefined ? {} : { alphabet: wish.alphabet }),
  };
  const name = `canaries, ${wish.language}`;
  return { name, items, commitment: commitmentOf(name, items, recipe), recipe };
}

function drawerOf({ name, bytes }: CanaryFont, alphabet: string | undefined): Drawer | undefined {
  const font = openFont(bytes);
  if (alphabet !== undefined) {
    const wanted = new Set(Array.from(alphabet, (letter) => letter.codePointAt(0) ?? 0));
    const points = font.points.filter((point) => wanted.has(point));
    return points.length === 0 ? undefined : { font, points };
  }
  const points = font.points.filter((point) => ideographs.some(([first, last]) => point >= first && point <= last));
  if (points.length < 100)
    throw new ForebearError('unsupported', name, 'a font with 100 ideographs', `${points.length}`);
  return { font, points };
}

function itemOf(
  id: string,
  kind: CanaryWish['kinds'][number],
  { font, points }: Drawer,
  { seed, severity, language }: CanaryWish,
): CanaryItem {
  const random = looksOf(seed, `${id} looks`);
  const draw = (n: number): number[] =>
    Array.from({ length: n }, (_, i) => points[secretInteger(seed, `${id} glyph ${i}`, points.length)] as number);
  const text = (chosen: readonly number[]): string => String.fromCodePoint(...chosen);
  if (kind === 'composed') {
    const layout = secretInteger(seed, `${id} layout`, partsOfLayout.length);
    const inked = drawComposed(font, layout, draw(partsOfLayout[layout] as number), severity, random);
    return finished(id, kind, language, inked, severity, random, []);
  }
  const chosen = draw(kind === 'glyph' ? 1 : shortest + secretInteger(seed, `${id} length`, longest - shortest + 1));
  const inked = drawColumn(font, chosen, severity, random);
  return finished(id, kind, language, inked, severity, random, [text(chosen)]);
}

function finished(
  id: string,
  kind: CanaryItem['kind'],
  language: CanaryWish['language'],
  { ink, width, height }: ReturnType<typeof drawColumn>,
  severity: number,
  random: Random,
  gold: readonly string[],
): CanaryItem {
  const bytes = encodePng(wornSlip(ink, width, height, severity, random));
  return {
    id,
    kind,
    prompt: promptFor(kind, language),
    image: { type: 'image/png', bytes, sha256: sha256Of(bytes) },
    gold,
  };
}

export function sha256Of(bytes: Uint8Array): string {
  const hash = createSha256();
  hash.update(bytes);
  return hash.digestHex();
}
