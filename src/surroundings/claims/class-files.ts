// The Python files beside a model, read for two things and never run: numbers that a configuration's class sets itself, and
// the parts that the model's class names.
import { linesOf, type TextDocument } from '../../documents/document.ts';
import { excerptOf, type Place, type Side } from '../../findings/finding.ts';
import type { JsonValue } from '../../json/json-value.ts';

export interface SetNumber {
  readonly key: string;
  readonly value: number;
  readonly place: Place;
}

interface PythonClass {
  readonly name: string;
  readonly bases: string;
  readonly firstLine: number;
  readonly lines: readonly string[];
}

/** Source files above this are data. */
const mostCharacters = 1_000_000;

function classesOf(document: TextDocument): PythonClass[] {
  const found: { name: string; bases: string; firstLine: number; lines: string[] }[] = [];
  let current: (typeof found)[number] | undefined;
  for (const [at, line] of document.text.slice(0, mostCharacters).split('\n').entries()) {
    const head = line.length > 1_000 ? null : /^class\s+([A-Za-z_]\w*)\s*(?:\(([^()]{0,400})\))?\s*:/.exec(line);
    if (head !== null) {
      current = { name: head[1] ?? '', bases: head[2] ?? '', firstLine: at + 1, lines: [] };
      found.push(current);
    } else if (/^[^\s#)\]}"']/.test(line)) current = undefined;
    current?.lines.push(line);
  }
  return found;
}

/** Numbers that a class of a configuration assigns as literals: they stand whatever the constructor is given. */
export function setNumbers(side: Side, documents: readonly TextDocument[]): SetNumber[] {
  const found: SetNumber[] = [];
  for (const document of documents) {
    if (!/\.py$/i.test(document.path)) continue;
    for (const { name, lines, firstLine } of classesOf(document)) {
      if (!/Config/.test(name)) continue;
      for (const [at, line] of lines.entries()) {
        const hit = /^\s+self\.([A-Za-z_]\w{0,80})\s*=\s*(\d{1,12})\s*(?:#.*)?$/.exec(line.slice(0, 400));
        if (hit === null) continue;
        const place: Place = { side, file: document.path, line: firstLine + at, excerpt: excerptOf(line) };
        found.push({ key: hit[1] ?? '', value: Number(hit[2]), place });
      }
    }
  }
  return found;
}

export interface ModelClass {
  readonly name: string;
  readonly attributes: ReadonlySet<string>;
  /** Whether it says that names may lack the part that it keeps them under: then no name tells that it does not fit. */
  readonly prefixed: boolean;
  readonly place: Place;
}

/** Parts that classes of transformers give those that inherit from them. */
const inherited = [
  'model',
  'lm_head',
  'transformer',
  'language_model',
  'vision_tower',
  'multi_modal_projector',
  'score',
];

/** First parts of names inside the part that transformers keeps a network under: stored without it, they load all the same. */
export const innerParts: ReadonlySet<string> = new Set([
  'layers',
  'embed_tokens',
  'norm',
  'h',
  'wte',
  'wpe',
  'ln_f',
  'encoder',
  'decoder',
  'embeddings',
  'pooler',
  'blocks',
  'embed_in',
  'final_layer_norm',
]);

/** What a class can do to load names that are not its own. */
const renames = /load_state_dict|_checkpoint_conversion_mapping|__getattr__|setattr\(/;

/** The class that `auto_map` names for the model, where its file is here and it names its own parts. */
export function modelClass(
  side: Side,
  documents: readonly TextDocument[],
  config: ReadonlyMap<string, JsonValue>,
  configPath: string,
): ModelClass | undefined {
  const map = config.get('auto_map');
  if (!(map instanceof Map)) return undefined;
  const named = ['AutoModelForCausalLM', 'AutoModel'].map((key) => (map as ReadonlyMap<string, JsonValue>).get(key));
  const reference = named.find((value) => typeof value === 'string');
  const parts = /^([A-Za-z_]\w*)\.([A-Za-z_]\w*)$/.exec(typeof reference === 'string' ? reference : '');
  if (parts === null) return undefined;
  const path = `${configPath.replace(/[^/]*$/, '')}${parts[1]}.py`;
  const document = documents.find((each) => each.path === path);
  if (document === undefined) return undefined;
  const classes = classesOf(document);
  const attributes = new Set<string>();
  const start = classes.find(({ name }) => name === parts[2]);
  if (start === undefined) return undefined;
  // The class and those of its bases that stand in the same file.
  const pending = [start];
  const seen = new Set<string>();
  let prefix = '';
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next.name)) continue;
    seen.add(next.name);
    for (const line of next.lines) {
      if (renames.test(line)) return undefined;
      prefix = /\bbase_model_prefix\s*=\s*['"]([A-Za-z_]\w*)/.exec(line.slice(0, 400))?.[1] ?? prefix;
      for (const [, name = ''] of line.slice(0, 1_000).matchAll(/\bself\.([A-Za-z_]\w*)\s*[=:]/g)) attributes.add(name);
    }
    for (const base of classes) if (new RegExp(`\\b${base.name}\\b`).test(next.bases)) pending.push(base);
  }
  if (attributes.size === 0) return undefined;
  const prefixed = attributes.has(prefix);
  for (const name of inherited) attributes.add(name);
  const lines = linesOf(document.text);
  const place: Place = {
    side,
    file: document.path,
    line: start.firstLine,
    excerpt: excerptOf(lines.lineText(start.firstLine)),
  };
  return { name: start.name, attributes, prefixed, place };
}
