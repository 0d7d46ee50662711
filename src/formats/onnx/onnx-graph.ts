// The walk through ONNX graphs, nested graphs and functions, gathering every tensor under a name of its own.
import type { Source } from '../../bytes/source.ts';
import { ForebearError, isForebearError, type Problem, problemOf } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';
import type { TensorInfo } from '../format.ts';
import { UniqueNames } from '../unique-names.ts';
import { last, readTensor, readText } from './onnx-tensor.ts';
import { maxProtoDepth, type ProtoBudget, type ProtoField, readMessage } from './protobuf.ts';

/** Bytes of one name that we keep. Paths of PyTorch modules stay below 300. */
const maxNameBytes = 1024;

const maxTensors = 1_000_000;

/** Faults named one by one; a file with more is refused rather than described. */
const maxProblems = 10_000;

/** Lists of plain numbers in attributes up to this length are settings, not weights. */
const settingsLength = 1024;

/** One walk through one file; `tensors` and `problems` fill as it goes. */
export class GraphWalk {
  readonly tensors: TensorInfo[] = [];
  readonly problems: Problem[] = [];
  /** The name of the outermost graph. */
  graphName = '';
  readonly #source: Source;
  readonly #budget: ProtoBudget;
  readonly #options: RunOptions | undefined;
  readonly #names: UniqueNames;
  readonly #reportedKeys = new Set<string>();

  constructor(source: Source, budget: ProtoBudget, options?: RunOptions) {
    this.#source = source;
    this.#budget = budget;
    this.#options = options;
    this.#names = new UniqueNames(source.uri);
  }

  /** A GraphProto: initialisers first, then the nodes in order. `path` ends in `/` or is empty. */
  async graph(field: ProtoField, path: string, depth: number): Promise<void> {
    const fields = await this.#fields(field, depth);
    if (path === '') this.graphName = await this.#text(last(fields, 2));
    for (const each of fields) {
      if (each.number === 5 && each.kind === 'bytes') await this.#tensor(each, path, '', depth + 1);
      if (each.number === 15 && each.kind === 'bytes') this.#sparse(`${path}sparse_initializer`);
    }
    await this.#nodes(fields, 1, path, depth);
  }

  /** A FunctionProto: its nodes, under `functions/<name>/`. */
  async function(field: ProtoField, depth: number): Promise<void> {
    const fields = await this.#fields(field, depth);
    const name = await this.#text(last(fields, 1));
    await this.#nodes(fields, 7, `functions/${name}/`, depth);
  }

  /** A TrainingInfoProto: its two graphs. */
  async training(field: ProtoField, depth: number): Promise<void> {
    for (const each of await this.#fields(field, depth)) {
      if (each.number === 1 && each.kind === 'bytes') await this.graph(each, 'training/initialization/', depth + 1);
      if (each.number === 2 && each.kind === 'bytes') await this.graph(each, 'training/algorithm/', depth + 1);
    }
  }

