// A recording read back, checked field by field before anything of it is believed; a last line that was cut is left out.
import { keepsItsWord } from '../canary/commitment.ts';
import type { CanaryItem, CanaryRecipe } from '../canary/item.ts';
import { ForebearError } from '../errors.ts';
import { isMap, type JsonMap, type JsonValue, parseJsonBounded } from '../json/json-value.ts';
import type { Decoding, RuntimeIdentity, RuntimeKind } from '../runtimes/runtime.ts';
import {
  type ProbeHead,
  type ProbeModel,
  type ProbeReply,
  type ProbeReveal,
  type Recording,
  recordingFault,
} from './recording.ts';

/** Ten thousand items to twenty models with all their exchanges. */
const mostLines = 1_000_000;
const mostLine = 67_108_864;
/** A panel needs fifteen. */
const mostModels = 1_000;

const kinds: readonly RuntimeKind[] = ['own', 'llama.cpp', 'server', 'reader'];
const roles: readonly ProbeModel['role'][] = ['suspect', 'candidate', 'panel'];
const drawnKinds: CanaryRecipe['kinds'] = ['glyph', 'column', 'composed'];
const itemKinds: readonly CanaryItem['kind'][] = [...drawnKinds, 'own'];

/**
 * Throws `format` for what is no recording, `integrity` for one that names models or items twice or not at all, or whose revealed set is
 * not the one that was committed to.
 */
export function parseRecording(text: string, subject: string): Recording {
  const lines = text.split('\n');
  // What stands behind the last line break was being written when the run ended.
  const whole = lines.slice(0, -1).filter((line) => line !== '');
  if (whole.length > mostLines)
    throw new ForebearError('limit', subject, `at most ${mostLines} lines`, `${whole.length}`);
  const [first, ...rest] = whole.map((line, at) => parsed(line, `${subject}, line ${at + 1}`));
  if (first === undefined) throw new ForebearError('format', subject, 'a recording of a probe', 'an empty file');
  const head = headOf(reading(first, `${subject}, line 1`));
  const replies = new Map<string, ProbeReply>();
  let reveal: ProbeReveal | undefined;
  for (const [at, line] of rest.entries()) {
    const where = `${subject}, line ${at + 2}`;
    const read = reading(line, where);
    if (line.has('reveal')) {
      if (reveal !== undefined) throw recordingFault(where, 'one reveal', 'a second one');
      reveal = revealFrom(read);
      continue;
    }
    const reply = replyFrom(read, head, where);
    const key = `${reply.model} ${reply.item}`;
    const before = replies.get(key);
    if (before !== undefined && before.fault === undefined)
      throw recordingFault(where, 'each reply once', `${key} again`);
    // What failed was asked again when the run was resumed: the later line holds.
    replies.delete(key);
    replies.set(key, reply);
  }
  const recording = { head, replies: [...replies.values()], reveal };
  check(recording, subject);
  return recording;
}

/** What was revealed is what was committed to, and every reply is to one of its items. */
function check({ head, replies, reveal }: Recording, subject: string): void {
  if (reveal === undefined) return;
  const ids = new Set(reveal.reveal.map(({ id }) => id));
  if (ids.size !== reveal.reveal.length || ids.size !== head.items)
    throw recordingFault(subject, `${head.items} items, each once`, `${ids.size} of ${reveal.reveal.length}`);
  const items: CanaryItem[] = reveal.reveal.map(({ image, ...item }) => ({
    ...item,
    image: { type: 'image/png', bytes: new Uint8Array(0), sha256: image },
  }));
  const set = {
    name: head.set,
    items,
    commitment: head.commitment,
    ...(reveal.recipe === null ? {} : { recipe: reveal.recipe }),
  };
  if (!keepsItsWord(set))
    throw recordingFault(subject, `the set of commitment ${head.commitment.slice(0, 16)}…`, 'another set');
  const images = new Map(items.map(({ id, image }) => [id, image.sha256]));
  for (const { item, image } of replies)
    if (images.get(item) !== image)
      throw recordingFault(subject, `item ${item.slice(0, 40)} with its picture`, 'another one');
}

function parsed(line: string, where: string): JsonMap {
  if (line.length > mostLine)
    throw new ForebearError('limit', where, `at most ${mostLine} characters`, `${line.length}`);
  const value = parseJsonBounded(new TextEncoder().encode(line), where, { maxDepth: 24 });
  if (!isMap(value)) throw new ForebearError('format', where, 'an object', 'something else');
  return value;
}

