// What files keep of their making: compiled Python with the time and size of its source and the paths in it, and the times in archives.
import { pycFacts } from '../../documents/pyc.ts';
import type { Finding, Place } from '../../findings/finding.ts';
import { utc } from '../../wording/moments.ts';
import { statement } from '../../wording/statement.ts';
import type { Surroundings } from '../surroundings.ts';

/** Files told one by one. */
const mostFiles = 40;

export function artefactFindings({ bytecode, archives }: Surroundings): readonly Finding[] {
  return [
    ...bytecode.slice(0, mostFiles).flatMap(({ path, bytes }) => compiled(path, bytes)),
    ...archives
      .slice(0, mostFiles)
      .map(({ path, first, last }) => fact('residues.archive-times', { first, last }, path)),
  ];
}

function compiled(path: string, bytes: Uint8Array): Finding[] {
  const facts = pycFacts(bytes);
  if (facts === undefined) return [];
  const { python = '–', sourceSeconds, sourceBytes, paths } = facts;
  const made =
    sourceSeconds === undefined || sourceBytes === undefined
      ? fact('residues.bytecode-hash', { python }, path)
      : fact('residues.bytecode', { python, sourceBytes, time: utc(sourceSeconds) }, path);
  return [made, ...paths.slice(0, 2).map((source) => fact('residues.bytecode-path', { path: source }, path))];
}

function fact(id: string, values: { readonly [name: string]: string | number }, file: string): Finding {
  const places: readonly Place[] = [{ side: 'suspect', file }];
  return { statement: statement(id, values), weight: 'context', background: null, places };
}
