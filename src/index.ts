// The library: everything that another program may rely on, and the only file that re-exports.
export type { ErrorCode, Problem } from './errors.ts';
export { ForebearError, isForebearError } from './errors.ts';
export type { Progress, RunOptions } from './run.ts';
