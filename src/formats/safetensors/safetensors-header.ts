// What the tokens of a safetensors header mean: names, types, shapes, offsets and the free metadata.
import { ForebearError, type Problem } from '../../errors.ts';
import type { JsonHandler } from '../../json/json-stream.ts';
import type { TensorInfo } from '../format.ts';
import { type DType, plainTypes } from '../numbers/dtype.ts';

/** The largest published models have some 60,000 tensors per file. */
const maxEntries = 1_000_000;

/** Characters (UTF-16 units); parameter paths of published models stay below 200. */
const maxNameLength = 1024;

/** No published weight has more than six. */
const maxDimensions = 8;

/** Honest files have some dozens of entries; a hundred megabytes of them would take a gigabyte of memory. */
const maxMetadataEntries = 100_000;

/** A tensor as declared. `dtype` is undefined where we do not know the type. */
export type TensorDraft = Omit<TensorInfo, 'dtype'> & { readonly dtype: DType | undefined };

/** Whether the tensor's type is one we can read. */
export function isKnown(draft: TensorDraft): draft is TensorInfo {
  return draft.dtype !== undefined;
}

type Place = 'before' | 'root' | 'metadata' | 'tensor' | 'shape' | 'offsets' | 'after';
type Field = '' | 'dtype' | 'shape' | 'data_offsets' | 'unknown';

/** Hears the header's tokens and gathers what they declare. Offsets become absolute by adding `dataStart`. */
export class SafetensorsHeaderBuilder implements JsonHandler {
  readonly tensors: TensorDraft[] = [];
  readonly metadata = new Map<string, string>();
  readonly #unknown: { type: string; lost: string[] } = { type: '', lost: [] };
  readonly #uri: string;
  readonly #dataStart: number;
  readonly #names = new Set<string>();
  #place: Place = 'before';
  #name = '';
  #metadataName = '';
  #field: Field = '';
  /** Levels deep in the value of a key that the format does not define. */
  #skipped = 0;
  #dtype: string | undefined;
  #shape: readonly number[] | undefined;
  #offsets: readonly number[] | undefined;
  #numbers: number[] = [];
  #lastShape: readonly number[] = [];

  constructor(uri: string, dataStart: number) {
    this.#uri = uri;
    this.#dataStart = dataStart;
  }

