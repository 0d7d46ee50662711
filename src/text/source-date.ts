// When a text says it is from: in its fields, or in its file's name. The earliest source of a passage is preferred.
import { readCard } from '../documents/card.ts';

/** A year, perhaps with month and day, as text that sorts: `1687`, `2024-05-28`. */
export type TextDate = string;

const dated = /(?<!\d)(1[0-9]\d\d|20\d\d)(?:[-_.](0[1-9]|1[0-2])(?:[-_.](0[1-9]|[12]\d|3[01]))?)?(?!\d)/;

/** From a field `date`, `published` or `year` before the text, else from the file's name; undefined where neither says. */
export function dateOf(path: string, text: string): TextDate | undefined {
  const { fields } = readCard({ text: text.slice(0, 65_536) });
  const field = fields.find(({ key }) => /^(?:date|published|year|日期)$/i.test(key))?.values[0];
  return plain(field) ?? plain(path.slice(path.lastIndexOf('/') + 1));
}

function plain(text: string | undefined): TextDate | undefined {
  const found = dated.exec(text ?? '');
  if (found === null) return undefined;
  return found
    .slice(1)
    .filter((part) => part !== undefined)
    .join('-');
}

/** Before, for sorting: undated texts stand behind all dated ones. */
export function isEarlier(a: TextDate | undefined, b: TextDate | undefined): boolean {
  if (a === undefined) return false;
  return b === undefined || a < b;
}
