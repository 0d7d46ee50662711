// fastText's own binary models (.bin, and .ftz with product quantisation): settings, dictionary, two matrices.
import { buffered } from '../../bytes/buffered.ts';
import { Cursor } from '../../bytes/cursor.ts';
import type { Source } from '../../bytes/source.ts';
import { ForebearError, type Problem } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';
import type { Format, TensorInfo } from '../format.ts';
import type { DType } from '../numbers/dtype.ts';
import { byteLength } from '../numbers/values.ts';
import { skipDictionary } from './fasttext-dictionary.ts';

/** The first four bytes, little-endian. */
const magic = 793_712_314;

/** Version 11 differs in what it does with words, not in how it is written. */
const versions = [11, 12];

/** Twelve numbers of four bytes and one of eight, in the order in which `Args::save` writes them. */
const settings = [
  'dim',
  'ws',
  'epoch',
  'minCount',
  'neg',
  'wordNgrams',
  'loss',
  'model',
  'bucket',
  'minn',
  'maxn',
  'lrUpdateRate',
] as const;
const headBytes = 8 + 4 * settings.length + 8;

const losses: ReadonlyMap<number, string> = new Map([
  [1, 'hs'],
  [2, 'ns'],
  [3, 'softmax'],
  [4, 'ova'],
]);
const models: ReadonlyMap<number, string> = new Map([
  [1, 'cbow'],
  [2, 'sg'],
  [3, 'sup'],
]);

/** A codebook of product quantisation has one entry for each value of a byte. */
const codebookEntries = 256;

/**
 * Reads `input` and `output`, dense or as what product quantisation made of them: `input.codes` with one byte for each
 * piece of a row, `input.centroids` (pieces one after another, each with 256 entries), and where the lengths of rows are
 * kept apart `input.norm.codes` and `input.norm.centroids`. The dictionary is walked through, not kept.
 */
export const fasttextFormat: Format = {
  id: 'fasttext',
  selfContained: true,

  matches(head, size) {
    return (
      size >= headBytes && head.length >= 4 && new DataView(head.buffer, head.byteOffset).getUint32(0, true) === magic
    );
  },

  async readHeader(source, options) {
    if (source.size < headBytes)
      throw new ForebearError('format', source.uri, 'the settings of fastText', 'fewer bytes');
    const head = new Cursor(await source.read(0, headBytes, options), source.uri);
    if (head.u32() !== magic) throw new ForebearError('format', source.uri, 'a fastText model', 'another beginning');
    const version = head.u32();
    if (!versions.includes(version)) {
      throw new ForebearError('unsupported', source.uri, `version ${versions.join(' or ')}`, `${version}`);
    }
    const metadata = new Map([['version', `${version}`]]);
    for (const key of settings) metadata.set(key, settingText(key, head.u32() | 0));
    const window = buffered(source);
    const dictionary = await skipDictionary(window, headBytes, options);
    for (const key of ['words', 'labels', 'tokens', 'pruned'] as const) metadata.set(key, `${dictionary[key]}`);
    const reader = new MatrixReader(window, dictionary.end, options);
    const quantised = await reader.matrix('input', false);
    await reader.matrix('output', !quantised);
    metadata.set('quantised', quantised ? 'yes' : 'no');
    const undeclaredBytes = Math.max(0, source.size - reader.at);
    if (undeclaredBytes > 0) {
      const found = `${undeclaredBytes} undeclared bytes more`;
      reader.problems.push({ code: 'format', subject: source.uri, expected: `${reader.at} bytes`, found, lost: [] });
    }
    return { format: 'fasttext', metadata, tensors: reader.tensors, problems: reader.problems, undeclaredBytes };
  },
};

function settingText(key: (typeof settings)[number], value: number): string {
  if (key === 'loss') return losses.get(value) ?? `${value}`;
  return key === 'model' ? (models.get(value) ?? `${value}`) : `${value}`;
}

