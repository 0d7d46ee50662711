// The number types and quantisations that a model declares beside those that it is stored in.

import { isBlockType } from '../../formats/numbers/dtype.ts';
import type { JsonValue } from '../../json/json-value.ts';
import { storageOf, type Tensor } from '../model.ts';
import type { Declarations, Fact } from './declared-facts.ts';

/** torch's names, and the types and bytes they stand for. */
const torchTypes: ReadonlyMap<string, readonly [dtype: string, bytes: number]> = new Map([
  ['float64', ['F64', 8]],
  ['float32', ['F32', 4]],
  ['float16', ['F16', 2]],
  ['bfloat16', ['BF16', 2]],
  ['float8_e4m3fn', ['F8_E4M3', 1]],
  ['float8_e5m2', ['F8_E5M2', 1]],
]);

/**
 * The declared number type beside the one that most parameters are stored in; beside the bytes per parameter where no
 * header is there. Of a quantised model it is the type to compute in, and says nothing of the file.
 */
export function typeFacts({ config, tensors, solution }: Declarations): readonly Fact[] {
  const key = ['torch_dtype', 'dtype'].find((one) => typeof config?.get(one) === 'string') ?? '';
  const value = config?.get(key);
  const declared = typeof value === 'string' ? value.replace(/^torch\./, '') : '';
  const [dtype, bytes] = torchTypes.get(declared) ?? [];
  if (dtype === undefined || bytes === undefined) return [];
  if (tensors.some((tensor) => tensor.assembly !== undefined || isBlockType(tensor.dtype))) return [];
  if (tensors.length === 0) {
    const implied = solution.hypotheses[0]?.bytesPerParameter ?? null;
    if (implied === null) return [];
    const measure = 'bytes per parameter';
    return [{ subject: key, declared, implied: `${implied}`, measure, agrees: implied === bytes }];
  }
  const stored = commonest(tensors, ({ dtype: each }) => each);
  return stored === undefined
    ? []
    : [{ subject: key, declared, implied: stored, measure: 'storage', agrees: stored === dtype }];
}

/** What schemes of a declared method are called, as they are found. */
const methods: ReadonlyMap<string, RegExp> = new Map([
  ['gptq', /GPTQ/i],
  ['awq', /AWQ/i],
  ['bitsandbytes', /bitsandbytes|NF4|FP4|int8/i],
  ['fp8', /F8|FP8/i],
  ['fbgemm_fp8', /F8|FP8/i],
  ['mxfp4', /MXFP4/i],
  ['compressed-tensors', /compressed|FP8|F8|int|bits/i],
]);

/** The declared quantisation beside the one found, and GGUF's words for its file. */
export function quantisationFacts(all: Declarations): readonly Fact[] {
  if (all.tensors.length === 0) return [];
  return [...methodFact(all), ...ggufFacts(all)];
}

function methodFact({ config, tensors }: Declarations): Fact[] {
  const declared = config?.get('quantization_config') ?? config?.get('quantization');
  if (!isObject(declared)) return [];
  const method = declared.get('quant_method');
  const bits = declared.get('bits');
  const known = typeof method === 'string' ? methods.get(method) : undefined;
  if (typeof method !== 'string' || known === undefined) return [];
  const schemes = tensors.filter((tensor) => known.test(storageOf(tensor)));
  const stored = commonest(schemes.length > 0 ? schemes : tensors, storageOf) ?? '';
  const storedBits = /(\d+) bits/.exec(stored)?.[1];
  const sameBits = typeof bits !== 'number' || storedBits === undefined || Number(storedBits) === bits;
  const said = typeof bits === 'number' ? `${method}, ${bits} bits` : method;
  const agrees = schemes.length > 0 && sameBits;
  return [{ subject: 'quantization_config', declared: said, implied: stored, measure: 'storage', agrees }];
}

function isObject(value: JsonValue | undefined): value is ReadonlyMap<string, JsonValue> {
  return value instanceof Map;
}

