// Are the values the same? Element by element after lossless casts, tables that anyone computes alike set aside. docs/tests/content-equality.md
import { storageOf } from '../../model/model.ts';
import type { RunOptions } from '../../run.ts';
import type { Cell, Evidence } from '../evidence.ts';
import { inapplicable, measured, type Subject, type Test } from '../subject.ts';

export const contentEquality: Test = { id: 'content-equality', version: 2, family: 'content', run };

/** Counts tensors whose every read value is equal; constants, deterministic tables and tensors without numbers are listed but not counted. */
async function run(subject: Subject, options: RunOptions): Promise<Evidence> {
  const rows: Cell[][] = [];
  let learned = 0;
  let equal = 0;
  let equalElements = 0;
  let elements = 0;
  let setAside = 0;
  let whole = true;
  let incomparable = 0;
  let voidElements = 0;
  let excluded = 0;
  for (const pair of subject.pairs) {
    const scan = await subject.scan(pair, options);
    if (scan === undefined) incomparable += 1;
    const size = scan === undefined ? 0 : scan.elements + scan.excluded;
    if (scan === undefined || size === 0) continue;
    const allEqual = scan.bitEqual === 1;
    const counts = scan.information === 'learned';
    const state = !counts ? scan.information : allEqual ? 'equal' : 'different';
    if (scan.coverage < 1) whole = false;
    if (counts) {
      learned += 1;
      elements += size;
      equalElements += scan.bitEqual * size;
      if (allEqual) equal += 1;
    } else setAside += 1;
    if (scan.information === 'void') voidElements += size;
    else excluded += scan.excluded;
    const { suspect, candidate } = pair;
    rows.push([
      suspect.tensor.name,
      candidate.tensor.name,
      size,
      state,
      storageOf(suspect.tensor),
      storageOf(candidate.tensor),
      scan.bitEqual,
      pair.role?.kind ?? null,
    ]);
  }
  if (rows.length === 0) return inapplicable(contentEquality, subject, 'reason.no-tensors');
  const different = rows.filter((row) => row[6] !== 1).length;
  return measured(
    contentEquality,
    subject,
    elements,
    {
      tensors: rows.length,
      learned,
      equal,
      setAside,
      different,
      incomparable,
      elements,
      voidElements,
      excluded,
      equalFraction: elements === 0 ? null : equalElements / elements,
      whole: whole ? 1 : 0,
    },
    ['suspectTensor', 'candidateTensor', 'elements', 'state', 'suspectDtype', 'candidateDtype', 'bitEqual', 'role'],
    rows,
  );
}
