// Whole numbers out of pickled values: sizes, offsets, strides.
import { isNode, meaningOf, type PickleValue } from './pickle-values.ts';

/** A number from 0 on that is exact; undefined for everything else. */
export function wholeNumber(value: PickleValue | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** A tuple, a list or a `torch.Size` of such numbers; undefined for everything else. */
export function wholeNumbers(value: PickleValue | undefined): readonly number[] | undefined {
  if (isNode(value, 'call') && meaningOf(value.callee) === 'sequence') return listed(value.args[0]);
  return listed(value);
}

function listed(value: PickleValue | undefined): readonly number[] | undefined {
  if (!isNode(value, 'tuple') && !isNode(value, 'list')) return undefined;
  if (value.items.length > mostNumbers) return undefined;
  const numbers = value.items.map((item) => wholeNumber(item));
  return numbers.every((number) => number !== undefined) ? numbers : undefined;
}

/** PyTorch and NumPy stop at 64 dimensions. */
const mostNumbers = 64;
