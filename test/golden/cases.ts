// Case files made by hand, with plausible numbers: what the printers are shown to, and what the gallery shows.
import type {
  AlignmentRecord,
  CaseFile,
  Comparison,
  ComponentRecord,
  ModelRecord,
  Verdict,
} from '../../src/case/case-file.ts';
import type { Cell, Evidence, Measured, TestId } from '../../src/evidence/evidence.ts';
import type { Survey } from '../../src/findings/finding.ts';
import type { Judgement } from '../../src/verdict/verdict.ts';
import type { StatementId } from '../../src/wording/catalogue.ts';
import { say } from '../../src/wording/catalogue.ts';
import type { Statement } from '../../src/wording/statement.ts';

export function sentence(id: StatementId, values: Statement['values'] = {}): Statement {
  return { id, values };
}

export function verdictOf(judgement: Partial<Judgement> & Pick<Judgement, 'answer'>): Verdict {
  const whole: Judgement = {
    direction: 'undecided',
    pValue: null,
    lnPValue: null,
    operations: [],
    detectable: null,
    because: [],
    against: [],
    ...judgement,
  };
  return {
    ...whole,
    because: whole.because.map((each) => say(each, 'en')),
    against: whole.against.map((each) => say(each, 'en')),
    statements: { because: whole.because, against: whole.against },
  };
}

export function modelOf(name: string, digest: string, more: Partial<ModelRecord> = {}): ModelRecord {
  return {
    id: `${name}@${digest}`,
    formats: ['safetensors'],
    files: [
      { path: 'model-00001-of-00002.safetensors', bytes: 5_368_709, sha256: digest.repeat(4) },
      { path: 'model-00002-of-00002.safetensors', bytes: 4_011_212, sha256: digest.repeat(4) },
      { path: 'config.json', bytes: 1_204, sha256: digest.repeat(4) },
    ],
    weightFiles: 2,
    parameters: 2_341_888,
    tensors: 741,
    problems: [],
    ...more,
  };
}

const aligned: AlignmentRecord = {
  byName: 0,
  byRename: 741,
  byRole: 0,
  byContent: 0,
  unpairedSuspect: [],
  unpairedCandidate: [],
  renames: [
    { from: 'vpm', to: 'vison', tensors: 437 },
    { from: 'resampler', to: 'projection', tensors: 13 },
  ],
  tried: 3,
  pairedShare: 1,
  searchedShare: 0,
  unpairedSuspectWeights: 0,
  unpairedCandidateWeights: 0,
  suspectBlocks: 32,
  candidateBlocks: 32,
  addedTokens: 0,
  relaid: 0,
  suspectUnits: 128,
  candidateUnits: 128,
};

const DIFFERENCE_COLUMNS = [
  'tensor',
  'role',
  'block',
  'expert',
  'elements',
  'sigma',
  'relative',
  'kurtosis',
  'correlation',
  'diffCandidate',
  'diffSuspect',
  'bitEqual',
  'edgeRatio',
  'zeroFraction',
  'roundingShare',
  'bins',
];

const ROLES = ['attn_q', 'attn_k', 'attn_v', 'attn_output', 'ffn_gate', 'ffn_up', 'ffn_down', 'attn_norm'];

/** Counts of a density over the 41 bins of [-5.125, 5.125), `peak` > 1 taller and longer-tailed than normal. */
function bins(elements: number, peak: number): string {
  const density = (x: number): number =>
    peak === 1 ? Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI) : Math.exp(-Math.abs(x) * Math.SQRT2) / Math.SQRT2;
  return Array.from({ length: 41 }, (_, index) => Math.round(elements * 0.25 * density(-5 + index * 0.25))).join(' ');
}

