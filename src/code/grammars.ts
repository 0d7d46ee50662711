// Parsers, each loaded when a source of its language first comes. Where grammars lie is the caller's business.
import { Language, Parser } from 'web-tree-sitter';
import { type LanguageId, languages } from './language.ts';

export interface Grammars {
  /** A parser for the language; the same one each time. */
  parserOf(language: LanguageId): Promise<Parser>;
  /** Frees the parsers. */
  close(): void;
}

/** `read` gives the bytes of `tree-sitter-<language>.wasm`. */
export function openGrammars(read: (language: LanguageId) => Promise<Uint8Array>): Grammars {
  const parsers = new Map<LanguageId, Promise<Parser>>();
  let runtime: Promise<void> | undefined;
  const make = async (language: LanguageId): Promise<Parser> => {
    runtime ??= Parser.init();
    await runtime;
    const grammar = await Language.load(await read(language));
    const parser = new Parser();
    parser.setLanguage(grammar);
    return parser;
  };
  return {
    parserOf(language) {
      const known = parsers.get(language);
      if (known !== undefined) return known;
      const made = make(language);
      parsers.set(language, made);
      return made;
    },
    close() {
      for (const language of languages) void parsers.get(language)?.then((parser) => parser.delete());
      parsers.clear();
    },
  };
}
