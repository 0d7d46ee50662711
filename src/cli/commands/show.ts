// Shows one thing in the forms that were asked for: a page, a document, the terminal.
import { escapeJson } from '../../report/json.ts';
import type { CommonArguments } from '../arguments.ts';
import { writeWhole } from '../output.ts';
import { cliWords } from '../words.ts';
import type { Streams } from './compare.ts';

/** The forms that one thing can be shown in; each is made when it is asked for. */
export interface Shown {
  readonly document: () => object;
  readonly page: () => Promise<string>;
  readonly terminal: () => string;
}

/** Writes what was asked for. With `--json -` standard output carries the document alone. */
export async function showAs(shown: Shown, options: CommonArguments, streams: Streams): Promise<void> {
  const write = async (path: string, text: string): Promise<void> => {
    await writeWhole(path, text);
    if (!options.quiet) streams.error(cliWords[options.lang].written(path));
  };
  if (options.html !== undefined) await write(options.html, await shown.page());
  if (options.json === '-') {
    streams.out(escapeJson(shown.document()));
    return;
  }
  if (options.json !== undefined) await write(options.json, escapeJson(shown.document()));
  if (!options.quiet) streams.out(shown.terminal());
}