/** llama.cpp's numbers for the kind of file, and the types that most of such a file is stored in. */
const fileTypes: ReadonlyMap<string, readonly [name: string, types: readonly string[]]> = new Map([
  ['0', ['F32', ['F32']]],
  ['1', ['F16', ['F16']]],
  ['2', ['Q4_0', ['Q4_0']]],
  ['3', ['Q4_1', ['Q4_1']]],
  ['7', ['Q8_0', ['Q8_0']]],
  ['8', ['Q5_0', ['Q5_0']]],
  ['9', ['Q5_1', ['Q5_1']]],
  ['10', ['Q2_K', ['Q2_K', 'Q3_K']]],
  ['11', ['Q3_K_S', ['Q3_K']]],
  ['12', ['Q3_K_M', ['Q3_K']]],
  ['13', ['Q3_K_L', ['Q3_K']]],
  ['14', ['Q4_K_S', ['Q4_K']]],
  ['15', ['Q4_K_M', ['Q4_K']]],
  ['16', ['Q5_K_S', ['Q5_K']]],
  ['17', ['Q5_K_M', ['Q5_K']]],
  ['18', ['Q6_K', ['Q6_K']]],
  ['19', ['IQ2_XXS', ['IQ2_XXS']]],
  ['20', ['IQ2_XS', ['IQ2_XS']]],
  ['21', ['Q2_K_S', ['Q2_K']]],
  ['22', ['IQ3_XS', ['IQ3_XXS', 'IQ3_S']]],
  ['23', ['IQ3_XXS', ['IQ3_XXS']]],
  ['24', ['IQ1_S', ['IQ1_S']]],
  ['25', ['IQ4_NL', ['IQ4_NL']]],
  ['26', ['IQ3_S', ['IQ3_S']]],
  ['27', ['IQ3_M', ['IQ3_S']]],
  ['28', ['IQ2_S', ['IQ2_XS', 'IQ2_S']]],
  ['29', ['IQ2_M', ['IQ2_S']]],
  ['30', ['IQ4_XS', ['IQ4_XS']]],
  ['31', ['IQ1_M', ['IQ1_M']]],
  ['32', ['BF16', ['BF16']]],
  ['36', ['TQ1_0', ['TQ1_0']]],
  ['37', ['TQ2_0', ['TQ2_0']]],
  ['38', ['MXFP4', ['MXFP4']]],
]);

/** A label is rounded, and some count without embeddings. */
const labelTolerance = 0.15;

function ggufFacts({ metadata, tensors }: Declarations): Fact[] {
  const found: Fact[] = [];
  const stored = commonest(tensors, storageOf) ?? '';
  const [fileType, types] = fileTypes.get(metadata.get('general.file_type') ?? '') ?? [];
  if (fileType !== undefined && types !== undefined) {
    const agrees = types.includes(stored);
    found.push({ subject: 'general.file_type', declared: fileType, implied: stored, measure: 'storage', agrees });
  }
  const label = metadata.get('general.size_label') ?? '';
  const labelled = labelledSize(label);
  if (labelled !== undefined) {
    const parameters = tensors.reduce((sum, { elements }) => sum + elements, 0);
    const agrees = Math.abs(parameters - labelled) <= labelTolerance * labelled;
    const subject = 'general.size_label';
    found.push({ subject, declared: label, implied: `${parameters}`, measure: 'parameters', agrees });
  }
  // Converters declare the version of quantised blocks for every file; only blocks without it are odd.
  const quantised = tensors.find(({ dtype }) => isBlockType(dtype));
  if (quantised !== undefined && metadata.has('general.architecture')) {
    const version = metadata.get('general.quantization_version');
    const subject = 'general.quantization_version';
    const declared = version ?? '–';
    found.push({ subject, declared, implied: quantised.dtype, measure: 'storage', agrees: version !== undefined });
  }
  return found;
}

/** `8B`, `0.5B`, `135M`; a mixture's `8x7B` counts shared parts more than once and is left out. */
function labelledSize(label: string): number | undefined {
  const match = /^(\d{1,4}(?:\.\d{1,3})?)([KMBT])$/.exec(label);
  const unit = { K: 1e3, M: 1e6, B: 1e9, T: 1e12 }[match?.[2] ?? ''];
  return match === null || unit === undefined ? undefined : Number(match[1]) * unit;
}

/** What most parameters have in common. */
function commonest(tensors: readonly Tensor[], wordOf: (tensor: Tensor) => string): string | undefined {
  const counts = new Map<string, number>();
  for (const tensor of tensors) counts.set(wordOf(tensor), (counts.get(wordOf(tensor)) ?? 0) + tensor.elements);
  return [...counts].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}