export function differenceOf(component: string, blocks: number, noise: boolean): Measured {
  const rows: Cell[][] = [];
  for (let block = 0; block < blocks; block += 1) {
    for (const [index, role] of ROLES.entries()) {
      const wobble = ((block * 7 + index * 3) % 11) / 11;
      const correlation = noise ? 0.997 - 0.002 * wobble : 0.93 - 0.25 * wobble * (block / blocks);
      rows.push([
        `${component}.layers.${block}.${role}.weight`,
        role,
        block,
        null,
        4096,
        noise ? 0.001412 + wobble * 1e-6 : 0.0042 + wobble / 500,
        noise ? 0.0706 : 0.21,
        noise ? (wobble - 0.5) / 20 : 2.4,
        correlation,
        noise ? 0.0004 : -0.13,
        noise ? 0.071 : 0.24,
        0,
        role.endsWith('norm') ? null : noise ? 1.01 : 6.2,
        0,
        null,
        bins(4096, noise ? 1 : 2),
      ]);
    }
  }
  return measured(
    'difference',
    'difference',
    component,
    rows.length * 4096,
    {
      sigma: noise ? 0.0014123 : 0.0047,
      sigmaSpread: noise ? 0.002 : 0.31,
      kurtosis: noise ? 0.0011 : 2.38,
      correlation: noise ? 0.9961 : 0.861,
      zDiffCandidate: noise ? 0.4 : -31,
      zDiffSuspect: noise ? 44.1 : 52,
      bitEqualFraction: 0,
      tensors: rows.length,
      elements: rows.length * 4096,
    },
    DIFFERENCE_COLUMNS,
    rows,
  );
}

export function alignmentOf(component: string, z: number, hits: number, lnP: number): Measured {
  return measured(
    'residual-alignment',
    'basis',
    component,
    131_072,
    {
      z,
      hits,
      sampled: 64,
      channels: 64,
      lnP,
      nullMin: -2.71,
      nullMax: 3.02,
      nullSd: 1.01,
      permutations: 200,
    },
    ['set', 'rows', 'channels', 'z', 'hits', 'sampled', 'lnP'],
    [['attn_q', 2048, 64, z, hits, 64, lnP]],
  );
}

function unitsOf(component: string, hits: number, lnP: number): Measured {
  return measured(
    'unit-coincidence',
    'units',
    component,
    65_536,
    { hits, sampled: 512, layers: 32, lnP },
    ['block', 'candidateBlock', 'units', 'hits', 'sampled', 'columns', 'lnP'],
    [
      [0, 0, 128, Math.min(hits, 16), 16, 64, lnP / 32],
      [1, 1, 128, Math.min(hits, 16), 16, 64, null],
    ],
  );
}

function gainsOf(component: string, pearson: number): Measured {
  return measured(
    'norm-gains',
    'gains',
    component,
    4160,
    { pearson, cosine: 0.991, tensors: 65 },
    ['tensor', 'elements', 'pearson', 'cosine'],
    [[`${component}.norm.weight`, 64, pearson, 0.991]],
  );
}

export function measured(
  test: TestId,
  family: Measured['family'],
  component: string,
  elementsRead: number,
  statistics: Measured['statistics'],
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): Measured {
  return {
    status: 'measured',
    test,
    version: 1,
    family,
    component,
    elementsRead,
    statistics,
    table: { columns, rows },
  };
}

function component(name: string, parameters: number, verdict: Verdict): ComponentRecord {
  return { component: name, parameters, verdict };
}

export function comparisonOf(more: Partial<Comparison> & Pick<Comparison, 'verdict'>): Comparison {
  return {
    candidate: modelOf('original', 'fedcba9876543210'),
    alignment: aligned,
    components: [],
    evidence: [],
    reading: { bytesRead: 8_120_344, tensorsRead: 741, tensorsTotal: 741, coverage: 1 },
    ...more,
  };
}

export function caseOf(suspect: ModelRecord, comparisons: readonly Comparison[]): CaseFile {
  return {
    schema: 'forebear.case/1',
    made: { by: 'forebear 0.1.0', seed: 1, read: 'sample', alpha: 1e-6, calibration: 'rules-1', hypotheses: 12 },
    suspect,
    comparisons,
  };
}

