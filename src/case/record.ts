// From live models and alignments to plain records.
import type { Alignment } from '../align/alignment.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { AdapterFacts } from '../model/adapters/adapter.ts';
import { canBeWeight, type Model, type Tensor } from '../model/model.ts';
import type { AdapterRecord, AlignmentRecord, Comparison, ModelRecord } from './case-file.ts';

/** One candidate's comparison before it is judged. */
export interface Examined {
  readonly candidate: ModelRecord;
  readonly alignment: AlignmentRecord;
  readonly evidence: readonly Evidence[];
  readonly components: readonly { readonly component: string; readonly parameters: number }[];
  readonly reading: Comparison['reading'];
}

/** Names listed of tensors that found no partner; the count is always whole. */
const listedNames = 200;

export function recordModel(model: Model): ModelRecord {
  return {
    id: model.id,
    formats: model.formats,
    files: model.files,
    weightFiles: weightFiles(model),
    parameters: model.tensors.reduce((sum, tensor) => sum + tensor.elements, 0),
    tensors: model.tensors.length,
    problems: model.problems,
    ...(model.adapter === undefined ? {} : { adapter: adapterRecord(model.adapter) }),
  };
}

function adapterRecord({ kind, ranks, alpha, targets, base, deltas }: AdapterFacts): AdapterRecord {
  return { kind, ranks, alpha: alpha ?? null, targets, base: base ?? null, products: deltas };
}

export function recordAlignment(alignment: Alignment): AlignmentRecord {
  const tensorsBy = (basis: string): number =>
    new Set(alignment.pairs.filter((pair) => pair.basis === basis).map((pair) => pair.suspect.tensor.name)).size;
  const grown = alignment.pairs.find(
    (pair) => pair.role?.kind === 'token_embd' && pair.suspect.rows !== pair.candidate.rows,
  );
  const feedForward = alignment.pairs.find(
    (pair) => pair.role?.kind === 'ffn_up' && pair.role.tower === 'text' && pair.role.part === 'weight',
  );
  const saysSomething = (tensor: Tensor): boolean => canBeWeight(tensor) && !alignment.blank.has(tensor);
  return {
    byName: tensorsBy('name'),
    byRename: tensorsBy('rename'),
    byRole: tensorsBy('role'),
    byContent: tensorsBy('content'),
    unpairedSuspect: alignment.unpairedSuspect.slice(0, listedNames).map((tensor) => tensor.name),
    unpairedCandidate: alignment.unpairedCandidate.slice(0, listedNames).map((tensor) => tensor.name),
    renames: alignment.renamings,
    tried: alignment.tried,
    pairedShare: pairedShare(alignment),
    searchedShare: searchedShare(alignment),
    unpairedSuspectWeights: alignment.unpairedSuspect.filter(saysSomething).length,
    unpairedCandidateWeights: alignment.unpairedCandidate.filter(saysSomething).length,
    suspectBlocks: blocksOf(alignment.suspect),
    candidateBlocks: blocksOf(alignment.candidate),
    suspectUnits: feedForward?.suspect.rows ?? 0,
    candidateUnits: feedForward?.candidate.rows ?? 0,
    addedTokens: grown === undefined ? 0 : grown.suspect.rows - grown.candidate.rows,
    relaid: relaidTensors(alignment),
    suspectExperts: expertsOf(alignment.suspect),
    candidateExperts: expertsOf(alignment.candidate),
  };
}

/** Files that hold weights, themselves or in a member. */
function weightFiles({ contents }: Model): number {
  return new Set(contents.flatMap(({ path, tensors }) => (tensors > 0 ? [path.split('!/')[0]] : []))).size;
}

/** Matrices stored the other way round, and tensors found by content in another order of axes. */
function relaidTensors(alignment: Alignment): number {
  const relaid = alignment.pairs.filter(
    ({ suspect, candidate, axes }) => axes !== undefined || suspect.transposed !== candidate.transposed,
  );
  return new Set(relaid.map(({ suspect }) => suspect.tensor.name)).size;
}

function searchedShare({ suspect, searched }: Alignment): number {
  const total = suspect.tensors.reduce((sum, tensor) => sum + tensor.elements, 0);
  return total === 0 ? 0 : searched.reduce((sum, { tensor }) => sum + tensor.elements, 0) / total;
}

function pairedShare(alignment: Alignment): number {
  const total = alignment.suspect.tensors.reduce((sum, tensor) => sum + tensor.elements, 0);
  const alone = alignment.unpairedSuspect.reduce((sum, tensor) => sum + tensor.elements, 0);
  return total === 0 ? 0 : 1 - alone / total;
}

/** Experts with tensors of their own by their numbers, stacked ones by the side that counts them. */
function expertsOf(model: Model): number {
  const numbers = model.tensors.flatMap(({ role, shape }) => {
    if (role?.tower !== 'text') return [];
    if (role.stacked === true) return [shape[0] ?? 0];
    return role.expert === undefined ? [] : [role.expert + 1];
  });
  return numbers.reduce((most, one) => Math.max(most, one), 0);
}

function blocksOf(model: Model): number {
  return new Set(
    model.tensors.flatMap(({ role }) => (role?.tower === 'text' && role.block !== undefined ? [role.block] : [])),
  ).size;
}
