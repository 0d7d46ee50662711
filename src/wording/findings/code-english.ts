// Every sentence that the analysis "code" can give, in English. The keys are the statement ids.
import type { Template, Values } from '../values.ts';

/** What is covered, with its denominators. */
function shares(v: Values): string {
  return `${v.count('rareCovered')} of the suspect's ${v.count('rare')} tokens that are in no common run stand in the original as well (${v.percent('rareShare')}), with names and strings left open; of all ${v.count('tokens')} tokens ${v.count('covered')} do (${v.percent('coveredShare')}), and ${v.count('raw')} with their names`;
}

export const codeEnglish = {
  'code.none': () => 'One of the two sides has no source in a language that is read here.',
  'code.examined': (v) =>
    `${v.counted('suspectFiles', 'file')} of the suspect (${v.count('suspectTokens')} tokens, comments left out), ${v.counted('originalFiles', 'file')} of the original (${v.count('originalTokens')}).`,
  'code.background': (v) =>
    `What is common was counted in ${v.count('files')} files of ${v.count('projects')} public projects, and in ${v.count('controlFiles')} files of ${v.counted('controls', 'control')}.`,
  'code.equal': (v) => `The sources are the same tokens, comments and layout aside: ${shares(v)}.`,
  'code.strong': (v) => `The sources share far more than such sources share anyway: ${shares(v)}.`,
  'code.moderate': (v) => `The sources share more than such sources share anyway: ${shares(v)}.`,
  'code.weak': (v) => `The sources share little beyond what such sources share anyway: ${shares(v)}.`,
  'code.refused-short': (v) =>
    `No judgement: below ${v.count('least')} tokens a side, programs of strangers are often the same. For the record: ${shares(v)}.`,
  'code.refused-controls': (v) =>
    `No judgement: a control, which has nothing to do with the case, shares as much with the suspect. For the record: ${shares(v)}.`,
  'code.refused-background': (v) =>
    `No judgement: there is nothing to weigh it against, neither a control nor a background for this language. For the record: ${shares(v)}.`,
  'code.controls': (v) =>
    `Of ${v.counted('controls', 'control')}, the nearest shares ${v.percent('highest')} of the suspect's tokens that are in no common run.`,
  'code.not-explained': (v) =>
    `The source that the suspect names does not explain it: of ${v.count('rare')} uncommon tokens the original has ${v.percent('accused')}, the named source ${v.percent('claimed')}.`,
  'code.partly-explained': (v) =>
    `The source that the suspect names explains a part of it: of ${v.count('rare')} uncommon tokens the original has ${v.percent('accused')}, the named source ${v.percent('claimed')}.`,
  'code.explained': (v) =>
    `The source that the suspect names explains it: of ${v.count('rare')} uncommon tokens the original has ${v.percent('accused')}, the named source ${v.percent('claimed')}.`,
  'code.claimed-background': () =>
    'Both are held against the suspect in the same way; what the three have from a common ancestor counts for both.',
  'code.renamed': (v) =>
    `Names were changed one for one in what is shared, ${v.counted('count', 'name')}: ${v.text('names')}. Of the places of names there, ${v.count('kept')} kept theirs, ${v.count('changed')} follow this map, ${v.count('other')} do not.`,
  'code.kept': (v) =>
    `Uncommon names stand unchanged in what is shared, ${v.count('count')} of them: ${v.text('names')}.`,
  'code.kept-background': (v) =>
    `None of them is among the ${v.count('names')} names of the ${v.count('projects')} public projects that were counted.`,
  'code.against-ancestor': () =>
    'Two sources with a common ancestor share what it had. Only what the background or the named source does not have tells more.',
  'code.against-form': () =>
    'Rewriting (loops as comprehensions, parts put in other files) lowers these figures; a low one does not clear.',
  'code.against-permitted': () => 'Most licences of source code permit its use, with or without conditions.',
  'code.against-direction': () => 'Which of the two was first, the sources do not tell; their histories may.',
  'code.against-no-claimed': () =>
    'No source that the suspect names as its own was given (--claimed), so that a common ancestor may explain what is shared.',
} as const satisfies { readonly [id: string]: Template };