const noised = {
  answer: 'derived',
  direction: 'suspect-from-candidate',
  operations: [
    { operation: 'noised', parameters: { sigma: 0.0014123, interval: [0.001411, 0.001414] }, reconstructed: null },
    { operation: 'renamed', parameters: { map: { vpm: 'vison', resampler: 'projection' } }, reconstructed: 0 },
    { operation: 'cast', parameters: { from: 'F16', to: 'F32' }, reconstructed: null },
  ],
  because: [
    sentence('basis.aligned', { z: 81.24, hits: 64, sampled: 64, size: 64, lnP: -266.2, elements: 131072 }),
    sentence('units.coincide', { hits: 511, sampled: 512, layers: 32, lnP: -2481.3, elements: 65536 }),
    sentence('difference.noise', { sigma: 0.0014123, tensors: 741, kurtosis: 0.0011 }),
    sentence('difference.noise-direction', { correlationSuspect: 0.0708, correlationCandidate: 0.0004 }),
    sentence('rename.rule', { from: 'vpm', to: 'vison', tensors: 437 }),
  ],
  against: [
    sentence('against.nothing-found', { tests: 'channel order, unit coincidence, difference' }),
    sentence('rename.not-evidence'),
    sentence('calibration.limit'),
  ],
} as const satisfies Partial<Judgement>;

const noKin = {
  answer: 'independent',
  pValue: 1,
  lnPValue: 0,
  detectable: { correlation: 0.0123, power: 0.999 },
  because: [
    sentence('basis.not-aligned', { z: 0.41, hits: 1, sampled: 64, size: 64, elements: 131072 }),
    sentence('units.not', { hits: 3, sampled: 512, layers: 32, expected: 4, elements: 65536 }),
  ],
  against: [
    sentence('power.negative', { correlation: 0.0123, power: 0.999 }),
    sentence('gains.cosine-fallacy', { cosine: 0.991, r: 0.012 }),
  ],
} as const satisfies Partial<Judgement>;

const kin = {
  answer: 'derived',
  direction: 'undecided',
  pValue: 3.4e-120,
  lnPValue: Math.log(3.4e-120),
  operations: [{ operation: 'fine-tuned', parameters: { relative: 0.21 }, reconstructed: null }],
  because: [
    sentence('basis.aligned', { z: 74.2, hits: 63, sampled: 64, size: 64, lnP: -254, elements: 131072 }),
    sentence('difference.trained', { relative: 0.21, tensors: 291 }),
  ],
  against: [sentence('ancestor.possible'), sentence('direction.undecided')],
} as const satisfies Partial<Judgement>;

/** A renamed and noised copy: the founding case in miniature. */
export function derivedNoised(): CaseFile {
  const verdict = verdictOf({ ...noised, pValue: 1e-300, lnPValue: -2478.8 });
  return caseOf(modelOf('copy', '0123456789abcdef'), [
    comparisonOf({
      verdict,
      surroundings: surveys,
      components: [
        component('text', 1_520_640, verdict),
        component('vision', 742_464, verdictOf({ ...noised, pValue: 2.2e-180, lnPValue: Math.log(2.2e-180) })),
        component('projector', 78_784, verdictOf({ ...noised, pValue: 8.1e-31, lnPValue: Math.log(8.1e-31) })),
      ],
      evidence: [
        alignmentOf('text', 81.24, 64, -266.2),
        unitsOf('text', 511, -2481.3),
        differenceOf('text', 10, true),
        gainsOf('text', 0.9998),
        alignmentOf('vision', 79.4, 64, -266.2),
        differenceOf('vision', 6, true),
        differenceOf('projector', 1, true),
        {
          status: 'inapplicable',
          test: 'unit-coincidence',
          version: 1,
          family: 'units',
          component: 'projector',
          reason: sentence('reason.too-few-units', { found: 8, needed: 32 }),
        },
      ],
    }),
    comparisonOf({
      candidate: modelOf('stranger', '5555aaaa5555aaaa'),
      alignment: { ...aligned, byName: 741, byRename: 0, renames: [] },
      verdict: verdictOf(noKin),
      components: [component('text', 1_520_640, verdictOf(noKin)), component('vision', 742_464, verdictOf(noKin))],
      evidence: [alignmentOf('text', 0.41, 1, -0.4), unitsOf('text', 3, -0.2)],
    }),
  ]);
}

