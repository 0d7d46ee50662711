// The configurations beside a model, wherever in its folder they lie, and the lines on which their keys stand.

import { linesOf, type TextDocument } from '../../documents/document.ts';
import { isForebearError } from '../../errors.ts';
import { excerptOf, type Place, type Side } from '../../findings/finding.ts';
import { type JsonValue, parseJsonBounded } from '../../json/json-value.ts';
import { configLimit } from '../../model/config.ts';

export interface ConfigFile {
  readonly document: TextDocument;
  readonly values: ReadonlyMap<string, JsonValue>;
}

/** The configuration at the top of the folder; where there is none, the only one below. Several below are of several models. */
export function configFiles(documents: readonly TextDocument[]): readonly ConfigFile[] {
  const all = documents.filter(({ path, bytes }) => /(?:^|\/)config\.json$/.test(path) && bytes <= configLimit);
  const top = all.filter(({ path }) => path === 'config.json');
  const chosen = top.length > 0 ? top : all.length === 1 ? all : [];
  return chosen.flatMap((document): ConfigFile[] => {
    try {
      const values = parseJsonBounded(new TextEncoder().encode(document.text), document.path);
      return values instanceof Map ? [{ document, values: values as ReadonlyMap<string, JsonValue> }] : [];
    } catch (error) {
      // A configuration that cannot be read is told by whoever opens the model.
      if (!isForebearError(error)) throw error;
      return [];
    }
  });
}

/** Where a key stands in a file of JSON: the first line with it as a key. */
export function placeOfKey(side: Side, document: TextDocument, key: string): Place {
  const at = document.text.indexOf(`${JSON.stringify(key)}:`);
  const spaced = at >= 0 ? at : document.text.indexOf(JSON.stringify(key));
  if (spaced < 0) return { side, file: document.path };
  const lines = linesOf(document.text);
  const line = lines.lineAt(spaced);
  return { side, file: document.path, line, excerpt: excerptOf(lines.lineText(line)) };
}
