// A refused pickle as sections: which file, that nothing was run, and the instructions up to the refusal.
import type { PickleExhibit } from '../../case/inspection/pickle-exhibit.ts';
import type { InspectWords } from '../../wording/inspection-words.ts';
import { clean } from '../clean.ts';
import { plain, type Section } from '../sections.ts';

/** Longest quotation of an argument, and of the path. */
const argumentLength = 60;
const pathLength = 200;

export function exhibitSections({ path, listing }: PickleExhibit, words: InspectWords): readonly Section[] {
  return [
    { title: words.overview, beside: undefined, passages: [plain(clean(path, pathLength), words.model)] },
    { title: words.refused, beside: undefined, passages: [plain(words.refusedPickle(listing.lines.length))] },
    {
      title: words.instructions,
      beside: undefined,
      passages: [
        {
          kind: 'grid',
          columns: [
            { header: words.offset, numeric: true },
            { header: words.instruction },
            { header: words.argument, quoted: true },
          ],
          rows: listing.lines.map(({ offset, opcode, argument }) => [
            `${offset}`,
            opcode,
            clean(argument, argumentLength),
          ]),
        },
      ],
    },
  ];
}
