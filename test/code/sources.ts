// Sources for the tests of code: grammars as installed, and documents from texts.
import { openInstalledGrammars } from '../../src/cli/open-grammars.ts';
import { readSource, type SourceFile } from '../../src/code/source-file.ts';
import { decodeDocument, type TextDocument } from '../../src/documents/document.ts';

export const grammars = openInstalledGrammars();

export function documentOf(path: string, text: string): TextDocument {
  return decodeDocument(path, new TextEncoder().encode(text));
}

export function sourceOf(text: string, path = 'a.py'): Promise<SourceFile> {
  return readSource(documentOf(path, text), grammars);
}
