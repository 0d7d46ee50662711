// The one typed catalogue of everything Forebear says to people. A language that lacks a string does not compile.
import { chinese } from './chinese.ts';
import { english } from './english.ts';
import type { Statement } from './statement.ts';
import { statementsChinese } from './statements-chinese.ts';
import type { StatementId } from './statements-english.ts';
import { statementsEnglish } from './statements-english.ts';
import type { Texts } from './texts.ts';
import type { Template } from './values.ts';
import { valuesOf } from './values.ts';

export type { StatementId } from './statements-english.ts';
export type { Texts } from './texts.ts';

export type Language = 'en' | 'zh';

/** All sentences and interface strings of one language. */
export interface Catalogue {
  readonly texts: Texts;
  readonly statements: { readonly [id in StatementId]: Template };
}

const catalogues: { readonly [language in Language]: Catalogue } = {
  en: { texts: english, statements: statementsEnglish },
  zh: { texts: chinese, statements: statementsChinese },
};

/** The interface strings of a language. */
export function text(language: Language): Texts {
  return catalogues[language].texts;
}

/** Whether the catalogue holds a sentence of this id; a case file of another version may name others. */
export function isStatementId(id: string): id is StatementId {
  return Object.hasOwn(statementsEnglish, id);
}

/**
 * The sentence of a statement. Never throws: an id that this version does not know is shown as it is, so that a
 * stored case stays readable. The result may quote untrusted names; whoever prints it cleans it.
 */
export function say(statement: Statement, language: Language): string {
  if (!isStatementId(statement.id)) return catalogues[language].texts.unknownStatement(statement.id);
  return catalogues[language].statements[statement.id](valuesOf(statement));
}
