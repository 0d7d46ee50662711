// What a licence is to us: dated versions, each with its source and its conditions as facts. No opinion of law is kept here.

/**
 * The kinds of conditions. `ship-copy`: the text goes along; `notice-file`: a file called Notice holds a given line;
 * `keep-notice`: a Notice file that is there stays; `display-line`: a line is shown; `name-prefix`, `name-contains`: how
 * a model made from this one is called; `attribution`: the source is named; `state-changes`: changes are said;
 * `share-alike`: the same licence goes on; `field-of-use`: uses that are excluded; `user-threshold`: above so many users
 * a licence must be asked for; `no-improve`: not for improving other models; `commercial-permission`: commercial use
 * after permission or registration; `no-commercial`: no commercial use; `no-endorsement`: not in the publisher's name;
 * `no-derivatives`: changed works are not shared; `source-code`: the source goes along or is offered.
 */
export const conditionKinds = [
  'ship-copy',
  'notice-file',
  'keep-notice',
  'display-line',
  'name-prefix',
  'name-contains',
  'attribution',
  'state-changes',
  'share-alike',
  'field-of-use',
  'user-threshold',
  'no-improve',
  'commercial-permission',
  'no-commercial',
  'no-endorsement',
  'no-derivatives',
  'source-code',
] as const;

export type ConditionKind = (typeof conditionKinds)[number];

export interface Condition {
  readonly kind: ConditionKind;
  /** The line, name, number or address that is asked for; '' where the kind says all. */
  readonly value: string;
  /** Section of the document. */
  readonly clause: string;
}

/** Where a row was read: a document and the place of the copy that was read. */
export interface LicenceSource {
  readonly document: string;
  readonly copy: string;
  /** Whether the licence's own text was read for this row; otherwise words of others about it. */
  readonly firstHand: boolean;
}

export interface LicenceVersion {
  /** As the document has it: `2.0`, `July 18, 2023`; '' where it has none. */
  readonly version: string;
  /** Day from which it can apply, `YYYY-MM-DD`: the date in the document, or of its first publication. */
  readonly from: string;
  readonly source: LicenceSource;
  readonly conditions: readonly Condition[];
}

export interface Licence {
  /** Of the SPDX list, or `LicenseRef-` where it has none. */
  readonly id: string;
  readonly title: string;
  /** Oldest first; never empty. */
  readonly versions: readonly LicenceVersion[];
  /** Lines that the document begins with, for texts too long or too rare to have a fingerprint; lower case, words alone. */
  readonly marks: readonly string[];
}

/** The version that could apply on a day, or the last one where no day is given; undefined before the first. */
export function versionAt(licence: Licence, day: string | undefined): LicenceVersion | undefined {
  return licence.versions.findLast(({ from }) => day === undefined || from <= day);
}
