// The interface strings every language must have: the type that the languages fill.

type AnswerWord = 'identical' | 'derived' | 'partly-derived' | 'common-origin' | 'independent' | 'inconclusive';

type DirectionWord = 'suspect-from-candidate' | 'candidate-from-suspect' | 'undecided';

type OperationWord =
  | 'renamed'
  | 'resharded'
  | 'cast'
  | 'requantised'
  | 'noised'
  | 'fine-tuned'
  | 'continued'
  | 'lora-merged'
  | 'adapter'
  | 'edited'
  | 'pruned'
  | 'narrowed'
  | 'layers-dropped'
  | 'depth-upscaled'
  | 'upcycled'
  | 'merged'
  | 'permuted'
  | 'rotated'
  | 'rescaled'
  | 'vocabulary-changed'
  | 'component-reused'
  | 'converted'
  | 'relaid'
  | 'folded';

type ParameterWord =
  | 'sigma'
  | 'relative'
  | 'rank'
  | 'targets'
  | 'alpha'
  | 'interval'
  | 'bits'
  | 'format'
  | 'zeroFraction'
  | 'layerMap'
  | 'keptUnits'
  | 'addedTokens'
  | 'method'
  | 'parents'
  | 'weights'
  | 'density'
  | 'base'
  | 'dropped'
  | 'ranks';

type TestWord =
  | 'content-equality'
  | 'residual-alignment'
  | 'unit-coincidence'
  | 'unit-response'
  | 'unit-match'
  | 'unit-gram'
  | 'unit-assignment'
  | 'content-search'
  | 'difference'
  | 'norm-gains'
  | 'norm-folding'
  | 'low-rank'
  | 'merge-fit'
  | 'rounding-grid'
  | 'adapter-fit'
  | 'fallacies';

type ComponentWord = 'text' | 'vision' | 'audio' | 'projector' | 'embeddings' | 'whole' | 'other';

/** One entry of the glossary. */
interface Term {
  readonly term: string;
  readonly meaning: string;
}

/**
 * Interface strings. Words of the contract (answers, operations) stay as they are in every language; `answers` and
 * `operations` hold the translation to print beside them, '' where none is needed. The keys are spelled out here and
 * not imported, because wording is the room below verdict; a word that verdict has and this list lacks does not
 * compile where the printers look it up.
 */
export interface Texts {
  /** For the `lang` attribute. */
  readonly tag: string;
  /** What separates the members of a list. */
  readonly separator: string;
  /** What separates clauses and figures in one line. */
  readonly comma: string;
  readonly colon: string;
  readonly answers: { readonly [word in AnswerWord]: string };
  readonly answerMeanings: { readonly [word in AnswerWord]: string };
  readonly directions: { readonly [word in DirectionWord]: string };
  readonly operations: { readonly [word in OperationWord]: string };
  /** Names of the parameters of operations. */
  readonly operationParameters: { readonly [word in ParameterWord]: string };
  readonly tests: { readonly [word in TestWord]: string };
  readonly questions: { readonly [word in TestWord]: string };
  readonly components: { readonly [word in ComponentWord]: string };
  readonly expert: (number: string) => string;
  /** A word of the contract with its translation beside it. */
  readonly beside: (word: string, translation: string) => string;
  readonly unknownStatement: (id: string) => string;

  readonly title: string;
  readonly subtitle: string;
  readonly notWrongdoing: string;
  readonly suspect: string;
  readonly candidate: string;
  readonly candidateOf: (number: number, total: number) => string;
  readonly modelLine: (tensors: number, parameters: number, formats: string, files: number) => string;
  readonly madeLine: (
    by: string,
    read: string,
    seed: string,
    alpha: string,
    hypotheses: string,
    calibration: string,
  ) => string;
  readonly readWords: { readonly sample: string; readonly full: string };

