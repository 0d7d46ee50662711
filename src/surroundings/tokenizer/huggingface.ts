// tokenizer.json and what stands beside it, as Hugging Face's libraries write them.
import { isMap, type JsonMap, type JsonValue } from '../../json/json-value.ts';
import { type Alphabet, tokenBytes } from './alphabet.ts';
import type { AddedToken, TokenizerKind, Vocabulary } from './tokenizer.ts';

const isList = (value: JsonValue | undefined): value is readonly JsonValue[] => Array.isArray(value);
const isId = (value: JsonValue | undefined): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** The vocabulary of a tokenizer.json; undefined where it has none that we know how to read. */
export function vocabularyOf(
  root: JsonMap,
  file: string,
): { vocabulary: Vocabulary | undefined; added: readonly AddedToken[] } {
  const added = isList(root.get('added_tokens'))
    ? (root.get('added_tokens') as readonly JsonValue[]).flatMap((entry) => addedEntry(entry, file))
    : [];
  const model = root.get('model');
  if (!isMap(model)) return { vocabulary: undefined, added };
  const kind = kindOf(model);
  const alphabet = alphabetOf(root, model, kind);
  const isAdded = new Set(added.map(({ id }) => id));
  const tokens = new Map<string, number>();
  const scores = new Map<number, number>();
  const vocab = model.get('vocab');
  if (isMap(vocab)) {
    for (const [token, id] of vocab) if (isId(id) && !isAdded.has(id)) tokens.set(tokenBytes(token, alphabet), id);
  } else if (isList(vocab)) {
    for (const [id, entry] of vocab.entries()) {
      if (!isList(entry) || typeof entry[0] !== 'string' || isAdded.has(id)) continue;
      tokens.set(tokenBytes(entry[0], alphabet), id);
      if (typeof entry[1] === 'number') scores.set(id, entry[1]);
    }
  }
  const merges = isList(model.get('merges'))
    ? mergesOf(model.get('merges') as readonly JsonValue[], alphabet)
    : undefined;
  const vocabulary = { kind, alphabet, tokens, merges, scores: scores.size > 0 ? scores : undefined, file };
  return { vocabulary: tokens.size > 0 ? vocabulary : undefined, added };
}

function addedEntry(entry: JsonValue, file: string): AddedToken[] {
  if (!isMap(entry)) return [];
  const [id, content] = [entry.get('id'), entry.get('content')];
  return isId(id) && typeof content === 'string' ? [{ id, content, special: entry.get('special') === true, file }] : [];
}

function kindOf(model: JsonMap): TokenizerKind {
  switch (model.get('type')) {
    case 'BPE':
      return 'bpe';
    case 'Unigram':
      return 'unigram';
    case 'WordPiece':
      return 'wordpiece';
    default:
      // Older files leave the type out.
      return model.has('merges') ? 'bpe' : isList(model.get('vocab')) ? 'unigram' : 'unknown';
  }
}

function alphabetOf(root: JsonMap, model: JsonMap, kind: TokenizerKind): Alphabet {
  if (kind === 'wordpiece') return 'wordpiece';
  const types = new Set<JsonValue>();
  for (const part of ['pre_tokenizer', 'decoder', 'normalizer']) collectTypes(root.get(part), types, 0);
  if (types.has('ByteLevel')) return 'byte-level';
  return types.has('Metaspace') ||
    types.has('ByteFallback') ||
    model.get('byte_fallback') === true ||
    kind === 'unigram'
    ? 'spaces'
    : 'plain';
}

/** Parts may be sequences of parts. */
function collectTypes(part: JsonValue | undefined, types: Set<JsonValue>, depth: number): void {
  if (depth > 4) return;
  if (isList(part)) for (const one of part.slice(0, 32)) collectTypes(one, types, depth + 1);
  if (!isMap(part)) return;
  types.add(part.get('type') ?? null);
  for (const key of ['pretokenizers', 'decoders', 'normalizers']) collectTypes(part.get(key), types, depth + 1);
}

function mergesOf(list: readonly JsonValue[], alphabet: Alphabet): readonly string[] {
  return list.flatMap((entry) => {
    // Two forms: "left right", and since 2024 ["left", "right"].
    const [left, right] = typeof entry === 'string' ? entry.split(' ', 2) : isList(entry) ? entry : [];
    return typeof left === 'string' && typeof right === 'string'
      ? [`${tokenBytes(left, alphabet)}\0${tokenBytes(right, alphabet)}`]
      : [];
  });
}

/** What a tokenizer_config.json adds and sets. Nested values are left out, but for the added tokens and the class map. */
export function configOf(
  root: JsonMap,
  file: string,
): { added: readonly AddedToken[]; settings: ReadonlyMap<string, string> } {
  const added: AddedToken[] = [];
  const decoder = root.get('added_tokens_decoder');
  if (isMap(decoder)) {
    for (const [id, entry] of decoder) {
      if (!/^\d{1,9}$/.test(id) || !isMap(entry)) continue;
      const content = entry.get('content');
      if (typeof content === 'string')
        added.push({ id: Number(id), content, special: entry.get('special') === true, file });
    }
  }
  const settings = new Map<string, string>();
  for (const [key, value] of root) {
    const content = isMap(value) && typeof value.get('content') === 'string' ? value.get('content') : value;
    if (typeof content === 'string') settings.set(key, content);
    else if (typeof content === 'number' || typeof content === 'boolean') settings.set(key, String(content));
    else if (key === 'auto_map' && isMap(content)) settings.set(key, flatText(content));
  }
  return { added, settings };
}

function flatText(value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (isList(value))
    return value
      .map(flatText)
      .filter((one) => one !== '')
      .join(' ');
  return isMap(value)
    ? [...value.values()]
        .map(flatText)
        .filter((one) => one !== '')
        .join(' ')
    : '';
}

/** added_tokens.json: token to number. */
export function addedOf(root: JsonMap, file: string): readonly AddedToken[] {
  return [...root].flatMap(([content, id]) => (isId(id) ? [{ id, content, special: false, file }] : []));
}