  async #nodes(fields: readonly ProtoField[], number: number, path: string, depth: number): Promise<void> {
    let index = 0;
    for (const field of fields) {
      if (field.number !== number || field.kind !== 'bytes') continue;
      await this.#node(field, index, path, depth + 1);
      index += 1;
    }
  }

  async #node(field: ProtoField, index: number, path: string, depth: number): Promise<void> {
    const fields = await this.#fields(field, depth);
    const attributes = fields.filter((each) => each.number === 5 && each.kind === 'bytes');
    if (attributes.length === 0) return;
    const type = await this.#text(last(fields, 4));
    const name = await this.#text(last(fields, 3));
    const output = await this.#text(fields.find((each) => each.number === 2));
    const label = name === '' ? `${type === '' ? 'node' : type}_${index}` : name;
    for (const attribute of attributes) {
      const parts = await this.#fields(attribute, depth + 1);
      const attributeName = await this.#text(last(parts, 1));
      // The other nodes know a constant by what it puts out, as they know an initialiser by its name.
      const constant = type === 'Constant' && /^(?:sparse_)?value/.test(attributeName);
      const own = constant && output !== '' ? output : `${label}/${attributeName}`;
      await this.#attribute(parts, path, own, `${path}${label}/${attributeName}/`, depth + 1);
    }
  }

  async #attribute(
    parts: readonly ProtoField[],
    path: string,
    own: string,
    inner: string,
    depth: number,
  ): Promise<void> {
    for (const part of parts) {
      if (part.kind !== 'bytes') continue;
      if (part.number === 5 || part.number === 10) await this.#tensor(part, path, own, depth + 1);
      else if (part.number === 6 || part.number === 11) await this.graph(part, inner, depth + 1);
      else if (part.number === 22 || part.number === 23) this.#sparse(path + own);
      else if (part.number === 7) this.#floats(part, path + own);
    }
    const loose = parts.filter((part) => part.number === 7 && part.kind === 'fixed32').length;
    if (loose > settingsLength) {
      this.#problem(new ForebearError('unsupported', path + own, 'packed numbers', `${loose} one by one`), [
        path + own,
      ]);
    }
  }

  /** A packed list of floats long enough to be weights. */
  #floats(part: ProtoField, name: string): void {
    const length = (part.end - part.start) / 4;
    if (length <= settingsLength) return;
    const unique = this.#names.unique(name);
    if (!Number.isInteger(length)) {
      this.#problem(new ForebearError('format', unique, 'floats of 4 bytes', `${part.end - part.start} bytes`), [
        unique,
      ]);
      return;
    }
    const place = { file: '', start: part.start, end: part.end, encoding: 'raw' } as const;
    this.#add({ name: unique, dtype: 'F32', shape: [length], ...place });
  }

  async #tensor(field: ProtoField, path: string, name: string, depth: number): Promise<void> {
    const fields = await this.#fields(field, depth);
    const own = name === '' ? await this.#text(last(fields, 8)) : name;
    const unique = this.#names.unique(path + own);
    try {
      const read = await readTensor(this.#source, fields, unique, this.#budget, this.#options);
      if (read === undefined) return;
      this.#add(read.info);
      for (const key of read.ignoredKeys) this.#ignored(key, unique);
    } catch (error) {
      if (!isForebearError(error) || isBroken(error, this.#source.uri)) throw error;
      this.#problem(error, [unique]);
    }
  }

  #add(info: TensorInfo): void {
    this.tensors.push(info);
    if (this.tensors.length > maxTensors) {
      throw new ForebearError('limit', this.#source.uri, `at most ${maxTensors} tensors`, 'more');
    }
  }

  #sparse(name: string): void {
    const unique = this.#names.unique(name);
    this.#problem(new ForebearError('unsupported', unique, 'a dense tensor', 'a sparse one'), [unique]);
  }

  #ignored(key: string, name: string): void {
    if (this.#reportedKeys.has(key)) return;
    this.#reportedKeys.add(key);
    const found = `“${key.slice(0, 64)}”, which is ignored`;
    this.#problem(new ForebearError('unsupported', name, 'location, offset and length of external data', found), []);
  }

  #problem(error: ForebearError, lost: readonly string[]): void {
    this.problems.push(problemOf(error, lost));
    if (this.problems.length > maxProblems) {
      throw new ForebearError('limit', this.#source.uri, `at most ${maxProblems} unreadable parts`, 'more');
    }
  }

  async #fields(field: ProtoField, depth: number): Promise<readonly ProtoField[]> {
    if (depth > maxProtoDepth) {
      throw new ForebearError('limit', this.#source.uri, `at most ${maxProtoDepth} nested messages`, 'more');
    }
    return readMessage(this.#source, field.start, field.end, this.#budget, this.#options);
  }

  #text(field: ProtoField | undefined): Promise<string> {
    return readText(this.#source, field, maxNameBytes, this.#options);
  }
}

/** Faults of the file's own bytes speak of the file; those of one tensor speak of the tensor. */
function isBroken(error: ForebearError, uri: string): boolean {
  return error.code === 'source' || error.code === 'integrity' || error.subject === uri;
}