  readonly answer: string;
  readonly atAGlance: string;
  readonly component: string;
  readonly componentsApart: string;
  readonly parameters: string;
  readonly pValue: string;
  readonly operation: string;
  readonly direction: string;
  readonly noComponents: string;
  readonly because: string;
  readonly against: string;
  /** Heading of the figures that are often taken for evidence and are none. */
  readonly notEvidence: string;
  readonly evidence: string;
  readonly test: string;
  readonly question: string;
  readonly statistic: string;
  readonly elementsRead: string;
  readonly inapplicable: string;
  readonly failed: string;
  readonly noEvidence: string;
  readonly rawFigures: string;
  readonly andMore: (count: string) => string;
  readonly rowsLeftOut: (count: string) => string;
  readonly renames: string;
  readonly renameFrom: string;
  readonly renameTo: string;
  readonly tensors: string;
  readonly noRenames: string;
  readonly rulesLeftOut: (count: string) => string;
  readonly pairing: (byName: string, byRename: string, byRole: string, byContent: string) => string;
  readonly unpaired: (suspect: string, candidate: string) => string;
  readonly problems: string;
  readonly problem: (subject: string, expected: string, found: string) => string;
  readonly lostTensors: (count: string) => string;
  readonly limits: string;
  readonly limitList: readonly string[];
  readonly coverage: (share: string, tensorsRead: string, tensorsTotal: string, bytes: string) => string;
  readonly reproduce: string;
  readonly reproduceNote: string;
  readonly controls: string;
  readonly controlsNull: string;
  readonly controlsOthers: string;
  readonly controlsNone: string;
  readonly files: string;
  readonly file: string;
  readonly bytes: string;
  readonly digest: string;
  readonly notHashed: string;
  readonly glossary: string;
  readonly terms: readonly Term[];
  readonly footer: string;

  /** The three sentences. `suspect` and `candidate` are ids, the others lists of words. */
  readonly headline: {
    readonly identical: (suspect: string, candidate: string) => string;
    readonly derived: (suspect: string, candidate: string) => string;
    readonly derivedReverse: (suspect: string, candidate: string) => string;
    readonly derivedUndecided: (suspect: string, candidate: string) => string;
    readonly partly: (suspect: string, candidate: string, related: string, others: string) => string;
    readonly commonOrigin: (suspect: string, candidate: string) => string;
    readonly independent: (suspect: string, candidate: string) => string;
    readonly inconclusive: (suspect: string, candidate: string) => string;
    readonly operations: (list: string) => string;
    readonly chance: (p: string) => string;
    readonly operationsAndChance: (list: string, p: string) => string;
    readonly power: (correlation: string, power: string) => string;
    readonly noPower: string;
    readonly caveatCoverage: (share: string) => string;
    readonly caveatAncestor: string;
    readonly caveatLawful: string;
    readonly caveatIndependent: string;
    readonly caveatInconclusive: string;
  };

  /** What the statistics of each test are called in one line. */
  readonly figures: {
    readonly histogramTitle: (component: string) => string;
    readonly histogramDescription: (sigma: string, kurtosis: string, elements: string) => string;
    readonly histogramNote: string;
    readonly histogramX: string;
    readonly density: string;
    readonly stripTitle: (component: string) => string;
    readonly stripDescription: (low: string, high: string, cells: string) => string;
    readonly stripNote: (low: string, high: string) => string;
    readonly block: string;
    readonly role: string;
    readonly nullTitle: (component: string) => string;
    readonly nullDescription: (z: string, low: string, high: string, permutations: string) => string;
    readonly nullNote: string;
    readonly nullX: string;
    readonly observed: string;
    readonly nullRange: string;
    readonly from: string;
    readonly to: string;
    readonly measured: string;
    readonly normal: string;
    readonly correlation: string;
    readonly quantity: string;
    readonly value: string;
    readonly data: string;
    readonly section: string;
    readonly none: string;
  };
  readonly statistics: {
    readonly hits: (hits: string, sampled: string) => string;
    readonly equal: (equal: string, total: string) => string;
    readonly searched: (tensors: string, hypotheses: string) => string;
    readonly sets: (sets: string) => string;
    readonly ranks: (low: string, matrices: string) => string;
    readonly grids: (matrices: string, share: string) => string;
    readonly mixture: (parents: string, equal: string) => string;
    readonly folded: (tensors: string, error: string) => string;
    readonly lookAlikes: (figures: string) => string;
    readonly agreements: (agreements: string, units: string) => string;
    readonly kurtosis: string;
    readonly bitEqual: string;
    readonly cosine: string;
  };
}
