// HDF5 as Keras and others keep weights in it: groups within groups, every dataset of numbers a tensor named by its path.
import type { Member } from '../../containers/container.ts';
import { ForebearError, isForebearError, type Problem, problemOf } from '../../errors.ts';
import type { Format, TensorInfo } from '../format.ts';
import { UniqueNames } from '../unique-names.ts';
import { readTexts } from './attributes.ts';
import { type Dataset, isDataset, readDataset } from './dataset.ts';
import { Hdf5File } from './hdf5-file.ts';
import { readLinks } from './links.ts';
import { type Message, readMessages } from './object-header.ts';
import { readSuperblock, superblockAt } from './superblock.ts';

/** Groups within groups: Keras needs one for each part of a layer's path. */
const maxDepth = 64;

const maxTensors = 1_000_000;

/** Faults named one by one; a file with more is refused rather than described. */
const maxProblems = 10_000;

/**
 * Reads every dataset of numbers, named by its path without the first “/”. Those that lie in chunks are `members`. Text is
 * left out, and so are links to other places of the file. Checksums are not verified; links into other files are not
 * followed.
 */
export const kerasH5Format: Format = {
  id: 'keras-h5',
  selfContained: true,

  matches(head) {
    return superblockAt(head) !== undefined;
  },

  async readHeader(source, options) {
    const superblock = await readSuperblock(source, options);
    const file = new Hdf5File(source, superblock, options);
    const walk = new GroupWalk(file);
    await walk.run();
    const { problems } = walk;
    const undeclaredBytes = Math.max(0, source.size - superblock.end);
    if (source.size !== superblock.end) {
      const found = `${source.size} bytes`;
      const code = source.size < superblock.end ? 'source' : 'format';
      problems.push({ code, subject: source.uri, expected: `${superblock.end} bytes`, found, lost: [] });
    }
    const { tensors, members, metadata } = walk;
    return { format: 'keras-h5', metadata, tensors, problems, undeclaredBytes, members };
  },
};

interface Place {
  readonly path: string;
  readonly at: number;
  readonly depth: number;
}

class GroupWalk {
  readonly tensors: TensorInfo[] = [];
  readonly members: Member[] = [];
  readonly problems: Problem[] = [];
  metadata: ReadonlyMap<string, string> = new Map();
  readonly #file: Hdf5File;
  readonly #names: UniqueNames;
  /** Groups come to already: a group may have several names, and may hold itself. */
  readonly #groups = new Set<number>();
  /** By their places: a dataset may have several names as well. */
  readonly #datasets = new Map<number, Dataset | undefined>();

  constructor(file: Hdf5File) {
    this.#file = file;
    this.#names = new UniqueNames(file.source.uri);
  }

  async run(): Promise<void> {
    const { root } = this.#file.superblock;
    const messages = await readMessages(this.#file, root);
    this.metadata = await readTexts(this.#file, messages);
    const waiting: Place[] = [];
    await this.#group({ path: '', at: root, depth: 0 }, messages, waiting);
    for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
      await this.#object(place, waiting);
      const { tensors, problems } = this;
      if (tensors.length > maxTensors) throw this.#tooMany(`at most ${maxTensors} tensors`);
      if (problems.length > maxProblems) throw this.#tooMany(`at most ${maxProblems} unreadable parts`);
    }
  }

  async #object(place: Place, waiting: Place[]): Promise<void> {
    if (this.#groups.has(place.at)) return;
    const known = this.#datasets.get(place.at);
    if (known !== undefined) {
      this.tensors.push({ ...known.info, name: this.#names.unique(place.path) });
      return;
    }
    let name = '';
    try {
      const messages = await readMessages(this.#file, place.at);
      if (!isDataset(messages)) {
        await this.#group(place, messages, waiting);
        return;
      }
      name = this.#names.unique(place.path);
      const dataset = await readDataset(this.#file, messages, name);
      this.#datasets.set(place.at, dataset);
      if (dataset === undefined) return;
      this.tensors.push(dataset.info);
      if (dataset.member !== undefined) this.members.push(dataset.member);
    } catch (error) {
      // What is too much here is too much at the next object as well.
      if (!isForebearError(error) || error.code === 'integrity' || isBudget(error, this.#file.source.uri)) throw error;
      // Of a group that cannot be read, nobody knows what was in it.
      this.problems.push(problemOf(error, [name === '' ? place.path : name]));
    }
  }

  async #group({ path, at, depth }: Place, messages: readonly Message[], waiting: Place[]): Promise<void> {
    if (depth > maxDepth) throw this.#tooMany(`groups at most ${maxDepth} deep`);
    this.#groups.add(at);
    const links = await readLinks(this.#file, messages);
    const places: Place[] = [];
    for (const { name, at: target } of links ?? []) {
      const inner = path === '' ? name : `${path}/${name}`;
      if (target === undefined) this.#elsewhere(inner);
      else places.push({ path: inner, at: target, depth: depth + 1 });
    }
    // The last one waiting is taken first.
    for (const place of places.toReversed()) waiting.push(place);
  }

  #elsewhere(path: string): void {
    const error = new ForebearError('unsupported', path, 'an object in the file', 'a link into another file');
    this.problems.push(problemOf(error, [this.#names.unique(path)]));
  }

  #tooMany(expected: string): ForebearError {
    return new ForebearError('limit', this.#file.source.uri, expected, 'more');
  }
}

function isBudget(error: ForebearError, uri: string): boolean {
  return error.code === 'limit' && error.subject === uri;
}
