// The case file as text: one canonical form, so that two runs on the same input can be compared byte by byte.
import type { CaseFile } from '../case/case-file.ts';

/**
 * What JSON allows raw but a terminal or an editor would obey: DEL, C1, format characters, line separators.
 * Written as escapes they read back as the same strings.
 */
const OBEYED = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Keys in the order in which they stand, two spaces, a newline at the end; what is not finite becomes null. */
export function printJson(caseFile: CaseFile): string {
  return escapeJson(caseFile);
}

/** Any document in the form of a case file. */
export function escapeJson(document: object): string {
  const text = JSON.stringify(document, null, 2);
  return `${text.replace(OBEYED, escapeUnits)}\n`;
}

function escapeUnits(point: string): string {
  let escaped = '';
  for (let index = 0; index < point.length; index += 1) {
    escaped += `\\u${point.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }
  return escaped;
}
