// One model as the licence analysis sees it: its texts, what they say of licences, and which published model its name is.
import type { TextDocument } from '../documents/document.ts';
import type { Side } from '../findings/finding.ts';
import type { RunOptions } from '../run.ts';
import { type Declarations, declarationsOf } from './declared.ts';
import { type Detection, detectLicences } from './detect.ts';
import { compactName } from './model-name.ts';
import { type KnownModel, knownModels } from './model-table.ts';

export interface PartyInput {
  /** As the model is called: the name of its folder or on its card. Untrusted text. */
  readonly name: string;
  readonly documents: readonly TextDocument[];
  /** What its weight files say of themselves; empty where none is at hand. */
  readonly metadata: ReadonlyMap<string, string>;
}

export interface LicenceText {
  readonly document: TextDocument;
  readonly detection: Detection;
}

export interface Party extends PartyInput {
  readonly side: Side;
  readonly declared: Declarations;
  readonly texts: readonly LicenceText[];
  readonly known: KnownModel | undefined;
  /** Every name that it goes by here, each once. */
  readonly names: readonly string[];
}

export function partyOf(side: Side, input: PartyInput, options?: RunOptions): Party {
  const texts: LicenceText[] = [];
  for (const [at, document] of input.documents.entries()) {
    options?.signal?.throwIfAborted();
    options?.onProgress?.({
      stage: 'read',
      subject: document.path,
      done: at,
      total: input.documents.length,
      unit: 'files',
    });
    for (const detection of detectLicences(document)) texts.push({ document, detection });
  }
  const declared = declarationsOf(side, input.name, input.documents, input.metadata);
  const names = [input.name, ...declared.headings.map(({ name }) => name), input.metadata.get('general.name') ?? ''];
  return {
    ...input,
    side,
    declared,
    texts,
    known: knownModel(input.name) ?? knownModel(declared.headings[0]?.name ?? ''),
    names: [...new Set(names.filter((name) => name !== ''))],
  };
}

/** The row of the table of published models that a name is of. */
export function knownModel(name: string): KnownModel | undefined {
  const compact = compactName(name);
  return compact === '' ? undefined : knownModels.find(({ pattern }) => pattern.test(compact));
}
