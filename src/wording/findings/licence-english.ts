// Every sentence that the analysis "licence" can give, in English. The keys are the statement ids.
import type { Template, Values } from '../values.ts';

const kinds = {
  'ship-copy': 'a copy of the licence goes along',
  'notice-file': 'a file called Notice holds the line',
  'keep-notice': 'the Notice file is kept',
  'display-line': 'the line is shown',
  'name-prefix': 'the name of a model made from it begins with',
  'name-contains': 'the name of a model made from it contains',
  attribution: 'the source is named',
  'state-changes': 'changes are said',
  'share-alike': 'the same licence goes on',
  'field-of-use': 'some uses are excluded',
  'user-threshold': 'above a number of users a licence must be asked for',
  'no-improve': 'not for improving other models',
  'commercial-permission': 'commercial use after permission or registration',
  'no-commercial': 'no commercial use',
  'no-endorsement': "no promotion in the publisher's name",
  'no-derivatives': 'changed works are not shared',
  'source-code': 'the source goes along or is offered',
};
const relations = { identical: 'equal', derived: 'derived', 'partly-derived': 'partly derived' };

const condition = (v: Values): string =>
  `${v.text('licence')}${v.text('clause') === '–' ? '' : `, section ${v.text('clause')}`}, by way of ${v.text('source')}: ${v.list('kind', kinds)}${v.text('value') === '–' ? '' : ` "${v.text('value')}"`}`;
const version = (v: Values): string => (v.text('version') === '–' ? '' : `, version ${v.text('version')}`);
const narrower = (v: Values): string =>
  `${v.text('model')} is under ${v.text('own')}. ${v.text('source')} is under ${v.text('theirs')}, which has conditions that ${v.text('own')} has not: ${v.list('kinds', kinds)}.`;

