// A sentence before it has a language: which one, and what goes into it.

/** `id` is a key of the catalogue's statements; `values` fill its places. Strings may quote untrusted names. */
export interface Statement {
  readonly id: string;
  readonly values: { readonly [name: string]: string | number };
}

export function statement(id: string, values: Statement['values'] = {}): Statement {
  return { id, values };
}