  /** One problem for all tensors whose type we do not know, naming the first such type. */
  problems(): readonly Problem[] {
    const { type, lost } = this.#unknown;
    if (lost.length === 0) return [];
    const found = `${lost.length} of another, the first “${type}”`;
    return [{ code: 'unsupported', subject: this.#uri, expected: 'tensors of known types', found, lost }];
  }

  beginObject(): void {
    if (this.#place === 'before') this.#place = 'root';
    else if (this.#place === 'root') this.#place = this.#name === '__metadata__' ? 'metadata' : 'tensor';
    else if (this.#isSkipping()) this.#skipped += 1;
    else throw this.#fault('an object');
    if (this.#place === 'tensor' && this.#skipped === 0) {
      this.#dtype = undefined;
      this.#shape = undefined;
      this.#offsets = undefined;
    }
  }

  endObject(): void {
    if (this.#skipped > 0) this.#skipped -= 1;
    else if (this.#place === 'tensor') this.#endTensor();
    else this.#place = this.#place === 'metadata' ? 'root' : 'after';
  }

  beginArray(): void {
    if (this.#isSkipping()) this.#skipped += 1;
    else if (this.#place === 'tensor' && this.#field === 'shape') this.#place = 'shape';
    else if (this.#place === 'tensor' && this.#field === 'data_offsets') this.#place = 'offsets';
    else throw this.#fault('a list');
    if (this.#skipped === 0) this.#numbers = [];
  }

  endArray(): void {
    if (this.#skipped > 0) {
      this.#skipped -= 1;
      return;
    }
    if (this.#place === 'shape') this.#shape = this.#sharedShape();
    else this.#offsets = this.#numbers;
    this.#place = 'tensor';
  }

  key(text: string): void {
    if (this.#skipped > 0) return;
    if (this.#place === 'root') this.#rootKey(text);
    else if (this.#place === 'metadata') this.#metadataKey(text);
    else this.#tensorKey(text);
  }

  string(text: string): void {
    if (this.#isSkipping()) return;
    if (this.#place === 'metadata') this.metadata.set(this.#metadataName, text);
    else if (this.#place === 'tensor' && this.#field === 'dtype') this.#dtype = text;
    else throw this.#fault('a string');
  }

  integer(value: number): void {
    if (this.#isSkipping()) return;
    if ((this.#place !== 'shape' && this.#place !== 'offsets') || value < 0) throw this.#fault(`the number ${value}`);
    this.#numbers.push(value);
    if (this.#numbers.length > maxDimensions) {
      throw new ForebearError('limit', this.#subject(), `at most ${maxDimensions} dimensions`, 'more');
    }
  }

  number(text: string): void {
    if (this.#isSkipping()) return;
    const inList = this.#place === 'shape' || this.#place === 'offsets';
    if (inList && /^\d+$/.test(text)) throw new ForebearError('limit', this.#subject(), 'numbers below 2^53', text);
    throw this.#fault(`the number ${text}`);
  }

  literal(value: boolean | null): void {
    if (this.#isSkipping()) return;
    // Some writers put null where they have nothing to say.
    if (this.#place === 'root' && this.#name === '__metadata__' && value === null) return;
    throw this.#fault(String(value));
  }

  #isSkipping(): boolean {
    return this.#skipped > 0 || (this.#place === 'tensor' && this.#field === 'unknown');
  }

  #rootKey(text: string): void {
    this.#name = text;
    this.#field = '';
    if (text.length > maxNameLength) {
      throw new ForebearError('limit', this.#uri, `names of at most ${maxNameLength} characters`, `${text.length}`);
    }
    if (this.#names.has(text)) throw new ForebearError('format', this.#uri, 'each name once', `“${text}” twice`);
    this.#names.add(text);
    if (this.#names.size > maxEntries) {
      throw new ForebearError('limit', this.#uri, `at most ${maxEntries} tensors`, 'more');
    }
  }

  #metadataKey(text: string): void {
    if (this.metadata.has(text)) {
      throw new ForebearError('format', this.#subject(), 'each key once', `“${text}” twice`);
    }
    if (this.metadata.size >= maxMetadataEntries) {
      throw new ForebearError('limit', this.#uri, `at most ${maxMetadataEntries} metadata entries`, 'more');
    }
    this.#metadataName = text;
  }

  #tensorKey(text: string): void {
    const known = text === 'dtype' || text === 'shape' || text === 'data_offsets';
    this.#field = known ? text : 'unknown';
    const seen =
      (text === 'dtype' && this.#dtype !== undefined) ||
      (text === 'shape' && this.#shape !== undefined) ||
      (text === 'data_offsets' && this.#offsets !== undefined);
    if (seen) throw new ForebearError('format', this.#subject(), 'each key once', `“${text}” twice`);
  }

  #endTensor(): void {
    this.#place = 'root';
    const [from, to, ...rest] = this.#offsets ?? [];
    if (this.#dtype === undefined) throw this.#missing('dtype');
    if (this.#shape === undefined) throw this.#missing('shape');
    if (from === undefined || to === undefined || rest.length > 0) throw this.#missing('data_offsets of two numbers');
    const start = this.#dataStart + from;
    const end = this.#dataStart + to;
    if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end)) {
      throw new ForebearError('limit', this.#subject(), 'offsets below 2^53', `${from} to ${to}`);
    }
    const dtype = isDType(this.#dtype) ? this.#dtype : undefined;
    if (dtype === undefined) {
      this.#unknown.type ||= this.#dtype;
      this.#unknown.lost.push(this.#name);
    }
    this.tensors.push({ name: this.#name, dtype, shape: this.#shape, file: '', start, end, encoding: 'raw' });
  }

  /** Neighbouring tensors often have the same shape: one list then serves both, which halves a large header. */
  #sharedShape(): readonly number[] {
    const last = this.#lastShape;
    const same = last.length === this.#numbers.length && last.every((side, axis) => side === this.#numbers[axis]);
    if (!same) this.#lastShape = this.#numbers;
    return this.#lastShape;
  }

  #subject(): string {
    return this.#name === '' ? this.#uri : `${this.#uri}: ${this.#name}`;
  }

  #missing(what: string): ForebearError {
    return new ForebearError('format', this.#subject(), what, 'none');
  }

  #fault(found: string): ForebearError {
    const expected = {
      before: 'an object',
      root: this.#name === '__metadata__' ? 'an object of strings' : 'an object with dtype, shape and data_offsets',
      metadata: 'a string',
      tensor: this.#field === 'dtype' ? 'a string for dtype' : `a list of whole numbers for ${this.#field}`,
      shape: 'whole numbers from 0 on',
      offsets: 'whole numbers from 0 on',
      after: 'nothing',
    }[this.#place];
    return new ForebearError('format', this.#subject(), expected, found);
  }
}

function isDType(text: string): text is DType {
  return Object.hasOwn(plainTypes, text) && text !== 'I4' && text !== 'U4';
}
