// A case file from somebody else: checked field by field before anything in it is believed.
import { z } from 'zod';
import { ForebearError } from '../errors.ts';
import { analyses } from '../findings/finding.ts';
import type { CaseFile } from './case-file.ts';

/** No honest table has more rows than a model has tensors. */
const rowLimit = 1_000_000;

const problem = z.object({
  code: z.enum([
    'usage',
    'source',
    'format',
    'limit',
    'unsupported',
    'containment',
    'integrity',
    'unfetched',
    'unsafe',
  ]),
  subject: z.string(),
  expected: z.string(),
  found: z.string(),
  lost: z.array(z.string()),
});
const model = z.object({
  id: z.string(),
  formats: z.array(z.string()),
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string().nullable() })),
  weightFiles: z.number().default(0),
  parameters: z.number(),
  tensors: z.number(),
  problems: z.array(problem),
  adapter: z
    .object({
      kind: z.string(),
      ranks: z.array(z.number()),
      alpha: z.number().nullable(),
      targets: z.array(z.string()),
      base: z.string().nullable(),
      products: z.number(),
    })
    .optional(),
});
const statement = z.object({ id: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) });
const tests = z.enum([
  'content-equality',
  'residual-alignment',
  'unit-coincidence',
  'unit-response',
  'unit-match',
  'unit-gram',
  'unit-assignment',
  'content-search',
  'difference',
  'norm-gains',
  'norm-folding',
  'adapter-fit',
  'fallacies',
  'low-rank',
  'merge-fit',
  'rounding-grid',
]);
const common = {
  test: tests,
  version: z.number(),
  family: z.enum(['content', 'basis', 'units', 'difference', 'gains', 'adapter', 'assignment', 'fallacy']),
  component: z.string(),
};
const evidence = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('measured'),
    ...common,
    elementsRead: z.number(),
    statistics: z.record(z.string(), z.number().nullable()),
    table: z.object({
      columns: z.array(z.string()),
      rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))).max(rowLimit),
    }),
  }),
  z.object({ status: z.literal('inapplicable'), ...common, reason: statement }),
  z.object({ status: z.literal('failed'), ...common, reason: statement }),
]);
const operations = z.enum([
  'renamed',
  'resharded',
  'cast',
  'requantised',
  'noised',
  'fine-tuned',
  'continued',
  'lora-merged',
  'adapter',
  'edited',
  'pruned',
  'narrowed',
  'layers-dropped',
  'depth-upscaled',
  'upcycled',
  'merged',
  'permuted',
  'rotated',
  'rescaled',
  'vocabulary-changed',
  'component-reused',
  'converted',
  'relaid',
  'folded',
]);
const parameter = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.union([z.string(), z.number()])),
  z.record(z.string(), z.string()),
]);
const verdict = z.object({
  answer: z.enum(['identical', 'derived', 'partly-derived', 'common-origin', 'independent', 'inconclusive']),
  direction: z.enum(['suspect-from-candidate', 'candidate-from-suspect', 'undecided']),
  pValue: z.number().nullable(),
  lnPValue: z.number().nullable(),
  operations: z.array(
    z.object({
      operation: operations,
      parameters: z.record(z.string(), parameter),
      reconstructed: z.number().nullable(),
    }),
  ),
  detectable: z.object({ correlation: z.number(), power: z.number() }).nullable(),
  because: z.array(z.string()),
  against: z.array(z.string()),
  statements: z.object({ because: z.array(statement), against: z.array(statement) }),
});
const place = z.object({
  side: z.enum(['suspect', 'candidate', 'claimed']),
  file: z.string(),
  line: z.number().optional(),
  revision: z.string().optional(),
  excerpt: z.string().optional(),
});
const surveyed = { analysis: z.enum(analyses), version: z.number() };
const survey = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('measured'),
    ...surveyed,
    examined: z.array(statement),
    findings: z
      .array(
        z.object({
          statement,
          weight: z.enum(['telling', 'common', 'context']),
          background: statement.nullable(),
          places: z.array(place).max(rowLimit),
        }),
      )
      .max(rowLimit),
    against: z.array(statement),
    tables: z.array(
      z.object({
        id: z.string(),
        columns: z.array(z.string()),
        rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))).max(rowLimit),
      }),
    ),
  }),
  z.object({ status: z.literal('inapplicable'), ...surveyed, reason: statement }),
  z.object({ status: z.literal('failed'), ...surveyed, reason: statement }),
]);
const caseFile = z.object({
  schema: z.literal('forebear.case/1'),
  made: z.object({
    by: z.string(),
    seed: z.number(),
    read: z.enum(['sample', 'full']),
    alpha: z.number().gt(0).lt(1),
    calibration: z.string(),
    hypotheses: z.number(),
  }),
  suspect: model,
  comparisons: z.array(
    z.object({
      candidate: model,
      alignment: z.object({
        byName: z.number(),
        byRename: z.number(),
        byRole: z.number(),
        byContent: z.number(),
        unpairedSuspect: z.array(z.string()),
        unpairedCandidate: z.array(z.string()),
        renames: z.array(z.object({ from: z.string(), to: z.string(), tensors: z.number() })),
        tried: z.number(),
        pairedShare: z.number(),
        searchedShare: z.number().default(0),
        // Absent where a version did not tell weights from shapes and counters: then every unpaired tensor counts.
        unpairedSuspectWeights: z.number().default(-1),
        unpairedCandidateWeights: z.number().default(-1),
        suspectBlocks: z.number(),
        candidateBlocks: z.number(),
        suspectUnits: z.number(),
        candidateUnits: z.number(),
        addedTokens: z.number(),
        // Absent in files of versions that did not count it.
        relaid: z.number().default(0),
        suspectExperts: z.number().optional(),
        candidateExperts: z.number().optional(),
      }),
      verdict,
      components: z.array(z.object({ component: z.string(), parameters: z.number(), verdict })),
      evidence: z.array(evidence),
      reading: z.object({
        bytesRead: z.number(),
        tensorsRead: z.number(),
        tensorsTotal: z.number(),
        coverage: z.number(),
      }),
      surroundings: z.array(survey).optional(),
    }),
  ),
});

/** Throws `format` with the first field that is not as docs/case-file.md says. */
export function parseCaseFile(text: string, subject: string): CaseFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ForebearError('format', subject, 'a case file in JSON', 'text that is not JSON', { cause: error });
  }
  const parsed = caseFile.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ForebearError(
    'format',
    subject,
    'a case file of schema forebear.case/1',
    `${issue?.path.join('.') ?? 'the document'}: ${issue?.message ?? 'not as expected'}`,
  );
}
