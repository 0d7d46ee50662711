// The header of a file of pickles: tensors with their names, what was left out, and what would have been called.
import type { Problem } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';
import type { FormatId, Header, TensorInfo } from '../format.ts';
import { describeTensors, type Shelf } from './describe-tensors.ts';
import type { Fault } from './layout.ts';
import { Losses } from './losses.ts';
import { plainEntries } from './parts-of-values.ts';
import type { Unpickled } from './pickle/pickle.ts';
import { type PickleValue, quoted, textOf } from './pickle/pickle-values.ts';
import { type FoundTensor, walkTensors } from './tensor-walk.ts';

/** Names of unknown calls that the message spells out; the rest is counted. */
const namesSpelled = 8;

/** A checkpoint's own notes: epoch, step, architecture. Whole configurations are not notes. */
const maxNotes = 100;
const maxNoteLength = 1_024;

/** What to make a header of. */
export interface PickledFile {
  readonly id: FormatId;
  readonly subject: string;
  /** In order; the tensors of each stand behind its prefix. */
  readonly pickles: readonly (Unpickled & { readonly prefix: string; readonly shelf?: Shelf })[];
  readonly undeclaredBytes: number;
  /** Of the file as a whole. */
  readonly faults?: readonly Fault[];
}

/**
 * Throws as `walkTensors` does. Tensors that cannot be read, calls of unknown names and undeclared bytes are problems.
 */
export async function headerOf(file: PickledFile, shelf: Shelf, options?: RunOptions): Promise<Header> {
  const { id, subject, pickles, undeclaredBytes, faults = [] } = file;
  const losses = new Losses();
  for (const fault of faults) losses.note(fault);
  const metadata = new Map<string, string>();
  const problems: Problem[] = [];
  const tensors: TensorInfo[] = [];
  const leftOut = new Map<string, number>();
  let seen = 0;
  for (const { value, prefix, shelf: own, protocol, unknownCalls } of pickles) {
    const walked = walkTensors(value, (own ?? shelf).pickle.size, subject);
    const found = prefix === '' ? walked.tensors : walked.tensors.map((tensor) => behind(prefix, tensor));
    tensors.push(...(await describeTensors(found, own ?? shelf, losses, options)));
    seen += found.length;
    for (const [path, count] of walked.leftOut) leftOut.set(path, count);
    if (prefix === '') {
      putNotes(metadata, value);
      if (protocol > 0) metadata.set('pickle protocol', `${protocol}`);
      if (walked.wrappers.length > 0) metadata.set('tensors under', walked.wrappers.join('.'));
    }
    if (walked.tooDeep) problems.push(problem('limit', subject, 'parts nested as deep as honest ones', 'deeper parts'));
    problems.push(...unknownProblem(subject, unknownCalls));
    if (unknownCalls.size > 0) metadata.set('pickle names', [...unknownCalls.keys()].slice(0, maxNotes).join(' '));
  }
  if (leftOut.size > 0) metadata.set('left out', leftOutText(leftOut));
  if (seen === 0 && leftOut.size > 0) problems.push(problem('format', subject, 'weights', leftOutText(leftOut)));
  problems.push(...losses.problems(subject));
  if (undeclaredBytes > 0) {
    problems.push(problem('format', subject, 'bytes that belong to something', `${undeclaredBytes} undeclared bytes`));
  }
  return { format: id, metadata, tensors, problems, undeclaredBytes };
}

function behind(prefix: string, { name, stored }: FoundTensor): FoundTensor {
  return { name: name === '' ? prefix : `${prefix}.${name}`, stored };
}

function problem(code: Problem['code'], subject: string, expected: string, found: string): Problem {
  return { code, subject, expected, found, lost: [] };
}

/** One problem for all names that the file would have called and that are no part of rebuilding tensors. */
function unknownProblem(subject: string, calls: Unpickled['unknownCalls']): readonly Problem[] {
  if (calls.size === 0) return [];
  const names = [...calls].slice(0, namesSpelled).map(([name, { at }]) => `${name} (byte ${at})`);
  const more = calls.size > namesSpelled ? ` and ${calls.size - namesSpelled} more` : '';
  const found = `calls that were not made, of ${names.join(', ')}${more}`;
  return [problem('unsafe', subject, 'tensors and plain data only', found)];
}

function leftOutText(leftOut: ReadonlyMap<string, number>): string {
  const texts = [...leftOut].map(
    ([path, count]) => `${count} ${count === 1 ? 'tensor' : 'tensors'} under ${quoted(path)}`,
  );
  return texts.slice(0, maxNotes).join(', ');
}

/** Plain values at the top of a checkpoint, by their keys. */
function putNotes(metadata: Map<string, string>, root: PickleValue): void {
  for (const [key, value] of plainEntries(root)) {
    if (metadata.size >= maxNotes) return;
    const text = value === null || typeof value === 'object' ? textOf(value) : `${value}`;
    if (text !== undefined && text !== '' && key.length + text.length <= maxNoteLength) metadata.set(key, text);
  }
}
