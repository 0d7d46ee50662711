// Places in the files around weights where a project's names stand: class maps, types, imports, headers, hub names, metadata.
import { linesOf, type TextDocument } from '../../documents/document.ts';
import { isForebearError } from '../../errors.ts';
import { excerptOf } from '../../findings/finding.ts';
import { isMap, type JsonValue, parseJsonBounded } from '../../json/json-value.ts';

/**
 * What kind of place it is. `module`: a file of code that a class map asks for; `class`: a class it names or code defines;
 * `type`: a model or tokenizer type; `hub`: owner/name; `import`; `header`: a line of a copyright notice; `metadata`: a key or
 * value inside a weight file; `template`: a chat template.
 */
export type PlaceKind = 'module' | 'class' | 'type' | 'hub' | 'import' | 'header' | 'metadata' | 'template';

export interface NamedPlace {
  readonly kind: PlaceKind;
  /** The name, or the line of a header. Untrusted. */
  readonly name: string;
  readonly file: string;
  readonly line: number | undefined;
  readonly excerpt: string;
}

/** Longer lines hold data, not names. */
const longestLine = 4_000;

/** Lines at the beginning of a file that can be its header. */
const headerLines = 60;

/** Names of one model in all; a generated file of a million classes is no more telling than its first thousands. */
const mostPlaces = 20_000;

const encoder = new TextEncoder();

/** Every named place in the documents, in their order, then those of the metadata. */
export function namedPlaces(
  documents: readonly TextDocument[],
  metadata: ReadonlyMap<string, string>,
): readonly NamedPlace[] {
  const found: NamedPlace[] = [];
  for (const document of documents) {
    if (found.length >= mostPlaces) break;
    if (/\.json$/i.test(document.path)) found.push(...jsonPlaces(document));
    else if (isCode(document.path)) found.push(...codePlaces(document));
    else if (/\.jinja2?$|chat_template$/i.test(document.path)) found.push(...templatePlaces(document));
  }
  for (const [key, value] of metadata) {
    const excerpt = excerptOf(`${key}: ${value}`);
    const kind = key.endsWith('chat_template') ? 'template' : 'metadata';
    if (value.length <= longestLine) found.push({ kind, name: `${key} ${value}`, file: '', line: undefined, excerpt });
  }
  return found.slice(0, mostPlaces);
}

export function isCode(path: string): boolean {
  return /\.(?:py|pyi|ipynb|[jt]sx?|mjs|cjs|java|c|cc|cpp|cxx|h|hpp|cu|cuh|rs)$/i.test(path);
}

const typeKeys = new Set([
  'model_type',
  'tokenizer_class',
  'processor_class',
  'image_processor_type',
  'feature_extractor_type',
  'config_class',
  'base_model_class',
]);
const hubKeys = new Set(['_name_or_path', 'name_or_path', 'base_model_name_or_path', 'base_model', 'parent_library']);

function jsonPlaces(document: TextDocument): NamedPlace[] {
  let root: JsonValue;
  try {
    root = parseJsonBounded(encoder.encode(document.text), document.path, { maxDepth: 64, maxValues: 500_000 });
  } catch (error) {
    if (!isForebearError(error)) throw error;
    return [];
  }
  const found: NamedPlace[] = [];
  const lines = linesOf(document.text);
  const add = (kind: PlaceKind, name: string): void => {
    const at = document.text.indexOf(JSON.stringify(name));
    const line = at < 0 ? undefined : lines.lineAt(at);
    const excerpt = excerptOf(line === undefined ? name : lines.lineText(line));
    found.push({ kind, name, file: document.path, line, excerpt });
  };
  const walk = (value: JsonValue, key: string): void => {
    if (found.length >= mostPlaces) return;
    if (isMap(value)) for (const [inner, one] of value) walk(one, key === 'auto_map' ? 'auto_map' : inner);
    else if (Array.isArray(value)) for (const one of value as readonly JsonValue[]) walk(one, key);
    else if (typeof value === 'string' && value !== '') {
      if (key === 'auto_map') {
        // `repository--module.Class`; the part before the dashes is a hub name.
        const [repository, rest] = value.includes('--') ? value.split('--', 2) : [undefined, value];
        if (repository !== undefined && repository !== '') add('hub', value);
        const dot = (rest ?? '').lastIndexOf('.');
        if (dot > 0) add('module', value);
      } else if (key === 'architectures') add('class', value);
      else if (typeKeys.has(key)) add(value.includes('.') ? 'module' : 'type', value);
      else if (hubKeys.has(key)) add('hub', value);
      else if (key === 'chat_template') add('template', value);
    }
  };
  walk(root, '');
  return found;
}

/** A template by its lines: what it names stands in its default prompts. */
function templatePlaces({ path, text }: TextDocument): NamedPlace[] {
  return text
    .split('\n')
    .slice(0, 2_000)
    .map((line, at) => ({
      kind: 'template' as const,
      name: line.slice(0, longestLine),
      file: path,
      line: at + 1,
      excerpt: excerptOf(line),
    }));
}

const importLine = /^\s*(?:from\s+([\w.]{1,200})\s+import\b|import\s+([\w.]{1,200}))/;
const classLine = /^\s*(?:export\s+)?(?:abstract\s+)?class\s+(\w{1,200})/;
const hubName = /["']([A-Za-z0-9][\w.-]{1,60}\/[A-Za-z0-9][\w.-]{1,100})["']/g;
const headerWords = /copyright|licen[cs]ed under|\bauthors?\b|all rights reserved|版权|作者/i;
/** What looks like owner/name and is a path or a media type. */
const noHub =
  /\.(?:py|json|jpe?g|png|gif|txt|md|bin|pt|pth|safetensors|gguf|onnx|yaml|yml|html|css|js|so|csv|npy)$|^(?:image|text|application|audio|video|font|model)\//i;

function codePlaces(document: TextDocument): NamedPlace[] {
  const found: NamedPlace[] = [];
  for (const [index, line] of document.text.split('\n').entries()) {
    if (line.length > longestLine) continue;
    const add = (kind: PlaceKind, name: string): void => {
      found.push({ kind, name, file: document.path, line: index + 1, excerpt: excerptOf(line) });
    };
    const imported = importLine.exec(line);
    if (imported !== null) add('import', imported[1] ?? imported[2] ?? '');
    const defined = classLine.exec(line)?.[1];
    if (defined !== undefined) add('class', defined);
    for (const [, name = ''] of line.matchAll(hubName)) if (!noHub.test(name)) add('hub', name);
    if (index < headerLines && /^\s*(?:#|\/\/|\*|\/\*|"""|<!--)/.test(line) && headerWords.test(line))
      add('header', line.trim());
    if (found.length >= mostPlaces) break;
  }
  return found;
}