/** Goes from matrix to matrix; `at` is the byte behind what was read. What the file is too short for becomes a problem. */
class MatrixReader {
  readonly tensors: TensorInfo[] = [];
  readonly problems: Problem[] = [];
  at: number;
  readonly #source: Source;
  readonly #options: RunOptions | undefined;

  constructor(source: Source, at: number, options?: RunOptions) {
    this.#source = source;
    this.at = at;
    this.#options = options;
  }

  /** Reads whether the next matrix is quantised, and where it lies. `plain`: fastText takes it for dense whatever it says. */
  async matrix(name: string, plain: boolean): Promise<boolean> {
    const quantised = (await this.#take(1)).u8() !== 0 && !plain;
    if (!quantised) {
      const { rows, columns } = await this.#sides(name);
      this.#tensor(name, 'F32', [rows, columns]);
      return false;
    }
    const hasNorms = (await this.#take(1)).u8() !== 0;
    const { rows, columns } = await this.#sides(name);
    const codes = (await this.#take(4)).u32();
    const [place] = [this.at];
    this.at += codes;
    const pieces = await this.#codebook(name, columns);
    if (rows * pieces !== codes) {
      throw this.#contradiction(`${rows * pieces} codes of ${rows} rows for “${name}”`, `${codes}`);
    }
    this.#tensor(`${name}.codes`, 'U8', [rows, pieces], place);
    if (hasNorms) {
      this.#tensor(`${name}.norm.codes`, 'U8', [rows]);
      await this.#codebook(`${name}.norm`, 1);
    }
    return true;
  }

  /** The centroids of a product quantiser for rows of `columns` numbers; gives the number of pieces of a row. */
  async #codebook(name: string, columns: number): Promise<number> {
    const facts = await this.#take(16);
    const [dim, pieces, width, lastWidth] = [facts.u32(), facts.u32(), facts.u32(), facts.u32()];
    const whole = dim === columns && width >= 1 && pieces >= 1 && (pieces - 1) * width + lastWidth === dim;
    if (!whole || lastWidth < 1 || lastWidth > width) {
      const found = `${pieces} of ${width} (the last of ${lastWidth}) in ${dim}`;
      throw this.#contradiction(`pieces that make up rows of ${columns} for “${name}”`, found);
    }
    const even = lastWidth === width;
    this.#tensor(`${name}.centroids`, 'F32', even ? [pieces, codebookEntries, width] : [codebookEntries * dim]);
    return pieces;
  }

  async #sides(name: string): Promise<{ rows: number; columns: number }> {
    const sides = await this.#take(16);
    const [rows, columns] = [sides.u64(), sides.u64()];
    if (!Number.isSafeInteger(rows * columns * 4)) {
      throw new ForebearError('limit', this.#source.uri, `a size of “${name}” below 2^53`, `${rows} × ${columns}`);
    }
    return { rows, columns };
  }

  #tensor(name: string, dtype: DType, shape: readonly number[], start = this.at): void {
    const elements = shape.reduce((product, side) => product * side, 1);
    const end = start + byteLength(dtype, elements);
    if (end <= this.#source.size) {
      this.tensors.push({ name, dtype, shape, file: '', start, end, encoding: 'raw' });
    } else {
      const [expected, found] = [`“${name}” up to byte ${end}`, `${this.#source.size} bytes in all`];
      this.problems.push({ code: 'source', subject: this.#source.uri, expected, found, lost: [name] });
    }
    this.at = Math.max(this.at, end);
  }

  async #take(length: number): Promise<Cursor> {
    const { size, uri } = this.#source;
    if (this.at + length > size) {
      throw new ForebearError('source', uri, `a matrix at byte ${this.at}`, `${size} bytes in all`);
    }
    const bytes = await this.#source.read(this.at, this.at + length, this.#options);
    this.at += length;
    return new Cursor(bytes, uri);
  }

  #contradiction(expected: string, found: string): ForebearError {
    return new ForebearError('format', this.#source.uri, expected, found);
  }
}
