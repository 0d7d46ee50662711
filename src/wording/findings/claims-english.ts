// Every sentence that the analysis "claims" can give, in English. The keys are the statement ids.
import type { Template, Values } from '../values.ts';

const measures = {
  value: '',
  'bytes per parameter': ' bytes for each parameter',
  bytes: ' bytes',
  head: '',
  type: '',
  storage: '',
  parameters: ' parameters',
};
const heads = { head: 'a head of its own', 'no head': 'no head of its own' };
const relations = { identical: 'equal', derived: 'derived', 'partly-derived': 'partly derived' };
const unit = (v: Values): string => (v.text('measure') === 'value' ? '' : v.list('measure', measures).replace('–', ''));

export const claimsEnglish = {
  'claims.no-words': () => 'There is no card and no configuration whose words could be held against the files.',
  'claims.examined': (v) =>
    `${v.count('read')} of ${v.counted('lines', 'line')} of cards were read as prose about this model; ${v.counted('claims', 'claim')} that can be held against files.`,
  'claims.compared': (v) =>
    `${v.counted('compared', 'comparison')} (${v.count('claims')} of words, ${v.count('facts')} of the configuration, the rest between files): ${v.count('agree')} agree.`,
  'claims.parameters': (v) =>
    `The words say ${v.count('claimed')} parameters; the names, shapes and bytes come to ${v.count('implied')}.`,
  'claims.bits': (v) =>
    `The words say weights of ${v.count('claimed')} bits; they are stored in ${v.count('implied')}.`,
  'claims.positions': (v) =>
    `The words name an image encoder whose table has ${v.count('claimed')} places; the bytes account for one of ${v.count('implied')}.`,
  'claims.patch': (v) =>
    `The words name an image encoder with patches of ${v.count('claimed')}; the shapes have ${v.count('implied')}.`,
  'claims.layers': (v) => `The words say ${v.counted('claimed', 'layer')}; the names have ${v.count('implied')}.`,
  'claims.queries': (v) =>
    `The words say ${v.counted('claimed', 'query', 'queries')}; the shapes have ${v.count('implied')}.`,
  'claims.vocabulary': (v) =>
    `The words say a vocabulary of ${v.count('claimed')}; the table of tokens has ${v.count('implied')}.`,
  'claims.from-scratch': (v) =>
    `The words say that the model was trained from scratch${v.text('claimed').replace('–', '')}; the card names ${v.text('implied')} as the model it was made from.`,
  'claims.from-scratch-weights': (v) =>
    `The words say that the model was trained from scratch; the comparison of weights finds it ${v.list('claimed', relations)} with respect to ${v.text('implied')}.`,
  'claims.fact': (v) =>
    `${v.text('subject')} is declared as ${v.text('declared')}; the files imply ${v.list('implied', heads)}${unit(v)}.`,
  'claims.class-sets': (v) =>
    `The class of the configuration sets ${v.text('key')} to ${v.text('set')}; the configuration says ${v.text('declared')}.`,
  'claims.module-tree': (v) =>
    `The names of the tensors begin with ${v.text('parts')} (${v.counted('count', 'beginning')}); the class ${v.text('class')} that the configuration names has no part of any of these names, so it cannot load them as they are.`,
  'claims.background': (v) =>
    v.count('models') === '0'
      ? `No background was counted: how often honest models contradict their own files is not known here (${v.count('contradicted')} of ${v.count('models')} models, ${v.count('contradictions')} of ${v.count('comparisons')} comparisons).`
      : `Of ${v.count('models')} public models taken as they came, ${v.count('contradicted')} had a contradiction of this group: ${v.count('contradictions')} of ${v.count('comparisons')} comparisons.`,
  'claims.against-outdated': () =>
    'Words go out of date and are taken over from templates; a contradiction says that two of them do not fit, not which is right and not why.',
  'claims.against-conservative': () =>
    'Only plain sentences about this model count: tables, comparisons, plans, denials, quotations and what is said of other models were not read.',
  'claims.against-unsolved': () =>
    'The number of parameters is not settled by these files, so that claims about it were not compared.',
  'claims.against-not-looked': () =>
    'Lengths of context, training data, cost, benchmarks and speed were not looked at: no name, shape or byte tells them.',
} as const satisfies { readonly [id: string]: Template };
