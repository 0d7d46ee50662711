// Every sentence that the analysis "tokenizer" can give, in English. The keys are the statement ids.
import type { Template } from '../values.ts';

export const tokenizerEnglish = {
  'tokenizer.none': () => 'One of the two models comes without tokenizer files.',
  'tokenizer.none-here': () => 'The model comes without tokenizer files.',
  'tokenizer.examined': (v) =>
    `Suspect: ${v.count('suspectTokens')} tokens and ${v.count('suspectAdded')} added ones (${v.text('suspectFiles')}); candidate: ${v.count('candidateTokens')} and ${v.count('candidateAdded')} (${v.text('candidateFiles')}).`,
  'tokenizer.examined-alone': (v) =>
    `${v.count('tokens')} tokens and ${v.count('added')} added ones (${v.text('files')}).`,
  'tokenizer.equal': (v) => `Both vocabularies hold the same ${v.count('shared')} tokens at the same numbers.`,
  'tokenizer.numbered': (v) =>
    `${v.count('sameNumber')} of the suspect's ${v.count('suspect')} tokens (tokens of one byte left out) stand at the same numbers in the candidate's vocabulary, ${v.count('shared')} at any number; the candidate has ${v.count('candidate')}.`,
  'tokenizer.overlap': (v) =>
    `${v.count('shared')} of the suspect's ${v.count('suspect')} tokens (tokens of one byte left out) stand in the candidate's vocabulary as well, ${v.count('sameNumber')} of them at the same number; the candidate has ${v.count('candidate')}. That is what vocabularies of separate trainings share.`,
  'tokenizer.base-background': (v) =>
    `To take over a vocabulary whole is ordinary: it tells which base both stand on, not who built on whom. Vocabularies trained apart, ${v.count('pairs')} pairs of public ones, share at most ${v.percent('mostShared')} of the smaller one's tokens, and ${v.percent('mostNumbered')} at the same numbers.`,
  'tokenizer.merges': (v) =>
    `${v.count('shared')} of the suspect's ${v.count('suspect')} merges are among the candidate's ${v.count('candidate')}; the first ${v.count('prefix')} are the same in the same order.`,
  'tokenizer.scores': (v) =>
    `${v.count('sameScore')} of the ${v.count('shared')} shared tokens have the same score to the last bit.`,
  'tokenizer.added': (v) =>
    `${v.counted('count', 'added token')} (reserved places left out) ${v.text('verb')} the same text at the same number in both: ${v.text('tokens')}.`,
  'tokenizer.added-background': (v) =>
    `Of ${v.count('publicTokenizers')} public tokenizers that were counted, the commonest of these stands at its number in ${v.count('most')}, the least common in ${v.count('least')}; ${v.count('unseen')} of the ${v.count('count')} in none.`,
  'tokenizer.signature': (v) =>
    `${v.count('found')} of the ${v.count('size')} tokens that ${v.text('family')} put into the free places of the ${v.text('base')} vocabulary stand at the very same numbers: ${v.text('tokens')}.`,
  'tokenizer.signature-background': (v) =>
    `Of ${v.count('publicTokenizers')} other public tokenizers that were counted, ${v.count('derivatives')} of them on the same base, ${v.count('carriers')} have them there.`,
  'tokenizer.template': (v) => `The chat templates are the same text (${v.counted('length', 'character')}).`,
  'tokenizer.template-background': () =>
    'A chat template comes with the base and is passed on; the same one says little about origin.',
  'tokenizer.settings': (v) =>
    `Of ${v.counted('both', 'setting')} that both files give, ${v.count('same')} have the same value.`,
  'tokenizer.against-base': () =>
    'Tokenizers are published to be used by others, and most licences allow it. A shared vocabulary is no sign that weights are shared.',
  'tokenizer.against-list': (v) =>
    `The background is a list of ${v.count('publicTokenizers')} public tokenizers, not all there are; what none of them has may still stand elsewhere, as where both build on a base that the list does not know.`,
  'tokenizer.against-direction': () =>
    'Which of the two had the tokens first, the files do not tell; dates of publication may.',
} as const satisfies { readonly [id: string]: Template };
