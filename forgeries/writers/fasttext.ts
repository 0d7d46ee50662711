// A small writer of fastText's binary models for forgeries and tests: a dictionary and two matrices, dense or quantised.
import { encode } from '../../src/formats/numbers/values.ts';
import type { NumbersToWrite } from '../write-safetensors.ts';

const magic = 793_712_314;

/** A matrix as product quantisation leaves it. */
export interface QuantisedMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Numbers of a row that share a code. */
  readonly width: number;
  readonly codes: Uint8Array;
  /** 256 entries for each column, piece by piece. */
  readonly centroids: Float32Array;
  readonly norms?: { readonly codes: Uint8Array; readonly centroids: Float32Array };
}

export interface DenseMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** What a file holds; numbers that are given stand in it even where they are lies. */
export interface FasttextModel {
  readonly version?: number;
  readonly words?: readonly string[];
  readonly labels?: readonly string[];
  /** Pairs of a row and its new place, where rows were thrown away. */
  readonly pruned?: readonly (readonly [number, number])[];
  readonly input: DenseMatrix | QuantisedMatrix;
  readonly output: DenseMatrix | QuantisedMatrix;
}

/** The tensors called `input` and `output`, each of two dimensions, as a model whose words are numbered. */
export function encodeFasttext(tensors: readonly NumbersToWrite[]): Uint8Array {
  const matrix = (name: string): DenseMatrix => {
    const tensor = tensors.find((each) => each.name === name);
    const [rows, columns, ...rest] = tensor?.shape ?? [];
    if (tensor === undefined || rows === undefined || columns === undefined || rest.length > 0) {
      throw new RangeError(`fastText needs a tensor “${name}” of two dimensions`);
    }
    const values = typeof tensor.values === 'function' ? tensor.values() : tensor.values;
    if (values instanceof Uint8Array) throw new RangeError(`fastText needs numbers in “${name}”`);
    return { rows, columns, values: Float32Array.from(values) };
  };
  const input = matrix('input');
  const words = Array.from({ length: input.rows }, (_, i) => `word${i}`);
  return encodeFasttextModel({ words, input, output: matrix('output') });
}

export function encodeFasttextModel({
  version = 12,
  words = [],
  labels = [],
  pruned,
  input,
  output,
}: FasttextModel): Uint8Array {
  const writer = new ByteList();
  writer.i32(magic, version);
  // dim, ws, epoch, minCount, neg, wordNgrams, loss (ns), model (sg), bucket, minn, maxn, lrUpdateRate; then the threshold.
  writer.i32(input.columns, 5, 5, 1, 5, 1, 2, 2, 0, 3, 6, 100);
  writer.add(encode('F64', Float64Array.of(1e-4)));
  writer.i32(words.length + labels.length, words.length, labels.length);
  writer.i64(1000, pruned?.length ?? -1);
  for (const [kind, list] of [words, labels].entries()) {
    for (const word of list) {
      writer.add(new TextEncoder().encode(`${word}\0`));
      writer.i64(1);
      writer.add(Uint8Array.of(kind));
    }
  }
  for (const [row, place] of pruned ?? []) writer.i32(row, place);
  writeMatrix(writer, input);
  writeMatrix(writer, output);
  return writer.bytes();
}

function writeMatrix(writer: ByteList, matrix: DenseMatrix | QuantisedMatrix): void {
  if ('values' in matrix) {
    writer.add(Uint8Array.of(0));
    writer.i64(matrix.rows, matrix.columns);
    writer.add(encode('F32', matrix.values));
    return;
  }
  const { rows, columns, width, codes, centroids, norms } = matrix;
  writer.add(Uint8Array.of(1, norms === undefined ? 0 : 1));
  writer.i64(rows, columns);
  writer.i32(codes.length);
  writer.add(codes);
  writeCodebook(writer, columns, width, centroids);
  if (norms === undefined) return;
  writer.add(norms.codes);
  writeCodebook(writer, 1, 1, norms.centroids);
}

function writeCodebook(writer: ByteList, dim: number, width: number, centroids: Float32Array): void {
  const pieces = Math.ceil(dim / width);
  writer.i32(dim, pieces, width, dim - (pieces - 1) * width);
  writer.add(encode('F32', centroids));
}

class ByteList {
  readonly #parts: Uint8Array[] = [];

  add(bytes: Uint8Array): void {
    this.#parts.push(bytes);
  }

  i32(...values: readonly number[]): void {
    this.add(new Uint8Array(Int32Array.from(values).buffer));
  }

  i64(...values: readonly number[]): void {
    this.add(new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
  }

  bytes(): Uint8Array {
    const out = new Uint8Array(this.#parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of this.#parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }
}
