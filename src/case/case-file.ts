// The case file: plain data without weights, what is reported, signed and judged again. docs/case-file.md explains each field.
import type { Problem } from '../errors.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { Survey } from '../findings/finding.ts';
import type { Judgement } from '../verdict/verdict.ts';
import type { Statement } from '../wording/statement.ts';

export interface FileRecord {
  /** Relative to the model's folder. Untrusted text. */
  readonly path: string;
  readonly bytes: number;
  /** Of the whole file, lower-case hex; null where the file was too large to be hashed under `--read sample`. */
  readonly sha256: string | null;
}

/** What an adapter is; kind, alpha and base are what it says of itself. Untrusted text. */
export interface AdapterRecord {
  readonly kind: string;
  readonly ranks: readonly number[];
  readonly alpha: number | null;
  readonly targets: readonly string[];
  readonly base: string | null;
  /** Tensors that are to be added to a base's. */
  readonly products: number;
}

export interface ModelRecord {
  /** The name it was given (last path segment), '@', and the first 16 hex digits of a digest over its files. */
  readonly id: string;
  readonly formats: readonly string[];
  readonly files: readonly FileRecord[];
  /** Files that hold weights, among them; 0 in case files of versions that did not count them. */
  readonly weightFiles: number;
  readonly parameters: number;
  readonly tensors: number;
  readonly problems: readonly Problem[];
  /** Where it is an adapter and no model. */
  readonly adapter?: AdapterRecord | undefined;
}

/** A judgement with its sentences in English, so that the file can be read without the program. */
export interface Verdict extends Omit<Judgement, 'because' | 'against'> {
  readonly because: readonly string[];
  readonly against: readonly string[];
  /** The same sentences before they had a language, for translation. */
  readonly statements: { readonly because: readonly Statement[]; readonly against: readonly Statement[] };
}

export interface ComponentRecord {
  /** text, vision, audio, projector, embeddings, expert:N, whole, or `other` for a part of unknown purpose without a counterpart. */
  readonly component: string;
  /** Parameters of the suspect in it. */
  readonly parameters: number;
  readonly verdict: Verdict;
}

export interface RenameRule {
  readonly from: string;
  readonly to: string;
  readonly tensors: number;
}

export interface AlignmentRecord {
  /** Pairs by how they were found. */
  readonly byName: number;
  readonly byRename: number;
  readonly byRole: number;
  readonly byContent: number;
  readonly unpairedSuspect: readonly string[];
  readonly unpairedCandidate: readonly string[];
  /** From the candidate's name to the suspect's; `{n}` stands for a number. */
  readonly renames: readonly RenameRule[];
  /** Hypotheses tried while pairing by content; they enter the correction. */
  readonly tried: number;
  /** Share of the suspect's readable parameters that found a counterpart, 0…1. */
  readonly pairedShare: number;
  /** Share of them that was looked for by content in every tensor of its sides, and not found, 0…1. */
  readonly searchedShare: number;
  /** Unpaired tensors that can be weights: more than one element, floats or codes of a scheme; -1 where unknown. */
  readonly unpairedSuspectWeights: number;
  readonly unpairedCandidateWeights: number;
  /** Blocks of the text stack on either side, 0 where none is known. */
  readonly suspectBlocks: number;
  readonly candidateBlocks: number;
  /** Hidden units of the text stack's first feed-forward part, 0 where none is known. */
  readonly suspectUnits: number;
  readonly candidateUnits: number;
  /** Rows of the token table that the suspect has more than the candidate; negative where fewer. */
  readonly addedTokens: number;
  /** Tensors whose axes stand in another order than the candidate's. */
  readonly relaid: number;
  /** Experts of the text stack on either side, 0 for a dense one; absent in case files of versions that did not count them. */
  readonly suspectExperts?: number | undefined;
  readonly candidateExperts?: number | undefined;
}

export interface Comparison {
  readonly candidate: ModelRecord;
  readonly alignment: AlignmentRecord;
  readonly verdict: Verdict;
  readonly components: readonly ComponentRecord[];
  readonly evidence: readonly Evidence[];
  readonly reading: {
    readonly bytesRead: number;
    readonly tensorsRead: number;
    readonly tensorsTotal: number;
    /** Share of the suspect's parameters that could be read and were paired and compared, 0…1. */
    readonly coverage: number;
  };
  /** What was found around the weights, one survey for each analysis; absent where nobody looked. It changes no verdict. */
  readonly surroundings?: readonly Survey[] | undefined;
}

export interface CaseFile {
  readonly schema: 'forebear.case/1';
  readonly made: {
    readonly by: string;
    readonly seed: number;
    readonly read: 'sample' | 'full';
    readonly alpha: number;
    /** The set of thresholds the verdicts were given by. */
    readonly calibration: string;
    /** Formal p-values in the whole case; each was multiplied by it. */
    readonly hypotheses: number;
  };
  readonly suspect: ModelRecord;
  readonly comparisons: readonly Comparison[];
}