/** Kin text and vision, a projector of its own. */
export function partly(): CaseFile {
  return caseOf(modelOf('cousin', 'aaaabbbbccccdddd'), [
    comparisonOf({
      alignment: { ...aligned, byName: 741, byRename: 0, renames: [] },
      verdict: verdictOf({
        ...kin,
        answer: 'partly-derived',
        because: [sentence('rollup.components', { derived: 'text, vision', others: 'projector' }), ...kin.because],
        against: [
          sentence('rollup.worst'),
          ...kin.against,
          sentence('against.independent-residue', { parts: 'projector' }),
        ],
      }),
      components: [
        component('text', 1_520_640, verdictOf(kin)),
        component('vision', 742_464, verdictOf(kin)),
        component('projector', 78_784, verdictOf(noKin)),
      ],
      evidence: [
        alignmentOf('text', 74.2, 63, -254),
        differenceOf('text', 10, false),
        alignmentOf('projector', -0.3, 0, 0),
      ],
    }),
  ]);
}

/** Same shapes, nothing shared. */
export function independent(): CaseFile {
  const verdict = verdictOf(noKin);
  return caseOf(modelOf('stranger', '5555aaaa5555aaaa'), [
    comparisonOf({
      verdict,
      components: [component('text', 1_520_640, verdict), component('projector', 78_784, verdict)],
      evidence: [alignmentOf('text', 0.41, 1, -0.4), gainsOf('text', 0.012)],
    }),
  ]);
}

/** Every field that a model's files can fill, filled with `hostile`; evidence with holes in it. */
export function hostileWith(hostile: string): CaseFile {
  const model = modelOf(hostile, 'eeeeffff00001111', {
    formats: [hostile],
    files: [{ path: hostile, bytes: 12, sha256: null }],
    problems: [{ code: 'format', subject: hostile, expected: hostile, found: hostile, lost: [hostile] }],
  });
  const verdict = verdictOf({
    answer: 'inconclusive',
    operations: [
      {
        operation: 'merged',
        parameters: { [hostile]: hostile, alpha: 0.6, layerMap: { [hostile]: hostile }, targets: [hostile, 3] },
        reconstructed: null,
      },
    ],
    because: [
      sentence('content.some-equal', { equal: 1, tensors: 2, names: hostile }),
      sentence('reason.failed', { message: hostile }),
      { id: hostile, values: { [hostile]: hostile } },
    ],
    against: [sentence('part.only', { parts: hostile }), sentence('unread', { lost: 1 })],
  });
  const columns = [...DIFFERENCE_COLUMNS.slice(0, 15), 'bins'];
  const evidence: Evidence[] = [
    measured('difference', 'difference', hostile, 10, { sigma: null }, columns, [
      [hostile, hostile, 0, hostile, 10, Number.NaN, null, null, 0.5, null, null, null, null, null, null, hostile],
      [hostile, hostile, null, null],
      [],
    ]),
    measured('difference', 'difference', 'text', 10, {}, [hostile], [[hostile]]),
    measured('residual-alignment', 'basis', hostile, 0, { z: 4, nullSd: 0 }, [], []),
    measured('residual-alignment', 'basis', hostile, 0, {}, [], []),
    measured(
      'content-equality',
      'content',
      hostile,
      0,
      { [hostile]: 3 },
      ['suspectTensor', 'state'],
      [[hostile, hostile]],
    ),
    {
      status: 'failed',
      test: 'unit-match',
      version: 1,
      family: 'units',
      component: hostile,
      reason: sentence('reason.failed', { message: hostile }),
    },
  ];
  return {
    schema: 'forebear.case/1',
    made: { by: hostile, seed: 1, read: 'full', alpha: 1e-6, calibration: hostile, hypotheses: 1 },
    suspect: model,
    comparisons: [
      comparisonOf({
        candidate: { ...model, id: hostile },
        verdict,
        components: [component(hostile, 10, verdict), component(`expert:${hostile}`, 10, verdict)],
        alignment: {
          ...aligned,
          unpairedSuspect: [hostile],
          unpairedCandidate: [hostile],
          renames: [{ from: hostile, to: hostile, tensors: 1 }],
        },
        evidence,
        reading: { bytesRead: 0, tensorsRead: 0, tensorsTotal: 3, coverage: 0 },
        surroundings: hostileSurveys(hostile),
      }),
    ],
  };
}

