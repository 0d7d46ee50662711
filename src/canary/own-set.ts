// A user's own secret pictures: images in a folder, and what is right for each, in one file for all or in one beside each.
import type { Folder } from '../bytes/source.ts';
import { ForebearError } from '../errors.ts';
import { imageTypeOf, mostImageBytes } from '../image/decode.ts';
import { isMap, type JsonValue, parseJsonBounded } from '../json/json-value.ts';
import type { RunOptions } from '../run.ts';
import { commitmentOf } from './commitment.ts';
import type { CanaryItem, CanarySet } from './item.ts';
import { sha256Of } from './make-set.ts';
import { promptFor } from './prompts.ts';

const mostItems = 10_000;
const mostBytes = 1_073_741_824;
const mostGoldBytes = 16_777_216;

/**
 * `gold.json` ({"slip-1.png": "竹" or ["竹", "㣇"]}), `gold.tsv` (name, tab, answers apart by tabs), or `slip-1.txt` beside `slip-1.png`.
 * A picture without any has no right answer. Throws `format` for lists that name what is not there
 * and for a picture that is there twice (its mistake would count twice), `limit` beyond 10,000 pictures or 1 GiB.
 */
export async function openOwnSet(
  folder: Folder,
  name: string,
  language: 'en' | 'zh',
  options?: RunOptions,
): Promise<CanarySet> {
  const listed = [...(await folder.list({ signal: options?.signal }))].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const pictures = listed.filter(({ path }) => /\.(?:png|jpe?g)$/i.test(path));
  const bytes = pictures.reduce((sum, picture) => sum + picture.bytes, 0);
  if (pictures.length === 0) throw new ForebearError('format', name, 'PNG or JPEG pictures', 'none');
  if (pictures.length > mostItems || bytes > mostBytes || pictures.some((one) => one.bytes > mostImageBytes))
    throw new ForebearError(
      'limit',
      name,
      `${mostItems} pictures and ${mostBytes} bytes at most`,
      `${pictures.length}, ${bytes}`,
    );
  const paths = new Set(listed.map(({ path }) => path));
  const gold = await goldOf(folder, paths, options);
  const unknown = [...gold.keys()].find((path) => !paths.has(path));
  if (unknown !== undefined)
    throw new ForebearError('format', name, 'answers to pictures that are there', unknown.slice(0, 80));
  const items: CanaryItem[] = [];
  for (const [at, { path }] of pictures.entries()) {
    const data = await readAll(folder, path, options);
    const type = imageTypeOf(data);
    if (type === undefined) throw new ForebearError('unsupported', path, 'a PNG or a JPEG', 'another format');
    const sha256 = sha256Of(data);
    const twin = items.findIndex(({ image }) => image.sha256 === sha256);
    if (twin >= 0)
      throw new ForebearError('format', path, 'each picture once', `that of ${pictures[twin]?.path} again`);
    const beside = path.replace(/\.[^.]+$/, '.txt');
    const own = gold.get(path) ?? (paths.has(beside) ? answersOf(textOf(await readAll(folder, beside, options))) : []);
    items.push({
      id: `o${String(at + 1).padStart(5, '0')}`,
      kind: 'own',
      prompt: promptFor('own', language),
      image: { type, bytes: data, sha256 },
      gold: own,
    });
  }
  return { name, items, commitment: commitmentOf(name, items, undefined) };
}

async function goldOf(
  folder: Folder,
  paths: ReadonlySet<string>,
  options?: RunOptions,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const gold = new Map<string, readonly string[]>();
  if (paths.has('gold.json')) {
    const root = parseJsonBounded(await readAll(folder, 'gold.json', options), 'gold.json', { maxDepth: 3 });
    if (!isMap(root)) throw new ForebearError('format', 'gold.json', 'an object', 'something else');
    for (const [path, value] of root) gold.set(path, stringsOf(value, path));
  } else if (paths.has('gold.tsv')) {
    for (const line of textOf(await readAll(folder, 'gold.tsv', options)).split('\n')) {
      const [path, ...answers] = line.replace(/\r$/, '').split('\t');
      if (path !== undefined && path !== '')
        gold.set(
          path,
          answers.filter((answer) => answer !== ''),
        );
    }
  }
  return gold;
}

function stringsOf(value: JsonValue, path: string): readonly string[] {
  const list = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
  return list.map((one) => {
    if (typeof one === 'string') return one;
    throw new ForebearError('format', `gold.json, ${path.slice(0, 80)}`, 'a text or several', 'something else');
  });
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const answersOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

async function readAll(folder: Folder, path: string, options?: RunOptions): Promise<Uint8Array> {
  const source = await folder.open(path, { signal: options?.signal });
  try {
    const most = /\.(?:png|jpe?g)$/i.test(path) ? mostImageBytes : mostGoldBytes;
    if (source.size > most) throw new ForebearError('limit', path, `at most ${most} bytes`, `${source.size}`);
    return await source.read(0, source.size, { signal: options?.signal });
  } finally {
    await source.close();
  }
}
