// From evidence to a case file: counts what was tried, has every component and every pair judged, puts the sentences in English.
import type { Evidence } from '../evidence/evidence.ts';
import { blockMapOf, keptUnitsOf } from '../verdict/assignment.ts';
import { judgeComponent } from '../verdict/judge-component.ts';
import { rollUp } from '../verdict/roll-up.ts';
import { countHypotheses } from '../verdict/statistics.ts';
import { calibrationId } from '../verdict/thresholds.ts';
import type { Judgement } from '../verdict/verdict.ts';
import { say } from '../wording/catalogue.ts';
import type { CaseFile, Comparison, ModelRecord, Verdict } from './case-file.ts';
import type { Examined } from './record.ts';

export interface CaseTerms {
  readonly seed: number;
  readonly read: 'sample' | 'full';
  readonly alpha: number;
}

export const madeBy = 'forebear 0.1.0';

/** Judges what was examined. Sees numbers alone: the same evidence gives the same verdicts without any weights. */
export function judgeCase(suspect: ModelRecord, examined: readonly Examined[], terms: CaseTerms): CaseFile {
  const hypotheses = Math.max(
    1,
    examined.reduce((sum, one) => sum + countHypotheses(one.evidence) + one.alignment.tried, 0),
  );
  return {
    schema: 'forebear.case/1',
    made: {
      by: madeBy,
      seed: terms.seed,
      read: terms.read,
      alpha: terms.alpha,
      calibration: calibrationId,
      hypotheses,
    },
    suspect,
    comparisons: examined.map((one) => judgeComparison(suspect, one, terms.alpha, hypotheses)),
  };
}

function judgeComparison(suspect: ModelRecord, one: Examined, alpha: number, hypotheses: number): Comparison {
  const of = (component: string): Evidence[] => one.evidence.filter((evidence) => evidence.component === component);
  const lost = new Set([...suspect.problems, ...one.candidate.problems].flatMap((problem) => problem.lost)).size;
  const areAdapters = suspect.adapter !== undefined && one.candidate.adapter !== undefined;
  const context = {
    alpha,
    hypotheses,
    lost,
    lostShare: lost / Math.max(1, lost + Math.min(suspect.tensors, one.candidate.tensors)),
    text: of('text'),
    experts: one.evidence.filter(({ component }) => component.startsWith('expert:')),
    adapter: areAdapters ? null : (suspect.adapter ?? one.candidate.adapter ?? null),
    areAdapters,
  };
  const judged = one.components.map(({ component, parameters }) => ({
    component,
    parameters,
    absent: of(component).length === 0,
    judgement: judgeComponent(component, of(component), context),
  }));
  const pair = rollUp(judged, {
    adapter: context.adapter,
    alpha,
    hypotheses,
    coverage: one.reading.coverage,
    pairedShare: one.alignment.pairedShare,
    renames: one.alignment.renames,
    suspectFiles: weightFiles(suspect),
    candidateFiles: weightFiles(one.candidate),
    suspectBlocks: one.alignment.suspectBlocks,
    candidateBlocks: one.alignment.candidateBlocks,
    addedTokens: one.alignment.addedTokens,
    relaid: one.alignment.relaid,
    suspectExperts: one.alignment.suspectExperts ?? -1,
    candidateExperts: one.alignment.candidateExperts ?? -1,
    suspectFormats: suspect.formats,
    candidateFormats: one.candidate.formats,
    searchedShare: one.alignment.searchedShare,
    unpairedSuspect: countOr(one.alignment.unpairedSuspectWeights, one.alignment.unpairedSuspect.length),
    unpairedCandidate: countOr(one.alignment.unpairedCandidateWeights, one.alignment.unpairedCandidate.length),
    lost,
    layerMap: blockMapOf(of('text')) ?? blockMapOf(context.experts),
    keptUnits: keptUnitsOf(of('text')),
    suspectUnits: one.alignment.suspectUnits,
    candidateUnits: one.alignment.candidateUnits,
  });
  return {
    candidate: one.candidate,
    alignment: one.alignment,
    verdict: inEnglish(pair),
    components: judged.map(({ component, parameters, judgement }) => ({
      component,
      parameters,
      verdict: inEnglish(judgement),
    })),
    evidence: one.evidence,
    reading: one.reading,
  };
}

const countOr = (count: number, otherwise: number): number => (count >= 0 ? count : otherwise);

function weightFiles(model: ModelRecord): number {
  return model.weightFiles > 0
    ? model.weightFiles
    : model.files.filter(({ path }) => /\.(safetensors|onnx)$/i.test(path)).length;
}

function inEnglish(judgement: Judgement): Verdict {
  const { because, against, ...rest } = judgement;
  return {
    ...rest,
    because: because.map((statement) => say(statement, 'en')),
    against: against.map((statement) => say(statement, 'en')),
    statements: { because, against },
  };
}
