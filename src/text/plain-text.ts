// Which files are texts, and texts without their markup: offsets stay what they are in the file.
import type { TextDocument } from '../documents/document.ts';
import { isDataName, isForeignFolder } from '../documents/file-names.ts';

/** By its ending; a file without one may be a text, and is looked at. */
export function isText(path: string): boolean {
  return !isDataName(path) && !isForeignFolder(path);
}

/** Tags, scripts and styles of a web page as blanks of the same length; any other text as it is. */
export function withoutTags(document: TextDocument): TextDocument {
  if (!/\.x?html?$/i.test(document.path) && !/^\s*<(?:!doctype html|html)[\s>]/i.test(document.text.slice(0, 200)))
    return document;
  const { text } = document;
  const parts: string[] = [];
  let at = 0;
  const blank = (end: number): void => {
    parts.push(text.slice(at, end).replace(/[^\n]/g, ' '));
    at = end;
  };
  while (at < text.length) {
    const open = text.indexOf('<', at);
    if (open < 0) break;
    parts.push(text.slice(at, open));
    at = open;
    const hidden = /^<(script|style)\b/i.exec(text.slice(open, open + 8))?.[1]?.toLowerCase();
    const end = hidden === undefined ? text.indexOf('>', open) + 1 : endOf(text, `</${hidden}`, open);
    blank(end <= open ? text.length : end);
  }
  parts.push(text.slice(at));
  return {
    ...document,
    text: parts.join('').replace(/&[a-z]{2,8};|&#\d{1,7};/gi, (entity) => ' '.repeat(entity.length)),
  };
}

function endOf(text: string, closing: string, from: number): number {
  const at = text.slice(from).search(new RegExp(closing, 'i'));
  const end = at < 0 ? -1 : text.indexOf('>', from + at);
  return end < 0 ? text.length : end + 1;
}
