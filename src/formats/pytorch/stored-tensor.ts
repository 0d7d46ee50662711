// The tensors among the values of a pickle: which calls make them, and where their numbers lie.
import type { ErrorCode } from '../../errors.ts';
import { type ElementType, isUntyped, storageType, torchType } from './element-types.ts';
import { arrayOf, type StoredArray } from './numpy-array.ts';
import {
  type Call,
  isNode,
  meaningOf,
  type PickleBytes,
  type PickleTuple,
  type PickleValue,
  quoted,
  type StorageId,
} from './pickle/pickle-values.ts';
import { wholeNumber, wholeNumbers } from './pickle/whole-numbers.ts';

/** A tensor as a view of a storage. Nothing of it has been held against the storage yet. */
export interface StoredView {
  readonly kind: 'view';
  /** The storage's data, or the legacy file in bytes that holds it. */
  readonly storage: StorageId | PickleBytes;
  /** Undefined: that of the storage. */
  readonly type: ElementType | undefined;
  /** In elements, as are the strides. */
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly quantiser: Quantiser | undefined;
}

/** Scales and zero points: one of each, or one for each index along an axis. */
export interface Quantiser {
  readonly axis: number;
  readonly scale: readonly number[] | StoredView;
  readonly zero: readonly number[] | StoredView;
}

/** A tensor that cannot be read, and why. */
export interface LostTensor {
  readonly kind: 'lost';
  readonly code: ErrorCode;
  readonly expected: string;
  readonly found: string;
}

export type StoredTensor = StoredView | StoredArray | LostTensor;

/** A parameter of a subclass from a device is wrapped three times. */
const maxWrappings = 8;

/** The tensor or array that a value stands for; undefined for everything else. */
export function tensorOf(value: PickleValue): StoredTensor | undefined {
  let inner: PickleValue | undefined = value;
  for (let i = 0; i < maxWrappings && isNode(inner, 'call'); i++) {
    const { callee, args }: Call = inner;
    switch (meaningOf(callee)) {
      case 'first':
        inner = args[0];
        continue;
      case 'rebuilt': {
        const [made, , parts] = args;
        if (!isNode(made, 'global') || !isNode(parts, 'tuple')) return undefined;
        inner = { ...inner, callee: made, args: parts.items };
        continue;
      }
      case 'tensor':
        return viewOf(args, undefined, args[6]);
      case 'typed-tensor': {
        const type = isNode(args[6], 'global') ? torchType(args[6]) : undefined;
        return type === undefined ? lost('format', 'a tensor of a known type', 'another') : viewOf(args, type, args[7]);
      }
      case 'quantised-tensor':
        return quantisedOf(args);
      case 'array':
      case 'buffer-array':
        return arrayOf(inner);
      case 'lost-sparse':
        return lost('unsupported', 'dense tensors', 'a sparse or nested one');
      case 'lost-values':
        return lost('source', 'tensors with their values', 'one that was saved without');
      default:
        return undefined;
    }
  }
  return undefined;
}

function lost(code: ErrorCode, expected: string, found: string): LostTensor {
  return { kind: 'lost', code, expected, found };
}

function viewOf(
  args: readonly PickleValue[],
  type: ElementType | undefined,
  attributes: PickleValue | undefined,
): StoredView | LostTensor {
  const storage = isNode(args[0], 'storage') ? args[0] : embeddedStorage(args[0]);
  if (storage === 'text') return lost('unsupported', 'storages as bytes', 'one that was pickled as text');
  const offset = wholeNumber(args[1]);
  const shape = wholeNumbers(args[2]);
  const strides = wholeNumbers(args[3]);
  if (storage === undefined) return lost('format', 'tensors over a storage', 'one over something else');
  if (offset === undefined || shape === undefined || strides === undefined || shape.length !== strides.length) {
    return lost('format', 'an offset, a shape and strides of whole numbers from 0 on', 'others');
  }
  if (isNode(storage, 'storage') && storageType(storage.type) === undefined) {
    return lost('unsupported', 'storages of known types', quoted(storage.type.name));
  }
  if (isNode(storage, 'storage') && type === undefined && isUntyped(storage.type)) {
    return lost('format', 'a type for each tensor over bytes', 'none');
  }
  if (isNode(attributes, 'dict') && (attributes.get('conj') === true || attributes.get('neg') === true)) {
    return lost('unsupported', 'values as they are stored', 'a negated or conjugated view');
  }
  return { kind: 'view', storage, type, offset, shape, strides, quantiser: undefined };
}

/** The bytes of a storage that was pickled as a legacy file of its own; `text` where they do not lie as they are. */
function embeddedStorage(value: PickleValue | undefined): PickleBytes | 'text' | undefined {
  if (!isNode(value, 'call') || meaningOf(value.callee) !== 'embedded-storage') return undefined;
  const [bytes] = value.args;
  if (isNode(bytes, 'call') && meaningOf(bytes.callee) === 'text-as-bytes') return 'text';
  if (!isNode(bytes, 'bytes') && !isNode(bytes, 'string')) return undefined;
  return bytes.start >= 0 ? bytes : 'text';
}

function quantisedOf(args: readonly PickleValue[]): StoredView | LostTensor {
  const view = viewOf(args, undefined, undefined);
  if (view.kind === 'lost') return view;
  const parameters: PickleTuple['items'] = isNode(args[4], 'tuple') ? args[4].items : [];
  const [scheme, scaleValue, zeroValue, axisValue] = parameters;
  if (!isNode(scheme, 'global')) return lost('format', 'a quantisation scheme', 'something else');
  if (scheme.name === 'per_tensor_affine') {
    if (typeof scaleValue !== 'number' || typeof zeroValue !== 'number') {
      return lost('format', 'a scale and a zero point', 'something else');
    }
    return { ...view, quantiser: { axis: 0, scale: [scaleValue], zero: [zeroValue] } };
  }
  const scale = channelNumbers(scaleValue);
  const zero = channelNumbers(zeroValue);
  const axis = wholeNumber(axisValue);
  const perChannel = scheme.name === 'per_channel_affine' && axis !== undefined && axis < view.shape.length;
  if (!perChannel || scale === undefined || zero === undefined) {
    return lost('unsupported', 'scales per tensor or per channel', quoted(scheme.name));
  }
  return { ...view, quantiser: { axis, scale, zero } };
}

/** A small tensor, or before PyTorch 1.5 a tuple of numbers. */
function channelNumbers(value: PickleValue | undefined): readonly number[] | StoredView | undefined {
  if (isNode(value, 'tuple') || isNode(value, 'list')) {
    const numbers: number[] = [];
    for (const item of value.items) if (typeof item === 'number') numbers.push(item);
    return numbers.length === value.items.length ? numbers : undefined;
  }
  const view = value === undefined ? undefined : tensorOf(value);
  return view?.kind === 'view' ? view : undefined;
}
