// The grammars that are installed with the program.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Grammars, openGrammars } from '../code/grammars.ts';

export function openInstalledGrammars(): Grammars {
  return openGrammars((language) =>
    readFile(fileURLToPath(import.meta.resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${language}.wasm`))),
  );
}
