// Every sentence a verdict can give as its reason, in English. The keys of this map are the statement ids.
import { english } from './english.ts';
import type { Template, Values } from './values.ts';

const SAMPLED_IF_UNRELATED = 'If the models were unrelated, as many or more would be found with probability';

function unitHits(values: Values): string {
  return `${values.count('hits')} of ${values.count('sampled')} sampled units in ${values.counted('layers', 'layer')}`;
}

export const statementsEnglish = {
  'content.all-equal': (v) =>
    `All ${v.counted('tensors', 'compared tensor')} (${v.counted('elements', 'element')}) hold the candidate's values exactly, after lossless conversion of the number type.`,
  'content.some-equal': (v) =>
    `${v.count('equal')} of ${v.counted('tensors', 'compared tensor')} hold the candidate's values exactly, after lossless conversion of the number type: ${v.text('names')}.`,
  'content.excluded': (v) =>
    `${v.counted('tensors', 'tensor')} (${v.text('kinds')}) hold constants or tables that any program computes alike; their equality is not counted as evidence.`,

  'content.void': (v) =>
    `${v.counted('tensors', 'compared tensor')} (${v.counted('elements', 'element')}) hold, on one side or both, no number or one value throughout; nothing can be said of them.`,
  'content.not-numbers': (v) =>
    `At ${v.counted('elements', 'place')} one side or both hold no finite number (NaN or infinite); those places were left out of every figure.`,

  'basis.aligned': (v) =>
    `The suspect's residual channels stand in the candidate's order: ${v.count('hits')} of ${v.count('sampled')} sampled channels find their namesake among ${v.count('size')} (z = ${v.number('z')}). ${SAMPLED_IF_UNRELATED} ${v.lnP('lnP')} before correction; ${v.counted('elements', 'element')} were read.`,
  'basis.not-aligned': (v) =>
    `The suspect's residual channels do not stand in the candidate's order: ${v.count('hits')} of ${v.count('sampled')} sampled channels find their namesake among ${v.count('size')} (z = ${v.number('z')}), which is what unrelated models show; ${v.counted('elements', 'element')} were read.`,

  'units.coincide': (v) =>
    `Hidden units coincide: ${unitHits(v)} find their counterpart at the same place. ${SAMPLED_IF_UNRELATED} ${v.lnP('lnP')} before correction; ${v.counted('elements', 'element')} were read.`,
  'units.not': (v) =>
    `Hidden units do not coincide: ${unitHits(v)} find their counterpart at the same place, where chance alone gives about ${v.number('expected')}; ${v.counted('elements', 'element')} were read.`,
  'response.coincide': (v) =>
    `Hidden units respond alike to the tokens that both models share, which no rotation of the residual channels can change: ${unitHits(v)} find their counterpart. ${SAMPLED_IF_UNRELATED} ${v.lnP('lnP')} before correction; ${v.counted('elements', 'element')} were read.`,
  'response.not': (v) =>
    `Hidden units do not respond alike to the tokens that both models share: ${unitHits(v)} find their counterpart, where chance alone gives about ${v.number('expected')}; ${v.counted('elements', 'element')} were read.`,
  'match.high': (v) =>
    `After pairing hidden units without regard to their order, ${v.count('agreements')} of ${v.count('units')} agree in ${v.counted('layers', 'layer')}. This figure is not calibrated: it withholds the answer "independent", but cannot support derivation.`,
  'match.low': (v) =>
    `After pairing hidden units without regard to their order, ${v.count('agreements')} of ${v.count('units')} agree in ${v.counted('layers', 'layer')}, no more than unrelated models show.`,

  'search.nothing': (v) =>
    `${v.counted('tensors', 'tensor')} of the suspect, whose names say nothing, were held against every tensor of the candidate with the same sides in every order of axes (${v.counted('hypotheses', 'comparison')}): in none do their rows find their counterparts.`,

  'gains.correlated': (v) =>
    `The norm gains, each centred on its own mean, correlate with the candidate's at r = ${v.correlation('r')} over ${v.counted('tensors', 'tensor')}.`,
  'gains.uncorrelated': (v) =>
    `The norm gains, each centred on its own mean, do not correlate with the candidate's: r = ${v.correlation('r')} over ${v.counted('tensors', 'tensor')}.`,
  'gains.cosine-fallacy': (v) =>
    `The uncentred cosine of the norm gains is ${v.correlation('cosine')}, but unrelated models show as much, since all gains lie near one; it is not counted. Centred, r = ${v.correlation('r')}.`,

  'difference.noise': (v) =>
    `The difference from the candidate is Gaussian noise of one width everywhere: σ = ${v.number('sigma')} in ${v.counted('tensors', 'tensor')}, excess kurtosis ${v.number('kurtosis')} (a normal distribution has 0).`,
  'difference.noise-direction': (v) =>
    `The difference correlates with the suspect (${v.correlation('correlationSuspect')}) and not with the candidate (${v.correlation('correlationCandidate')}): the noise was added to the candidate's weights, not removed from the suspect's.`,
  'difference.noise-direction-reverse': (v) =>
    `The difference correlates with the candidate (${v.correlation('correlationCandidate')}) and not with the suspect (${v.correlation('correlationSuspect')}): the noise was added to the suspect's weights to make the candidate's.`,
  'difference.trained': (v) =>
    `The difference from the candidate has the structure that training leaves; its size is ${v.percent('relative')} of the candidate's spread, over ${v.counted('tensors', 'tensor')}.`,
  'difference.last-bits': (v) =>
    `${v.counted('tensors', 'tensor')} differ from the candidate's in the last bits only (at most ${v.number('relative')} of the candidate's spread): the same numbers, computed once more in 32-bit arithmetic on the way.`,
  'difference.folded': (v) =>
    `The names of ${v.counted('tensors', 'tensor')} among them speak of a batch normalisation that was multiplied into the layer before it, which leaves such differences.`,
  'difference.norms-folded': (v) =>
    `In ${v.counted('tensors', 'tensor')} every channel is the candidate's, multiplied by what the candidate's own batch normalisation multiplies it by (relative error ${v.number('error')}): the normalisation was folded into the layer, as exporters for inference do.`,
  'difference.undetermined': (v) =>
    `The difference from the candidate (${v.percent('relative')} of the candidate's spread) has no form that tells how it came about.`,
  'difference.bit-equal': (v) => `${v.percent('fraction')} of the compared elements equal the candidate's bit for bit.`,

  'rename.rule': (v) =>
    `${v.counted('tensors', 'tensor follows', 'tensors follow')} one renaming rule: ${v.text('from')} → ${v.text('to')}.`,
  'rename.not-evidence': () =>
    'Names are used to pair tensors only. They count neither for nor against descent, and why they differ cannot be told from the files.',
  'requantised.replayed': (v) =>
    `The suspect's numbers are stored as ${v.text('format')}: under the scales that are stored there, ${v.percent('fraction')} of its codes are the ones nearest to the candidate's values.`,
  'requantised.within': (v) =>
    `The suspect's numbers are stored as ${v.text('format')}, and differ from the candidate's by no more than storing them that way leaves (${v.percent('relative')} of the candidate's spread).`,
  'requantised.more': (v) =>
    `${v.counted('tensors', 'tensor')} that no quantiser touched differ from the candidate's too: something else was done as well, which storing the others as codes hides.`,
  'requantised.finer': (v) =>
    `Stored as ${v.text('format')} like the candidate, the suspect's values would get the candidate's codes in ${v.percent('fraction')} of the elements: the suspect keeps the same weights more finely, so the candidate's file is a quantised copy of it, or both come from one finer original.`,
  'cast.lossless': (v) => `The numbers are stored as ${v.text('to')} instead of ${v.text('from')}, without loss.`,
  'cast.lossy': (v) =>
    `The numbers are stored as ${v.text('to')} instead of ${v.text('from')}; rounding the candidate's in the same way gives the suspect's in ${v.percent('fraction')} of the elements.`,
  'pruned.zeros': (v) =>
    `${v.percent('fraction')} of the suspect's elements are zero where the candidate's are not; of the others, ${v.percent('elsewhereEqual')} equal the candidate's.`,
  'vocabulary.changed': (v) => `The vocabulary differs from the candidate's: ${v.counted('added', 'row')} added.`,
  'depth.map': (v) => `The suspect's blocks correspond to the candidate's in this order: ${v.text('map')}.`,
  resharded: (v) => `The same tensors lie in ${v.counted('to', 'file')} instead of ${v.count('from')}.`,
  'part.only': (v) => `Only these parts agree with the candidate: ${v.list('parts', english.components)}.`,
  'part.absent': (v) => `These parts have no counterpart in the candidate: ${v.list('parts', english.components)}.`,

  'ancestor.possible': () =>
    'A common trained ancestor of both models would look the same; the weights of two models alone cannot tell these apart.',
  'direction.undecided': () => 'Which of the two models came first cannot be read from these weights.',
  'origin.shared-init': (v) =>
    `The weights share an origin (norm gains r = ${v.correlation('r')}, weights r = ${v.correlation('correlation')}), but what is shared may be no more than the initial weights or an early state of training.`,

  'power.negative': (v) =>
    `An elementwise correlation of ${v.correlation('correlation')} or more would have been detected with a probability of ${v.percent('power')}; a weaker trace would have been missed.`,
  'none.applicable': () => 'No test could be applied to these weights.',
  unread: (v) => `${v.counted('lost', 'tensor')} could not be read and took no part in the comparison.`,
  coverage: (v) =>
    `${v.percent('fraction')} of the suspect's parameters were paired with the candidate's and compared.`,
  sampled: (v) =>
    `${v.percent('fraction')} of the compared elements were read. A change confined to the rest would go unseen; --read full reads all of them.`,

  'against.nothing-found': (v) =>
    `These tests looked for signs against the finding and found none: ${v.list('tests', english.tests)}.`,
  'against.name-only': () => 'Names or shapes agree, but no weights do; models of one architecture always share those.',
  'against.disagree': (v) =>
    `Two tests disagree: ${v.list('first', english.tests)} and ${v.list('second', english.tests)}.`,
  'against.independent-residue': (v) =>
    v.has('parts')
      ? `Some parts show no kinship with the candidate: ${v.list('parts', english.components)}.`
      : 'Some of the weights show no kinship with the candidate.',

  'rollup.components': (v) =>
    `Kinship was found in: ${v.list('derived', english.components)}. It was not found in: ${v.list('others', english.components)}.`,
  'basis.anchored': (v) =>
    `Residual channels stand in the candidate's order, but the weights themselves hardly agree (r = ${v.correlation('correlation')}): a stack trained afresh between reused embeddings would show the same, so this alone does not decide.`,
  'against.one-leg': (v) =>
    `One test speaks for kinship (${v.list('test', english.tests)}) and no second one supports it; one test alone does not decide.`,
  'content.copied-values': (v) =>
    `${v.counted('elements', 'value')} in whole tensors equal the candidate's exactly, yet no formal test could be brought to bear on them.`,
  'cast.finer': (v) =>
    `In ${v.percent('fraction')} of the elements the suspect's value lies within the rounding of the candidate's (${v.text('from')}): the suspect holds the same weights more finely (${v.text('to')}), so the candidate's file is a rounded copy of them, or both were rounded from a common, finer original.`,
  'difference.rescaled': (v) =>
    `In ${v.counted('tensors', 'tensor')} the rows point in the candidate's directions exactly and differ in length only: units were rescaled, which a network compensates elsewhere.`,
  'rollup.leading': (v) =>
    `The answer for the pair is led by this component: ${v.list('component', english.components)}.`,
  'origin.gains-unmoved': (v) =>
    `In one of the two at least, the norm gains lie within a standard deviation of ${v.number('spread')} of the one that training starts them at. So early, trainings apart from one start still look like descent; folding gains into other weights leaves the same sight.`,
  'origin.no-gains': (v) =>
    `There are no norm gains to tell training from initialisation; that more than an early state is shared rests on the close agreement of the weights alone (r = ${v.correlation('correlation')}).`,
  'rollup.worst': () =>
    'Each component was judged apart; the answer for the pair is led by the strongest finding, never by an average.',
  lawful: () => 'Descent is not wrongdoing: most derivation is lawful, and the licence decides what is allowed.',
  'family.correction': (v) =>
    `Every p-value was multiplied by ${v.count('hypotheses')}, the number of hypotheses tried in this case; the threshold was ${v.number('alpha')}.`,
  'calibration.limit': () =>
    'The p-values rest on exact finite bounds: if the models were unrelated, every assignment of unit and channel labels would be equally probable. The thresholds that name an operation were set on 33 small models; for large models they are not yet validated.',
  'calibration.strangers': (v) =>
    `The p-values rest on exact finite bounds: if the models were unrelated, every assignment of unit and channel labels would be equally probable. As a check, ${v.count('models')} small models of ${v.count('parameters')} parameters each, trained from independent seeds and so as many families, were compared pair by pair: ${v.count('falseFindings')} false findings in ${v.count('comparisons')} single comparisons, a rate below ${v.number('bound')} with 95% confidence if they count as independent. The thresholds that name an operation or tell descent from a common start were set on small models too. For large models neither has been measured.`,

  'adapter.is': (v) =>
    `One of the two is an adapter (${v.text('kind')}): its ${v.counted('products', 'product')} in this component are added to weights and are none themselves, so their values are not held against the other model's.`,
  'adapter.fits': (v) =>
    `${v.count('fitting')} of ${v.counted('products', 'product')} have the shape of the weight beside which their names put them.`,
  'adapter.blocks': (v) =>
    `In ${v.counted('sets', 'set')} of hidden units and head dimensions, what varies together in the adapter's products varies together in this model's own weights. If the two were unrelated, as much agreement or more would be found with probability ${v.lnP('lnP')} before correction; ${v.counted('elements', 'element')} were read.`,
  'adapter.blocks-not': (v) =>
    `In ${v.counted('sets', 'set')} of hidden units and head dimensions, what varies together in the adapter's products does not vary together in this model's weights more than between strangers: probability ${v.lnP('lnP')} before correction; ${v.counted('elements', 'element')} were read.`,
  'adapter.channels': (v) =>
    `The residual channels support it (z = ${v.number('z')}, probability ${v.lnP('lnP')}, which cannot become smaller).`,
  'adapter.channels-not': (v) =>
    `The residual channels do not vary together in the adapter's products as in this model's weights (z = ${v.number('z')}).`,
  'adapter.channels-alone': (v) =>
    `The residual channels vary together in the adapter's products as in this model's weights (z = ${v.number('z')}, probability ${v.lnP('lnP')}), but models that share no more than an embedding share their channels: this alone does not decide.`,
  'adapter.origin': () =>
    'The adapter was trained on this model or on one of the same origin: a fine-tune of it, its parent, or a model begun with the same initial weights. Its products do not tell these apart.',
  'adapter.open': () =>
    "No trace of this model's weights was found in the adapter's products. How strong a trace a training leaves is not known, so that its absence does not speak against this model.",
  'adapter.untold': () =>
    'The adapter changes no part whose labels could be asked for; what is left are names and shapes, and all models of one architecture share those.',
  'adapter.declares': (v) =>
    `The adapter names ${v.text('base')} as its base. That is its own claim and decides nothing.`,
  'adapter.names-none': () => 'The adapter names no base.',
  'adapter.both': () =>
    'Both are adapters. How alike two trainings on one base become is not known, so that unlike products do not speak against a common base; compare each with the base itself.',
  'adapter.nothing-fits': (v) =>
    `One of the two is an adapter (${v.text('kind')}), and none of its ${v.counted('products', 'product')} has a weight to stand beside in the other model.`,

  'reason.no-adapter': () => "Here no product of an adapter stands beside another model's weight.",
  'reason.no-tensors': () => 'There are no tensors of the kind this test needs.',
  'reason.shapes-differ': () => 'The shapes of the two models differ where this test needs them equal.',
  'reason.too-few-units': (v) => `There are too few units: ${v.count('found')} found, ${v.count('needed')} needed.`,
  'reason.fixed-channels': () =>
    'A computed position table gives every channel a fixed meaning, so channel numbers are not exchangeable between models.',
  'reason.text-only': () => 'It asks the units of the text stack; this component has none of them.',
  'reason.no-batch-norms': () => 'No batch normalisation of the candidate could be held against a layer.',
  'reason.no-gains': () => 'There are no norm gains that vary.',
  'reason.no-embedding': () => 'There is no token embedding shared by both models.',
  'reason.not-sampled': () => 'The sample that was read does not contain what this test needs.',
  'reason.changed': (v) =>
    `A file changed while it was read, so that nothing measured on it counts: ${v.text('message')}.`,
  'exhibit.void': () =>
    'A file of one of the two models changed while it was read. What was measured before and after belongs to no one model, and none of it counts.',
  'reason.failed': (v) => `The test stopped with an error: ${v.text('message')}.`,
} as const satisfies { readonly [id: string]: Template };

/** The id of a sentence in the catalogue. A new sentence is added here and in Chinese; the compiler asks for the second. */
export type StatementId = keyof typeof statementsEnglish;
