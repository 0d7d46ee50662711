// Every sentence that the analysis "residues" can give, in English. The keys are the statement ids.
import type { Template } from '../values.ts';

export const residuesEnglish = {
  'residues.examined': (v) =>
    `${v.counted('documents', 'file')} of the suspect (${v.counted('places', 'place')} where names stand), ${v.counted('candidateDocuments', 'file')} of the candidate (${v.counted('candidatePlaces', 'place')}), and the metadata of both.`,
  'residues.examined-alone': (v) =>
    `${v.counted('documents', 'file')} (${v.counted('places', 'place')} where names stand), and the metadata of the weight files.`,
  'residues.absent-module': (v) =>
    `The class map asks for the module ${v.text('module')}, which is not among the suspect's files.`,
  'residues.absent-module-there': (v) =>
    `The class map asks for the module ${v.text('module')}, which is not among the suspect's files but is among the candidate's, or is asked for there.`,
  'residues.absent-background': (v) =>
    `Of ${v.count('publicTokenizers')} public tokenizers that were counted, ${v.count('mapped')} have a class map, and ${v.count('carriers')} of them ask for this module.`,
  'residues.name': (v) =>
    `The name ${v.text('name')}, which is none of a library, stands in the suspect's files where it names parts of the model (${v.counted('suspectPlaces', 'place')}), and in the candidate's (${v.counted('candidatePlaces', 'place')}). No text of the suspect mentions it.`,
  'residues.name-declared': (v) =>
    `The name ${v.text('name')} stands in the files of both (${v.counted('suspectPlaces', 'place')} and ${v.counted('candidatePlaces', 'place')}), and a text of the suspect mentions it.`,
  'residues.name-background': (v) =>
    `It is none of the ${v.count('library')} names of models in the library most models are built with, and stands in the class maps of ${v.count('carriers')} of ${v.count('publicTokenizers')} public tokenizers that were counted.`,
  'residues.metadata': (v) =>
    `The metadata of the suspect's weight files name ${v.text('name')}, as the candidate's files do: ${v.text('entry')}.`,
  'residues.template': (v) =>
    `The suspect's chat template names ${v.text('name')}, as the candidate's files do: ${v.text('entry')}.`,
  'residues.header': (v) =>
    `A copyright line that names no maker of libraries is the same in both: ${v.text('header')}.`,
  'residues.family': (v) =>
    `The name ${v.text('name')}, of ${v.text('family')}, stands where parts of the model are named, and no text of the suspect mentions it.`,
  'residues.family-declared': (v) =>
    `The name ${v.text('name')}, of ${v.text('family')}, stands where parts of the model are named; a text of the suspect mentions it.`,
  'residues.family-background': (v) =>
    `${v.count('families')} families of models are known to this version by their names; bases that many build on are left out here.`,
  'residues.bytecode': (v) =>
    `A compiled file tells of its making: Python ${v.text('python')}, from a source of ${v.count('sourceBytes')} bytes last changed at ${v.text('time')}.`,
  'residues.bytecode-hash': (v) =>
    `A compiled file tells of its making: Python ${v.text('python')}, from a source known by its hash.`,
  'residues.bytecode-path': (v) => `A compiled file keeps the path of its source: ${v.text('path')}.`,
  'residues.archive-times': (v) =>
    `The entries of an archive bear times from ${v.text('first')} to ${v.text('last')} (the packing machine's clock, without a zone).`,
  'residues.common-by-library': () =>
    'Names travel with code that may be used: a file taken over under its licence keeps the names of its makers, and should.',
  'residues.against-words': () =>
    'Names are looked for as words. What was renamed throughout leaves none, and their absence says nothing.',
  'residues.against-direction': () => 'Who used a name first, the files do not tell.',
} as const satisfies { readonly [id: string]: Template };
