// What every printer promises: a case file and a language in, a whole document out, no statistics computed.
import type { CaseFile } from '../case/case-file.ts';
import type { Language } from '../wording/catalogue.ts';

/** Pure: the same case file gives the same text, byte for byte. Survives any evidence being absent or incomplete. */
export type Printer = (caseFile: CaseFile, language: Language) => string;