export const licenceEnglish = {
  'licence.examined': (v) =>
    `Of ${v.text('model')}: ${v.counted('documents', 'text file')}; ${v.counted('texts', 'licence text')} found in them, ${v.counted('declared', 'place')} where a licence is named.`,
  'licence.registry': (v) =>
    `The registry holds ${v.counted('licences', 'licence')} and fingerprints of ${v.counted('fingerprints', 'text')}.`,
  'licence.day': (v) => `Each licence is taken as it was on ${v.text('day')}.`,
  'licence.no-day': () =>
    'No day was given: every dated period is shown. Which one governs depends on the day of the act.',
  'licence.governs-day': (v) =>
    `On ${v.text('day')} the weights of ${v.text('model')} were under ${v.text('licence')} (${v.text('title')}${version(v)}), from ${v.text('from')}; read in: ${v.text('source')}.`,
  'licence.governs-period': (v) =>
    `The weights of ${v.text('model')} are under ${v.text('licence')} (${v.text('title')}${version(v)}) from ${v.text('from')}${v.text('until') === '–' ? '' : ` until ${v.text('until')}`}; read in: ${v.text('source')}.`,
  'licence.governs-declared': (v) =>
    `The files of ${v.text('model')} name ${v.text('licence')} (${v.text('title')}${version(v)}).`,
  'licence.governs-text': (v) =>
    `The files of ${v.text('model')} name no licence; a licence file holds the text of ${v.text('licence')} (${v.text('title')}${version(v)}).`,
  'licence.before-first': (v) =>
    `On ${v.text('day')} no licence of ${v.text('model')} is known to us: its first one is of a later day.`,
  'licence.none': (v) =>
    `The files of ${v.text('model')} name no licence that the registry knows, and hold the text of none.`,
  'licence.code': (v) =>
    `The code beside the weights of ${v.text('model')} is under another licence, ${v.text('licence')}.`,
  'licence.source-declared': (v) =>
    `The files of ${v.text('model')} name ${v.text('source')} as what it was made from; its weights are under ${v.text('licences')}${v.text('read') === '–' ? '' : ` (${v.text('read')})`}.`,
  'licence.source-published': (v) =>
    `Behind ${v.text('model')} stands ${v.text('source')}, whose weights are under ${v.text('licences')}; read in: ${v.text('read')}.`,
  'licence.text-whole': (v) =>
    `The text of ${v.text('licence')} stands in a file of ${v.text('model')}, lines ${v.text('lines')}: ${v.count('found')} of ${v.count('kept')} kept passages.`,
  'licence.text-changed': (v) =>
    `A text close to ${v.text('licence')} stands in a file of ${v.text('model')}, lines ${v.text('lines')}: ${v.count('found')} of ${v.count('kept')} kept passages; the rest is missing, added or reworded.`,
  'licence.text-title': (v) =>
    `A licence file of ${v.text('model')} begins as ${v.text('licence')} does, line ${v.text('lines')}; of this licence only the title is known here (${v.count('found')} of ${v.count('kept')} passages).`,
  'licence.without-text': (v) => `The files of ${v.text('model')} name ${v.text('licence')} and do not hold its text.`,
  'licence.dated-after': (v) =>
    `${v.text('model')} names ${v.text('licence')}, which is dated ${v.text('from')}: after ${v.text('day')}.`,
  'licence.states-other': (v) =>
    `The files of ${v.text('model')} name ${v.text('stated')}; by what its publisher announced it is ${v.text('governing')}.`,
  'licence.unknown-name': (v) =>
    `${v.text('model')} names a licence that the registry does not know: "${v.text('name')}".`,
  'licence.narrower-given': (v) => `${narrower(v)} It was given here as a parent.`,
  'licence.narrower-declared': (v) => `${narrower(v)} The files name it as a parent.`,
  'licence.narrower-published': (v) => `${narrower(v)} Its publisher names it as a parent.`,
  'licence.narrower-weights': (v) =>
    `${narrower(v)} The comparison of weights finds them ${v.list('relation', relations)}${v.text('components') === '–' ? '' : ` in ${v.text('components')}`}.`,
  'licence.condition-met': (v) => `${v.text('model')}, a condition that is seen to be met: ${condition(v)}.`,
  'licence.condition-partly': (v) => `${v.text('model')}, a condition of which a part is seen: ${condition(v)}.`,
  'licence.condition-missed': (v) =>
    `${v.text('model')}, a condition that is not seen to be met in its files: ${condition(v)}.`,
  'licence.condition-unseen': (v) =>
    `${v.text('model')}, conditions of ${v.text('licence')} that files cannot show either way: ${v.list('kinds', kinds)}.`,
  'licence.background-texts': (v) =>
    `Missing notices are common: of ${v.count('models')} public models taken as they came, ${v.count('named')} name a licence and ${v.count('text')} of them hold its text; ${v.count('missed')} of ${v.count('asked')} conditions that files could show were not seen. Others count alike (arXiv 2602.08816: 95.8% without text).`,
  'licence.background-dropped': (v) =>
    `Seen with ${v.count('narrower')} of the ${v.count('sources')} public models, taken as they came, whose source is known here; a study of models and the applications made with them (arXiv 2509.09873) found that 35.5% of the steps drop conditions.`,
  'licence.against-law': () =>
    'These are facts about files and dates. Whether a licence binds anybody, whether what was done falls under it, and whether a condition is fulfilled in law is not said here.',
  'licence.against-elsewhere': () =>
    'A condition can be met where we do not look: on a website, in an interface, in a card that was changed later.',
  'licence.against-agreements': () =>
    'Separate agreements and permissions between the parties cannot be seen in files.',
  'licence.against-giver': () =>
    'A publisher that offers its own model under its own licence owes nobody its conditions; where the table does not know the model as its own, it is asked like everybody.',
  'licence.against-day': () =>
    'Periods with different licences are shown side by side; the day of the act decides which one is meant.',
  'licence.against-second-hand': (v) =>
    `Of these licences a text or a date was not read first-hand: ${v.text('licences')}.`,
  'licence.against-no-parent': () =>
    'No parent was given, declared or recognised: conditions that come with a parent were not looked at.',
} as const satisfies { readonly [id: string]: Template };
