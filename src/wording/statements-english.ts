// Every sentence a verdict can give as its reason, in English. The keys of this map are the statement ids.
import { english } from './english.ts';
import { findingsEnglish } from './findings/finding-statements.ts';
import type { Template, Values } from './values.ts';

const SAMPLED_IF_UNRELATED = 'If the models were unrelated, as many or more would be found with probability';

function unitHits(values: Values): string {
  return `${values.count('hits')} of ${values.count('sampled')} sampled units in ${values.counted('layers', 'layer')}`;
}

export const statementsEnglish = {
  ...findingsEnglish,
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
  'gram.coincide': (v) =>
    `Hidden units stand at the same angles to one another as the candidate's do, which no change of the residual channels or of the vocabulary can alter: ${unitHits(v)} find their counterpart. ${SAMPLED_IF_UNRELATED} ${v.lnP('lnP')} before correction; ${v.counted('elements', 'element')} were read.`,
  'assignment.found': (v) =>
    `Whatever their order, signs and basis, ${v.count('agreements')} of ${v.count('asked')} asked units were found in the candidate: the gate row, the up row and the down column of each choose the same unit, in ${v.count('blocks')} of ${v.counted('layers', 'layer')} far beyond what unrelated models show (none of ${v.count('comparisons')} layers of such models came above ${v.percent('largest')}). That null supports a probability of ${v.lnP('lnP')} before correction, and none smaller; ${v.counted('elements', 'element')} were read.`,
  'assignment.none': (v) =>
    `Looked for whatever their order, signs and basis, ${v.count('agreements')} of ${v.count('asked')} asked units were found in the candidate, no more than unrelated models show (up to ${v.percent('largest')} of a layer in ${v.count('comparisons')} layers); ${v.counted('elements', 'element')} were read.`,
  'assignment.unsupported': (v) =>
    `The units of ${v.counted('blocks', 'layer')} were found in the candidate in whatever order and basis, but the ${v.count('comparisons')} comparisons of unrelated layers behind this test support a probability of ${v.lnP('lnP')} at best: too little for the threshold.`,
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
  'merge.linear': (v) =>
    `The suspect's values are a mixture of several candidates', with these weights: ${v.text('parents')}. Rounded as the suspect is stored, the mixture gives its very value in ${v.percent('replayed')} of the elements, and what is left is ${v.number('rest')} times as wide as rounding; ${v.counted('elements', 'element')} were read.`,
  'merge.slerp': (v) =>
    `The suspect's values lie on the arc between two candidates' (spherical interpolation, tensor by tensor), at these shares of the way: ${v.text('parents')}. Rounded as the suspect is stored, that gives its very value in ${v.percent('replayed')} of the elements, clearly more than a straight mixture does, and what is left is ${v.number('rest')} times as wide as rounding; ${v.counted('elements', 'element')} were read.`,
  'merge.tasks': (v) =>
    `The suspect's values are those of a base, named last, plus multiples of what other candidates have added to it: ${v.text('parents')}. It is the same as a mixture whose weights sum to 1; which of them is the base, the angles between them tell. Rounded as the suspect is stored, the sum gives its very value in ${v.percent('replayed')} of the elements, and what is left is ${v.number('rest')} times as wide as rounding; ${v.counted('elements', 'element')} were read.`,
  'merge.ties': (v) =>
    `The suspect's values are those of a base, named last, plus the largest ${v.percent('density')} of what other candidates have added to it, where their signs agree (TIES): ${v.text('parents')}. Rounded as the suspect is stored, that gives its very value in ${v.percent('replayed')} of the elements, where the best candidate alone gives ${v.percent('aloneReplayed')}; ${v.counted('elements', 'element')} were read.`,
  'merge.dare': (v) =>
    `The suspect's values are those of a base, named last, plus enlarged entries of what other candidates have added to it, of which ${v.percent('dropped')} were dropped (DARE): ${v.text('parents')}. At each place one of the possible sums, rounded as the suspect is stored, gives its very value in ${v.percent('replayed')} of the elements; with factors that mean nothing it would be ${v.percent('chance')}. ${v.counted('elements', 'element')} were read.`,
  'merge.alone': (v) =>
    `The best candidate alone gives ${v.percent('aloneReplayed')} of the values and leaves ${v.number('alone')} times as much as rounding.`,
  'merge.exact': () =>
    'Mixing and rounding lose what was rounded away: the suspect can be made from these candidates to the last bit, and they cannot be made so from it.',
  'merge.between': () =>
    'The suspect lies between these candidates, as a merge of them does. Had one of them been made by going on from the other through the suspect (extrapolation), it would look nearly the same.',
  'share.even': (v) =>
    `The suspect holds a share of ${v.number('share')} of the candidate, the same in each of ${v.counted('tensors', 'matrix', 'matrices')}: these shares stray by at most ${v.number('deviation')} (standard deviation) beyond sampling. In the norm gains, which only training moves, the share is ${v.number('gains')} ± ${v.number('error')}. So what training made of the candidate is in it along with its initial weights, as in a mixture with a model that is no kin; two trainings from one initialisation would have the initial weights in common and the rest unequally.`,
  'share.even-reverse': (v) =>
    `The candidate holds a share of ${v.number('share')} of the suspect, the same in each of ${v.counted('tensors', 'matrix', 'matrices')}: these shares stray by at most ${v.number('deviation')} (standard deviation) beyond sampling. In the norm gains, which only training moves, the share is ${v.number('gains')} ± ${v.number('error')}. So what training made of the suspect is in it along with its initial weights, as in a mixture with a model that is no kin; two trainings from one initialisation would have the initial weights in common and the rest unequally.`,
  'share.other-unknown': () =>
    'What the rest of the mixture is, these two models do not tell; another candidate may be its other parent.',
  'low-rank.merged': (v) =>
    `In ${v.counted('tensors', 'matrix', 'matrices')} (${v.text('targets')}) the difference has rank ${v.count('rank')}, the same throughout each module, and everything else equals the candidate's bit for bit. The last counted singular value stands at least ${v.number('least')} times above what rounding can leave, and the next lies below it: this is what merging a low-rank adapter (LoRA) leaves. ${v.count('measured')} matrices were decomposed.`,
  'low-rank.edited': (v) =>
    `In ${v.counted('tensors', 'matrix', 'matrices')} (${v.text('targets')}) the difference has rank ${v.count('rank')} or less, and everything else equals the candidate's bit for bit: an edit along few directions, which has not the even ranks or the places of a merged adapter. The last counted singular value stands at least ${v.number('least')} times above what rounding can leave.`,
  'low-rank.over-noise': (v) =>
    `In ${v.counted('tensors', 'matrix', 'matrices')} (${v.text('targets')}) ${v.counted('rank', 'direction')} of the difference stand above the noise, the same number throughout each module, and what is left beside them is as wide as the noise elsewhere: this is what merging a low-rank adapter (LoRA) leaves, with noise added.`,
  'low-rank.hint': (v) =>
    `The update is a stranger to the candidate's weights (${v.number('company')}) and not to the suspect's, as it would be had it been added to the candidate; two adapters to one model could look the same, so this hint alone decides no direction.`,
  'low-rank.hint-reverse': (v) =>
    `The update is a stranger to the suspect's weights (${v.number('company')}) and not to the candidate's, as it would be had it been added to the suspect to make the candidate; two adapters to one model could look the same, so this hint alone decides no direction.`,
  'edited.direction': (v) =>
    `In ${v.counted('tensors', 'matrix', 'matrices')} (${v.text('targets')}) the difference lies along one and the same direction of the residual stream (|cos| at least ${v.correlation('cosine')}), and everything else equals the candidate's bit for bit: an edit of one direction, as abliteration makes. The updates of an adapter have no such tie to one another.`,
  'edited.alone': (v) =>
    `In ${v.counted('tensors', 'matrix', 'matrices')} (${v.text('targets')}) the difference lies along one direction, and everything else equals the candidate's bit for bit.`,
  'edited.own-share': (v) =>
    `What was changed is one model's own share along that direction (|cos| at least ${v.correlation('own')}): the direction was weakened or taken out, and nothing new was put in.`,
  'edited.removed': () =>
    'Along that direction the suspect writes nothing any more: what was taken out cannot be put back from the suspect, so the suspect came after the candidate.',
  'edited.added': () =>
    'Along that direction the candidate writes nothing, and the suspect does: what was taken out cannot be put back from the candidate, so the candidate came after the suspect.',
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
  'levels.rounded': (v) =>
    `The suspect's values lie on evenly spaced levels (${v.text('format')}), which the candidate's do not; ${v.percent('fraction')} of the candidate's are nearest to the very level that the suspect has, and the difference is no larger than rounding to those levels leaves.`,
  'pruned.and-changed': (v) =>
    `${v.percent('fraction')} of the suspect's elements are zero where the candidate's are not, and the others differ from the candidate's by ${v.percent('relative')} of their size: values were set to zero, and the rest was changed before or after.`,
  'requantised.finer': (v) =>
    `Stored as ${v.text('format')} like the candidate, the suspect's values would get the candidate's codes in ${v.percent('fraction')} of the elements: the suspect keeps the same weights more finely, so the candidate's file is a quantised copy of it, or both come from one finer original.`,
  'cast.lossless': (v) => `The numbers are stored as ${v.text('to')} instead of ${v.text('from')}, without loss.`,
  'cast.lossy': (v) =>
    `The numbers are stored as ${v.text('to')} instead of ${v.text('from')}; rounding the candidate's in the same way gives the suspect's in ${v.percent('fraction')} of the elements.`,
  'pruned.zeros': (v) =>
    `${v.percent('fraction')} of the suspect's elements are zero where the candidate's are not; of the others, ${v.percent('elsewhereEqual')} equal the candidate's.`,
  'vocabulary.changed': (v) => `The vocabulary differs from the candidate's: ${v.counted('added', 'row')} added.`,
  'vocabulary.shortened': (v) =>
    `The suspect's token table ends before the candidate's: it has ${v.counted('removed', 'row')} less.`,
  'depth.duplicated': (v) =>
    `Of the candidate's blocks, these stand in the suspect more than once, unchanged: ${v.text('blocks')}. Training would have driven copies apart, so the suspect was put together from blocks that there were before.`,
  'direction.votes': (v) =>
    `No single trace decides which model came first, but these signs agree and none is against: ${v.list('signs', { vocabulary: 'the longer token table', update: 'the update that is a stranger to one side' })}.`,
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
    'The p-values rest on exact finite bounds: if the models were unrelated, every assignment of unit and channel labels would be equally probable; that of the unit assignment alone rests on a count of unrelated layers. The thresholds that name an operation were set on 33 small models; for large models they are not yet validated.',
  'calibration.strangers': (v) =>
    `The p-values rest on exact finite bounds: if the models were unrelated, every assignment of unit and channel labels would be equally probable; that of the unit assignment alone rests on a count of unrelated layers. As a check, ${v.count('models')} small models of ${v.count('parameters')} parameters each, trained from independent seeds and so as many families, were compared pair by pair: ${v.count('falseFindings')} false findings in ${v.count('comparisons')} single comparisons, a rate below ${v.number('bound')} with 95% confidence if they count as independent. The thresholds that name an operation or tell descent from a common start were set on small models too. For large models neither has been measured.`,

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

  'fallacy.cosine': (v) =>
    `The uncentred cosine of the norm gains is ${v.correlation('cosine')} over ${v.counted('elements', 'element')}: gains all lie on one side of zero, and unrelated ones of the same means and spreads are expected to have ${v.correlation('expected')}.`,
  'fallacy.profile': (v) =>
    `The standard deviations of queries, keys, values and outputs follow the same curve over ${v.counted('layers', 'layer')} (r = ${v.correlation('r')}): such curves are smooth, and architecture and recipe shape them alike in unrelated models. Element by element the weights correlate by ${v.correlation('elementwise')}.`,
  'fallacy.config': (v) =>
    `All ${v.count('fields')} compared fields of the configurations are equal: whoever trains a model of this architecture declares them so.`,
  'fallacy.tokenizer': () =>
    'The tokenizer files are equal: tokenizers are published to be reused, with weights of one’s own as well.',
  'fallacy.changed': (v) =>
    `${v.percent('changed')} of the values differ from the candidate's: a small step of training or noise changes nearly all of them, and the correlation of ${v.correlation('r')} is what counts.`,
  'fallacy.sigma': (v) =>
    `Taken as so many independent draws, the ${v.counted('elements', 'value')} read of ${v.text('tensor')} would lie ${v.number('naive')} standard deviations from chance. Weights are no independent draws: with the channels relabelled instead, it is ${v.number('exact')}.`,
  'fallacy.layer-0': (v) =>
    `Within the suspect, the gains of its first layer have a cosine of ${v.correlation('first')} with those of the others, and neighbouring layers one of ${v.correlation('others')}: the first layer is unlike the rest in any model, and makes every comparison with another model look close.`,
  'fallacy.geometry': (v) =>
    `The angles between ${v.counted('tokens', 'token')} of the embedding are alike in both models (r = ${v.correlation('r')}): they are those of the language, which unrelated models learn alike. Element by element the tables correlate by ${v.correlation('elementwise')}.`,
  'fallacy.kurtosis': (v) =>
    `The tails of the weights differ (excess kurtosis ${v.number('suspect')} of the suspect, ${v.number('candidate')} of the candidate): some read a direction from that, but the sign of it differs from one family of models to another.`,

  'reason.no-adapter': () => "Here no product of an adapter stands beside another model's weight.",
  'reason.no-changed-matrices': () => 'No two matrices that agree on the whole differ.',
  'reason.no-mixture': () =>
    'No two candidates stand beside the suspect element by element with anything left to be mixed.',
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
  'reason.too-costly': () =>
    'The blocks are too large for this test; with everything asked for (--read full) larger ones are looked at.',
  'reason.changed': (v) =>
    `A file changed while it was read, so that nothing measured on it counts: ${v.text('message')}.`,
  'exhibit.void': () =>
    'A file of one of the two models changed while it was read. What was measured before and after belongs to no one model, and none of it counts.',
  'reason.failed': (v) => `The test stopped with an error: ${v.text('message')}.`,
} as const satisfies { readonly [id: string]: Template };

/** The id of a sentence in the catalogue. A new sentence is added here and in Chinese; the compiler asks for the second. */
export type StatementId = keyof typeof statementsEnglish;
