// Was the suspect stored in a coarser type, beside whatever else was done to it?
import type { Row } from './explain.ts';
import type { Operation } from './verdict.ts';

/** Stored bits of the mantissa of plain floats. */
const mantissas: ReadonlyMap<string, number> = new Map([
  ['F64', 52],
  ['F32', 23],
  ['F16', 10],
  ['BF16', 7],
  ['F8_E4M3', 3],
  ['F8_E5M2', 2],
]);

/** Named beside another operation where every changed tensor keeps fewer bits than the candidate's, in one type. */
export function storedCoarser(changed: readonly Row[]): Operation | undefined {
  const [first] = changed;
  if (first === undefined) return undefined;
  const [from, to] = [String(first.candidateDtype), String(first.suspectDtype)];
  const [fine, coarse] = [mantissas.get(from), mantissas.get(to)];
  const isOne = changed.every((row) => row.candidateDtype === from && row.suspectDtype === to);
  // Codes are stored in no float type, whatever type their values are given in.
  const isPlain = changed.every((row) => row.suspectStorage === to && row.candidateStorage === from);
  if (!isOne || !isPlain || fine === undefined || coarse === undefined || coarse >= fine) return undefined;
  return { operation: 'cast', parameters: { from, to }, reconstructed: null };
}