/** Fields by kind. Throws `format` with the field's name where it is missing or of another kind. */
function reading(map: JsonMap, where: string) {
  const fault = (key: string, expected: string): ForebearError =>
    new ForebearError('format', `${where}, ${key}`, expected, typeof map.get(key));
  const list = (key: string): readonly JsonMap[] => {
    const value = map.get(key);
    if (!Array.isArray(value)) throw fault(key, 'a list');
    return (value as readonly JsonValue[]).map((one) => {
      if (!isMap(one)) throw fault(key, 'a list of objects');
      return one;
    });
  };
  return {
    map,
    where,
    list,
    text(key: string): string {
      const value = map.get(key);
      if (typeof value !== 'string') throw fault(key, 'a text');
      return value;
    },
    oneOf<T extends string>(key: string, values: readonly T[]): T {
      const value = map.get(key);
      const found = values.find((one) => one === value);
      if (found === undefined) throw fault(key, `one of ${values.join(', ')}`);
      return found;
    },
    number(key: string): number {
      const value = map.get(key);
      if (typeof value !== 'number') throw fault(key, 'a number');
      return value;
    },
    texts(key: string): readonly string[] {
      const value = map.get(key);
      if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) throw fault(key, 'a list of texts');
      return value;
    },
    object(key: string) {
      const value = map.get(key);
      if (!isMap(value)) throw fault(key, 'an object');
      return reading(value, `${where}, ${key}`);
    },
  };
}

type Reading = ReturnType<typeof reading>;

function headOf(read: Reading): ProbeHead {
  read.oneOf('schema', ['forebear.probe/1']);
  const models = read.list('models').map((model): ProbeModel => {
    const one = reading(model, `${read.where}, models`);
    return { role: one.oneOf('role', roles), family: one.text('family'), identity: identityOf(one.object('identity')) };
  });
  if (models.length > mostModels)
    throw new ForebearError('limit', read.where, `at most ${mostModels} models`, `${models.length}`);
  for (const role of ['suspect', 'candidate'])
    if (models.filter((model) => model.role === role).length !== 1)
      throw recordingFault(read.where, `one ${role}`, 'none or several');
  return {
    schema: 'forebear.probe/1',
    set: read.text('set'),
    commitment: read.text('commitment'),
    items: read.number('items'),
    decoding: decodingOf(read.object('decoding')),
    seed: read.number('seed'),
    models,
  };
}

function identityOf(read: Reading): RuntimeIdentity {
  return {
    kind: read.oneOf('kind', kinds),
    version: read.text('version'),
    preprocessing: read.text('preprocessing'),
    model: read.text('model'),
    files: read.list('files').map((file) => {
      const one = reading(file, `${read.where}, files`);
      return { path: one.text('path'), bytes: one.number('bytes'), sha256: one.text('sha256') };
    }),
  };
}

function decodingOf(read: Reading): Decoding {
  return {
    mostTokens: read.number('mostTokens'),
    temperature: read.number('temperature'),
    topP: read.number('topP'),
    topK: read.number('topK'),
    seed: read.number('seed'),
    stop: read.texts('stop'),
    alternatives: read.number('alternatives'),
  };
}

/** Steps and exchanges stay in the file: what is weighed is the text. */
function replyFrom(read: Reading, head: ProbeHead, where: string): ProbeReply {
  const model = read.number('model');
  if (head.models[model] === undefined) throw recordingFault(where, 'a model of the first line', `${model}`);
  const base = { item: read.text('item'), model, image: read.text('image') };
  if (read.map.has('fault')) {
    const fault = read.object('fault');
    const part = (key: string): string => fault.text(key);
    return {
      ...base,
      fault: { code: part('code'), subject: part('subject'), expected: part('expected'), found: part('found') },
    };
  }
  const says = read.map.get('saysModel');
  return { ...base, text: read.text('text'), ...(typeof says === 'string' ? { saysModel: says } : {}) };
}

function revealFrom(read: Reading): ProbeReveal {
  const reveal = read.list('reveal').map((item) => {
    const one = reading(item, `${read.where}, reveal`);
    return {
      id: one.text('id'),
      kind: one.oneOf('kind', itemKinds),
      prompt: one.text('prompt'),
      image: one.text('image'),
      gold: one.texts('gold'),
    };
  });
  return { reveal, recipe: read.map.get('recipe') === null ? null : recipeOf(read.object('recipe')) };
}

function recipeOf(read: Reading): CanaryRecipe {
  return {
    version: read.number('version'),
    seed: read.text('seed'),
    fonts: read.list('fonts').map((font) => {
      const one = reading(font, `${read.where}, fonts`);
      return { name: one.text('name'), sha256: one.text('sha256') };
    }),
    count: read.number('count'),
    severity: read.number('severity'),
    language: read.oneOf('language', ['en', 'zh']),
    kinds: read.texts('kinds').map((kind) => {
      const known = drawnKinds.find((one) => one === kind);
      if (known === undefined)
        throw new ForebearError('format', `${read.where}, kinds`, drawnKinds.join(', '), kind.slice(0, 40));
      return known;
    }),
    ...(read.map.has('alphabet') ? { alphabet: read.text('alphabet') } : {}),
  };
}
