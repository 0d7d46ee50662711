// Every sentence that the analysis "text" can give, in English. The keys are the statement ids.
import type { Template } from '../values.ts';

export const textEnglish = {
  'text.none': () => 'One of the two sides has no text.',
  'text.examined': (v) =>
    `${v.counted('texts', 'text')} of the suspect (${v.count('words')} words; a Han character is one), ${v.counted('sources', 'source')} of ${v.counted('characters', 'character')}.`,
  'text.method': (v) =>
    `Every run of ${v.count('words')} words or more is found whatever its case, width, accents, punctuation and script (traditional or simplified), and longer passages with words changed between their runs.`,
  'text.covered': (v) =>
    `${v.text('file')}: ${v.count('all')} of ${v.count('words')} words (${v.percent('share')}) stand in earlier or other texts and are not marked as another's: ${v.count('verbatim')} word for word, ${v.count('light')} with few changes, ${v.count('heavy')} with many. ${v.count('marked')} more are quoted, cited or in a list of references.`,
  'text.source': (v) =>
    `${v.text('file')}: ${v.counted('passages', 'passage')} of ${v.count('words')} words together, the longest of ${v.count('longest')}; not marked as another's: ${v.count('openPassages')} of ${v.count('openWords')} words.`,
  'text.source-dated': (v) =>
    `${v.text('file')}, dated ${v.text('date')}: ${v.counted('passages', 'passage')} of ${v.count('words')} words together, the longest of ${v.count('longest')}; not marked as another's: ${v.count('openPassages')} of ${v.count('openWords')} words.`,
  'text.source-later': (v) =>
    `${v.text('file')} is dated ${v.text('date')}, later than the suspect: ${v.counted('passages', 'passage')} of ${v.count('words')} words together, the longest of ${v.count('longest')}; not marked as another's: ${v.count('openPassages')} of ${v.count('openWords')} words.`,
  'text.background': () =>
    'Texts that have nothing to do with one another show no passage in our sets (docs/surroundings/text.md); notices, licences and set phrases do.',
  'text.disguised': (v) =>
    `${v.text('file')}: in ${v.counted('count', 'word')}, letters of another alphabet stand for Latin ones that look the same.`,
  'text.against-common': () =>
    'Set phrases, notices, licences, formulas and names stand in many texts, and say nothing of where this one is from.',
  'text.against-direction': () =>
    'Two texts may both be from a third. The earliest source that was given is named, not the earliest there is.',
  'text.against-library': () =>
    'What is not among the given sources is not found; a share is a share of what could be found.',
  'text.against-translation': () =>
    'Translations are not found, nor is what was told in other words throughout; this is not supported rather than guessed.',
  'text.against-cut': (v) =>
    `In ${v.counted('cut', 'pair')} of texts the same words are repeated so often that not everything was followed.`,
  'text.against-dates': (v) =>
    `Dates are read from a field or the name of the file; ${v.count('undated')} of ${v.count('sources')} sources with passages have none, or the suspect has none. Which was first is open there.`,
} as const satisfies { readonly [id: string]: Template };
