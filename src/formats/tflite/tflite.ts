// TensorFlow Lite: recognition, and the walk through a model's subgraphs; single tensors are read in tflite-tensor.ts.
import { paged } from '../../bytes/paged.ts';
import type { Source } from '../../bytes/source.ts';
import { ForebearError, isForebearError, type Problem, problemOf } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';
import type { Format, Header, TensorInfo } from '../format.ts';
import { UniqueNames } from '../unique-names.ts';
import { FlatBuffer, type FlatTable } from './flatbuffer.ts';
import { readTensor, TensorPlaces } from './tflite-tensor.ts';

const identifier = [0x54, 0x46, 0x4c, 0x33];

/** The one version of the schema that has the identifier; its revisions keep the number. */
const schemaVersion = 3;

/** The largest published models have some 10,000 tensors. */
const maxTensors = 1_000_000;

/** Faults named one by one; a file with more is refused rather than described. */
const maxProblems = 10_000;

/** Entries of lists that are told as text. */
const maxListed = 100;

/** Settings of operations are not walked through, and data is aligned: so much between two structures is nothing unusual. */
const usualGap = 1024;

/**
 * Reads every tensor that has data: of all subgraphs, in their order, with names made unique by `#2`, `#3`. Sparse
 * tensors are dense ones with `sparse` places; data in other files is named, not opened.
 */
export const tfliteFormat: Format = {
  id: 'tflite',
  selfContained: true,

  matches(head, size) {
    return size >= 8 && identifier.every((byte, i) => head[4 + i] === byte);
  },

  async readHeader(source, options) {
    const pages = paged(source);
    if (source.size < 8) throw new ForebearError('format', source.uri, 'at least 8 bytes', `${source.size}`);
    const file = new FlatBuffer(pages, options);
    const model = await file.root();
    const version = model.number(0, 'u32');
    if (version !== schemaVersion) {
      throw new ForebearError('unsupported', source.uri, `version ${schemaVersion} of the schema`, `${version}`);
    }
    const vectors = {
      buffers: await file.tables(model, 4),
      groups: await file.tables(model, 8),
      external: await file.tables(model, 9),
    };
    const places = new TensorPlaces(file, source, vectors);
    const walk = new ModelWalk(file, source, places);
    for (const at of await file.tables(model, 2)) await walk.subgraph(await file.table(at), options);
    const metadata = await readMetadata(file, model, walk.subgraphNames);
    await places.visitAll();
    const undeclaredBytes = file.unvisited(usualGap);
    if (undeclaredBytes > 0) {
      const found = `${undeclaredBytes} bytes that belong to no tensor and no table`;
      walk.problems.push({ code: 'format', subject: source.uri, expected: 'the model alone', found, lost: [] });
    }
    return { format: 'tflite', metadata, tensors: walk.tensors, problems: walk.problems, undeclaredBytes };
  },
};

class ModelWalk {
  readonly tensors: TensorInfo[] = [];
  readonly problems: Problem[] = [];
  readonly subgraphNames: string[] = [];
  readonly #file: FlatBuffer;
  readonly #source: Source;
  readonly #places: TensorPlaces;
  readonly #names: UniqueNames;

  constructor(file: FlatBuffer, source: Source, places: TensorPlaces) {
    this.#file = file;
    this.#source = source;
    this.#places = places;
    this.#names = new UniqueNames(source.uri);
  }

  async subgraph(graph: FlatTable, options?: RunOptions): Promise<void> {
    const name = await this.#file.text(graph, 4);
    if (name !== '') this.subgraphNames.push(name);
    for (const at of await this.#file.tables(graph, 0)) {
      options?.signal?.throwIfAborted();
      await this.#tensor(at);
    }
    // The operations say nothing of weights, but what they take up is no hidden data.
    for (const at of await this.#file.tables(graph, 3)) {
      const operation = await this.#file.table(at);
      for (const slot of [1, 2]) await this.#file.vector(operation, slot, 4);
      await this.#file.vector(operation, 5, 1);
    }
  }

  async #tensor(at: number): Promise<void> {
    const tensor = await this.#file.table(at);
    const own = await this.#file.text(tensor, 3);
    let name = '';
    try {
      const place = await this.#places.of(tensor);
      if (place.length === 0) return;
      name = this.#names.unique(own);
      const info = await readTensor(this.#file, tensor, name, place);
      if (info === undefined) return;
      this.tensors.push(info);
    } catch (error) {
      // What would cost too much here would cost too much at the next tensor as well.
      if (!isForebearError(error) || error.code === 'integrity' || isBudget(error, this.#source.uri)) throw error;
      if (name === '') name = this.#names.unique(own);
      this.problems.push(problemOf(error, [name]));
    }
    if (this.tensors.length > maxTensors) throw this.#tooMany(`at most ${maxTensors} tensors`);
    if (this.problems.length > maxProblems) throw this.#tooMany(`at most ${maxProblems} unreadable tensors`);
  }

  #tooMany(expected: string): ForebearError {
    return new ForebearError('limit', this.#source.uri, expected, 'more');
  }
}

function isBudget(error: ForebearError, uri: string): boolean {
  return error.code === 'limit' && error.subject === uri;
}

async function readMetadata(
  file: FlatBuffer,
  model: FlatTable,
  subgraphs: readonly string[],
): Promise<Header['metadata']> {
  const metadata = new Map<string, string>();
  const put = (key: string, value: string): void => {
    if (value !== '') metadata.set(key, value);
  };
  put('description', await file.text(model, 3));
  put('version', `${schemaVersion}`);
  put('subgraphs', subgraphs.slice(0, maxListed).join(', '));
  put('metadata', await namesOf(file, model, 6, 0));
  put('signatures', await namesOf(file, model, 7, 2));
  put('custom_operations', await namesOf(file, model, 1, 1));
  return metadata;
}

/** The texts in a slot of each table in a vector of the model. */
async function namesOf(file: FlatBuffer, model: FlatTable, vector: number, slot: number): Promise<string> {
  const names: string[] = [];
  for (const at of await file.tables(model, vector)) {
    const name = await file.text(await file.table(at), slot);
    if (name !== '' && names.length < maxListed) names.push(name);
  }
  return names.join(', ');
}
