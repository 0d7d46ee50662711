// The one error class of the project and the one record for a model's faults; the threshold that every room may step on.

/**
 * Why something could not be done. `usage`: the caller asked for what cannot be; `source`: bytes could not be had;
 * `format`: the bytes are not what the format demands; `limit`: honest files stay below it, this one does not;
 * `unsupported`: a known thing we do not read yet; `containment`: a name points outside the folder it belongs to;
 * `integrity`: something changed while we looked at it; `unfetched`: a stand-in for a file that was not downloaded;
 * `unsafe`: reading it as intended would run code.
 */
export type ErrorCode =
  | 'usage'
  | 'source'
  | 'format'
  | 'limit'
  | 'unsupported'
  | 'containment'
  | 'integrity'
  | 'unfetched'
  | 'unsafe';

/**
 * Thrown for the world's faults and for files that cannot be read at all. The message is one line,
 * `subject: expected …, found …`, without advice: the command line adds the advice that belongs to the code.
 * `subject`, `expected` and `found` may quote hostile text; whoever prints them cleans them.
 */
export class ForebearError extends Error {
  readonly code: ErrorCode;
  readonly subject: string;
  readonly expected: string;
  readonly found: string;

  constructor(code: ErrorCode, subject: string, expected: string, found: string, options?: { cause?: unknown }) {
    super(`${subject}: expected ${expected}, found ${found}`, options);
    this.name = 'ForebearError';
    this.code = code;
    this.subject = subject;
    this.expected = expected;
    this.found = found;
  }
}

/** Narrows an unknown error to ours, and to one of `codes` where any are named. */
export function isForebearError(error: unknown, ...codes: readonly ErrorCode[]): error is ForebearError {
  return error instanceof ForebearError && (codes.length === 0 || codes.includes(error.code));
}

/**
 * A fault of the model that leaves the rest readable: data, kept in the header, the model and the case file.
 * `lost` names the tensors that cannot be read because of it.
 */
export interface Problem {
  readonly code: ErrorCode;
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
  readonly lost: readonly string[];
}

/** The record form of a thrown refusal, for when the rest of the model is still analysed. */
export function problemOf(error: ForebearError, lost: readonly string[] = []): Problem {
  return { code: error.code, subject: error.subject, expected: error.expected, found: error.found, lost };
}

/** What `work` gives; where it is refused, the refusal joins `problems` and the rest goes on. Anything but a refusal is thrown. */
export async function attempt<T>(problems: Problem[], work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isForebearError(error)) throw error;
    problems.push(problemOf(error));
    return undefined;
  }
}
