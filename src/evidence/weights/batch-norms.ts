// Batch norms among tensors: vectors of one layer that are called variance, mean, gain and bias, whatever the framework.
import type { Tensor } from '../../model/model.ts';

export interface BatchNorm {
  /** What the names of its vectors have in common. Untrusted text. */
  readonly name: string;
  readonly channels: number;
  /** Absent where the norm was made without a gain: then it is 1. */
  readonly gain: Tensor | undefined;
  readonly variance: Tensor;
}

/** PyTorch, Keras and TensorFlow.js, Caffe's heirs; Keras and TensorFlow end names in `:0`. */
const varianceName = /^(?<stem>.*?(?:^|[./_]))(?:running_var|moving_variance|variance|var)(?<end>:0)?$/;

const gainNames = ['weight', 'gamma', 'scale'] as const;

/** Below this a vector says too little of whose factors it holds. */
const fewestChannels = 8;

const isVector = (tensor: Tensor): boolean =>
  tensor.elements >= fewestChannels && Math.max(...tensor.shape) === tensor.elements;

/** Every batch norm whose variance is among the tensors, in their order. */
export function batchNormsIn(tensors: readonly Tensor[]): readonly BatchNorm[] {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  return tensors.flatMap((variance) => {
    const groups = varianceName.exec(variance.name)?.groups;
    if (groups === undefined || !isVector(variance)) return [];
    const [stem, end] = [groups['stem'] ?? '', groups['end'] ?? ''];
    const gain = gainNames
      .map((name) => byName.get(`${stem}${name}${end}`))
      .find((tensor) => tensor !== undefined && tensor.elements === variance.elements);
    return [{ name: stem.replace(/[./_]$/, ''), channels: variance.elements, gain, variance }];
  });
}
