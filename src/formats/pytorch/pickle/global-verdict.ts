// Whether a name in a pickle belongs to rebuilding tensors, is a known weapon, or is unknown and therefore inert.
import { type DeniedRow, deniedGlobals, deniedSegments } from './gadgets-table.ts';
import { allowedGlobals, type Meaning, scriptPrefix } from './globals-table.ts';

/** `denied`: the file is refused. `unknown`: kept as data; where the file would call it, the call is listed. */
export type GlobalVerdict =
  | { readonly kind: 'allowed'; readonly meaning: Meaning }
  | { readonly kind: 'denied'; readonly does: string }
  | { readonly kind: 'unknown' };

const meanings = new Map<string, Meaning>(
  allowedGlobals.flatMap(({ module, names, meaning }) => names.map((name) => [`${module} ${name}`, meaning])),
);

const denials = Map.groupBy(deniedGlobals, ({ module }) => module);

/** No module of the table is deeper. */
const deepestModule = Math.max(...deniedGlobals.map(({ module }) => module.split('.').length));

const elementType =
  /^(?:q?u?int\d+(?:x\d+)?|bfloat16|float\d+(?:_\w+)?|complex\d+|bits\w+|bool|int|float|half|double|long|short)$/;

const unknown: GlobalVerdict = { kind: 'unknown' };

/**
 * Judges by the name alone, dotted names part by part. An allowed name inside a denied module is allowed: the table of
 * the allowed lists each by its full name.
 */
export function judgeGlobal(module: string, name: string): GlobalVerdict {
  const meaning = meanings.get(`${module} ${name}`);
  if (meaning !== undefined) return { kind: 'allowed', meaning };
  const does = denial(module, name);
  if (does !== undefined) return { kind: 'denied', does };
  if (module === 'torch' && elementType.test(name)) return { kind: 'allowed', meaning: 'data' };
  if (module === 'torch' && /^per_(?:tensor|channel)_\w+$/.test(name)) return { kind: 'allowed', meaning: 'data' };
  if (module === scriptPrefix || module.startsWith(`${scriptPrefix}.`)) return { kind: 'allowed', meaning: 'instance' };
  return unknown;
}

function denial(module: string, name: string): string | undefined {
  const segments = name.split('.');
  const last = segments.at(-1) ?? '';
  for (const row of rowsFor(module)) {
    if (row.names === undefined || row.names.includes(last) || row.names.includes(segments[0] ?? '')) return row.does;
  }
  if (segments.some((segment) => deniedSegments.has(segment))) return 'reaches a module of the system';
  // Attributes like __globals__ and __subclasses__ lead from any class to everything.
  if (segments.length > 1 && segments.some((segment) => /^__\w+__$/.test(segment))) {
    return 'reaches any attribute of anything';
  }
  if (module === 'pathlib' && segments.length > 1) return 'reads, writes or removes files';
  return undefined;
}

/** The rows of every module, of this one, and of those that it lies in. */
function rowsFor(module: string): readonly DeniedRow[] {
  const rows = [...(denials.get('*') ?? [])];
  let prefix = '';
  for (const segment of module.split('.', deepestModule)) {
    prefix = prefix === '' ? segment : `${prefix}.${segment}`;
    rows.push(...(denials.get(prefix) ?? []));
  }
  return rows;
}
