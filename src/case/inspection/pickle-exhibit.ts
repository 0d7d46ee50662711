// A pickle that was refused because loading it would run code, as an exhibit: its instructions, listed and not run.
import type { ForebearError } from '../../errors.ts';
import type { PickleListing } from '../../formats/pytorch/pickle/disassembly.ts';

export interface PickleExhibit {
  /** The file, or the member of it behind `!/`. Untrusted text. */
  readonly path: string;
  readonly refusal: ForebearError;
  readonly listing: PickleListing;
}

/** The exhibit as a document of schema forebear.inspection/1 that holds nothing else. */
export function exhibitDocument({ path, refusal, listing }: PickleExhibit): object {
  const { code, subject, expected, found } = refusal;
  return {
    schema: 'forebear.inspection/1',
    refused: { code, subject, expected, found },
    pickle: { path, ended: listing.ended, end: listing.end, lines: listing.lines },
  };
}
