// Looks into parsed JSON whose shape nobody has checked yet.

/** The own property `key` of an object; undefined where there is none or where it is not an object. */
export function fieldOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(key);
}
