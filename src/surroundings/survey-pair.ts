// All analyses of what surrounds a model, alone or beside a candidate, in their order; one that fails says so, and the others go on.
import { examineCode, isSource } from '../code/examine.ts';
import type { Grammars } from '../code/grammars.ts';
import { surveyCode } from '../code/survey.ts';
import type { TextDocument } from '../documents/document.ts';
import { isForebearError } from '../errors.ts';
import type { Analysis, Survey } from '../findings/finding.ts';
import type { Repository } from '../history/repository.ts';
import { surveyHistory } from '../history/survey.ts';
import type { Lineage } from '../licence/examine.ts';
import { surveyLicence } from '../licence/survey.ts';
import type { RunOptions } from '../run.ts';
import { examineTexts } from '../text/examine.ts';
import { surveyText } from '../text/survey.ts';
import { statement } from '../wording/statement.ts';
import { type ClaimsInput, surveyClaims } from './claims/survey.ts';
import { declaredNames } from './residues/project-names.ts';
import { placesOf, surveyOwnResidues, surveyResidues } from './residues/survey.ts';
import type { Surroundings } from './surroundings.ts';
import { surveyTokenizer, surveyTokenizers } from './tokenizer/survey.ts';

/** What the headers of a model tell, for its claims to be held against. */
export type Shape = Omit<ClaimsInput, 'name' | 'documents'>;

/** A repository is opened when its turn comes, so that one that cannot be opened fails that analysis alone. */
type OpenRepository = () => Promise<Repository>;

export interface PairOptions extends RunOptions {
  /** Parsers; code is left out where none are given. */
  readonly grammars?: Grammars | undefined;
  readonly shape?: Shape | undefined;
  /** The suspect's own history, where its folder is a clone. */
  readonly repository?: OpenRepository | undefined;
  /** What was found in the weights, for the licences. */
  readonly lineage?: Omit<Lineage, 'parent'> | undefined;
}

type Steps = readonly (readonly [Analysis, () => Survey | Promise<Survey>])[];

/** Surveys a suspect's surroundings beside a candidate's. Looks at no weight. */
export function surveyPair(
  suspect: Surroundings,
  candidate: Surroundings,
  options: PairOptions = {},
): Promise<readonly Survey[]> {
  const { shape, grammars, lineage, repository } = options;
  return surveyAll(
    [
      ['residues', () => surveyResidues(suspect, candidate)],
      ...claims(suspect, shape, options),
      ['tokenizer', () => surveyTokenizers(suspect.tokenizer, candidate.tokenizer)],
      ...(grammars === undefined ? [] : ([['code', () => code(suspect, candidate, grammars, options)]] as const)),
      ['text', () => text(suspect, candidate, options)],
      [
        'licence',
        () =>
          surveyLicence(
            {
              model: suspect,
              parents: [candidate],
              lineage: lineage === undefined ? [] : [{ ...lineage, parent: candidate.name }],
            },
            options,
          ),
      ],
      ...history(
        repository,
        [...declaredNames(placesOf(candidate)).values()].map(({ written }) => written),
        options,
      ),
    ],
    options,
  );
}

/** Surveys what surrounds one model, with nobody beside it. */
export function surveyOwn(
  suspect: Surroundings,
  shape: Shape | undefined,
  options: RunOptions & { readonly repository?: OpenRepository | undefined } = {},
): Promise<readonly Survey[]> {
  return surveyAll(
    [
      ['residues', () => surveyOwnResidues(suspect)],
      ...claims(suspect, shape, options),
      ['tokenizer', () => surveyTokenizer(suspect.tokenizer)],
      ['licence', () => surveyLicence({ model: suspect, parents: [] }, options)],
      ...history(options.repository, [], options),
    ],
    options,
  );
}

function claims({ name, documents }: Surroundings, shape: Shape | undefined, options: RunOptions): Steps {
  return shape === undefined ? [] : [['claims', () => surveyClaims({ ...shape, name, documents }, options)]];
}

function history(open: OpenRepository | undefined, candidates: readonly string[], options: RunOptions): Steps {
  if (open === undefined) return [];
  return [
    [
      'history',
      async () => surveyHistory(await open(), { signal: options.signal, onProgress: options.onProgress, candidates }),
    ],
  ];
}

/** Cards and other prose: licences and notices are the same in a million repositories, and are looked at as such. */
const prose = /\.(?:md|markdown|rst|txt|tex)$|(?:^|\/)readme[^/.]*$/i;
const notProse = /(?:^|\/)(?:licen[cs]e|notice|copying|use_policy|requirements|vocab|merges|authors)[^/]*$/i;

async function text(suspect: Surroundings, candidate: Surroundings, options: RunOptions): Promise<Survey> {
  const proseOf = ({ documents }: Surroundings): readonly TextDocument[] =>
    documents.filter(({ path }) => prose.test(path) && !notProse.test(path));
  return surveyText(await examineTexts(proseOf(suspect), proseOf(candidate), { signal: options.signal }));
}

async function code(
  suspect: Surroundings,
  candidate: Surroundings,
  grammars: Grammars,
  options: RunOptions,
): Promise<Survey> {
  const [mine, theirs] = [suspect, candidate].map(({ name, documents }) => ({
    name,
    documents: documents.filter(isSource),
  }));
  if (mine === undefined || theirs === undefined || mine.documents.length === 0 || theirs.documents.length === 0) {
    return { status: 'inapplicable', analysis: 'code', version: 0, reason: statement('code.none') };
  }
  return surveyCode(await examineCode({ suspect: mine, original: theirs, controls: [] }, grammars, options));
}

async function surveyAll(steps: Steps, options: RunOptions): Promise<readonly Survey[]> {
  const surveys: Survey[] = [];
  for (const [index, [analysis, survey]] of steps.entries()) {
    options.signal?.throwIfAborted();
    options.onProgress?.({ stage: 'test', subject: analysis, done: index, total: steps.length, unit: 'tests' });
    surveys.push(await attempted(analysis, survey));
  }
  return surveys;
}

/** A fault of the files fails the one analysis that met it; any other is a fault of the program. */
async function attempted(analysis: Analysis, survey: () => Survey | Promise<Survey>): Promise<Survey> {
  try {
    return await survey();
  } catch (error) {
    if (!isForebearError(error)) throw error;
    return { status: 'failed', analysis, version: 0, reason: statement('survey.failed', { message: error.message }) };
  }
}
