// Schemes that are known by their tensors' names and not read: their tensors stay as stored, and the model says so.
import { ForebearError } from '../../errors.ts';
import type { TensorInfo } from '../../formats/format.ts';
import type { Found, Refusal, Scheme } from './scheme.ts';

interface UnreadRow {
  readonly scheme: string;
  /** Endings of tensors that one module has all of; the first is counted. */
  readonly endings: readonly string[];
}

/** Names as the libraries write them. */
const rows: readonly UnreadRow[] = [
  { scheme: 'HQQ', endings: ['.W_q'] },
  { scheme: 'EETQ', endings: ['.weight_scales'] },
  { scheme: 'AQLM', endings: ['.codebooks', '.codes'] },
  { scheme: 'QuIP#', endings: ['.Qidxs'] },
  { scheme: 'SpQR', endings: ['.dense_weights'] },
  { scheme: 'VPTQ', endings: ['.centroids.weight', '.indices'] },
  { scheme: 'ExLlamaV2', endings: ['.q_weight', '.q_scale'] },
  { scheme: 'ExLlamaV3', endings: ['.trellis'] },
  { scheme: 'the layout of the Marlin kernels', endings: ['.B', '.s'] },
  { scheme: 'Quanto', endings: ['.weight._data', '.weight._scale'] },
  { scheme: 'compressed-tensors, sparse', endings: ['.bitmask', '.compressed'] },
  { scheme: 'HIGGS', endings: ['.tables2', '.tables'] },
  { scheme: 'FP-Quant', endings: ['.forward_hadamard_matrix'] },
];

export const unread: Scheme = {
  id: 'unread',
  methods: ['hqq', 'eetq', 'aqlm', 'quip', 'spqr', 'vptq', 'exl2', 'exl3', 'quanto', 'higgs', 'fp_quant'],
  assemble: (left) => Promise.resolve(found(left)),
};

function found(left: ReadonlyMap<string, TensorInfo>): Found {
  const refused: Refusal[] = [];
  for (const { name } of left.values()) {
    for (const { scheme, endings } of rows) {
      const [first = '', ...rest] = endings;
      if (!name.endsWith(first) || name.length === first.length) continue;
      const stem = name.slice(0, -first.length);
      if (!rest.every((ending) => left.has(`${stem}${ending}`))) continue;
      const weight = stem.endsWith('.weight') ? stem : `${stem}.weight`;
      refused.push({
        weight,
        error: new ForebearError('unsupported', name, 'weights in a scheme that is read', scheme),
      });
      break;
    }
  }
  return { made: [], refused };
}