/** Every place of a survey that a file around weights can fill. */
function hostileSurveys(hostile: string): readonly Survey[] {
  return [
    {
      status: 'measured',
      analysis: 'residues',
      version: 1,
      examined: [sentence('tokenizer.examined-alone', { tokens: 1, added: 2, files: hostile })],
      findings: [
        {
          statement: sentence('residues.absent-module', { module: hostile }),
          weight: 'telling',
          background: sentence('survey.failed', { message: hostile }),
          places: [{ side: 'suspect', file: hostile, line: 3, revision: hostile, excerpt: hostile }],
        },
      ],
      against: [sentence('survey.failed', { message: hostile })],
      tables: [{ id: hostile, columns: [hostile], rows: [[hostile, 1, null]] }],
    },
    { status: 'failed', analysis: 'code', version: 1, reason: sentence('survey.failed', { message: hostile }) },
  ];
}

/** As the miniature's copy shows them. */
const surveys: readonly Survey[] = [
  {
    status: 'measured',
    analysis: 'residues',
    version: 1,
    examined: [sentence('residues.examined', { documents: 5, places: 15, candidateDocuments: 5, candidatePlaces: 15 })],
    findings: [
      {
        statement: sentence('residues.absent-module-there', { module: 'modeling_minicpmv' }),
        weight: 'telling',
        background: sentence('residues.absent-background', { publicTokenizers: 40, mapped: 9, carriers: 0 }),
        places: [
          {
            side: 'suspect',
            file: 'tokenizer_config.json',
            line: 68,
            excerpt: 'modeling_minicpmv.PreTrainedTokenizerFastWrapper',
          },
          { side: 'candidate', file: 'config.json', line: 8, excerpt: 'modeling_minicpmv.MiniCPMV' },
        ],
      },
    ],
    against: [sentence('residues.common-by-library'), sentence('residues.against-words')],
    tables: [],
  },
  {
    status: 'measured',
    analysis: 'tokenizer',
    version: 1,
    examined: [sentence('tokenizer.examined-alone', { tokens: 426, added: 15, files: 'tokenizer.json' })],
    findings: [],
    against: [sentence('tokenizer.against-base')],
    tables: [],
  },
  { status: 'inapplicable', analysis: 'licence', version: 1, reason: sentence('survey.no-files') },
];

/** Nothing compared at all. */
export function empty(): CaseFile {
  return caseOf(modelOf('nothing', '0000000000000000', { files: [], formats: [], parameters: 0, tensors: 0 }), []);
}

export const goldenCases: { readonly [name: string]: CaseFile } = {
  'derived-noised': derivedNoised(),
  partly: partly(),
  independent: independent(),
  hostile: hostileWith('<img src=x onerror=alert(1)>\u001b]8;;https://example.org\u0007x\u202e\u200b\ud800'),
  empty: empty(),
};
