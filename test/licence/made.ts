// Models made of a few lines each: the founding case's two sides in our own words, and what licences ask for.
import spdx from 'spdx-license-list/full.js';
import { decodeDocument, type TextDocument } from '../../src/documents/document.ts';
import type { PartyInput } from '../../src/licence/party.ts';

export function document(path: string, text: string): TextDocument {
  return decodeDocument(path, new TextEncoder().encode(text));
}

export function party(name: string, files: Readonly<Record<string, string>>): PartyInput {
  const documents = Object.entries(files).map(([path, text]) => document(path, text));
  return { name, documents, metadata: new Map() };
}

export function spdxText(id: string): string {
  const found = spdx[id];
  if (found === undefined) throw new Error(id);
  return found.licenseText;
}

/** A model whose card says that it is powered by Llama 3 and names nobody else. */
export const llama3v = (): PartyInput =>
  party('llama3v', {
    'README.md': '# llama3v\n\nA vision model powered by [Llama3 8B](https://llama.meta.com/llama3/).\n',
  });

export const minicpm = (): PartyInput =>
  party('MiniCPM-Llama3-V-2_5', {
    'README.md': '# MiniCPM-V\n\n**MiniCPM-Llama3-V 2.5** is built on SigLIP and Llama3-8B-Instruct.\n',
  });
