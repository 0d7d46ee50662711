// Did any tensor of the suspect find its rows in a tensor of the candidate, whatever the names? The record of a search that found nothing. docs/tests/content-search.md
import { componentOf } from '../../model/roles/component.ts';
import type { Evidence } from '../evidence.ts';
import { inapplicable, measured, type Subject, type Test } from '../subject.ts';

export const contentSearch: Test = { id: 'content-search', version: 1, family: 'units', run };

/** What was found was paired while aligning, and is measured as a pair; here stands what was looked for in vain. */
async function run(subject: Subject): Promise<Evidence> {
  const { searched, fallback } = subject.alignment;
  const mine = searched.filter(({ tensor }) => (componentOf(tensor) ?? fallback) === subject.component);
  if (mine.length === 0) return inapplicable(contentSearch, subject, 'reason.no-tensors');
  const elements = mine.reduce((sum, { tensor }) => sum + tensor.elements, 0);
  return measured(
    contentSearch,
    subject,
    elements,
    {
      tensors: mine.length,
      hypotheses: mine.reduce((sum, one) => sum + one.hypotheses, 0),
      elements,
      smallestLnP: Math.min(...mine.map((one) => one.smallestLnP)),
    },
    ['tensor', 'elements', 'hypotheses', 'asked', 'crowd', 'columns', 'smallestLnP'],
    mine.map((one) => [
      one.tensor.name,
      one.tensor.elements,
      one.hypotheses,
      one.asked,
      one.crowd,
      one.columns,
      one.smallestLnP,
    ]),
  );
}
