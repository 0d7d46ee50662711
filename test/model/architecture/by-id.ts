// Templates by their id, for tests.
import type { Template } from '../../../src/model/architecture/template.ts';
import { templates } from '../../../src/model/architecture/template-table.ts';

/** Throws where the table has no such row. */
export function byId(id: string): Template {
  const found = templates.find((template) => template.id === id);
  if (found === undefined) throw new Error(`no template ${id}`);
  return found;
}
