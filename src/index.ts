// The library: everything that another program may rely on, and the only file that re-exports.
export { openFile, openFolder } from './bytes/file.ts';
export type { Folder, FolderEntry, Source } from './bytes/source.ts';
export type { CaseFile, Comparison, ComponentRecord, ModelRecord, Verdict } from './case/case-file.ts';
export { type Examination, examine } from './case/examine.ts';
export { parseCaseFile } from './case/parse-case-file.ts';
export { rejudge } from './case/rejudge.ts';
export { type ErrorCode, ForebearError, isForebearError, type Problem } from './errors.ts';
export type { Evidence, Measured, Table, TestId, Unmeasured } from './evidence/evidence.ts';
export type { Model, Tensor } from './model/model.ts';
export { type ModelDoor, openModel } from './model/open.ts';
export { renderHtml } from './report/html.ts';
export { printJson } from './report/json.ts';
export { printTerminal } from './report/terminal.ts';
export type { Progress, RunOptions } from './run.ts';
export type { Answer, Direction, Operation, OperationName } from './verdict/verdict.ts';
export type { Language } from './wording/catalogue.ts';
