// ONNX: recognition, and the model around the graph; the walk through the graphs is in onnx-graph.ts.
import { buffered } from '../../bytes/buffered.ts';
import type { Source } from '../../bytes/source.ts';
import { ForebearError, type Problem } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';
import type { Format, Header } from '../format.ts';
import { GraphWalk } from './onnx-graph.ts';
import { last, readEntry, readText } from './onnx-tensor.ts';
import { type ProtoBudget, type ProtoField, readField, readMessage } from './protobuf.ts';

/** Fields in the whole file: about ten per node and tensor. */
const maxFieldsInFile = 8_000_000;

/** Bytes of each free text that we keep; training notes and class lists fit. */
const maxMetadataBytes = 64 * 1024;
const maxMetadataEntries = 10_000;

/** Files up to here are read in one go; larger ones through a small window, because the tensors in between are skipped. */
const wholeFileBytes = 1024 * 1024;
const windowBytes = 32 * 1024;

/** ModelProto's fields and how each is written. */
const modelFields: ReadonlyMap<number, ProtoField['kind']> = new Map([
  [1, 'varint'],
  [2, 'bytes'],
  [3, 'bytes'],
  [4, 'bytes'],
  [5, 'varint'],
  [6, 'bytes'],
  [7, 'bytes'],
  [8, 'bytes'],
  [14, 'bytes'],
  [20, 'bytes'],
  [25, 'bytes'],
  [26, 'bytes'],
]);
const graphField = 7;
const opsetField = 8;

/** Versions so far go to 13; a format that reaches 100 is not the one written here. */
const maxIrVersion = 99;

/** Longest tag and length of a field together. */
const maxFieldHeader = 15;

/**
 * Reads every tensor that the model carries: initialisers, Constant nodes and other tensor attributes, in nested graphs
 * and local functions as well. Names inside those are prefixed by their path, such as `If_12/then_branch/`, and made
 * unique with `#2`, `#3`. For external data `file` is the location as written, relative to the model file's folder.
 */
export const onnxFormat: Format = {
  id: 'onnx',
  selfContained: true,
  matches: looksLikeModel,
  async readHeader(source, options) {
    const budget: ProtoBudget = { fields: maxFieldsInFile };
    const window = buffered(source, source.size <= wholeFileBytes ? 2 * source.size : windowBytes);
    const fields = await readMessage(window, 0, source.size, budget, options);
    const graphs = fields.filter((field) => field.number === graphField && field.kind === 'bytes');
    const [graph] = graphs;
    if (graph === undefined || graphs.length > 1) {
      throw new ForebearError('format', source.uri, 'an ONNX model with one graph', `${graphs.length} graphs`);
    }
    const walk = new GraphWalk(window, budget, options);
    await walk.graph(graph, '', 1);
    for (const field of fields) {
      if (field.number === 25 && field.kind === 'bytes') await walk.function(field, 1);
      if (field.number === 20 && field.kind === 'bytes') await walk.training(field, 1);
    }
    const metadata = await readMetadata(window, fields, walk.graphName, budget, options);
    const undeclaredBytes = fields
      .filter((field) => !modelFields.has(field.number))
      .reduce((sum, field) => sum + field.end - field.start, 0);
    const problems: Problem[] = [...walk.problems];
    if (undeclaredBytes > 0) {
      const found = `${undeclaredBytes} bytes in other fields`;
      problems.push({ code: 'format', subject: source.uri, expected: 'the fields of an ONNX model', found, lost: [] });
    }
    return { format: 'onnx', metadata, tensors: walk.tensors, problems, undeclaredBytes };
  },
};

/** ONNX has no magic number: the file must begin like a ModelProto, with known fields of the right kinds only. */
function looksLikeModel(head: Uint8Array, size: number): boolean {
  const seen = new Set<number>();
  for (let at = 0; at < head.length; ) {
    // A field whose header the head cuts off says nothing.
    if (head.length - at < maxFieldHeader && head.length < size) break;
    let field: ProtoField;
    try {
      field = readField(head, at, 0, Number.POSITIVE_INFINITY, '');
    } catch {
      return false;
    }
    if (modelFields.get(field.number) !== field.kind) return false;
    if (field.number === 1 && !(field.value >= 1 && field.value <= maxIrVersion)) return false;
    seen.add(field.number);
    // A truncated file still is an ONNX file, and the graph is what gets cut.
    if (field.end > size) return field.number === graphField && seen.has(1);
    at = field.end;
  }
  return seen.has(1) || (seen.has(graphField) && seen.has(opsetField));
}

async function readMetadata(
  source: Source,
  fields: readonly ProtoField[],
  graphName: string,
  budget: ProtoBudget,
  options?: RunOptions,
): Promise<Header['metadata']> {
  const metadata = new Map<string, string>();
  const put = (key: string, value: string): void => {
    if (value !== '') metadata.set(key, value);
  };
  put('producer_name', await readText(source, last(fields, 2), maxMetadataBytes, options));
  put('producer_version', await readText(source, last(fields, 3), maxMetadataBytes, options));
  put('domain', await readText(source, last(fields, 4), maxMetadataBytes, options));
  put('doc_string', await readText(source, last(fields, 6), maxMetadataBytes, options));
  put('ir_version', versionText(last(fields, 1)));
  put('model_version', versionText(last(fields, 5)));
  put('graph_name', graphName);
  put('opset', await readOpsets(source, fields, budget, options));
  const entries = fields.filter((field) => field.number === 14 && field.kind === 'bytes');
  if (entries.length > maxMetadataEntries) {
    throw new ForebearError('limit', source.uri, `at most ${maxMetadataEntries} metadata entries`, `${entries.length}`);
  }
  for (const field of entries) {
    const [key, value] = await readEntry(source, field, budget, maxMetadataBytes, options);
    // The file's free entries never hide its own fields.
    metadata.set(metadata.has(key) ? `metadata_props.${key}` : key, value);
  }
  return metadata;
}

function versionText(field: ProtoField | undefined): string {
  return field === undefined || Number.isNaN(field.value) ? '' : `${field.value}`;
}

/** For example `ai.onnx 17, com.microsoft 1`. */
async function readOpsets(
  source: Source,
  fields: readonly ProtoField[],
  budget: ProtoBudget,
  options?: RunOptions,
): Promise<string> {
  const opsets: string[] = [];
  for (const field of fields.filter((each) => each.number === opsetField).slice(0, 100)) {
    const parts = await readMessage(source, field.start, field.end, budget, options);
    const domain = await readText(source, last(parts, 1), 256, options);
    opsets.push(`${domain === '' ? 'ai.onnx' : domain} ${versionText(last(parts, 2))}`);
  }
  return opsets.join(', ');
}
