// What every long call takes last: how to stop it, how to hear of it, and the seed of everything random in it.

/** News of a long run. `done` and `total` are in `unit`; `total` is 0 while it is not known. */
export interface Progress {
  readonly stage: 'open' | 'read' | 'align' | 'test' | 'judge' | 'write';
  /** What is being worked on, for people: a file, a component, a test. Untrusted text: printers must clean it. */
  readonly subject: string;
  readonly done: number;
  readonly total: number;
  readonly unit: 'bytes' | 'tensors' | 'tests' | 'files';
}

/**
 * The last parameter of everything that takes time. It travels unchanged from `cli` to the innermost `read`.
 * An abort is not an error of ours: `signal.reason` passes through untouched.
 */
export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly seed?: number | undefined;
  /** Where a read of a file puts what it read; whoever sets it knows when nobody looks at that memory any more. */
  readonly allocate?: ((bytes: number) => Uint8Array) | undefined;
}
