// Time as a parameter: nothing in this house looks at a clock of its own.

export interface Clock {
  /** Milliseconds, from any beginning. */
  now(): number;
  /** Calls back once after so many milliseconds; gives what takes that back. */
  after(milliseconds: number, call: () => void): () => void;
}
